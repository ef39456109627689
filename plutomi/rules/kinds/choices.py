"""Answers chosen."""

from typing import Any

from plutomi.models.text import clean_line
from plutomi.rules.asked import Asked
from plutomi.rules.kinds.texts import text_of
from plutomi.rules.limits import MAX_SHORT
from plutomi.tongue import say

YES, NO = ("true", "yes", "1", "on"), ("false", "no", "0", "off")


def one(question: Asked, raw: Any) -> str:
    value = clean_line(text_of(raw), MAX_SHORT)
    if value not in question.options:
        raise ValueError(say("Please choose one of the options."))
    return value


def several(question: Asked, raw: Any) -> list[str]:
    given = raw if isinstance(raw, list) else [raw]
    chosen = {one(question, option) for option in given if option is not None and str(option).strip()}
    return [option for option in question.options if option in chosen]


def yes_no(question: Asked, raw: Any) -> bool:
    word = str(raw).strip().casefold()
    if word not in YES + NO:
        raise ValueError(say("Please answer yes or no."))
    return word in YES
