"""Sets the tongue in which public addresses answer; recruiters' pages and their API are English."""

import re
from http.cookies import SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plutomi.domain.tongues import COOKIE, tongue_at
from plutomi.tongue import speaking
from plutomi.tongue.tongues import tongue_of

PUBLIC = re.compile(r"/(?:apply|embed|my|api/v1/public)(?:/|$)")
COOKIED = re.compile(r"/(?:apply|my)(?:/|$)")  # embedded pages keep none: their addresses carry what was chosen
KEPT_FOR = 365 * 24 * 3600  # seconds


class Tongues:
    """Outside of whatever has words to say; what `?lang=` chooses on our own pages is kept in a cookie."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not PUBLIC.match(scope["path"]):
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0]
        kept = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")
        tongue = await tongue_at(scope["path"], asked, kept, headers.get("accept-language", ""))
        is_chosen = asked != kept and tongue_of(asked) is not None and COOKIED.match(scope["path"])

        async def keeping(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", _cookie(asked))
            await send(message)

        with speaking(tongue):
            await self.app(scope, receive, keeping if is_chosen else send)


def _cookie(code: str) -> str:
    cookie = SimpleCookie({COOKIE: code})
    cookie[COOKIE].update({"path": "/", "max-age": str(KEPT_FOR), "samesite": "lax"})
    return cookie[COOKIE].OutputString()
