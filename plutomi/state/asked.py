"""Questions as a page's form shows them, and what such a form sends back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from reflex_base.utils.form import FormData

from plutomi.rules.answers import Asked

PREFIX = "answers."


@dataclass
class Ask:
    """One question: `name` is its input's; `value` or `chosen` is what was answered before."""

    name: str
    title: str
    hint: str
    type: str
    is_required: bool
    options: list[str] = field(default_factory=list)
    value: str = ""
    chosen: list[str] = field(default_factory=list)


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
    return Ask(one.field, one.title, one.description, one.type, one.is_required, options, _typed(value), several)


def _typed(value: Any) -> str:
    """An answer as it would be typed or chosen."""
    if value is None or isinstance(value, list):
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
