"""The facts rules look at: what there is, of which type each is, and what can be asked of one."""

import re
from collections.abc import Mapping
from typing import Any

from plutomi.models.question import QUESTION_TYPES
from plutomi.rules import values
from plutomi.rules.conditions import Condition, Tree
from plutomi.rules.limits import is_time

Questions = Mapping[str, str]  # the type of each question, by key

FACTS = {
    "applicant.source": "text",
    "applicant.name": "text",
    "applicant.email": "text",
    "applicant.phone": "text",
    "applicant.time_zone": "text",
    "applicant.locale": "text",
    "applicant.area": "text",  # inside, outside or unknown
    "applicant.area_reason": "text",
    "applicant.is_duplicate": "flag",
    "applicant.earlier": "number",  # applications before this one
    "applicant.days_since_applied": "number",
    "applicant.withdrew_before": "flag",
    "labels": "ids",
    "assignee": "text",
    "stage.days_in": "number",
    "stage.hours_in": "number",
    "stage.is_completed": "flag",
    "time.date": "day",  # in the opening's time zone, as are the next three
    "time.hour": "number",  # 0 to 23
    "time.weekday": "number",  # 1, Monday, to 7
    "time.is_business": "flag",
}
BY_PATTERN = (
    (re.compile(r"stages\.[0-9a-f]{32}\.count"), "number"),
    (re.compile(r"share\.[a-z0-9_]{1,50}"), "number"),
)
OF_TYPE = dict.fromkeys(QUESTION_TYPES, "text") | {
    "several_choices": "list",
    "yes_no": "flag",
    "consent": "flag",
    "number": "number",
    "rating": "number",
    "file": "number",  # how many
    "date": "day",
    "time": "time",
}
LISTS = frozenset(name for name, kind in FACTS.items() if kind == "ids")  # always lists, and may be empty ones
WORDS = {
    "text": "a text",
    "number": "a number",
    "flag": "yes or no",
    "list": "a list",
    "ids": "a list",
    "day": "a day",
    "time": "a time of day",
}
_EQUAL, _AMONG, _HOLDS = ("is", "is_not"), ("one_of", "none_of"), ("contains", "not_contains")
_ORDER = ("greater", "less", "at_least", "at_most", "between")
OPERATORS = {
    "text": (*_EQUAL, *_AMONG, *_HOLDS, "matches", *values.WITHOUT),
    "number": (*_EQUAL, *_AMONG, *_ORDER, *values.WITHOUT),
    "flag": (*_EQUAL, *values.WITHOUT),
    "list": (*_HOLDS, *_AMONG, *_EQUAL, *values.WITHOUT),
    "ids": (*_HOLDS, *_AMONG, *values.WITHOUT),
    "day": ("before", "after", "between", "within_days", *_EQUAL, *values.WITHOUT),
    "time": ("before", "after", "between", *_EQUAL, *values.WITHOUT),
}


def kind_of(name: str, questions: Questions | None = None) -> str:
    """What kind a fact is of; "" when there is none of that name, "any" when only the questions could tell."""
    if found := FACTS.get(name):
        return found
    for pattern, kind in BY_PATTERN:
        if pattern.fullmatch(name):
            return kind
    room, _, rest = name.partition(".")
    key, _, part = rest.partition(".")
    if room not in ("answers", "files") or not key or (questions is not None and key not in questions):
        return ""
    if room == "files":
        return "text" if part == "verdict" and (questions is None or questions[key] == "file") else ""
    if questions is None:
        return "any"
    return ("text" if questions[key] == "address" else "") if part else OF_TYPE[questions[key]]


def check(tree: Tree, path: str, questions: Questions, errors: dict[str, str]) -> None:
    """Put into `errors`, by place, what the tree asks of facts that there are not, or that cannot be asked of them."""
    if not isinstance(tree, Condition):
        for at, part in enumerate(tree.parts):
            check(part, f"{path}.{tree.kind}.{at}", questions, errors)
        return
    kind = kind_of(tree.fact, questions)
    if not kind:
        errors[f"{path}.fact"] = f"There is nothing called “{tree.fact}” to look at."
    elif tree.op not in OPERATORS[kind]:
        errors[f"{path}.op"] = f"This is {WORDS[kind]}. Choose one of: {', '.join(OPERATORS[kind])}."
    elif tree.op not in (*values.WITHOUT, "within_days") and not _suits(kind, tree.value):
        errors[f"{path}.value"] = f"Compare this with {'a text' if kind in ('list', 'ids') else WORDS[kind]}."


def _suits(kind: str, value: Any) -> bool:
    several = value if isinstance(value, tuple) else (value,)
    if kind == "number":
        return all(one.__class__ in (int, float) for one in several)
    if kind == "flag":
        return all(one.__class__ is bool for one in several)
    return all(
        one.__class__ is str and (kind not in ("day", "time") or is_time(one) is (kind == "time")) for one in several
    )
