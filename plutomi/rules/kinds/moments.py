"""Answers that are days and times."""

from datetime import date
from typing import Any

from plutomi.rules.asked import Asked
from plutomi.rules.kinds.texts import text_of
from plutomi.rules.limits import day_of, read_time
from plutomi.tongue import day as in_words
from plutomi.tongue import hour as hour_in_words
from plutomi.tongue import say


def day(question: Asked, raw: Any) -> str:
    try:
        value = date.fromisoformat(text_of(raw).strip())
    except ValueError:
        raise ValueError(say("This must be a date, like 2026-05-31.")) from None
    earliest, latest = (question.limits.get(end) for end in ("min", "max"))
    if earliest and value < (bound := day_of(earliest)):
        raise ValueError(say("This must be {moment} or later.", moment=in_words(bound)))
    if latest and value > (bound := day_of(latest)):
        raise ValueError(say("This must be {moment} or earlier.", moment=in_words(bound)))
    return value.isoformat()


def hour(question: Asked, raw: Any) -> str:
    value = read_time(raw)
    if value < question.limits.get("min", "00:00"):
        raise ValueError(say("This must be {moment} or later.", moment=hour_in_words(question.limits["min"])))
    if value > question.limits.get("max", "23:59"):
        raise ValueError(say("This must be {moment} or earlier.", moment=hour_in_words(question.limits["max"])))
    return value
