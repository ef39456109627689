"""Questions as a page's form shows them, and what such a form sends back."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from uuid import UUID

from reflex_base.utils.form import FormData

from plutomi.rules import addresses, countries
from plutomi.rules.answers import Asked

PREFIX = "answers."


@dataclass
class Ask:
    """One question: `name` is its input's; `value`, `chosen` or `parts` is what was answered before.

    Of an address, `layout` are its parts as its country has them, `countries` those to choose from, and `suggestions`
    by field what was likelier meant.
    """

    name: str
    title: str
    hint: str
    type: str
    is_required: bool
    options: list[str] = field(default_factory=list)
    value: str = ""
    chosen: list[str] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)
    layout: list[dict[str, Any]] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    suggestions: dict[str, str] = field(default_factory=dict)


def asks(asked: Iterable[Asked], answered: Mapping[UUID, Any] | None = None) -> list[Ask]:
    """The form's questions, filled with what was answered before."""
    return [_ask(one, (answered or {}).get(one.question_id)) for one in asked]


def submission(form: Any) -> dict[str, Any]:
    """What a form sent, as the verbs take it: plain fields by name, and `answers` by question key."""
    given: dict[str, Any] = {"answers": {}}
    for name, values in _values(form).items():
        value = values[0] if len(values) == 1 else values
        if name.startswith(PREFIX):
            given["answers"][name.removeprefix(PREFIX)] = value
        elif name != "answers":
            given[name] = value
    return given


def _ask(one: Asked, value: Any) -> Ask:
    several = [str(option) for option in value] if isinstance(value, list) else []
    options = list(one.options)
    return Ask(
        one.field,
        one.title,
        one.description,
        one.type,
        one.is_required,
        options,
        _typed(value),
        several,
        **(postal(one.limits, value) if one.type == "address" else {}),
    )


def postal(limits: Mapping[str, Any], value: Any) -> dict[str, Any]:
    """What the row of an address has beside the others."""
    given = {str(name): str(words) for name, words in value.items()} if isinstance(value, Mapping) else {}
    only = str(limits.get("country") or "")
    here = next((code for code in (only, given.get("country")) if countries.is_country(code)), addresses.HOME)
    return {
        "parts": given | {"country": here},
        "layout": [asdict(part) for part in countries.country(here).parts],
        "countries": [only] if only else list(countries.NAMES),
    }


def suggest(asks: Iterable[Ask], answers: Mapping[str, Any]) -> list[Ask]:
    """The rows with what was likelier meant where an address that was sent could not be taken."""
    return [_suggested(one, answers) if one.type == "address" else one for one in asks]


def _suggested(one: Ask, answers: Mapping[str, Any]) -> Ask:
    """Also keeps the country that was chosen, so that its parts stay where they are."""
    key = one.name.removeprefix(PREFIX)
    sent = {part: answers.get(f"{key}.{part}") for part in addresses.PARTS}
    only = one.countries[0] if len(one.countries) == 1 else ""
    likelier = addresses.suggestions(sent, {"country": only} if only else {})
    return replace(one, suggestions={f"{one.name}.{part}": value for part, value in likelier.items()})


def is_of(name: str, asks: Iterable[Ask]) -> bool:
    """Whether an error's name is that of a question, or of a part of one."""
    return any(name == one.name or name.startswith(f"{one.name}.") for one in asks)


def _typed(value: Any) -> str:
    """An answer as it would be typed or chosen."""
    if value is None or isinstance(value, list | dict):
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _values(form: Any) -> dict[str, list[Any]]:
    """Every value under each name, whatever a client sent in a form's place."""
    if isinstance(form, FormData):
        pairs = form.multi_items()
    else:
        pairs = list(form.items()) if isinstance(form, Mapping) else []
    values: dict[str, list[Any]] = {}
    for name, value in pairs:
        values.setdefault(str(name), []).append(value)
    return values
