"""Answers that are days and times."""

from datetime import date
from typing import Any

from plutomi.rules.asked import Asked
from plutomi.rules.kinds.texts import text_of
from plutomi.rules.limits import day_of, read_time


def day(question: Asked, raw: Any) -> str:
    try:
        value = date.fromisoformat(text_of(raw).strip())
    except ValueError:
        raise ValueError("This must be a date, like 2026-05-31.") from None
    earliest, latest = (question.limits.get(end) for end in ("min", "max"))
    if earliest and value < (bound := day_of(earliest)):
        raise ValueError(f"This must be {_shown(bound)} or later.")
    if latest and value > (bound := day_of(latest)):
        raise ValueError(f"This must be {_shown(bound)} or earlier.")
    return value.isoformat()


def hour(question: Asked, raw: Any) -> str:
    value = read_time(raw)
    if value < question.limits.get("min", "00:00"):
        raise ValueError(f"This must be {question.limits['min']} or later.")
    if value > question.limits.get("max", "23:59"):
        raise ValueError(f"This must be {question.limits['max']} or earlier.")
    return value


def _shown(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
