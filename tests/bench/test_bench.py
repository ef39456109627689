"""The benchmarks still run: each at a tiny scale, where its figures mean nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import NAMES
from bench.bars import Bar, in_turn, p95
from plutomi.build import ROOT

BARS = 27


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder that PostgreSQL's account may enter."""
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    return tmp_path


@pytest.mark.browser
def test_every_benchmark_measures_its_bars(data: Path) -> None:
    command = [sys.executable, "-m", "bench", *NAMES]
    env = os.environ | {"BENCH_SCALE": "0.001", "BENCH_DATA": str(data)}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    verdicts = [line.rstrip("| ").rpartition(" ")[2] for line in done.stdout.splitlines()]
    assert verdicts.count("met") + verdicts.count("MISSED") == BARS, done.stdout


def test_a_bar_is_met_from_its_own_side() -> None:
    assert Bar("rate", 20, 100, "/s", "the other", 0.2, is_least=True).is_met
    assert not Bar("rate", 19, 100, "/s", "the other", 0.2, is_least=True).is_met
    assert not Bar("wait", 21, 10, "ms", "the other", 2.0).is_met
    assert Bar("scale", 99, 1, "ms", "the other").is_met


async def test_sides_take_turns_and_the_order_turns_too() -> None:
    order: list[str] = []

    async def side(name: str) -> float:
        order.append(name)
        return float(len(order))

    assert await in_turn(lambda: side("a"), lambda: side("b"), times=3) == [4.0, 3.0]
    assert "".join(order) == "abbaab"


def test_p95_leaves_the_worst_twentieth_out() -> None:
    assert p95([float(number) for number in range(100)]) == 95.0
