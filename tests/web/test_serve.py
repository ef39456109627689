"""The server's own limits: a request's head ends, in bytes and in time."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from uvicorn.server import ServerState

from plutomi import serve
from plutomi.serve import HEAD_BYTES, Impatient


@pytest.fixture
async def wire() -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection to an app that reads every body and answers with its length."""

    async def app(scope, receive, send):  # type: ignore[no-untyped-def]
        size, more = 0, True
        while more:
            message = await receive()
            size, more = size + len(message.get("body", b"")), message.get("more_body", False)
        await PlainTextResponse(str(size))(scope, receive, send)

    config = uvicorn.Config(app, http=Impatient, log_level="critical")
    config.load()
    loop, state = asyncio.get_running_loop(), ServerState()
    server = await loop.create_server(lambda: Impatient(config, state, {}), "127.0.0.1")
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
    async with server:
        yield reader, writer
        writer.close()


def request(size: int = 0, headers: bytes = b"") -> bytes:
    return b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: %d\r\n%s\r\n" % (size, headers) + b"x" * size


async def answered(reader: asyncio.StreamReader) -> bytes:
    """The body of one answer; empty when the connection was closed instead."""
    async with asyncio.timeout(5):
        head = await reader.read(4096)
        return head.rpartition(b"\r\n")[2]


async def test_bodies_may_be_long_one_after_the_other(wire):
    reader, writer = wire
    for size in (0, 3 * HEAD_BYTES, 5, 2 * HEAD_BYTES):
        writer.write(request(size, b"X-Some: " + b"y" * 1000 + b"\r\n"))
        assert await answered(reader) == str(size).encode()


@pytest.mark.parametrize("is_first", [True, False])
async def test_a_head_without_end_is_not_read_on(wire, is_first: bool):
    reader, writer = wire
    if not is_first:
        writer.write(request(7))
        assert await answered(reader) == b"7"
    writer.write(request(0, b"X-Long: " + b"y" * 4 * HEAD_BYTES)[:-2])
    with pytest.raises((ConnectionError, AssertionError)):
        assert await answered(reader)


@pytest.fixture
def brief(monkeypatch):
    monkeypatch.setattr(serve, "HEAD_WITHIN", 0.1)


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: h"])
async def test_a_head_that_does_not_come_is_not_waited_for(brief, wire, begun: bytes):
    reader, writer = wire
    writer.write(begun)
    assert await answered(reader) == b""
