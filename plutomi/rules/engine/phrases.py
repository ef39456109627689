"""Conditions said shortly, for traces: "answers.age is less than 18"."""

from typing import Any

from plutomi.rules.conditions import Condition

MAX_SHOWN = 80
SO_AND_NOT: dict[str, tuple[str, str]] = {
    "is": ("is {}", "is not {}"),
    "is_not": ("is not {}", "is {}"),
    "one_of": ("is {}", "is not {}"),
    "none_of": ("is not {}", "is {}"),
    "contains": ("contains {}", "does not contain {}"),
    "not_contains": ("does not contain {}", "contains {}"),
    "matches": ("is like {}", "is not like {}"),
    "greater": ("is more than {}", "is {} or less"),
    "less": ("is less than {}", "is {} or more"),
    "at_least": ("is {} or more", "is less than {}"),
    "at_most": ("is {} or less", "is more than {}"),
    "between": ("is from {}", "is not from {}"),
    "before": ("is before {}", "is not before {}"),
    "after": ("is after {}", "is not after {}"),
    "within_days": ("is within {}", "is not within {}"),
    "is_empty": ("is empty", "is not empty"),
    "is_not_empty": ("is not empty", "is empty"),
}


def condition(one: Condition, is_so: bool) -> str:
    """What is the case when the condition holds, or when it does not."""
    return f"{one.fact} {compared(one, is_so).format(shown(one))}"


def compared(one: Condition, is_so: bool = True) -> str:
    """The words between fact and value, {} standing for the value."""
    return SO_AND_NOT[one.op][0 if is_so else 1]


def shown(one: Condition) -> str:
    """The value in words, cut where it is long."""
    if one.op == "within_days":
        return f"{abs(one.value):,} days {'from' if one.value >= 0 else 'before'} today"
    if one.op == "between":
        return f"{_plain(one.value[0])} to {_plain(one.value[1])}"
    words = " or ".join(map(_plain, one.value)) if isinstance(one.value, tuple) else _plain(one.value)
    return words if len(words) <= MAX_SHOWN else words[: MAX_SHOWN - 1] + "…"


def _plain(value: Any) -> str:
    if value.__class__ is bool:
        return "yes" if value else "no"
    return f"“{value}”" if value.__class__ is str else str(value)
