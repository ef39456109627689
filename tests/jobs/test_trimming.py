"""What was freed is given back."""

import asyncio
from pathlib import Path

import pytest

from plutomi.jobs import trimming


def resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.skipif(trimming._trim() is None, reason="there is no glibc")
async def test_after_work_memory_is_given_back(monkeypatch):
    monkeypatch.setattr(trimming, "EVERY", 0.01)
    monkeypatch.setattr(trimming, "WORKED", -1.0)
    held = [[bytes(1_000) for _ in range(200)] for _ in range(200)]  # 40 MB in small pieces
    last = held[-1][-1:]
    full = resident()
    del held
    task = asyncio.create_task(trimming.keep_trim())
    async with asyncio.timeout(10):
        while resident() > full - 20_000_000:  # noqa: ASYNC110  another thread gives it back
            await asyncio.sleep(0.01)
    task.cancel()
    assert last


async def test_where_there_is_no_glibc_nothing_is_done(monkeypatch):
    monkeypatch.setattr(trimming, "_trim", lambda: None)
    async with asyncio.timeout(1):
        await trimming.keep_trim()
