"""Answers by which people or places are reached: emails, phones, links."""

import re
from typing import Any
from urllib.parse import urlsplit

from plutomi.models.email import read_email
from plutomi.models.phone import read_phone
from plutomi.models.text import clean_line
from plutomi.rules.asked import Asked
from plutomi.rules.kinds.texts import text_of
from plutomi.tongue import mark, say

MAX_LINK = 2_000
_HOST = re.compile(r"(?!-)[\w-]{1,63}(?<!-)(?:\.(?!-)[\w-]{1,63}(?<!-))+\.?")
BAD_LINK = mark("This must be a link, like https://example.com.")


def email(question: Asked, raw: Any) -> str:
    return read_email(text_of(raw)).address


def phone(question: Asked, raw: Any) -> str:
    return read_phone(text_of(raw), question.limits.get("country", "US"))


def link(question: Asked, raw: Any) -> str:
    """An address of the web; what has no scheme is taken for https."""
    text = clean_line(text_of(raw), MAX_LINK)
    if not text:
        return ""
    text = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(text)
        is_port = parts.port is None or parts.port > 0
    except ValueError:
        raise ValueError(say(BAD_LINK)) from None
    is_plain = parts.scheme in ("http", "https") and parts.username is None and is_port
    if not is_plain or re.search(r"[\s<>\"\\^`{|}]", text) or not _HOST.fullmatch(parts.hostname or ""):
        raise ValueError(say(BAD_LINK))
    return parts.geturl()
