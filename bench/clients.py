"""Light clients, so that what is measured is the server: keep-alive HTTP, and a browser tab's websocket."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import aiohttp

SPACE = "/_event"
PATIENCE = 60.0  # seconds for an answer


class Wire:
    """One keep-alive connection that sends one request after the other."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str) -> None:
        self._reader, self._writer, self._host = reader, writer, host

    async def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        """Status and body of the answer."""
        said = {"Host": self._host, "Content-Length": str(len(body))} | headers
        head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in said.items())
        self._writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        async with asyncio.timeout(PATIENCE):
            answered = await self._reader.readuntil(b"\r\n\r\n")
            return int(answered[9:12]), await self._reader.readexactly(_length(answered))

    def close(self) -> None:
        self._writer.close()


def _length(head: bytes) -> int:
    _, found, rest = head.lower().partition(b"content-length:")
    return int(rest.split(b"\r\n", 1)[0]) if found else 0


@asynccontextmanager
async def wires(url: str, number: int) -> AsyncIterator[list[Wire]]:
    """So many connections to the server."""
    where = urlsplit(url)
    made = [
        Wire(*await asyncio.open_connection(where.hostname, where.port), f"{where.hostname}:{where.port}")
        for _ in range(number)
    ]
    yield made
    for wire in made:
        wire.close()


class Tab:
    """A browser tab as the server sees it: a token, a page, and events with the deltas they bring back."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, page: str, query: dict[str, str]) -> None:
        self._socket = socket
        self._page = {"pathname": page, "asPath": page, "query": query}
        self._awaited: tuple[str, asyncio.Future[float]] | None = None
        self._reading = asyncio.create_task(self._read())
        self.heard: Callable[[str, float], None] | None = None  # every frame of an update, and when it came

    async def send(self, name: str, until: str, **payload: Any) -> float:
        """Send an event; seconds until an update holds the words `until`, since nothing else says that it is done."""
        self._awaited = until, asyncio.get_running_loop().create_future()
        begun = time.perf_counter()
        event = {"name": name, "payload": payload, "router_data": self._page}
        await self._socket.send_str(f'42{SPACE},["event",{json.dumps(event)}]')
        async with asyncio.timeout(PATIENCE):
            return await self._awaited[1] - begun

    async def close(self) -> None:
        self._reading.cancel()
        await self._socket.close()

    async def _read(self) -> None:
        async for message in self._socket:
            at, frame = time.perf_counter(), message.data
            if frame == "2":
                await self._socket.send_str("3")
            elif frame.startswith(f"42{SPACE},"):
                if self.heard:
                    self.heard(frame, at)
                self._note(frame, at)

    def _note(self, frame: str, at: float) -> None:
        if self._awaited and self._awaited[0] in frame and not self._awaited[1].done():
            self._awaited[1].set_result(at)


@asynccontextmanager
async def tabs(
    url: str, number: int, hydrate: str, page: str = "/", query: dict[str, str] | None = None, cookie: str = ""
) -> AsyncIterator[list[Tab]]:
    """So many tabs, each connected and hydrated."""
    headers = {"Origin": url} | ({"Cookie": cookie} if cookie else {})
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(headers=headers, connector=connector) as session, AsyncExitStack() as open_tabs:
        made = []
        for _ in range(number):
            tab = await _open(session, url, page, query or {})
            open_tabs.push_async_callback(tab.close)
            await tab.send(hydrate, "is_hydrated")
            made.append(tab)
        yield made


async def _open(session: aiohttp.ClientSession, url: str, page: str, query: dict[str, str]) -> Tab:
    socket = await session.ws_connect(f"{url}{SPACE}/?EIO=4&transport=websocket&token={uuid4()}", max_msg_size=0)
    await socket.receive()
    await socket.send_str(f"40{SPACE},")
    await socket.receive()
    return Tab(socket, page, query)


async def each(workers: Iterable[Any], jobs: Iterable[Any], do: Callable[[Any, Any], Awaitable[None]]) -> float:
    """Every job done once, by whichever worker is free; how many a second."""
    left, done = iter(jobs), 0

    async def work(worker: Any) -> None:
        nonlocal done
        for job in left:
            await do(worker, job)
            done += 1

    begun = time.perf_counter()
    await asyncio.gather(*(work(worker) for worker in workers))
    return done / (time.perf_counter() - begun)
