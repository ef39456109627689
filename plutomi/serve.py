"""Serving the built pages and everything else on one port, until told to stop."""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from plutomi.build import ROOT, SERVED, environment
from plutomi.settings import Settings

STOP_WITHIN = 3  # seconds for requests under way; open websockets never end by themselves, so it is short
READY_WITHIN = 60  # seconds


def serve(settings: Settings, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until SIGINT or SIGTERM, then return; calls `ready` once pages answer. SystemExit when the worker fails."""
    os.chdir(ROOT)  # Reflex looks for its configuration where it is started
    os.environ.update(environment(settings) | prebuilt())
    # On every Python a worker of its own making: a fork would share our signal handlers, settings and lease.
    multiprocessing.set_start_method("spawn", force=True)
    server = _Announced(
        target="plutomi.plutomi:app",
        factory=True,
        interface=Interfaces.ASGI,
        address=settings.host,
        port=settings.port,
        workers=1,
        workers_kill_timeout=STOP_WITHIN,
        websockets=True,
        log_level=LogLevels.warning,
    )
    server.announce = lambda: _announce(settings, ready)
    server.serve()


class _Announced(MPServer):
    """Says when it answers. Its thread starts after the worker: a fork beside a running thread can stand still."""

    announce: Callable[[], None]

    def startup(self, *args: Any, **options: Any) -> None:
        super().startup(*args, **options)
        threading.Thread(target=self.announce, daemon=True).start()


def end_with_parent() -> None:
    """Let this worker end with the process that started it, however that ended: a worker left behind holds the port."""
    threading.Thread(target=_follow, args=(multiprocessing.parent_process(),), daemon=True).start()


def _follow(parent: BaseProcess | None) -> None:
    if parent:
        parent.join()
        os._exit(1)


def prebuilt() -> dict[str, str]:
    """What tells Reflex to serve the last good build instead of making one."""
    return {
        "REFLEX_ENV_MODE": "prod",
        "REFLEX_WEB_WORKDIR": str(SERVED),
        "__REFLEX_SKIP_COMPILE": "1",
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "1",
    }


def _announce(settings: Settings, ready: Callable[[], None]) -> None:
    host = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host  # noqa: S104
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        if _answers(f"http://{host}:{settings.port}/ping"):
            return ready()
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        return bool(urlopen(url, timeout=2).status == 200)  # noqa: S310
    except (URLError, OSError):
        return False
