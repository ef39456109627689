"""Answers in words."""

from typing import Any

from plutomi.models.text import clean_line, clean_text
from plutomi.rules.asked import Asked
from plutomi.rules.limits import MAX_LONG, MAX_SHORT
from plutomi.tongue import say


def text_of(raw: Any) -> str:
    """What was given, which must be text."""
    if not isinstance(raw, str):
        raise ValueError(say("This must be text."))
    return raw


def short(question: Asked, raw: Any) -> str:
    return clean_line(text_of(raw), question.limits.get("max_length", MAX_SHORT))


def long(question: Asked, raw: Any) -> str:
    return clean_text(text_of(raw), question.limits.get("max_length", MAX_LONG))
