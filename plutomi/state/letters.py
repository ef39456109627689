"""What pages say of the emails they cause."""

from plutomi.settings import get_settings
from plutomi.tongue import plural


def has_local_mail() -> bool:
    """Whether emails stay on this machine, to be read at /dev/mail."""
    settings = get_settings()
    is_local = settings.mail_gateway == "local" or (settings.mail_gateway == "auto" and not settings.aws_region)
    return is_local and not settings.is_production


def in_words(seconds: int) -> str:
    """A wait, e.g. "45 seconds" or "12 minutes"."""
    if seconds < 90:
        return plural("{count} second", "{count} seconds", seconds)
    return plural("{count} minute", "{count} minutes", -(-seconds // 60))
