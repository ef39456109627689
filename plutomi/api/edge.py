"""What every request passes on its way in and out: limits, closed doors, clean addresses, heads and headers.

Pure ASGI: whatever is no HTTP request passes through untouched, websockets above all.
"""

import html
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plutomi.api.ahead import Ahead
from plutomi.api.errors import answer, waiting
from plutomi.api.spoken import in_tongue
from plutomi.db import Away
from plutomi.errors import NotFound, TooLarge, Unreachable
from plutomi.gateways import captcha
from plutomi.settings import Settings

MIB = 1024 * 1024
SHUT = "/_upload"  # Reflex's own uploads: unlimited and served publicly
EMBED = "/embed/"  # pages that other sites may frame
DEMO = "/dev/widget"  # in development, a page with a policy of its own: it stands for another site's
SHELLS = {"404.html", "__spa-fallback.html"}  # what Reflex serves for pages it has not rendered ahead
ANCESTORS = re.compile(r"frame-ancestors [^;,]+")
UNFRAMED = {"content-security-policy", "x-frame-options"}
OWN = {"referrer-policy"}  # what a route may choose for itself
FILES = "/files/"  # what people have sent: its routes say themselves who may show it, and that it may do nothing
OWN_OF_FILES = OWN | UNFRAMED
WHOLE = ("application/json", "application/x-www-form-urlencoded")  # bodies that are gathered in memory
TOLD = re.compile(rb'<title>.*?</title>|<meta[^>]*(?:name="description"|property="og:[a-z]+")[^>]*>')
BODY = re.compile(rb"<body[^>]*>")
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


@dataclass(frozen=True, slots=True)
class PageHead:
    """What a page's first bytes say of it: HTTP status, title and description (plain text), CSS variables of ours.

    `more` is HTML for the end of its head, `shown` HTML for the beginning of its body.
    """

    status: int
    title: str
    description: str = ""
    css: str = ""
    more: str = ""
    shown: str = ""


Lookup = Callable[[str, str], Awaitable[PageHead | None]]  # by path and cookies
UNREACHABLE = PageHead(Unreachable.status, "Plutomi")  # people see the page, search engines come again


def edge(
    app: ASGIApp, settings: Settings, pages: Path, lookup: Lookup, larger: Mapping[str, int] | None = None
) -> ASGIApp:
    """The app behind everything in this room; `larger` maps path prefixes to more bytes of body than 1 MiB.

    What is gathered in memory, JSON and plain forms, stays at that everywhere.
    """
    app = CleanUrls(Heads(app, lookup, Ahead(pages)), pages)
    return Headed(BodyLimit(ShutDoor(app), larger or {}), settings)


class ShutDoor:
    """Answers 404 where Reflex would answer and we do not want it to."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        shut = scope["type"] == "http" and f"{scope['path']}/".startswith(f"{SHUT}/")
        await (answer(NotFound()) if shut else self.app)(scope, receive, send)


class CleanUrls:
    """Serves `/login` from `login.html`, without the redirect to `/login/`."""

    def __init__(self, app: ASGIApp, pages: Path) -> None:
        self.app = app
        files = (path.relative_to(pages).as_posix() for path in pages.rglob("*.html") if path.name not in SHELLS)
        self.files = {f"/{name.removesuffix('.html')}": f"/{name}" for name in files}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if is_page_request(scope) and (file := self.files.get(scope["path"])):
            scope = {**scope, "path": file, "raw_path": file.encode()}
        await self.app(scope, receive, send)


class Heads:
    """Gives pages whose data only the database knows their HTTP status, title and description: applicants' pages."""

    def __init__(self, app: ASGIApp, lookup: Lookup, ahead: Ahead) -> None:
        self.app, self.lookup, self.ahead = app, lookup, ahead

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_page_request(scope):
            return await self.app(scope, receive, send)
        try:
            head = await self.lookup(scope["path"], Headers(scope=scope).get("cookie", ""))
        except Away:
            head = UNREACHABLE
        if head is None:
            return await self.app(scope, receive, send)
        status, type, page = await _whole(self.app, _plain(scope), receive)
        is_page = status in (200, 404) and type.startswith("text/html")
        page = in_tongue(self.ahead.told(with_head(page, head), scope["path"])) if is_page else page
        later = waiting(Unreachable()) if head is UNREACHABLE else {}
        response = Response(page, head.status if is_page else status, later)
        response.headers["content-type"] = type
        await response(scope, receive, send)


class BodyLimit:
    """Refuses a body larger than allowed, announced or not, while it is being read."""

    def __init__(self, app: ASGIApp, larger: Mapping[str, int], limit: int = MIB) -> None:
        self.app, self.larger, self.limit = app, larger, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)
        limit = self._limit(scope["path"], headers.get("content-type", ""))
        announced = headers.get("content-length", "0")
        if announced.isdigit() and int(announced) > limit:
            return await answer(TooLarge())(scope, receive, send)
        meter = _Meter(receive, send, limit)
        try:
            await self.app(scope, meter.receive, meter.send)
        except HTTPException:
            if not meter.is_over:
                raise
        if meter.is_over and not meter.has_answered:
            await answer(TooLarge())(scope, receive, send)

    def _limit(self, path: str, type: str) -> int:
        if any(one in type.lower() for one in WHOLE):
            return self.limit
        return next((most for prefix, most in self.larger.items() if path.startswith(prefix)), self.limit)


class _Meter:
    def __init__(self, receive: Receive, send: Send, limit: int) -> None:
        self._receive, self._send, self._left = receive, send, limit
        self.is_over = self.has_answered = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.is_over = True
            raise HTTPException(TooLarge.status)
        return message

    async def send(self, message: Message) -> None:
        """What the app makes of the broken-off body is dropped: the answer is ours."""
        if self.has_answered or not self.is_over:
            self.has_answered = True
            await self._send(message)


class Headed:
    """Puts the security and caching headers on every answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.headers, self.has_demo = app, security_headers(settings), not settings.is_production
        self.framed = {name: value for name, value in self.headers.items() if name not in UNFRAMED}
        self.ready = _raw(self.headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = self._headers(scope["path"], message["status"], message["headers"])
            await send(message)

        await self.app(scope, receive, headed if scope["type"] == "http" else send)

    def _headers(self, path: str, status: int, said: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        """The answer's headers with ours, put together as they are sent: every request comes through here."""
        raw = [(name.lower(), value) for name, value in said]
        names, own = {name for name, _ in raw}, self._own(path)
        ours = _raw(self._embedded(Headers(raw=raw))) if path.startswith(EMBED) else self.ready
        kept = {name for name in map(str.encode, own) if name in names}
        made = [one for one in raw if one[0] not in ours or one[0] in kept]
        made += [one for one in ours.items() if one[0] not in kept]
        if b"cache-control" not in names:
            made.append((b"cache-control", caching(path, status, Headers(raw=raw)).encode()))
        return made

    def _own(self, path: str) -> set[str]:
        """What the route at this path may choose for itself."""
        if path.startswith(FILES):
            return OWN_OF_FILES
        return OWN | {"content-security-policy"} if self.has_demo and path == DEMO else OWN

    def _embedded(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Ours, with the sites that the route lets frame its answer; any when it says nothing."""
        said = headers.get("content-security-policy", "")
        ancestors = said if ANCESTORS.fullmatch(said) else "frame-ancestors *"
        policy = self.headers["content-security-policy"].replace("frame-ancestors 'none'", ancestors)
        return self.framed | {"content-security-policy": policy}


def _raw(headers: Mapping[str, str]) -> dict[bytes, bytes]:
    return {name.encode(): value.encode("latin-1") for name, value in headers.items()}


def security_headers(settings: Settings) -> dict[str, str]:
    """The headers of every answer. Scripts may be inline, since Reflex's pages start with some, but never evaluated."""
    sockets = " ".join(origin.replace("http", "ws", 1) for origin in settings.origins)
    prover = captcha.ORIGINS.get(settings.captcha, "")
    policy = {
        "default-src": "'self'",
        "script-src": f"'self' 'unsafe-inline' {prover}".rstrip(),
        "style-src": f"'self' 'unsafe-inline' {prover}".rstrip(),
        "img-src": "'self' data: blob:",
        "connect-src": " ".join(["'self'", sockets, *settings.bucket_origins, *([prover] if prover else [])]),
        "frame-src": f"'self' {prover}".rstrip(),
        "frame-ancestors": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "object-src": "'none'",
    }
    headers = {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "permissions-policy": PERMISSIONS,
    }
    return headers | ({"strict-transport-security": "max-age=31536000"} if settings.is_secure else {})


def caching(path: str, status: int, headers: Mapping[str, str]) -> str:
    """Built files carry their hash in their name and never change; pages and data are never kept."""
    if path.startswith("/assets/") and status in (200, 206, 304):
        return "public, max-age=31536000, immutable"
    kept_by_nobody = headers.get("content-type", "").startswith(("text/html", "application/"))
    return "no-store" if kept_by_nobody else "no-cache"


def with_head(page: bytes, head: PageHead) -> bytes:
    """The page with this title and description in its head, in place of what it had, and its style from the first."""
    title, words = html.escape(head.title), html.escape(head.description)
    tags = f'<title>{title}</title><meta property="og:title" content="{title}"/>'
    if words:
        tags += f'<meta name="description" content="{words}"/><meta property="og:description" content="{words}"/>'
    if head.css:
        tags += f"<style>{head.css}</style>"
    before, end, after = page.partition(b"</head>")
    if head.shown:
        after = BODY.sub(lambda found: found[0] + head.shown.encode(), after, count=1)
    return TOLD.sub(b"", before) + (tags + head.more).encode() + end + after


def is_page_request(scope: Scope) -> bool:
    """Whether a browser may be asking for a page, rather than sending something."""
    return scope["type"] == "http" and scope["method"] in ("GET", "HEAD")


def _plain(scope: Scope) -> Scope:
    """The request without what would make its answer compressed, partial, empty or a file sent past us."""
    dropped = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range", b"if-range"}
    kept = [(name, value) for name, value in scope["headers"] if name.lower() not in dropped]
    return {**scope, "headers": kept, "method": "GET", "extensions": {}}


async def _whole(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[int, str, bytes]:
    """The answer's status, type and body."""
    status, type, parts = 500, "", []

    async def collect(message: Message) -> None:
        nonlocal status, type
        if message["type"] == "http.response.start":
            status, type = message["status"], Headers(raw=message["headers"]).get("content-type", "")
        parts.append(message.get("body", b""))

    await app(scope, receive, collect)
    return status, type, b"".join(parts)
