"""Crowds at one opening's door: all that is sent to it waits there, before it has cost anything."""

import re
from collections.abc import Iterable, Iterator

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plutomi.domain import throttles

SUBMITTING = re.compile(r"/(?:apply|embed|api/v1/public/orgs)/([^/]+)/(?:openings/)?([^/]+)(?:/applicants)?/?")
MOST = 64 * 1024  # bytes of a body that is read to its end first


class Crowds:
    """Lets so many submissions of one opening in at a time, and each only when it has arrived whole.

    Who sends slowly, or much, comes in without waiting: a slow sender must not keep a place from others.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = SUBMITTING.fullmatch(scope["path"]) if scope["type"] == "http" and scope["method"] == "POST" else None
        if found is None:
            return await self.app(scope, receive, send)
        arrived, is_whole = await _arrived(receive)
        again = _again(arrived, receive)
        if not is_whole:
            return await self.app(scope, again, send)
        async with throttles.door("/".join(found.groups()).lower()):
            await self.app(scope, again, send)


async def _arrived(receive: Receive) -> tuple[list[Message], bool]:
    """What has come of the request's body, and whether it is all there is; without the rest when that is long."""
    messages, left, has_more = [], MOST, True
    while has_more and left > 0:
        messages.append(message := await receive())
        left -= len(message.get("body", b""))
        has_more = message.get("more_body", False)
    return messages, not has_more


def _again(messages: Iterable[Message], receive: Receive) -> Receive:
    """Receives these first, then what comes after them."""
    left: Iterator[Message] = iter(messages)

    async def received() -> Message:
        return next(left, None) or await receive()

    return received
