"""An opening's business hours and holidays, as they are typed and kept."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from plutomi.errors import Invalid
from plutomi.rules.engine.hours import DAYS
from plutomi.rules.limits import is_time

MAX_SPANS, MAX_HOLIDAYS, END_OF_DAY = 5, 500, "24:00"
Week = dict[str, list[list[str]]]


def read_week(raw: Any) -> Week:
    """Spans by day, in order; days without any are left out. Invalid names the place, like `hours.mon.0`."""
    if not isinstance(raw, Mapping) or any(day not in DAYS for day in raw):
        raise Invalid({"hours": f"Give hours by day: {', '.join(DAYS)}."})
    errors: dict[str, str] = {}
    week = {day: _day(raw[day], f"hours.{day}", errors) for day in DAYS if raw.get(day)}
    if errors:
        raise Invalid(errors)
    return week


def read_holidays(raw: Any) -> list[str]:
    """Days in order, each once; ValueError for anything else."""
    if not isinstance(raw, list | tuple) or not all(isinstance(one, str) for one in raw):
        raise ValueError("Give a list of days, like 2026-12-25.")
    if len(raw) > MAX_HOLIDAYS:
        raise ValueError(f"There can be at most {MAX_HOLIDAYS} holidays.")
    try:
        return sorted({date.fromisoformat(one.strip()).isoformat() for one in raw if one.strip()})
    except ValueError:
        raise ValueError("Each holiday must be a day, like 2026-12-25.") from None


def _day(raw: Any, field: str, errors: dict[str, str]) -> list[list[str]]:
    if not isinstance(raw, list | tuple) or len(raw) > MAX_SPANS:
        errors[field] = f"Give at most {MAX_SPANS} spans of time, like 09:00 to 17:00."
        return []
    spans: list[list[str]] = []
    for at, one in enumerate(raw):
        if not _is_span(one):
            errors[f"{field}.{at}"] = "Give a time and a later one, like 09:00 and 17:00."
        else:
            spans.append(list(one))
    spans.sort()
    if any(later[0] < before[1] for before, later in pairwise(spans)):
        errors[field] = "These spans of time overlap."
    return spans


def _is_span(raw: Any) -> bool:
    if not isinstance(raw, list | tuple) or len(raw) != 2 or not all(isinstance(one, str) for one in raw):
        return False
    first, last = raw
    return is_time(first) and (is_time(last) or last == END_OF_DAY) and first < last
