"""What a condition asks of numbers, times of day and days, as closures; what is of another type matches nothing."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from plutomi.clock import today
from plutomi.rules.limits import day_of, is_time

Facts = Mapping[str, Any]
Check = Callable[[Facts], bool]


def is_number(value: Any) -> bool:
    """Whether this is a number that can be compared."""
    return value.__class__ is int or (value.__class__ is float and value == value)


def greater(fact: str, value: Any) -> Check:
    def check(facts: Facts) -> bool:
        found = facts.get(fact)
        return found > value if found.__class__ is int or found.__class__ is float else False

    return check


def less(fact: str, value: Any) -> Check:
    def check(facts: Facts) -> bool:
        found = facts.get(fact)
        return found < value if found.__class__ is int or found.__class__ is float else False

    return check


def at_least(fact: str, value: Any) -> Check:
    def check(facts: Facts) -> bool:
        found = facts.get(fact)
        return found >= value if found.__class__ is int or found.__class__ is float else False

    return check


def at_most(fact: str, value: Any) -> Check:
    def check(facts: Facts) -> bool:
        found = facts.get(fact)
        return found <= value if found.__class__ is int or found.__class__ is float else False

    return check


def between(fact: str, ends: tuple[Any, Any]) -> Check:
    low, high = ends
    if low.__class__ is not str:

        def check(facts: Facts) -> bool:
            found = facts.get(fact)
            return low <= found <= high if found.__class__ is int or found.__class__ is float else False

        return check
    if is_time(low):
        return lambda facts: (found := time_in(facts.get(fact))) is not None and low <= found <= high
    return _between_days(fact, _bound(low), _bound(high))


def moment(compare: Callable[[Any, Any], bool]) -> Callable[[str, Any], Check]:
    """A time of day or a day, held against another."""

    def build(fact: str, value: str) -> Check:
        if is_time(value):
            return lambda facts: (found := time_in(facts.get(fact))) is not None and compare(found, value)
        bound = _bound(value)
        if isinstance(bound, date):
            return lambda facts: (found := day_in(facts.get(fact))) is not None and compare(found, bound)
        return lambda facts: (found := day_in(facts.get(fact))) is not None and compare(found, bound(today()))

    return build


def within_days(fact: str, days: int) -> Check:
    """From today to so many days on; with a negative number, so many days back."""
    least, most = min(0, days), max(0, days)
    return lambda facts: (found := day_in(facts.get(fact))) is not None and least <= (found - today()).days <= most


def _between_days(fact: str, first: "Bound", last: "Bound") -> Check:
    if isinstance(first, date) and isinstance(last, date):
        return lambda facts: (found := day_in(facts.get(fact))) is not None and first <= found <= last

    def check(facts: Facts) -> bool:
        found, day = day_in(facts.get(fact)), today()
        return found is not None and _on(first, day) <= found <= _on(last, day)

    return check


Bound = date | Callable[[date], date]


def _bound(words: str) -> Bound:
    """The day the words mean; or by today, if they say so, what they mean then."""
    return lru_cache(1)(lambda day: day_of(words, day)) if words.startswith("today") else day_of(words)


def _on(bound: Bound, day: date) -> date:
    return bound if isinstance(bound, date) else bound(day)


def time_in(value: Any) -> str | None:
    """The time of day this is."""
    return value if value.__class__ is str and is_time(value) else None


def day_in(value: Any) -> date | None:
    """The day this is, or the day of this moment."""
    if value.__class__ is not str or value[7:8] != "-":  # of what has ten characters, only days have it there
        return None
    try:
        if len(value) == 10:
            return _from_iso(value)
        return _from_iso(value[:10]) if value[10:11] in ("T", " ") else None
    except ValueError:
        return None


_from_iso = date.fromisoformat
