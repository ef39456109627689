"""An opening's time zone, business hours and holidays as they are typed: 09:00-12:30, 13:00-17:00; a holiday a line."""

import re
from dataclasses import dataclass
from typing import Any

from plutomi.rules.engine.hours import DAYS
from plutomi.state.parse import text_of

BETWEEN = re.compile(r"\s*(?:-|\u2013|to)\s*")  # a dash of either length


@dataclass
class Times:
    """Each day's spans in one line, "" for closed."""

    time_zone: str = "UTC"
    mon: str = ""
    tue: str = ""
    wed: str = ""
    thu: str = ""
    fri: str = ""
    sat: str = ""
    sun: str = ""
    holidays: str = ""


def times_of(opening: Any) -> Times:
    week = {day: ", ".join(f"{first}-{last}" for first, last in opening.hours.get(day) or []) for day in DAYS}
    return Times(opening.time_zone, **week, holidays="\n".join(opening.holidays))


def read_times(form: Any) -> dict[str, Any]:
    """What was typed, as the verb takes it; what is no time is left for it to refuse."""
    return {
        "time_zone": text_of(form, "time_zone").strip(),
        "hours": {day: _spans(text_of(form, day)) for day in DAYS},
        "holidays": text_of(form, "holidays").split(),
    }


def at_fields(errors: dict[str, str]) -> dict[str, str]:
    """What is wrong within a day's hours, at that day."""
    return {name.split(".")[1] if name.startswith("hours.") else name: words for name, words in errors.items()}


def _spans(text: str) -> list[list[str]]:
    return [[_clock(one) for one in BETWEEN.split(span.strip())] for span in text.split(",") if span.strip()]


def _clock(text: str) -> str:
    """A full hour may be typed short: 9 is 09:00, 9:30 is 09:30."""
    hour, _, minute = text.strip().partition(":")
    return f"{hour:0>2}:{minute or '00'}" if hour.isdecimal() else text
