"""Serving the built pages and everything else on one port, in this process, until told to stop."""

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from plutomi.build import ROOT, SERVED, environment
from plutomi.settings import Settings

STOP_WITHIN = 3  # seconds for requests under way
HEAD_WITHIN = 30  # seconds from a connection's first byte to the end of a request's head
KEEP_ALIVE = 75  # seconds between two requests of a connection: longer than proxies keep theirs
HEAD_BYTES = 64 * 1024
FRAME_BYTES = 1024 * 1024  # of one websocket message; Reflex itself takes 1,000,000


def serve(settings: Settings, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until SIGINT or SIGTERM, then return; calls `ready` once pages answer. SystemExit when it cannot start."""
    os.chdir(ROOT)  # Reflex looks for its configuration where it is started
    os.environ.update(environment(settings) | prebuilt())
    listen("plutomi.plutomi:app", settings, ready)


def listen(target: str, settings: Settings, ready: Callable[[], None] = lambda: None) -> None:
    """Serve an ASGI factory, `module:name`, on the settings' host and port."""
    config = uvicorn.Config(
        target,
        factory=True,
        host=settings.host,
        port=settings.port,
        loop="asyncio",
        http=Impatient,
        ws="websockets-sansio",
        ws_max_size=FRAME_BYTES,
        ws_ping_interval=None,  # Socket.IO has pings of its own
        ws_per_message_deflate=False,  # memory for each client, and time, to save what a moved card hardly has
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.trust_proxy,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=STOP_WITHIN,
    )
    _Announced(config, ready).run()


class _Announced(uvicorn.Server):
    """Says when it answers; after a signal whoever started it goes on."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready = ready

    async def startup(self, *args: Any, **options: Any) -> None:
        await super().startup(*args, **options)
        self.ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        with super().capture_signals():
            yield
            self._captured_signals.clear()  # what is left there is raised again


class Impatient(HttpToolsProtocol):
    """Closes connections whose requests have a head without end, in bytes or in time: nobody else bounds it."""

    _is_head, _head = True, 0  # whether a request's head is expected, and how many bytes of it came
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        if self._is_head:
            self._head += len(data)
            self._wait()
        super().data_received(data)
        if self._is_head and self._head > HEAD_BYTES:
            self.transport.close()

    def on_headers_complete(self) -> None:
        self._is_head, self._head = False, 0
        self._stop_waiting()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._is_head = True
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._late = self._late or self.loop.call_later(HEAD_WITHIN, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._late:
            self._late.cancel()
            self._late = None


def prebuilt() -> dict[str, str]:
    """What tells Reflex to serve the last good build instead of making one."""
    return {
        "REFLEX_ENV_MODE": "prod",
        "REFLEX_WEB_WORKDIR": str(SERVED),
        "__REFLEX_SKIP_COMPILE": "1",
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "1",
    }
