"""A condition as an expression that says the same.

Of facts that are missing or of their kind both make the same, to the last letter. Of one that is of another kind an
expression may make an error where the condition still knows, never the other way round.
"""

import json
from typing import Any

from plutomi.rules.conditions import Condition, Tree
from plutomi.rules.engine.facts import LISTS
from plutomi.rules.engine.operators import METHODS
from plutomi.rules.engine.source import EMPTY

SIGNS = {"greater": ">", "less": "<", "at_least": ">=", "at_most": "<="}
DENIALS = {"is_not": "is", "none_of": "one_of", "not_contains": "contains"}
JOINED = {"all": " && ", "any": " || ", "none": " || "}


def as_cel(tree: Tree) -> str:
    """The tree as an expression."""
    words = _words(tree)
    return words[1:-1] if not isinstance(tree, Condition) and words.startswith("(") else words


def _words(tree: Tree) -> str:
    if isinstance(tree, Condition):
        return _condition(tree)
    parts = [_words(part) for part in tree.parts]
    if tree.kind == "none":
        return f"!({JOINED['none'].join(parts)})"
    return f"({JOINED[tree.kind].join(parts)})" if len(parts) > 1 else parts[0]


def _condition(one: Condition) -> str:
    if one.op in DENIALS:
        words = _condition(Condition(one.fact, DENIALS[one.op], one.value))
        return words.replace(" == ", " != ", 1) if _is_plain(one) else f"!{words}"
    if one.op in ("is_empty", "is_not_empty"):
        return f"{'!' if one.op == 'is_not_empty' else ''}{EMPTY}{one.fact}"
    if one.op in SIGNS:
        return f"{one.fact} {SIGNS[one.op]} {_literal(one.value)}"
    if _is_plain(one):
        return f"{one.fact} == {_literal(one.value)}"
    if one.fact in LISTS and one.op in ("contains", "one_of"):
        several = one.value if isinstance(one.value, tuple) else (one.value,)
        return f"({' || '.join(f'{_literal(value)} in {one.fact}' for value in several)})"
    if one.op == "between":
        low, high = map(_literal, one.value)
        if one.value[0].__class__ is not str:
            return f"({one.fact} >= {low} && {one.fact} <= {high})"
        return f"{one.fact}.between({low}, {high})"
    return f"{one.fact}.{METHODS[one.op]}({_literal(one.value)})"


def _is_plain(one: Condition) -> bool:
    """Whether CEL's own equality says it: of numbers, yes and no."""
    return one.op in ("is", "is_not") and one.value.__class__ not in (str, tuple)


def _literal(value: Any) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
