"""What a room that keeps files promises."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

CHUNK = 256 * 1024
OFFER_SECONDS = 900  # how long an offer to send straight to the room is good


class NotThere(Exception):
    """The room holds nothing under this key, or not what was promised."""


class RoomAway(Exception):
    """The room cannot be reached now."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Where a browser may POST one file itself, and the form's fields that must go before it."""

    url: str
    fields: dict[str, str] = field(default_factory=dict)


class FileRoom(Protocol):
    """Where files lie. Keys are made by us: two ids with a slash between, and `-small`."""

    async def keep(self, key: str, source: Path, type: str) -> None:
        """Keep what lies at `source`: whole under `key` once this returns, or not at all. Again is the same."""

    def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from `start` up to `end`, in pieces; NotThere before the first."""

    async def size(self, key: str) -> int:
        """How many bytes there are; NotThere."""

    async def drop(self, *keys: str) -> None:
        """Destroy these, and what browsers have sent for them; what is not there is no error."""

    async def offer(self, key: str, size: int, type: str, checksum: bytes) -> Offer | None:
        """Let a browser send exactly these bytes itself; None where it cannot."""

    async def fetch_offered(self, key: str, target: Path, size: int, checksum: bytes) -> None:
        """Put what a browser has sent for `key` at `target`; NotThere when it is not just what was offered."""

    async def forget_offered(self, key: str) -> None:
        """Destroy what a browser has sent for `key`."""
