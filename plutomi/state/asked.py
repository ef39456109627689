"""Questions as a page's form shows them, and what such a form sends back."""

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby
from typing import Any
from uuid import UUID

from reflex_base.utils.form import FormData

from plutomi.models import File
from plutomi.rules import addresses, countries, drawing
from plutomi.rules.answers import Asked
from plutomi.state.filing import FilesAsked, files_asked
from plutomi.tongue import say

PREFIX = "answers."


@dataclass
class Ask:
    """One question: `name` is its input's; `value`, `chosen` or `parts` is what was answered before.

    `show_if` are conditions as JSON, "" for always; `heading` begins a section, whose id is in all of its questions.
    `least_counted` and `most_counted` are ends that are counted from today, for browsers to count from theirs.
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
    key: str = ""
    placeholder: str = ""
    least: str = ""
    most: str = ""
    least_counted: str = ""
    most_counted: str = ""
    unit: str = ""
    max_length: int = 0
    marks: list[str] = field(default_factory=list)
    agreement: str = ""
    is_hidden: bool = False
    show_if: str = ""
    section: str = ""
    heading: str = ""
    heading_about: str = ""
    heading_show_if: str = ""
    files: FilesAsked = field(default_factory=FilesAsked)
    lang: str = "en"


def asks(
    asked: Iterable[Asked],
    answered: Mapping[UUID, Any] | None = None,
    parameters: Mapping[str, str] | None = None,
    files: Mapping[str, File] | None = None,
    lang: str = "en",
) -> list[Ask]:
    """The form's questions, filled with what was answered before, or else what the page's address says.

    `files` are those of the answers, by their ids; `lang` is the language of the org's own words.
    """

    def ask(one: Asked) -> Ask:
        value = (answered or {}).get(one.question_id)
        return replace(_ask(one, value, parameters or {}), files=files_asked(one, value, files), lang=lang)

    sections = groupby(asked, lambda one: one.section)
    return [one for section, questions in sections for one in _headed(section, [ask(one) for one in questions])]


def stamp() -> int:
    """A number that was not there before, also in a process that was started since: tells answers to a form apart."""
    return time.time_ns() // 1000


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


def _headed(section: Any, questions: list[Ask]) -> Iterator[Ask]:
    """A section's questions, the first with its heading."""
    if section is not None:
        for one in questions:
            one.section = str(section.id)
        first = questions[0]
        first.heading, first.heading_about = section.title, section.description
        first.heading_show_if = _condition(section.show_if)
    yield from questions


def _ask(one: Asked, value: Any, parameters: Mapping[str, str]) -> Ask:
    typed = drawing.typed(one, value) or (drawing.prefilled(one, parameters) if value is None else [])
    least, most = drawing.ends(one)
    least_counted, most_counted = drawing.counted_ends(one)
    return Ask(
        one.field,
        one.title,
        drawing.hint(one),
        one.type,
        one.is_required,
        list(one.options),
        value=typed[0] if typed and one.type != "several_choices" else "",
        chosen=typed if one.type == "several_choices" else [],
        key=one.key,
        placeholder=one.placeholder,
        least=least,
        most=most,
        least_counted=least_counted,
        most_counted=most_counted,
        unit=str(one.limits.get("unit", "")),
        max_length=int(one.limits.get("max_length", 0)),
        marks=drawing.marks(one),
        agreement=drawing.agreement(one),
        is_hidden=one.is_hidden,
        show_if=_condition(one.show_if),
        **(postal(one.limits, value) if one.type == "address" else {}),
    )


def _condition(tree: Mapping[str, Any] | None) -> str:
    return json.dumps(tree, separators=(",", ":"), ensure_ascii=False) if tree else ""


def postal(limits: Mapping[str, Any], value: Any) -> dict[str, Any]:
    """What the row of an address has beside the others."""
    given = {str(name): str(words) for name, words in value.items()} if isinstance(value, Mapping) else {}
    only = str(limits.get("country") or "")
    here = next((code for code in (only, given.get("country")) if countries.is_country(code)), addresses.HOME)
    return {
        "parts": given | {"country": here},
        "layout": [asdict(part) | {"label": say(part.label)} for part in countries.country(here).parts],
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
