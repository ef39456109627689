"""Conditions for rules: matched, unmatched or an error, by Kleene's logic.

A fact that is missing or of the wrong type is an error: neither so nor not so, also under `none`. `any` with a part
that is so is so, `all` with a part that is not so is not, whatever else is an error. This is what CEL's || and && do.

`matcher` is the fast one and says only whether it is certainly so; `judge` is asked when it is not, and says why.
"""

from collections.abc import Callable
from typing import Any

from plutomi.rules.comparing import Check, Facts, day_in, is_number, time_in
from plutomi.rules.conditions import Condition, Group, Tree, all_of, any_of
from plutomi.rules.engine import phrases
from plutomi.rules.engine.facts import LISTS
from plutomi.rules.limits import is_time
from plutomi.rules.matching import OPERATORS

Verdict = tuple[bool | None, str]  # None is an error; the words say what was not so, or what is wrong
Judge = Callable[[Facts], Verdict]
DENIED = {
    "is": "is_not", "one_of": "none_of", "contains": "not_contains", "is_empty": "is_not_empty",
    "greater": "at_most", "less": "at_least",
}  # fmt: skip
DENIED |= {denial: op for op, denial in DENIED.items()}


def matcher(tree: Tree) -> Check:
    """Whether the facts certainly match; it never raises."""
    return _so(tree, True)


def judge(tree: Tree) -> Judge:
    """Whether they match, do not, or cannot be held to it, and why not."""
    return _judge_condition(tree) if isinstance(tree, Condition) else _judge_group(tree)


def _so(tree: Tree, wanted: bool) -> Check:
    """Whether the tree is certainly so, or certainly not."""
    if isinstance(tree, Condition):
        return _condition(tree, wanted)
    parts = tuple(_so(part, wanted is not (tree.kind == "none")) for part in tree.parts)
    if len(parts) == 1:
        return parts[0]
    return all_of(parts) if wanted is (tree.kind != "any") else any_of(parts)


def _condition(one: Condition, wanted: bool) -> Check:
    if one.fact in LISTS and one.op in _HOLDING:
        return _HOLDING[one.op](one, wanted)
    op = one.op if wanted else DENIED.get(one.op, "")
    return OPERATORS[op](one.fact, one.value) if op else _denied(one)


def _denied(one: Condition) -> Check:
    """That a condition whose denial is no operator is not so, of a fact it can be asked of."""
    is_so, fact, fits = OPERATORS[one.op](one.fact, one.value), one.fact, _operand(one)[0]
    return lambda facts: fits(facts.get(fact)) and not is_so(facts)


def _judge_condition(one: Condition) -> Judge:
    is_so, is_not = _condition(one, True), _condition(one, False)
    so: Verdict = (True, phrases.condition(one, True))
    not_so: Verdict = (False, phrases.condition(one, False))
    missing: Verdict = (None, f"{one.fact} is missing")
    wrong: Verdict = (None, f"{one.fact} is not {_operand(one)[1]}")

    def check(facts: Facts) -> Verdict:
        if is_so(facts):
            return so
        if is_not(facts):
            return not_so
        return missing if is_blank(facts.get(one.fact)) else wrong

    return check


def _judge_group(group: Group) -> Judge:
    parts = tuple(map(judge, group.parts))
    decides = group.kind != "all"  # one part that is so decides it, or one that is not
    outcome = group.kind == "any"

    def check(facts: Facts) -> Verdict:
        first: Verdict | None = None
        error: Verdict | None = None
        for part in parts:
            found = part(facts)
            if found[0] is decides:
                return outcome, found[1]
            if found[0] is None:
                error = error or found
            first = first or found
        return error or (not outcome, first[1] if first else "")

    return check


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
