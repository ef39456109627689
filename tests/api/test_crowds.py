"""A crowd at one opening waits before it has cost anything; nobody else waits for it, and nothing of it is lost."""

import asyncio
from collections.abc import Sequence

import pytest

from plutomi.api.crowds import MOST, Crowds
from plutomi.domain import throttles

PLAIN = "/apply/acme/drivers"


class Inside:
    """An app that keeps those who came in until it is told to let them go."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.bodies: list[bytes] = []
        self.go = asyncio.Event()

    async def __call__(self, scope, receive, send) -> None:
        self.paths.append(scope["path"])
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        self.bodies.append(body)
        await self.go.wait()


def ask(app, path: str, parts: Sequence[bytes] = (b"a=1",), method: str = "POST", kind: str = "http") -> asyncio.Task:
    """Send this; the connection stays open."""
    left = list(parts)

    async def receive():
        if not left:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    return asyncio.ensure_future(app({"type": kind, "method": method, "path": path}, receive, None))


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.fixture
async def inside():
    app = Inside()
    yield app
    app.go.set()
    await settled()
    assert throttles._doors == {}


@pytest.mark.parametrize(
    "path", [PLAIN, "/embed/acme/drivers", "/api/v1/public/orgs/acme/openings/drivers/applicants", f"{PLAIN}/"]
)
async def test_only_so_many_of_one_opening_are_looked_at(inside, path):
    crowd = [ask(Crowds(inside), path) for _ in range(throttles.AT_THE_DOOR + 5)]
    await settled()
    assert len(inside.paths) == throttles.AT_THE_DOOR
    inside.go.set()
    await asyncio.gather(*crowd)
    assert inside.bodies == [b"a=1"] * len(crowd)


@pytest.mark.parametrize(
    "other", [{"path": "/apply/acme/cooks"}, {"path": "/apply/other/drivers"}, {"method": "GET"}, {"kind": "websocket"},
              {"path": f"{PLAIN}/files/upload"}]
)  # fmt: skip
async def test_whoever_wants_something_else_comes_in(inside, other):
    app = Crowds(inside)
    for _ in range(throttles.AT_THE_DOOR + 5):
        ask(app, PLAIN)
    await settled()
    ask(app, **{"path": PLAIN} | other)
    await settled()
    assert len(inside.paths) == throttles.AT_THE_DOOR + 1


async def test_who_sends_slowly_keeps_no_place(inside):
    app = Crowds(inside)

    async def never() -> dict:
        await asyncio.Event().wait()
        return {}

    scope = {"type": "http", "method": "POST", "path": PLAIN}
    slow = [asyncio.ensure_future(app(scope, never, None)) for _ in range(throttles.AT_THE_DOOR)]
    await settled()
    ask(app, PLAIN)
    await settled()
    assert inside.bodies == [b"a=1"]
    for one in slow:
        one.cancel()


async def test_what_is_long_comes_in_whole_and_without_waiting(inside):
    app = Crowds(inside)
    for _ in range(throttles.AT_THE_DOOR):
        ask(app, PLAIN)
    parts = [bytes([number]) * (MOST // 2) for number in range(1, 6)]
    ask(app, PLAIN, parts)
    await settled()
    assert inside.bodies[-1] == b"".join(parts)


async def test_a_crowd_too_large_is_let_in_to_be_told_so(inside, monkeypatch):
    monkeypatch.setattr(throttles, "QUEUE", throttles.AT_THE_DOOR)
    for _ in range(throttles.AT_THE_DOOR + 2):
        ask(Crowds(inside), PLAIN)
    await settled()
    assert len(inside.paths) == throttles.AT_THE_DOOR + 2


async def test_who_leaves_the_queue_makes_room(inside):
    app = Crowds(inside)
    crowd = [ask(app, PLAIN) for _ in range(throttles.AT_THE_DOOR + 2)]
    await settled()
    for one in crowd[:-1]:
        one.cancel()
    await settled()
    assert len(inside.paths) == throttles.AT_THE_DOOR + 1
