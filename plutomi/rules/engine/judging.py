"""Conditions for rules: matched, unmatched or an error, by Kleene's logic.

A fact that is missing or of the wrong type is an error: neither so nor not so, also under `none`. `any` with a part
that is so is so, `all` with a part that is not so is not, whatever else is an error. This is what CEL's || and && do.

Whether something is certainly so, or certainly not, closures answer that are as fast as those of forms; only where they
say no is it asked why.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from plutomi.rules.comparing import Check, Facts, day_in, is_number, time_in
from plutomi.rules.conditions import Condition, Group, Tree
from plutomi.rules.engine import phrases
from plutomi.rules.engine.facts import LISTS
from plutomi.rules.joining import call, first_not, group, joined
from plutomi.rules.limits import is_time
from plutomi.rules.matching import OPERATORS

Verdict = tuple[bool | None, str]  # None is an error; the words say what was not so, or what is wrong
Judge = Callable[[Facts], Verdict]
SO: Verdict = (True, "")
DENIED = {
    "is": "is_not", "one_of": "none_of", "contains": "not_contains", "is_empty": "is_not_empty",
    "greater": "at_most", "less": "at_least",
}  # fmt: skip
DENIED |= {denial: op for op, denial in DENIED.items()}


def judge(tree: Tree) -> Judge:
    """Whether the facts match, do not, or cannot be held to it, and then why; it never raises."""
    if isinstance(tree, Group) and tree.kind == "all":
        return _why_all(tree)
    is_so, why = _so(tree, True), _why(tree)
    return lambda facts: SO if is_so(facts) else why(facts)


def _so(tree: Tree, wanted: bool) -> Check:
    """Whether the tree is certainly so, or certainly not."""
    checks: list[Check] = []
    return joined(_asked(tree, wanted, checks), checks)


def _asked(tree: Tree, wanted: bool, checks: list[Check]) -> str:
    if isinstance(tree, Condition):
        return call(checks, _condition(tree, wanted))
    parts = [_asked(part, wanted is not (tree.kind == "none"), checks) for part in tree.parts]
    if len(parts) == 1:
        return parts[0]
    return group("all" if wanted is (tree.kind != "any") else "any", parts)


def _condition(one: Condition, wanted: bool) -> Check:
    if one.fact in LISTS and one.op in _HOLDING:
        return _HOLDING[one.op](one, wanted)
    op = one.op if wanted else DENIED.get(one.op, "")
    return OPERATORS[op](one.fact, one.value) if op else _denied(one)


def _denied(one: Condition) -> Check:
    """That a condition whose denial is no operator is not so, of a fact it can be asked of."""
    is_so, fact, fits = OPERATORS[one.op](one.fact, one.value), one.fact, _operand(one)[0]
    return lambda facts: fits(facts.get(fact)) and not is_so(facts)


def _why(tree: Tree) -> Judge:
    """What is not so, or what is wrong, where the tree is not certainly so."""
    return _why_not(tree) if isinstance(tree, Condition) else _WHY[tree.kind](tree)


def _why_not(one: Condition) -> Judge:
    is_not = _condition(one, False)
    not_so: Verdict = (False, phrases.condition(one, False))
    missing: Verdict = (None, f"{one.fact} is missing")
    wrong: Verdict = (None, f"{one.fact} is not {_operand(one)[1]}")

    def check(facts: Facts) -> Verdict:
        if is_not(facts):
            return not_so
        return missing if is_blank(facts.get(one.fact)) else wrong

    return check


def _why_all(tree: Group) -> Judge:
    """The one that also knows when all is so: most conditions are of this kind, and are gone through once.

    What says why not is made for the parts that need it: two hundred rules stay small, and near each other.
    """
    checks: list[Check] = []
    first = joined(first_not([_asked(part, True, checks) for part in tree.parts]), checks)
    why = cache(lambda at: _why(tree.parts[at]))
    later = cache(lambda at: [judge(part) for part in tree.parts[at + 1 :]])

    def check(facts: Facts) -> Verdict:
        at = first(facts)
        if at < 0:
            return SO
        found: Verdict = why(at)(facts)
        if found[0] is False:
            return found
        return next((one for part in later(at) if (one := part(facts))[0] is False), found)

    return check


def _why_any(tree: Group) -> Judge:
    parts, is_not = tuple(map(_why, tree.parts)), _so(tree, False)

    def check(facts: Facts) -> Verdict:
        if is_not(facts):
            return parts[0](facts)
        found = [why(facts) for why in parts]
        return next((one for one in found if one[0] is None), found[0])

    return check


def _why_none(tree: Group) -> Judge:
    parts = tuple((_so(part, False), _so(part, True), _why(part), part) for part in tree.parts)

    def check(facts: Facts) -> Verdict:
        error: Verdict | None = None
        for is_not, is_so, why, part in parts:
            if is_so(facts):
                return False, _words(part, facts)
            if not is_not(facts):
                error = error or why(facts)
        return error or SO

    return check


_WHY = {"all": _why_all, "any": _why_any, "none": _why_none}


def _words(tree: Tree, facts: Facts, is_so: bool = True) -> str:
    """What is so, of a tree that is; or what is not, of one that is not."""
    if isinstance(tree, Condition):
        return phrases.condition(tree, is_so)
    wanted = is_so is not (tree.kind == "none")
    return next((_words(part, facts, wanted) for part in tree.parts if _so(part, wanted)(facts)), "")


def is_blank(value: Any) -> bool:
    """Whether there is nothing: not given, or empty."""
    return value is None or value == [] or value == {} or (value.__class__ is str and not value.strip())


Operand = tuple[Callable[[Any], bool], str]
_NUMBER: Operand = (is_number, "a number")
_TEXT: Operand = (lambda value: value.__class__ is str and bool(value.strip()), "a text")
_DAY: Operand = (lambda value: day_in(value) is not None, "a day")
_TIME: Operand = (lambda value: time_in(value) is not None, "a time of day")
_COMPARED = {
    **dict.fromkeys(("greater", "less", "at_least", "at_most"), _NUMBER),
    "matches": _TEXT,
    "within_days": _DAY,
}


def _operand(one: Condition) -> Operand:
    """What a fact must be that this can be asked of, and that in words."""
    if one.op in _COMPARED:
        return _COMPARED[one.op]
    sample = one.value[0] if isinstance(one.value, tuple) else one.value
    if one.op in ("before", "after", "between") and sample.__class__ is str:
        return _TIME if is_time(sample) else _DAY
    if one.op in ("contains", "not_contains"):
        return _TEXT[0], "a text or a list of texts"
    if one.op in ("is", "is_not") and isinstance(one.value, tuple):
        return _TEXT[0], "a list of texts"
    if sample.__class__ is bool:
        return (lambda value: value.__class__ is bool), "yes or no"
    return _TEXT if sample.__class__ is str else _NUMBER


def _held(answer: bool) -> Callable[[Condition, bool], Check]:
    """A list that may be empty has one of these, or none of them."""

    def build(one: Condition, wanted: bool) -> Check:
        given = one.value if isinstance(one.value, tuple) else (one.value,)
        sought = frozenset(value for value in given if value.__class__ is str)
        fact, has = one.fact, answer is wanted

        def check(facts: Facts) -> bool:
            found = facts.get(fact)
            return found.__class__ is list and (not sought.isdisjoint(found)) is has

        return check

    return build


_HOLDING = {"contains": _held(True), "one_of": _held(True), "not_contains": _held(False), "none_of": _held(False)}
