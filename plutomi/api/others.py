"""Other sites' own forms: their pages may send applications as JSON, in nobody's name (docs/decisions/0010)."""

import re

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

APPLYING = re.compile(r"/api/v1/public/orgs/[^/]+/openings/[^/]+/applicants")
PREFLIGHT = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "content-type",
    "access-control-max-age": "86400",
}


def is_open(scope: Scope) -> bool:
    """Whether any site may send this: it looks at no cookie, so there is no authority to abuse."""
    return (
        scope["type"] == "http" and bool(APPLYING.fullmatch(scope["path"])) and scope["method"] in ("POST", "OPTIONS")
    )


class OtherSites:
    """Lets browsers send applications from other sites, and those sites read the answer; never with credentials."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_open(scope):
            return await self.app(scope, receive, send)
        if scope["method"] == "OPTIONS":
            return await Response(None, 204, PREFLIGHT)(scope, receive, send)

        async def shared(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["access-control-allow-origin"] = "*"
                headers["access-control-expose-headers"] = "retry-after"
                del headers["access-control-allow-credentials"]
            await send(message)

        await self.app(scope, receive, shared)
