"""`plutomi run`: everything starts, and everything ends, whatever ends it."""

import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import free_port, running

RUN = [sys.executable, "-m", "plutomi.cli", "run"]


@pytest.fixture
def data() -> Iterator[Path]:
    """Not pytest's own folder: when root runs the tests, PostgreSQL's account must be able to enter."""
    with tempfile.TemporaryDirectory(prefix="plutomi-run-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def lines(data: Path) -> list[str]:
    return (data / "server.log").read_text().splitlines()


def wait_for_line(data: Path, words: str) -> None:
    end = time.monotonic() + 20
    while not any(words in line for line in lines(data)):
        assert time.monotonic() < end, lines(data)
        time.sleep(0.1)


def end(process: subprocess.Popen[bytes], signum: signal.Signals) -> int:
    process.send_signal(signum)
    return process.wait(20)


def test_it_starts_and_a_signal_ends_all_of_it_quietly(data: Path):
    for signum in (signal.SIGINT, signal.SIGTERM):
        with running(RUN, data, within=180) as (url, process):
            wait_for_line(data, f"Plutomi is at {url}")
            assert (data / "postgres/postmaster.pid").exists()
            assert end(process, signum) == 0
        assert not (data / "postgres/postmaster.pid").exists()
        assert lines(data)[-1] == "Stopping ..."
        assert not re.search("Traceback|ERROR", "\n".join(lines(data)))


def test_after_kill_9_the_next_start_takes_the_same_port_and_has_the_same_data(data: Path):
    port = free_port()
    with running(RUN, data, port, within=180) as (_, process):
        wait_for_line(data, "Made the example org")
        end(process, signal.SIGKILL)
    with running(RUN, data, port) as (url, process):
        wait_for_line(data, f"Plutomi is at {url}")
        assert not any("Made the example org" in line for line in lines(data))
        assert end(process, signal.SIGTERM) == 0
    assert not (data / "postgres/postmaster.pid").exists()
