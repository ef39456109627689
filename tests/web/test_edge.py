"""The edge alone, before a small app of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from plutomi.api.edge import MIB, PageHead, edge, is_page_request, with_head
from plutomi.db import Away
from plutomi.settings import Settings

SHELL = '<html><head><title>Old</title><meta name="description" content="old"/></head><body><svg><title>x</title>'


async def echo(request: Request) -> Response:
    return JSONResponse({"bytes": len(await request.body())})


async def swallow(request: Request) -> Response:
    """An app that makes an error of its own of every body it cannot read."""
    try:
        await request.body()
    except Exception:
        return JSONResponse({"detail": "could not parse"}, 400)
    return JSONResponse({})


async def ignore(request: Request) -> Response:
    return Response("read nothing")


async def crash(request: Request) -> Response:
    raise RuntimeError("a bug")


async def lookup(path: str, cookies: str) -> PageHead | None:
    heads = {
        "/apply/acme/gone": PageHead(404, "Nothing here"),
        "/nowhere": PageHead(404, "Not here"),
        "/refused": PageHead(404, "Not here"),
        "/apply/acme/nurse": PageHead(200, 'Nurse <b> & "Co"', "Day & night"),
    }
    if path == "/apply/acme/away":
        raise Away
    return heads.get(path)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "login").mkdir()
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "root-abc.js").write_text("1")
    for name in ("index.html", "login.html", "login/index.html", "404.html"):
        (tmp_path / name).write_text(f"{SHELL}<p>{name}</p></body></html>")
    return tmp_path


def client_of(pages: Path, settings: Settings) -> httpx.AsyncClient:
    post = {"/echo": echo, "/swallow": swallow, "/ignore": ignore, "/files/x": echo}
    routes = [Route(path, handler, methods=["POST"]) for path, handler in post.items()]
    routes += [Route("/crash", crash), Route("/embed/acme", lambda request: HTMLResponse("form"))]
    routes += [Route("/refused", lambda request: JSONResponse({}, 404, media_type="application/problem+json"))]
    routes += [Route("/apply/{rest:path}", lambda request: HTMLResponse(SHELL, headers={"etag": "1"}))]
    strict = {"referrer-policy": "no-referrer", "x-frame-options": "ALLOWALL"}
    routes += [Route("/strict", lambda request: HTMLResponse("", headers=strict))]
    routes += [Route("/_upload", echo, methods=["POST"]), Route("/_upload/cv", echo), Route("/_uploads", ignore)]
    app = Starlette(routes=[*routes, Mount("/", StaticFiles(directory=pages, html=True))])
    outside = edge(app, settings, pages, lookup, {"/files": 3 * MIB})

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        """As by servers that offer to send files itself."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.pathsend":
                message = {"type": "http.response.body", "body": Path(message["path"]).read_bytes()}
            await send(message)

        await outside({**scope, "extensions": {"http.response.pathsend": {}}}, receive, sending)

    transport = httpx.ASGITransport(served, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://test")


@pytest.fixture
async def client(pages: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(pages, Settings()) as client:
        yield client


async def chunks(count: int, size: int = 64 * 1024) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b"x" * size


@pytest.mark.parametrize("path", ["/", "/login", "/nowhere", "/assets/root-abc.js", "/crash", "/_upload", "/login/"])
async def test_every_kind_of_answer_carries_the_security_headers(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


async def test_only_the_embed_may_be_framed_and_it_keeps_the_other_headers(client: httpx.AsyncClient) -> None:
    headers = (await client.get("/embed/acme")).headers
    assert "frame-ancestors *" in headers["content-security-policy"]
    assert "object-src 'none'" in headers["content-security-policy"]
    assert "x-frame-options" not in headers
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(("url", "is_strict"), [("https://jobs.example", True), ("http://localhost:3000", False)])
async def test_https_is_insisted_on_only_where_people_use_it(pages: Path, url: str, is_strict: bool) -> None:
    async with client_of(pages, Settings(public_url=url)) as client:
        assert ("strict-transport-security" in (await client.get("/")).headers) is is_strict


async def test_the_policy_lets_pages_reach_the_websocket_of_their_own_server(pages: Path) -> None:
    async with client_of(pages, Settings(public_url="https://jobs.example")) as client:
        assert "wss://jobs.example" in (await client.get("/")).headers["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/assets/root-abc.js", "public, max-age=31536000, immutable"),
        ("/assets/gone.js", "no-store"),
        ("/", "no-store"),
    ],
)
async def test_hashed_files_are_kept_for_ever_and_pages_never(client: httpx.AsyncClient, path: str, kept: str) -> None:
    assert (await client.get(path)).headers["cache-control"] == kept


async def test_a_page_is_served_at_its_clean_address_without_a_redirect(client: httpx.AsyncClient) -> None:
    answer = await client.get("/login")
    assert (answer.status_code, "login.html" in answer.text) == (200, True)


async def test_a_page_is_served_without_the_database_and_search_engines_are_told_to_come_again(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.get("/apply/acme/away")
    assert (answer.status_code, "<title>Plutomi</title>" in answer.text) == (503, True)
    assert int(answer.headers["retry-after"]) > 0
    assert answer.headers["x-frame-options"] == "DENY"
    assert "retry-after" not in (await client.get("/apply/acme/nurse")).headers


async def test_the_address_404_is_no_page(client: httpx.AsyncClient) -> None:
    assert (await client.get("/404")).status_code == 404


async def test_an_announced_body_over_the_limit_is_refused_unread(client: httpx.AsyncClient) -> None:
    answer = await client.post("/ignore", content=b"x" * (MIB + 1))
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "TooLarge"


@pytest.mark.parametrize("path", ["/echo", "/swallow"])
async def test_a_chunked_body_over_the_limit_is_refused_whatever_the_app_makes_of_it(
    client: httpx.AsyncClient, path: str
) -> None:
    answer = await client.post(path, content=chunks(17))
    assert "content-length" not in answer.request.headers
    assert (answer.status_code, answer.json()["code"]) == (413, "TooLarge")


async def test_a_body_of_exactly_the_limit_passes(client: httpx.AsyncClient) -> None:
    assert (await client.post("/echo", content=chunks(16))).json() == {"bytes": MIB}


async def test_paths_that_take_files_have_their_own_limit(client: httpx.AsyncClient) -> None:
    assert (await client.post("/files/x", content=chunks(48))).json() == {"bytes": 3 * MIB}
    assert (await client.post("/files/x", content=chunks(49))).status_code == 413


@pytest.mark.parametrize(("method", "path"), [("POST", "/_upload"), ("GET", "/_upload/cv"), ("GET", "/_upload/")])
async def test_reflexs_own_uploads_are_shut(client: httpx.AsyncClient, method: str, path: str) -> None:
    assert (await client.request(method, path)).status_code == 404


async def test_a_head_is_put_into_pages_that_are_files_too(client: httpx.AsyncClient) -> None:
    answer = await client.get("/nowhere")
    assert answer.status_code == 404
    assert "<title>Not here</title>" in answer.text
    assert "404.html" in answer.text


async def test_a_route_may_be_stricter_about_referrers_and_choose_nothing_else(client: httpx.AsyncClient) -> None:
    headers = (await client.get("/strict")).headers
    assert (headers["referrer-policy"], headers["x-frame-options"]) == ("no-referrer", "DENY")


async def test_a_head_gives_the_shell_its_status_title_and_description(client: httpx.AsyncClient) -> None:
    answer = await client.get("/apply/acme/nurse", headers={"accept-encoding": "br", "if-none-match": "1"})
    assert answer.status_code == 200
    assert "<title>Nurse &lt;b&gt; &amp; &quot;Co&quot;</title>" in answer.text
    assert '<meta name="description" content="Day &amp; night"/>' in answer.text
    assert "Old" not in answer.text
    assert "etag" not in answer.headers


async def test_a_page_the_database_does_not_know_answers_404_with_the_shell(client: httpx.AsyncClient) -> None:
    answer = await client.get("/apply/acme/gone")
    assert answer.status_code == 404
    assert "<svg>" in answer.text


async def test_what_is_no_page_stays_what_it_is(client: httpx.AsyncClient) -> None:
    answer = await client.get("/refused")
    assert (answer.status_code, answer.text) == (404, "{}")
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_page_without_a_head_is_left_as_it_is(client: httpx.AsyncClient) -> None:
    assert (await client.get("/apply/acme/other")).text == SHELL


def test_titles_outside_the_head_stay() -> None:
    assert with_head(SHELL.encode(), PageHead(200, "New")).endswith(b"<svg><title>x</title>")


async def test_websockets_pass_untouched(pages: Path) -> None:
    seen: list[object] = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        seen.extend([scope["path"], await receive()])
        await send({"type": "websocket.accept"})

    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.receive", "bytes": b"x" * (MIB + 1)}

    async def send(message: Message) -> None:
        sent.append(message)

    await edge(inner, Settings(), pages, lookup)({"type": "websocket", "path": "/_upload"}, receive, send)
    assert seen == ["/_upload", await receive()]
    assert sent == [{"type": "websocket.accept"}]


def test_a_websocket_asks_for_no_page() -> None:
    assert not is_page_request({"type": "websocket", "path": "/"})


def test_a_style_stands_in_the_head_and_nowhere_without_one() -> None:
    styled = with_head(SHELL.encode() + b"</head>", PageHead(200, "Nurse", css=":root{--brand:#005b6e}"))
    assert b"<style>:root{--brand:#005b6e}</style></head>" in styled
    assert b"<style>" not in with_head(SHELL.encode() + b"</head>", PageHead(200, "Nurse"))
