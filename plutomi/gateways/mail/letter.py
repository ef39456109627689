"""A letter, how it becomes a MIME message, and what a room that sends letters promises."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, getaddresses
from typing import Protocol
from uuid import UUID

from email_validator import validate_email

from plutomi.clock import now

_LONG_WORD = 60


class _Policy(EmailPolicy):
    """Folds as SMTP wants, but leaves long links bare: an encoded List-Unsubscribe is understood by nobody."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if value.isascii() and any(len(word) > _LONG_WORD for word in value.split()):
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _Policy(linesep="\r\n", cte_type="7bit")


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


def compose(letter: Letter) -> EmailMessage:
    """The letter as MIME, text and HTML; Undeliverable for a bad address or a line break in a header."""
    try:
        return _compose(letter)
    except ValueError as error:
        raise Undeliverable(str(error)) from error


def _compose(letter: Letter) -> EmailMessage:
    sender = read_address(letter.sender, letter.sender_name)
    message = EmailMessage(_policy_for(letter.to))
    message["Message-ID"] = f"<{letter.id}@{sender.domain}>"
    message["Date"] = format_datetime(now())
    message["From"] = sender
    message["To"] = read_address(letter.to)
    message["Subject"] = letter.subject
    if letter.reply_to:
        message["Reply-To"] = read_address(letter.reply_to)
    message["Auto-Submitted"] = "auto-generated"
    for name, value in letter.headers.items():
        message[name] = value
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


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


def _policy_for(address: str) -> EmailPolicy:
    # Only a letter to a mailbox that is itself not ASCII needs SMTPUTF8 of every server on its way.
    return _POLICY if address.partition("@")[0].isascii() else _POLICY.clone(utf8=True)
