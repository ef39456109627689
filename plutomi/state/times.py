"""An opening's time zone, business hours and holidays as they are typed: 09:00-12:30, 13:00-17:00; a holiday a line."""

import re
from dataclasses import dataclass
from typing import Any

from plutomi.rules.engine.hours import DAYS
from plutomi.state.parse import text_of

BETWEEN = re.compile(r"\s*(?:-|\u2013|to)\s*")  # a dash of either length
TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?: ?([ap])\.?m\.?)?", re.ASCII)
APART = re.compile(r"[\s,;]+")


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
        "holidays": [one for one in APART.split(text_of(form, "holidays")) if one],
    }


def at_fields(errors: dict[str, str]) -> dict[str, str]:
    """What is wrong within a day's hours, at that day."""
    return {name.split(".")[1] if name.startswith("hours.") else name: words for name, words in errors.items()}


def _spans(text: str) -> list[list[str]]:
    return [_span(BETWEEN.split(span.strip())) for span in text.split(",") if span.strip()]


def _span(ends: list[str]) -> list[str]:
    """As 24 hours; where only one end says am or pm the other could be either, so it is left to be refused."""
    read = [TIME.fullmatch(one.strip().lower()) for one in ends]
    said = {bool(one and one[3]) for one in read}
    return ends if None in read or len(said) > 1 else [_clock(*one.groups()) for one in read if one]


def _clock(hour: str, minute: str | None, half: str | None) -> str:
    """9 is 09:00, 9.30 is 09:30, 1pm is 13:00; 13pm is no time."""
    if half and not 1 <= int(hour) <= 12:
        return f"{hour} {half}m"
    shown = int(hour) if not half else int(hour) % 12 + 12 * (half == "p")
    return f"{shown:02}:{minute or '00'}"
