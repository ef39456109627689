"""Letters with names to fill in: `{{ applicant.name }}`. Names stand for facts; nothing is ever evaluated."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from plutomi.rules.addresses import show
from plutomi.templating import LINK

# What can be filled in everywhere, and how it reads before there is an applicant; and `answers.KEY` besides.
SAMPLE = {
    "applicant.name": "Grace Hopper",
    "applicant.email": "grace@example.com",
    "opening.name": "New York City",
    "stage.name": "Interview",
    "org.name": "Acme",
}
ANSWERS = "answers."
FILLABLE = frozenset({
    "short_text", "long_text", "one_choice", "several_choices", "yes_no", "number", "rating", "date", "time", "email",
    "phone", "link", "address", "signature",
})  # fmt: skip
MOST = 2_000  # characters of one answer
_NAME = re.compile(r"\{\{\s*([a-z][a-z0-9_.]*)\s*\}\}")


def names_in(text: str) -> Iterator[str]:
    """The names a text asks for, as often as it does."""
    return (found[1] for found in _NAME.finditer(text))


def check(text: str, keys: Collection[str], *, may_link: bool) -> str:
    """The text; ValueError in words for a name there is not, or half of one. `keys`: of answers that may be told."""
    for name in names_in(text):
        _check_name(name, keys, may_link)
    rest = _NAME.sub("", text)
    if "{{" in rest or "}}" in rest:
        raise ValueError("Write names between double braces, like {{ applicant.name }}.")
    return text


def fill(text: str, facts: Mapping[str, str]) -> str:
    """The text with its names filled in, what is not known left out. The link stays: it is signed when it is sent."""
    return _NAME.sub(lambda found: LINK if found[1] == "link" else _tame(facts.get(found[1], "")), text)


def words(type: str, value: Any) -> str:
    """An answer as a letter says it; "" for one that letters do not hold."""
    if value is None or type not in FILLABLE:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, Mapping):
        return str(value.get("name", "")) if type == "signature" else show(value)
    return _day(value) if type == "date" else str(value)[:MOST]


def _check_name(name: str, keys: Collection[str], may_link: bool) -> None:
    if name in SAMPLE or (name == "link" and may_link):
        return
    if name == "link":
        raise ValueError("Their link belongs into the message, not here.")
    if not name.startswith(ANSWERS):
        raise ValueError(f"There is no {{{{ {name} }}}}. There are: {', '.join(SAMPLE)}, link and answers.KEY.")
    if name.removeprefix(ANSWERS) not in keys:
        raise ValueError(f"{{{{ {name} }}}} cannot be used: no such question, or its answers are secure or are files.")


def _tame(value: str) -> str:
    """What somebody typed is no name to fill in, whatever they typed."""
    return value.replace("{{", "{ {")


def _day(value: str) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day:%B} {day.day}, {day.year}"
