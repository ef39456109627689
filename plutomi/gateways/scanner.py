"""The virus scanner: clamd, asked over its own protocol, or none."""

import asyncio
import struct
from collections.abc import AsyncIterator
from typing import Protocol
from urllib.parse import urlsplit

from plutomi.errors import Misconfigured
from plutomi.settings import Settings

PATIENCE = 30.0  # seconds for one file
DEFAULT_PORT = 3310


class ScannerAway(Exception):
    """No answer, or none that can be understood: the file is held, and asked about again."""


class Scanner(Protocol):
    """What looks into files."""

    async def look_into(self, content: AsyncIterator[bytes]) -> str:
        """The name of what was found, "" for nothing; ScannerAway."""


class Clamd:
    """clamd at `tcp://host:port` or `unix:///path`, by INSTREAM: it needs no folder that both can see."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.path = parts.path if parts.scheme == "unix" else ""
        self.host, self.port = parts.hostname or "", parts.port or DEFAULT_PORT
        if not (self.path or (parts.scheme == "tcp" and self.host)):
            raise Misconfigured("CLAMD_URL is no address: tcp://host:3310 or unix:///path/to/socket")

    async def look_into(self, content: AsyncIterator[bytes]) -> str:
        try:
            async with asyncio.timeout(PATIENCE):
                return read_answer(await self._ask(content))
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            raise ScannerAway(repr(error)) from error

    async def _ask(self, content: AsyncIterator[bytes]) -> str:
        opening = (
            asyncio.open_unix_connection(self.path) if self.path else asyncio.open_connection(self.host, self.port)
        )
        reader, writer = await opening
        try:
            writer.write(b"zINSTREAM\0")
            async for chunk in content:
                writer.write(struct.pack("!L", len(chunk)) + chunk)
                await writer.drain()
            writer.write(struct.pack("!L", 0))
            await writer.drain()
            return (await reader.readuntil(b"\0")).rstrip(b"\0").decode("utf-8", "replace")
        finally:
            writer.close()


def read_answer(answer: str) -> str:
    """What clamd's line means: "" for clean, else what it found; ScannerAway for anything that is neither."""
    verdict = answer.removeprefix("stream: ").strip()
    if verdict == "OK":
        return ""
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND") or "unknown"
    raise ScannerAway(answer)


def scanner(settings: Settings) -> Scanner | None:
    """The scanner these settings name; None when they name none."""
    return Clamd(settings.clamd_url) if settings.clamd_url else None
