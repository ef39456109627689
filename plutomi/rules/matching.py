"""What each operator of a condition asks of a fact, as a closure; none of them ever raises.

A fact that is missing, empty or of another type than the operator asks for matches nothing, not even a negation:
only `is_empty` sees what is not there. Texts are compared without case and outer white space. Times of day and days
are texts, as they are kept; of a moment its day counts. `plutomi/components/islands/conditions.js` says the same for
browsers, and tests/rules/conditions.json is the table both are held to.

What can be known beforehand is, and each closure asks the cheapest question first: rules hold every applicant to them.
"""

from collections.abc import Callable
from operator import gt, lt
from typing import Any

from plutomi.rules import comparing, patterns
from plutomi.rules.comparing import Check, Facts, is_number


def fold(text: str) -> str:
    """The form two spellings of one text share; made of what browsers have too, who know no casefold()."""
    return text.strip().lower() if text.isascii() else text.upper().lower().replace("\u03c2", "\u03c3").strip()


def _texts(value: Any) -> list[str] | None:
    """A list of texts, folded; None for anything else, and for an empty one."""
    if value.__class__ is not list or not value:
        return None
    folded = []
    for one in value:
        if one.__class__ is not str:
            return None
        folded.append(fold(one))
    return folded


def _others(wanted: str) -> frozenset[str]:
    """ASCII characters that no text begins with whose folded form is `wanted`: most texts need no folding to differ."""
    return frozenset(one for one in map(chr, range(128)) if not one.isspace() and one.lower() != wanted[:1])


def _equal(answer: bool) -> Callable[[str, Any], Check]:
    def build(fact: str, value: Any) -> Check:
        if value.__class__ is tuple:
            wanted = frozenset(map(fold, value))
            return lambda facts: (
                (found := _texts(facts.get(fact))) is not None and (frozenset(found) == wanted) is answer
            )
        if value.__class__ is str:
            return _same_text(fact, value, answer)
        if value.__class__ is bool:
            right = value is answer  # the only one of the two that matches
            return lambda facts: facts.get(fact) is right
        return lambda facts: is_number(found := facts.get(fact)) and (found == value) is answer

    return build


def _same_text(fact: str, value: str, answer: bool) -> Check:
    wanted, denied = fold(value), not answer
    others = _others(wanted)

    def check(facts: Facts) -> bool:
        found = facts.get(fact)
        if found.__class__ is str:
            if found == value:
                return answer
            if found[:1] in others:
                return denied
            return (fold(found) == wanted) is answer if found.strip() else False
        several = _texts(found) if found.__class__ is list else None
        return several is not None and (set(several) == {wanted}) is answer

    return check


def _among(answer: bool) -> Callable[[str, Any], Check]:
    """Whether a fact is among the values, or one of its items is."""

    def build(fact: str, values: tuple[Any, ...]) -> Check:
        texts = frozenset(fold(one) for one in values if one.__class__ is str)
        exact = texts.union(one for one in values if one.__class__ is str)
        flags = frozenset(one for one in values if one.__class__ is bool)
        numbers = frozenset(one for one in values if one.__class__ not in (str, bool))

        def check(facts: Facts) -> bool:
            found = facts.get(fact)
            if found.__class__ is str:
                if found in exact:
                    return answer
                return (fold(found) in texts) is answer if texts and found.strip() else False
            if found.__class__ is bool:
                return (found in flags) is answer if flags else False
            if is_number(found):
                return (found in numbers) is answer if numbers else False
            several = _texts(found) if texts else None
            return several is not None and (not texts.isdisjoint(several)) is answer

        return check

    return build


def _holding(answer: bool) -> Callable[[str, Any], Check]:
    """Whether a text has the value within it, or a list has it as an item."""

    def build(fact: str, value: str) -> Check:
        wanted = fold(value)
        others = _others(wanted)

        def check(facts: Facts) -> bool:
            found = facts.get(fact)
            if found.__class__ is str:
                if found.isascii():
                    return (wanted in found.lower()) is answer if found and not found.isspace() else False
                return (wanted in fold(found)) is answer if found.strip() else False
            return _has_item(found, wanted, others) is answer if found.__class__ is list and found else False

        return check

    return build


def _has_item(found: list[Any], wanted: str, others: frozenset[str]) -> bool | None:
    """Whether an item is the text once folded; None when not all of them are texts."""
    has = False
    for one in found:
        if one.__class__ is not str:
            return None
        has = has or (one[:1] not in others and fold(one) == wanted)
    return has


def _matches(fact: str, pattern: str) -> Check:
    fits = patterns.compile(fold(pattern))

    def check(facts: Facts) -> bool:
        found = facts.get(fact)
        if found.__class__ is not str or not found or found.isspace():
            return False
        return fits(fold(found))

    return check


def _empty(answer: bool) -> Callable[[str, Any], Check]:
    def build(fact: str, _: Any) -> Check:
        def check(facts: Facts) -> bool:
            found = facts.get(fact)
            if found is None:
                return answer
            if found.__class__ is str:
                return (not found or found.isspace()) is answer
            return (found == [] or found == {}) is answer

        return check

    return build


OPERATORS: dict[str, Callable[[str, Any], Check]] = {
    "is": _equal(True),
    "is_not": _equal(False),
    "one_of": _among(True),
    "none_of": _among(False),
    "contains": _holding(True),
    "not_contains": _holding(False),
    "matches": _matches,
    "greater": comparing.greater,
    "less": comparing.less,
    "at_least": comparing.at_least,
    "at_most": comparing.at_most,
    "between": comparing.between,
    "before": comparing.moment(lt),
    "after": comparing.moment(gt),
    "within_days": comparing.within_days,
    "is_empty": _empty(True),
    "is_not_empty": _empty(False),
}
