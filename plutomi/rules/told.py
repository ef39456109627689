"""Conditions in words: "Only if you answered Yes to “Do you have a licence?”."."""

from collections.abc import Mapping
from typing import Any

FACT = "answers."
PARTED = {"all": " and ", "any": " or ", "none": " or "}
YOU, THEY = ("you", "your"), ("they", "their")
WORDS = {
    "is": "{who} answered {value} to {title}",
    "is_not": "{who} answered other than {value} to {title}",
    "one_of": "{who} answered {value} to {title}",
    "none_of": "{who} answered other than {value} to {title}",
    "contains": "{whose} answer to {title} includes {value}",
    "not_contains": "{whose} answer to {title} does not include {value}",
    "matches": "{whose} answer to {title} is like {value}",
    "greater": "{whose} answer to {title} is more than {value}",
    "less": "{whose} answer to {title} is less than {value}",
    "at_least": "{whose} answer to {title} is {value} or more",
    "at_most": "{whose} answer to {title} is {value} or less",
    "between": "{whose} answer to {title} is from {value}",
    "before": "{whose} answer to {title} is before {value}",
    "after": "{whose} answer to {title} is after {value}",
    "within_days": "{whose} answer to {title} is within {value} days of today",
    "is_empty": "{who} left {title} empty",
    "is_not_empty": "{who} answered {title}",
}


def only_if(tree: Mapping[str, Any] | None, titles: Mapping[str, str]) -> str:
    """For forms in which nothing appears or disappears; `titles` by question key. "" without a condition."""
    return f"Only if {told(tree, titles)}." if tree else ""


def told(tree: Mapping[str, Any], titles: Mapping[str, str], whom: tuple[str, str] = YOU) -> str:
    """A condition as half a sentence, said to the person who answers, or with THEY about them."""
    for kind, between in PARTED.items():
        if kind in tree:
            parts = [_part(one, titles, whom) for one in tree[kind]]
            return ("it is not so that " if kind == "none" else "") + between.join(parts)
    key, op, value = str(tree.get("fact", "")).removeprefix(FACT), str(tree.get("op")), tree.get("value")
    words = WORDS.get(op, WORDS["is_not_empty"])
    shown = _ends(value) if op == "between" else _shown(value)
    return words.format(who=whom[0], whose=whom[1], title=f"“{titles.get(key, key)}”", value=shown)


def _part(tree: Mapping[str, Any], titles: Mapping[str, str], whom: tuple[str, str]) -> str:
    words = told(tree, titles, whom)
    return f"({words})" if any(len(tree.get(kind, ())) > 1 for kind in PARTED) else words


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return " or ".join(map(_shown, value)) if isinstance(value, list) else str(value)


def _ends(value: Any) -> str:
    return " to ".join(map(str, value)) if isinstance(value, list) else str(value)
