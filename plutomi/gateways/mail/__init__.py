"""Mail: letters and the rooms that send them, a local folder or SES."""

from functools import cache

from plutomi.errors import Misconfigured
from plutomi.gateways.mail.letter import Letter, MailRoom, TryLater, Undeliverable, read_address
from plutomi.gateways.mail.local import Envelope, LocalRoom, Opened
from plutomi.gateways.mail.ses import SesRoom
from plutomi.settings import Settings

__all__ = ["Envelope", "Letter", "LocalRoom", "MailRoom", "Opened", "SesRoom", "TryLater", "Undeliverable", "room"]


@cache
def room(settings: Settings) -> MailRoom:
    """The room these settings ask for; Misconfigured when the sender they name is no address."""
    _check_sender(settings.mail_from)
    is_ses = settings.mail_gateway == "ses" or (settings.mail_gateway == "auto" and settings.aws_region)
    return SesRoom(settings) if is_ses else LocalRoom(settings.plutomi_data / "mail")


def _check_sender(value: str) -> None:
    try:
        read_address(value)
    except ValueError as error:
        raise Misconfigured(f"MAIL_FROM is {value!r}: it must be an address or `Name <address>`") from error
