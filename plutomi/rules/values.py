"""The values conditions compare with, read by operator; each reader raises ValueError in words for recruiters."""

import re
from collections.abc import Callable
from math import isfinite
from typing import Any

from plutomi.models.text import clean_line
from plutomi.rules.limits import LARGEST, day_of, is_time

MAX_TEXT, MAX_LIST, MAX_FACT, MAX_DAYS = 1_000, 200, 200, 36_500
WITHOUT = ("is_empty", "is_not_empty")  # operators that compare with nothing
_FACT = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")


def read_fact(raw: Any) -> str:
    """The name of a fact, like `answers.KEY`."""
    if not isinstance(raw, str) or len(raw) > MAX_FACT or not _FACT.fullmatch(raw):
        raise ValueError("Choose what to look at.")
    return raw


def read_operator(raw: Any) -> str:
    if not isinstance(raw, str) or raw not in READERS:
        raise ValueError(f"Choose one of: {', '.join(READERS)}.")
    return raw


def _text(raw: Any) -> str:
    text = clean_line(raw, MAX_TEXT) if isinstance(raw, str) else ""
    if not text:
        raise ValueError("Say which text.")
    return text


def _number(raw: Any) -> int | float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not isfinite(raw) or abs(raw) > LARGEST:
        raise ValueError("This must be a number.")
    return int(raw) if isinstance(raw, float) and raw.is_integer() else raw


def _single(raw: Any) -> Any:
    """A text, a number or a flag."""
    if isinstance(raw, bool):
        return raw
    return _number(raw) if isinstance(raw, int | float) else _text(raw)


def _equal(raw: Any) -> Any:
    return _several(raw, _text) if isinstance(raw, list | tuple) else _single(raw)


def _several(raw: Any, reader: Callable[[Any], Any]) -> tuple[Any, ...]:
    if not isinstance(raw, list | tuple) or not raw:
        raise ValueError("Give at least one value.")
    if len(raw) > MAX_LIST:
        raise ValueError(f"There can be at most {MAX_LIST} values.")
    read = [reader(one) for one in raw]
    return tuple({(one.__class__ is bool, one): one for one in read}.values())  # True is not 1 here


def _moment(raw: Any) -> str:
    """A time of day or a day, both as they are kept; or a day counted from today."""
    text = _text(raw).lower().replace(" ", "")
    try:
        return text if is_time(text) or day_of(text) else ""
    except ValueError:
        raise ValueError("This must be a day like 2026-05-31 or today+30d, or a time like 14:30.") from None


def _ends(raw: Any) -> tuple[Any, Any]:
    """Two numbers, two days or two times, the lower first."""
    if not isinstance(raw, list | tuple) or len(raw) != 2:
        raise ValueError("Give two values.")
    ends: list[Any] = [_moment(one) if isinstance(one, str) else _number(one) for one in raw]
    low, high = ends
    if _kind(low) != _kind(high):
        raise ValueError("Give two values of one kind.")
    if (day_of(low) > day_of(high)) if _kind(low) == "day" else low > high:
        raise ValueError("The first value must not be more than the second.")
    return low, high


def _kind(value: Any) -> str:
    if not isinstance(value, str):
        return "number"
    return "time" if is_time(value) else "day"


def _days(raw: Any) -> int:
    value = _number(raw)
    if not isinstance(value, int) or abs(value) > MAX_DAYS:
        raise ValueError("This must be a whole number of days.")
    return value


def _nothing(raw: Any) -> None:
    if raw is not None and raw != "":
        raise ValueError("This compares with nothing.")


READERS: dict[str, Callable[[Any], Any]] = {
    "is": _equal,
    "is_not": _equal,
    "one_of": lambda raw: _several(raw, _single),
    "none_of": lambda raw: _several(raw, _single),
    "contains": _text,
    "not_contains": _text,
    "matches": _text,
    "greater": _number,
    "less": _number,
    "at_least": _number,
    "at_most": _number,
    "between": _ends,
    "before": _moment,
    "after": _moment,
    "within_days": _days,
    "is_empty": _nothing,
    "is_not_empty": _nothing,
}
