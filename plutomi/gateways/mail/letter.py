"""A letter, how it becomes a MIME message, and what a room that sends letters promises."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.utils import format_datetime, getaddresses
from functools import lru_cache
from typing import Protocol
from uuid import UUID

from email_validator import validate_email

from plutomi.clock import now
from plutomi.gateways.mail.mime import address_header, alternatives, bare_header, words_header

SENDERS = 1000  # a process remembers


class Undeliverable(Exception):
    """This letter will never go: its address or its content is at fault."""


class TryLater(Exception):
    """The letter is good, but cannot go now; `retry_after` is in seconds."""

    def __init__(self, retry_after: int, reason: str = "") -> None:
        self.retry_after = retry_after
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Letter:
    """An email ready to go.

    `id` tells a retry from another letter. `to` is a bare address, `sender` and `reply_to` may be `Name <address>`;
    `sender_name` is shown instead of the sender's own name. `headers` are further ones, e.g. List-Unsubscribe.
    """

    id: UUID
    to: str
    subject: str
    html: str
    text: str
    sender: str
    sender_name: str = ""
    reply_to: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class MailRoom(Protocol):
    """Where letters go out."""

    async def send(self, letter: Letter) -> str:
        """The provider's id of the message; Undeliverable or TryLater when it did not go."""


def compose(letter: Letter) -> bytes:
    """The letter as MIME, text and HTML; Undeliverable for a bad address or a line break in a header."""
    try:
        return b"".join(_lines(letter))
    except ValueError as error:
        raise Undeliverable(str(error)) from error


def _lines(letter: Letter) -> Iterator[bytes]:
    sender = sender_of(letter)
    yield bare_header("Message-ID", f"<{letter.id}@{sender.domain}>")
    yield bare_header("Date", format_datetime(now()))
    yield address_header("From", sender)
    yield address_header("To", read_address(letter.to))
    yield words_header("Subject", letter.subject)
    if letter.reply_to:
        yield address_header("Reply-To", read_address(letter.reply_to))
    yield bare_header("Auto-Submitted", "auto-generated")
    for name, value in letter.headers.items():
        yield bare_header(name, value)
    yield from alternatives(letter.id.hex, plain=letter.text, html=letter.html)


def sender_of(letter: Letter) -> Address:
    """Who sends it, as shown; ValueError."""
    return _known_address(letter.sender, letter.sender_name)


def read_address(value: str, name: str = "") -> Address:
    """`Name <address>` or a bare address, its domain in ASCII, shown under `name` if given; ValueError."""
    if any(part.splitlines() != [part] for part in (value, name) if part):
        raise ValueError("an address is one line")
    addresses = getaddresses([value])
    if len(addresses) != 1:
        raise ValueError("one address, not several")
    [(own_name, spec)] = addresses
    found = validate_email(spec, check_deliverability=False)
    return Address(name or own_name, found.local_part, found.ascii_domain or "")


_known_address = lru_cache(SENDERS)(read_address)
