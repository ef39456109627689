"""What each type of question can be limited to: read from what recruiters set, and the days it speaks of."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from math import isfinite
from typing import Any

import phonenumbers

from plutomi.clock import today as today_here
from plutomi.errors import Invalid
from plutomi.models.text import clean_line, clean_text
from plutomi.settings import get_settings
from plutomi.tongue import say

MAX_SHORT, MAX_LONG, MAX_CONSENT, MAX_UNIT = 300, 10_000, 5_000, 20
MAX_RATING, MAX_FILES, LARGEST = 10, 20, 10**15
RATING, FILES, MB = 5, 1, 10  # unless it is said
FILE_KINDS = ("image", "pdf", "document")
COUNTRIES = (phonenumbers.SUPPORTED_REGIONS - {"AC", "TA"}) | {"AQ", "BV", "GS", "HM", "PN", "TF", "UM"}
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")  # Python reads more ways to write a day than browsers do
_RELATIVE = re.compile(r"today(?:([+-]\d{1,5})([dwmy]))?")


def read_limits(type: str, raw: Any) -> dict[str, Any]:
    """The limits of a question, blank ones left out; Invalid names each `limits.NAME` that cannot be taken."""
    if raw is None or raw == "":
        return {}
    if not isinstance(raw, Mapping):
        raise Invalid({"limits": "The limits must be given by name."})
    readers, limits, errors = READERS.get(type, {}), {}, {}
    for name, value in raw.items():
        if value is None or value == "" or value == []:
            continue
        if name not in readers:
            errors[f"limits.{str(name)[:40]}"] = "This type of question has no such limit."
            continue
        try:
            limits[name] = readers[name](value)
        except ValueError as error:
            errors[f"limits.{name}"] = str(error)
    if not errors and "min" in limits and "max" in limits and _order(type, limits["min"]) > _order(type, limits["max"]):
        errors["limits.max"] = (
            f"This must not be {'less than the minimum' if type == 'number' else 'before the earliest'}."
        )
    if errors:
        raise Invalid(errors)
    return limits


def day_of(words: str, today: date | None = None) -> date:
    """The day `words` mean: ISO, `today`, `today-18y`, `today+30d` (d, w, m, y); ValueError for anything else."""
    found = _RELATIVE.fullmatch(words)
    if not found:
        if not _ISO.fullmatch(words):
            raise ValueError("This must be a day like 2026-05-31.")
        return date.fromisoformat(words)
    today = today or today_here()
    number, unit = int(found[1] or 0), found[2] or "d"
    try:
        if unit in "dw":
            return today + timedelta(days=number * (7 if unit == "w" else 1))
        return _months_on(today, number * (12 if unit == "y" else 1))
    except OverflowError as error:
        raise ValueError("That day is too far away.") from error


def is_time(words: str) -> bool:
    """Whether this is a time of day as it is kept: HH:MM."""
    return _TIME.fullmatch(words) is not None


def read_time(raw: Any) -> str:
    """A time of day, HH:MM."""
    try:
        return time.fromisoformat(_line(raw, 20)).strftime("%H:%M")
    except ValueError:
        raise ValueError(say("This must be a time, like 14:30.")) from None


def read_country(raw: Any) -> str:
    """A country's code of two letters (ISO 3166)."""
    code = _line(raw, 20).upper()
    if code not in COUNTRIES:
        raise ValueError("This must be a country's code of two letters, like US.")
    return code


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _order(type: str, value: Any) -> Any:
    return day_of(value) if type == "date" else value


def _whole(least: int, most: int) -> Callable[[Any], int]:
    def read(raw: Any) -> int:
        value = _number(raw)
        if not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"This must be a whole number from {least:,} to {most:,}.")
        return value

    return read


def _megabytes(raw: Any) -> int:
    return _whole(1, get_settings().upload_max_mb)(raw)


def _number(raw: Any) -> int | float:
    try:
        value = float(raw) if isinstance(raw, int | float | str) and not isinstance(raw, bool) else float("nan")
    except (ValueError, OverflowError):
        value = float("nan")
    if not isfinite(value) or abs(value) > LARGEST:
        raise ValueError("This must be a number.")
    return int(value) if value.is_integer() else value


def _line(raw: Any, most: int) -> str:
    if not isinstance(raw, str):
        raise ValueError(say("This must be text."))
    return clean_line(raw, most)


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise ValueError("This must be text.")
    return clean_text(raw, MAX_CONSENT)


def _day(raw: Any) -> str:
    words = _line(raw, 20).lower().replace(" ", "")
    try:
        day_of(words)
    except ValueError:
        raise ValueError("This must be a day like 2026-05-31, today, today-18y or today+30d.") from None
    return words


def _flag(raw: Any) -> bool:
    if raw not in (True, False, "on", "true", "yes", "false", "no", "off"):
        raise ValueError("This must be yes or no.")
    return raw in (True, "on", "true", "yes")


def _kinds(raw: Any) -> list[str]:
    given = [raw] if isinstance(raw, str) else raw
    if not isinstance(given, list | tuple) or not all(isinstance(one, str) and one in FILE_KINDS for one in given):
        raise ValueError(f"Choose among: {', '.join(FILE_KINDS)}.")
    return [kind for kind in FILE_KINDS if kind in given]


READERS: dict[str, dict[str, Callable[[Any], Any]]] = {
    "short_text": {"max_length": _whole(1, MAX_SHORT)},
    "long_text": {"max_length": _whole(1, MAX_LONG)},
    "number": {"min": _number, "max": _number, "unit": lambda raw: _line(raw, MAX_UNIT), "is_whole": _flag},
    "rating": {"max": _whole(2, MAX_RATING)},
    "date": {"min": _day, "max": _day},
    "time": {"min": read_time, "max": read_time},
    "phone": {"country": read_country},
    "address": {"country": read_country},
    "file": {"kinds": _kinds, "max_files": _whole(1, MAX_FILES), "max_mb": _megabytes},
    "consent": {"text": _text},
}
