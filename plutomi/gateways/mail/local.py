"""The local mail room: every letter an .eml file in a folder, and a way to look at them."""

import asyncio
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from pathlib import Path
from uuid import UUID

from plutomi.errors import NotFound
from plutomi.gateways.mail.letter import Letter, TryLater, compose

_NAME = re.compile(r"\d{8}T\d{9}-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.eml")
_FULL_DISK_WAIT = 60


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a list of letters shows."""

    name: str
    to: str
    sender: str
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A letter read back from its file."""

    envelope: Envelope
    html: str
    text: str


class LocalRoom:
    """Writes letters to `folder`; a letter sent again replaces itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def send(self, letter: Letter) -> str:
        """The file's name."""
        content = compose(letter)
        try:
            return await asyncio.to_thread(self._write, _name_of(letter.id), content)
        except OSError as error:
            raise TryLater(_FULL_DISK_WAIT, str(error)) from error

    def list(self, most: int = 200) -> Sequence[Envelope]:
        """The newest letters, newest first."""
        paths = sorted((path for path in self.folder.glob("*.eml") if _NAME.fullmatch(path.name)), reverse=True)
        return [
            _envelope(path, BytesHeaderParser(policy=policy.default).parsebytes(_head(path))) for path in paths[:most]
        ]

    def read(self, name: str) -> Opened:
        """One letter; NotFound when `name` is not one of ours."""
        path = self.folder / name
        if not _NAME.fullmatch(name) or not path.is_file():
            raise NotFound
        message = BytesParser(EmailMessage, policy=policy.default).parsebytes(path.read_bytes())
        return Opened(_envelope(path, message), _part(message, "html"), _part(message, "plain"))

    def _write(self, name: str, content: bytes) -> str:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # letters hold login links
        part = self.folder / f".{name}.{os.getpid()}.part"
        with open(part, "wb", opener=_private) as file:
            file.write(content)
        part.replace(self.folder / name)
        return name


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _name_of(id: UUID) -> str:
    # The id is a uuid7, whose first 48 bits are milliseconds: a name that sorts by time and is the same at each retry.
    at = datetime.fromtimestamp((id.int >> 80) / 1000, UTC)
    return f"{at:%Y%m%dT%H%M%S}{at.microsecond // 1000:03d}-{id}.eml"


def _head(path: Path) -> bytes:
    return path.read_bytes().partition(b"\r\n\r\n")[0]


def _envelope(path: Path, message: EmailMessage) -> Envelope:
    return Envelope(path.name, message["To"], message["From"], message["Subject"], message["Date"].datetime)


def _part(message: EmailMessage, subtype: str) -> str:
    body = message.get_body((subtype,))
    return body.get_content() if body else ""
