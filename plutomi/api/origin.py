"""No other site makes a signed-in browser change anything.

The session cookie is SameSite=Lax, which keeps it out of other sites' POSTs but not out of those of sibling hosts; so
a request that changes something is also asked where it comes from. Browsers say so truthfully:

1. `Sec-Fetch-Site`, where sent (TLS and localhost): only `same-origin`, or `none` for what a person did themselves.
2. Else `Origin`: ours, or the very host the request went to.
3. Else, with a session cookie, `Referer` in the same way; without either the request is refused.
4. Without any of them and without a cookie it is a program's, not a browser's, and carries no authority to abuse.
"""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from plutomi.api.errors import on_refusal
from plutomi.api.others import is_open
from plutomi.domain.sessions import cookie_name
from plutomi.errors import ForeignRequest
from plutomi.settings import get_settings

GUARDED = ("/auth/", "/api/", "/my/")
HARMLESS = ("GET", "HEAD", "OPTIONS", "TRACE")


class SameOrigin:
    """Refuses what another site asks a browser to change."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _is_change(scope) and is_foreign(Request(scope)):
            response = await on_refusal(Request(scope), ForeignRequest())
            return await response(scope, receive, send)
        await self.app(scope, receive, send)


def is_foreign(request: Request) -> bool:
    """Whether another site's page had the browser send this."""
    site, origin = (request.headers.get(name) for name in ("sec-fetch-site", "origin"))
    if site is not None:
        return site not in ("same-origin", "none")
    if origin is not None:
        return not _is_ours(origin, request)
    return cookie_name() in request.cookies and not _is_ours(request.headers.get("referer", ""), request)


def _is_change(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] in HARMLESS or is_open(scope):
        return False
    return bool(scope["path"].startswith(GUARDED))


def _is_ours(url: str, request: Request) -> bool:
    try:
        host = urlsplit(url).netloc.lower()
    except ValueError:
        return False
    return host != "" and host in (urlsplit(get_settings().base_url).netloc, request.headers.get("host", "").lower())
