"""What tells a program that fills in forms from a person: too quick, too late, too thorough."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from plutomi.tongue import say

TRAP = "additional_details"  # a field nobody sees; its name invites programs, and no browser's own filling in
PROOFS = ("h-captcha-response", "cf-turnstile-response", "captcha")  # fields in which a proof of being human comes
ENVELOPE = ("token", *PROOFS)  # what belongs to the sending, not to what is sent
HASTE = timedelta(seconds=2)  # nobody fills in a form faster
FRESH = timedelta(days=1)


def is_trapped(given: Mapping[str, Any]) -> bool:
    """Whether something stands in the field that nobody sees."""
    filled = given.get(TRAP)
    return bool(filled.strip() if isinstance(filled, str) else filled)


def fault_of(shown_at: datetime | None, at: datetime) -> str:
    """Why a form shown then cannot come from a person now, in words for the person it may come from; "" when it can."""
    if shown_at is None or at - shown_at > FRESH:
        return say("This form had been open for long. Nothing is lost: please look it over and send it again.")
    return haste_of(shown_at, at)


def haste_of(shown_at: datetime, at: datetime) -> str:
    """The same of a page that the server is still connected to: however long it has stood there, it is not too late."""
    if at - shown_at < HASTE:
        return say("That was quicker than we could follow. Nothing is lost: please send it once more.")
    return ""
