"""Bytes on their way in: streamed to the disk, counted and summed up as they come, never gathered in memory."""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from plutomi.models.filetype import HEAD
from plutomi.settings import get_settings

AT_ONCE = 256 * 1024  # bytes gathered between two visits to the disk
PATIENCE = 60.0  # seconds without a byte until somebody has gone
FORGOTTEN = 3600.0  # seconds until what lies here is left over from a process that was killed


class TooLong(Exception):
    """More bytes came than may."""


@dataclass(slots=True)
class Landed:
    """A file as it came, under a name of ours; gone when the work with it is done."""

    path: Path
    size: int = 0
    checksum: bytes = b""
    head: bytes = b""


@asynccontextmanager
async def landing(content: AsyncIterator[bytes], most: int) -> AsyncIterator[Landed]:
    """What comes in as a file on the disk; TooLong at the first byte beyond `most`, TimeoutError when it stalls."""
    async with place() as path:
        yield await _land(path, content, most)


@asynccontextmanager
async def place() -> AsyncIterator[Path]:
    """A place on the disk for one file, cleared afterwards with all that washing put beside it."""
    folder = get_settings().plutomi_data / "files" / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as file:
        path = Path(file.name)
    try:
        yield path
    finally:
        for beside in (path, path.with_suffix(".washed"), path.with_suffix(".small")):
            with suppress(OSError):
                beside.unlink()


def clear_forgotten() -> int:
    """Remove what processes that were killed left behind; how many files."""
    folder, count = get_settings().plutomi_data / "files" / "incoming", 0
    for path in folder.glob("*"):
        with suppress(OSError):
            if path.stat().st_mtime < time.time() - FORGOTTEN:
                path.unlink()
                count += 1
    return count


async def _land(path: Path, content: AsyncIterator[bytes], most: int) -> Landed:
    landed, summed, gathered = Landed(path), hashlib.sha256(), bytearray()
    with path.open("wb") as file:
        async for chunk in _in_time(content):
            landed.size += len(chunk)
            if landed.size > most:
                raise TooLong
            if len(landed.head) < HEAD:
                landed.head = (landed.head + chunk)[:HEAD]
            gathered += chunk
            if len(gathered) >= AT_ONCE:
                await asyncio.to_thread(_write, file, summed, gathered)
                gathered.clear()
        await asyncio.to_thread(_write, file, summed, gathered)
    landed.checksum = summed.digest()
    return landed


async def _in_time(content: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    following = aiter(content)
    while True:
        try:
            async with asyncio.timeout(PATIENCE):
                chunk = await anext(following)
        except StopAsyncIteration:
            return
        yield chunk


def _write(file: BinaryIO, summed: "hashlib._Hash", gathered: bytearray) -> None:
    summed.update(gathered)
    file.write(gathered)
    file.flush()
