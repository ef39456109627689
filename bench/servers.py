"""Apps served as `plutomi run` serves them, each by a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from plutomi.build import ROOT, environment
from plutomi.serve import prebuilt
from plutomi.settings import Settings

READY_WITHIN = 60  # seconds
LISTEN = """import sys
from plutomi.serve import listen
from plutomi.settings import Settings
listen(sys.argv[1], Settings())"""
POOL = 8  # connections, as plutomi.settings has it


@dataclass(frozen=True, slots=True)
class Server:
    url: str
    process: subprocess.Popen[bytes]

    def memory(self) -> int:
        """Bytes resident."""
        return int(psutil.Process(self.process.pid).memory_info().rss)


@contextmanager
def serving(target: str, database_url: str, probe: str = "/ping", has_pages: bool = False) -> Iterator[Server]:
    """The app `target` on `database_url`, with nothing limited that a benchmark would run into; the built pages too."""
    port = _free_port()
    with TemporaryDirectory(prefix="plutomi-bench-") as data:
        settings = Settings(plutomi_data=Path(data), port=port)
        command = [sys.executable, "-c", LISTEN, target]
        log = Path(data) / "server.log"
        with log.open("wb") as out:
            env = _environment(settings, database_url) | (prebuilt() if has_pages else {})
            process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT)
        try:
            server = Server(f"http://localhost:{port}", process)
            _wait(server, probe, log)
            yield server
        finally:
            process.terminate()
            process.wait(30)


def _environment(settings: Settings, database_url: str) -> dict[str, str]:
    ours = {
        "REFLEX_ENV_MODE": "prod",
        "__REFLEX_SKIP_COMPILE": "1",
        "DATABASE_URL": database_url,
        "DATABASE_POOL": str(POOL),
        "PORT": str(settings.port),
        "SUBMISSIONS_PER_IP_PER_MINUTE": "1000000000",
        "SUBMISSIONS_PER_OPENING_PER_MINUTE": "1000000000",
        "AWS_REGION": "",
        "MAIL_GATEWAY": "local",
    }
    return os.environ | environment(settings) | ours


def _wait(server: Server, probe: str, log: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and server.process.poll() is None:
        try:
            with urlopen(server.url + probe, timeout=2):  # noqa: S310
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-4000:]}")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
