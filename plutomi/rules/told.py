"""Conditions in words: "Only if you answered Yes to “Do you have a licence?”."."""

from collections.abc import Mapping
from typing import Any

from plutomi.tongue import mark, say

FACT = "answers."
PARTED = {"all": mark("and"), "any": mark("or"), "none": mark("or")}
YOU, THEY = "you", "they"
WORDS = {
    "is": mark("you answered {value} to {title}"),
    "is_not": mark("you answered other than {value} to {title}"),
    "one_of": mark("you answered {value} to {title}"),
    "none_of": mark("you answered other than {value} to {title}"),
    "contains": mark("your answer to {title} includes {value}"),
    "not_contains": mark("your answer to {title} does not include {value}"),
    "matches": mark("your answer to {title} is like {value}"),
    "greater": mark("your answer to {title} is more than {value}"),
    "less": mark("your answer to {title} is less than {value}"),
    "at_least": mark("your answer to {title} is {value} or more"),
    "at_most": mark("your answer to {title} is {value} or less"),
    "between": mark("your answer to {title} is from {value}"),
    "before": mark("your answer to {title} is before {value}"),
    "after": mark("your answer to {title} is after {value}"),
    "within_days": mark("your answer to {title} is within {value} days of today"),
    "is_empty": mark("you left {title} empty"),
    "is_not_empty": mark("you answered {title}"),
}


def only_if(tree: Mapping[str, Any] | None, titles: Mapping[str, str]) -> str:
    """For forms in which nothing appears or disappears; `titles` by question key. "" without a condition."""
    return say("Only if {condition}.", condition=told(tree, titles)) if tree else ""


def told(tree: Mapping[str, Any], titles: Mapping[str, str], whom: str = YOU) -> str:
    """A condition as half a sentence, said to the person who answers, or with THEY about them."""
    for kind, between in PARTED.items():
        if kind in tree:
            parts = [_part(one, titles, whom) for one in tree[kind]]
            whole = f" {say(between)} ".join(parts)
            return say("it is not so that {condition}", condition=whole) if kind == "none" else whole
    key, op, value = str(tree.get("fact", "")).removeprefix(FACT), str(tree.get("op")), tree.get("value")
    words = WORDS.get(op, WORDS["is_not_empty"])
    words = say(words) if whom == YOU else words.replace("you", "they", 1).replace("theyr", "their", 1)
    shown = _ends(value) if op == "between" else _shown(value)
    return words.format(title=f"“{titles.get(key, key)}”", value=shown)


def _part(tree: Mapping[str, Any], titles: Mapping[str, str], whom: str) -> str:
    words = told(tree, titles, whom)
    return f"({words})" if any(len(tree.get(kind, ())) > 1 for kind in PARTED) else words


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return say("Yes") if value else say("No")
    return f" {say('or')} ".join(map(_shown, value)) if isinstance(value, list) else str(value)


def _ends(value: Any) -> str:
    return say("{least} to {most}", least=value[0], most=value[1]) if isinstance(value, list) else str(value)
