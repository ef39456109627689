"""Servers to test against, each with its own port and data."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUARDED = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "tests.web.guarded:app"]
SITE = """
from plutomi.build import ensure_built
from plutomi.serve import serve
from plutomi.settings import get_settings
ensure_built(get_settings())
serve(get_settings())
print("stopped")
"""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real thing: built pages, served as `plutomi run` serves them."""
    with running([sys.executable, "-c", SITE], tmp_path_factory.mktemp("site"), within=180) as (url, _):
        yield url


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Callable[[str], None]]]:
    """The address of tests/web/guarded.py, and a way to revoke a session there."""
    data = tmp_path_factory.mktemp("guarded")
    port = free_port()
    with running([*GUARDED, "--port", str(port)], data, port) as (url, _):
        yield url, (data / "revoked").write_text


@contextmanager
def running(
    command: list[str], data: Path, port: int = 0, within: float = 60
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A server in a process of its own, stopped at the end; its output is in data/server.log."""
    port = port or free_port()
    skip = {"__REFLEX_SKIP_COMPILE": "1", "REFLEX_ENV_MODE": "prod", "REFLEX_TELEMETRY_ENABLED": "false"}
    env = os.environ | skip | {"PORT": str(port), "PLUTOMI_DATA": str(data), "PYTHONUNBUFFERED": "1"}
    log = data / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT)
    try:
        wait_until_up(port, process, log, within)
        yield f"http://localhost:{port}", process
    finally:
        process.terminate()
        process.wait(15)


def wait_until_up(port: int, process: subprocess.Popen[bytes], log: Path, within: float) -> None:
    until = time.monotonic() + within
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(f"http://localhost:{port}/ping", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{log.read_text()[-4000:]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
