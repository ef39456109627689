"""Servers and a browser to test with; each server has its own port and data."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.async_api import Browser, async_playwright

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM_ARGS = [
    f"--{flag}"
    for flag in (
        "no-sandbox",
        "disable-gpu",
        "disable-quic",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
    )
]
SITE = """
from plutomi.build import ensure_built
from plutomi.serve import serve
from plutomi.settings import get_settings
ensure_built(get_settings())
serve(get_settings())
print("stopped")
"""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, site_database_url: str) -> Iterator[str]:
    """The address of the real thing: built pages, served as `plutomi run` serves them."""
    data = tmp_path_factory.mktemp("site")
    with running([sys.executable, "-c", SITE], data, within=180, database_url=site_database_url) as (url, _):
        yield url


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One Chromium for the whole run: the system's, else Playwright's own."""
    async with async_playwright() as playwright:
        path = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
        browser = await playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        yield browser
        await browser.close()


@contextmanager
def running(
    command: list[str], data: Path, port: int = 0, within: float = 60, database_url: str = ""
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A server in a process of its own, stopped at the end; its output is in data/server.log."""
    port = port or free_port()
    env = os.environ | {"PORT": str(port), "PLUTOMI_DATA": str(data), "PYTHONUNBUFFERED": "1"}
    env |= {"DATABASE_URL": database_url} if database_url else {}
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
