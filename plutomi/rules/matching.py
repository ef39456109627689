"""What each operator of a condition asks of a fact, as a closure; none of them ever raises.

A fact that is missing, empty or of another type than the operator asks for matches nothing, not even a negation:
only `is_empty` sees what is not there. Texts are compared without case and outer white space. Times of day and days
are texts, as they are kept; of a moment its day counts. `plutomi/components/islands/conditions.js` says the same for
browsers, and tests/rules/conditions.json is the table both are held to.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from operator import ge, gt, le, lt
from typing import Any

from plutomi.clock import now
from plutomi.rules.limits import day_of, is_time

Facts = Mapping[str, Any]
Check = Callable[[Facts], bool]


def fold(text: str) -> str:
    """The form two spellings of one text share; made of what browsers have too, who know no casefold()."""
    return text.strip().lower() if text.isascii() else text.upper().lower().replace("\u03c2", "\u03c3").strip()


def is_number(value: Any) -> bool:
    """Whether this is a number that can be compared."""
    return value.__class__ is int or (value.__class__ is float and value == value)


def is_blank(value: Any) -> bool:
    """Whether there is nothing in a fact."""
    return value is None or (value.__class__ is str and not value.strip()) or value == [] or value == {}


def _texts(value: Any) -> list[str] | None:
    """A list of texts, folded; None for anything else, and for an empty one."""
    if value.__class__ is not list or not value or not all(one.__class__ is str for one in value):
        return None
    return [fold(one) for one in value]


def _equal(fact: str, value: Any) -> Callable[[Facts], bool | None]:
    """Whether a fact is the value; None when the two cannot be compared."""
    if value.__class__ is tuple:
        several = frozenset(map(fold, value))
        return lambda facts: None if (found := _texts(facts.get(fact))) is None else frozenset(found) == several
    if value.__class__ is str:
        wanted = fold(value)

        def same_text(facts: Facts) -> bool | None:
            found = facts.get(fact)
            if found.__class__ is str:
                return found == value or fold(found) == wanted if not found or found.strip() else None
            several = _texts(found)
            return None if several is None else set(several) == {wanted}

        return same_text
    if value.__class__ is bool:
        return lambda facts: found is value if (found := facts.get(fact)).__class__ is bool else None
    return lambda facts: found == value if is_number(found := facts.get(fact)) else None


def _among(fact: str, values: tuple[Any, ...]) -> Callable[[Facts], bool | None]:
    """Whether a fact is among the values, or one of its items is; None when they cannot be compared."""
    texts = frozenset(fold(one) for one in values if one.__class__ is str)
    flags = frozenset(one for one in values if one.__class__ is bool)
    numbers = frozenset(one for one in values if one.__class__ not in (str, bool))

    def among(facts: Facts) -> bool | None:
        found = facts.get(fact)
        if found.__class__ is str:
            return fold(found) in texts if texts and found.strip() else None
        if found.__class__ is bool:
            return found in flags if flags else None
        if is_number(found):
            return found in numbers if numbers else None
        several = _texts(found) if texts else None
        return None if several is None else not texts.isdisjoint(several)

    return among


def _holding(fact: str, value: str) -> Callable[[Facts], bool | None]:
    """Whether a text has the value within it, or a list has it as an item; None for anything else."""
    wanted = fold(value)

    def holding(facts: Facts) -> bool | None:
        found = facts.get(fact)
        if found.__class__ is str:
            return wanted in fold(found) if found.strip() else None
        several = _texts(found)
        return None if several is None else wanted in several

    return holding


def _if(ask: Callable[[str, Any], Callable[[Facts], bool | None]], answer: bool) -> Callable[[str, Any], Check]:
    def build(fact: str, value: Any) -> Check:
        asked = ask(fact, value)
        return lambda facts: asked(facts) is answer

    return build


def _matches(fact: str, pattern: str) -> Check:
    """`*` stands for any text, `?` for one character; the parts are sought in turn, so that no pattern takes long."""
    parts = [re.compile(re.escape(part).replace(r"\?", "."), re.DOTALL) for part in fold(pattern).split("*")]
    first, *rest = parts

    def check(facts: Facts) -> bool:
        found = facts.get(fact)
        if found.__class__ is not str or not found.strip():
            return False
        text = fold(found)
        if not rest:
            return first.fullmatch(text) is not None
        place = first.match(text)
        for part in rest[:-1]:
            place = place and part.search(text, place.end())
        last = len(text) - _width(rest[-1])
        return place is not None and last >= place.end() and rest[-1].match(text, last) is not None

    return check


def _width(part: re.Pattern[str]) -> int:
    """How many characters a part of a pattern takes: each stands for one, escaped or not."""
    return len(re.sub(r"\\(.)", r"\1", part.pattern, flags=re.DOTALL))


def _figure(compare: Callable[[Any, Any], bool]) -> Callable[[str, Any], Check]:
    def build(fact: str, value: Any) -> Check:
        return lambda facts: is_number(found := facts.get(fact)) and compare(found, value)

    return build


def _moment(compare: Callable[[Any, Any], bool]) -> Callable[[str, Any], Check]:
    def build(fact: str, value: str) -> Check:
        if is_time(value):
            return lambda facts: (found := _time(facts.get(fact))) is not None and compare(found, value)
        bound = _bound(value)
        return lambda facts: (found := _day(facts.get(fact))) is not None and compare(found, bound())

    return build


def _between(fact: str, ends: tuple[Any, Any]) -> Check:
    low, high = ends
    if low.__class__ is not str:
        return lambda facts: is_number(found := facts.get(fact)) and low <= found <= high
    if is_time(low):
        return lambda facts: (found := _time(facts.get(fact))) is not None and low <= found <= high
    first, last = _bound(low), _bound(high)
    return lambda facts: (found := _day(facts.get(fact))) is not None and first() <= found <= last()


def _within_days(fact: str, days: int) -> Check:
    """From today to so many days on; with a negative number, so many days back."""

    def check(facts: Facts) -> bool:
        found, today = _day(facts.get(fact)), now().date()
        return found is not None and min(0, days) <= (found - today) // timedelta(days=1) <= max(0, days)

    return check


def _bound(words: str) -> Callable[[], date]:
    """The day the words mean whenever they are asked: it moves with today only if they say so."""
    if words.startswith("today"):
        return lambda: day_of(words)
    day = day_of(words)
    return lambda: day


def _time(value: Any) -> str | None:
    return value if value.__class__ is str and is_time(value) else None


def _day(value: Any) -> date | None:
    if value.__class__ is not str or value[4:5] != "-" or value[7:8] != "-" or value[10:11] not in ("", "T", " "):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


OPERATORS: dict[str, Callable[[str, Any], Check]] = {
    "is": _if(_equal, True),
    "is_not": _if(_equal, False),
    "one_of": _if(_among, True),
    "none_of": _if(_among, False),
    "contains": _if(_holding, True),
    "not_contains": _if(_holding, False),
    "matches": _matches,
    "greater": _figure(gt),
    "less": _figure(lt),
    "at_least": _figure(ge),
    "at_most": _figure(le),
    "between": _between,
    "before": _moment(lt),
    "after": _moment(gt),
    "within_days": _within_days,
    "is_empty": lambda fact, _: lambda facts: is_blank(facts.get(fact)),
    "is_not_empty": lambda fact, _: lambda facts: not is_blank(facts.get(fact)),
}
