"""What the form builder shows of a form: its list, what is at hand, what conditions may look at; and a new order."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any
from uuid import UUID

from plutomi.models import Section
from plutomi.rules.answers import Asked
from plutomi.rules.told import THEY, told
from plutomi.state.questions import TYPES

Item = dict[str, Any]


@dataclass
class UseSettings:
    """How this form asks a question; `show_if` is a condition as JSON, "" for always."""

    id: str = ""
    key: str = ""
    title: str = ""
    type: str = ""
    type_name: str = ""
    section_id: str = ""
    help: str = ""
    placeholder: str = ""
    prefill: str = ""
    show_if: str = ""
    is_required: bool = True
    is_hidden: bool = False
    is_secure: bool = False


@dataclass
class SectionSettings:
    id: str = ""
    title: str = ""
    about: str = ""
    show_if: str = ""


@dataclass
class SectionChoice:
    id: str
    name: str


@dataclass(frozen=True)
class Order:
    """The sections in order; the questions in order, each with the section it stands in and its place there."""

    sections: list[UUID]
    questions: list[tuple[UUID, UUID | None, int]]


def items_of(asked: Sequence[Asked], sections: Sequence[Section], before: Sequence[Asked] = ()) -> list[Item]:
    """The form as one list: questions without a section, then each section with its own. `before`: earlier forms'."""
    titles = {one.key: one.title for one in (*before, *asked)}
    rows = [_item(one, titles) for one in asked if one.section is None]
    for section in sections:
        within = [one for one in asked if one.section and one.section.id == section.id]
        rows += [_head(section, within, titles), *(_item(one, titles) for one in within)]
    return rows


def use_settings(one: Asked) -> UseSettings:
    return UseSettings(
        id=str(one.question_id),
        key=one.key,
        title=one.title,
        type=one.type,
        type_name=TYPES[one.type],
        section_id=str(one.section.id) if one.section else "",
        help=one.help,
        placeholder=one.placeholder,
        prefill=one.prefill,
        show_if=as_json(one.show_if),
        is_required=one.is_required,
        is_hidden=one.is_hidden,
        is_secure=one.is_secure,
    )


def section_settings(one: Section) -> SectionSettings:
    return SectionSettings(str(one.id), one.title, one.description, as_json(one.show_if))


def earlier(before: Sequence[Asked], asked: Sequence[Asked], items: Sequence[Item], id: str) -> list[dict[str, Any]]:
    """What conditions may look at: earlier forms, and what stands in the list before the one with this id."""
    above = {item["id"] for item in takewhile(lambda item: item["id"] != id, items)}
    found = {one.key: one for one in (*before, *(one for one in asked if str(one.question_id) in above))}
    return [
        {"key": one.key, "title": one.title, "type": one.type, "options": list(one.options)} for one in found.values()
    ]


def moved(items: Sequence[Item], id: str, position: int) -> list[Item]:
    """The list with one thing put at a position, a section with what stands in it: as sortable_model.js shows it."""
    start = next((at for at, item in enumerate(items) if item["id"] == id), None)
    if start is None:
        return list(items)
    block = [items[start]]
    if _is_section(block[0]):
        block += takewhile(lambda item: not _is_section(item), items[start + 1 :])
    others = [item for item in items if item not in block]
    at = max(0, position)
    if _is_section(block[0]):
        at = sum(item not in block for item in [one for one in items if one is not block[0]][:at])
        at = next((n for n, item in enumerate(others) if n >= at and _is_section(item)), len(others))
    return [*others[:at], *block, *others[at:]]


def places(items: Sequence[Item]) -> Order:
    """The order a list means."""
    order, at = Order([], []), 0
    for item in items:
        if _is_section(item):
            order.sections.append(UUID(item["id"]))
            at = 0
        else:
            order.questions.append((UUID(item["id"]), order.sections[-1] if order.sections else None, at))
            at += 1
    return order


def as_json(tree: dict[str, Any] | None) -> str:
    return json.dumps(tree, ensure_ascii=False) if tree else ""


def _is_section(item: Item) -> bool:
    return item.get("kind") == "section"


def _item(one: Asked, titles: dict[str, str]) -> Item:
    marks = [f"{len(one.options)} options" if one.options else "", "hidden" if one.is_hidden else ""]
    marks += ["secure" if one.is_secure else "", _when(one.show_if, titles)]
    detail = " · ".join(filter(None, (TYPES[one.type], *marks)))
    return {
        "id": str(one.question_id),
        "label": one.title,
        "detail": detail,
        "is_on": one.is_required,
        "is_within": one.section is not None,
    }


def _head(section: Section, within: Sequence[Asked], titles: dict[str, str]) -> Item:
    count = "Empty: drag questions here" if not within else f"{len(within)} question{'s' if len(within) > 1 else ''}"
    detail = " · ".join(filter(None, ("Section", count, _when(section.show_if, titles))))
    return {"id": str(section.id), "kind": "section", "label": section.title, "detail": detail}


def _when(tree: dict[str, Any] | None, titles: dict[str, str]) -> str:
    return f"only if {told(tree, titles, THEY)}" if tree else ""
