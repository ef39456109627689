"""The local file room: a folder only we can enter, and files that are there whole or not at all."""

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from plutomi.gateways.files.room import CHUNK, NotThere, Offer, RoomAway

_KEY = re.compile(r"[0-9a-f-]{36}/[0-9a-f-]{36}(-small)?")


class LocalRoom:
    """Keeps files in `folder`, those of an org together."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def keep(self, key: str, source: Path, type: str) -> None:
        try:
            await asyncio.to_thread(self._keep, self._path(key), source)
        except OSError as error:
            raise RoomAway(str(error)) from error

    async def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        try:
            file = await asyncio.to_thread(self._path(key).open, "rb")
        except OSError as error:
            raise NotThere(key) from error
        with file:
            file.seek(start)
            left = end - start if end is not None else None
            while left is None or left > 0:
                chunk = await asyncio.to_thread(file.read, CHUNK if left is None else min(CHUNK, left))
                if not chunk:
                    return
                left = None if left is None else left - len(chunk)
                yield chunk

    async def size(self, key: str) -> int:
        try:
            return self._path(key).stat().st_size
        except OSError as error:
            raise NotThere(key) from error

    async def drop(self, *keys: str) -> None:
        try:
            await asyncio.to_thread(self._drop, keys)
        except OSError as error:
            raise RoomAway(str(error)) from error

    async def offer(self, key: str, size: int, type: str, checksum: bytes) -> Offer | None:
        return None

    async def fetch_offered(self, key: str, target: Path, size: int, checksum: bytes) -> None:
        raise NotThere(key)

    async def forget_offered(self, key: str) -> None:
        """Browsers send nothing here by themselves."""

    def _keep(self, path: Path, source: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as file:
            try:
                with source.open("rb") as given:
                    shutil.copyfileobj(given, file, CHUNK)
                file.flush()
                os.fsync(file.fileno())
                os.replace(file.name, path)
            except BaseException:
                with suppress(OSError):
                    os.unlink(file.name)
                raise
        _settle(path.parent)

    def _drop(self, keys: tuple[str, ...]) -> None:
        for key in keys:
            self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise NotThere(key)
        return self.folder / key


def _settle(folder: Path) -> None:
    """A renamed file is only there for good once its folder has been written too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
