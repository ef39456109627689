"""How one question, or one section, stands in a form: read, tried out in the preview, saved."""

import json
from dataclasses import replace
from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import questions, sections
from plutomi.errors import Invalid, NotFound
from plutomi.rules.answers import Asked
from plutomi.rules.conditions import dump, parse
from plutomi.state.asked import asks
from plutomi.state.parse import text_of, uuid_of
from plutomi.state.questions import QuestionRow, read_question, row_of
from plutomi.state.stage.page import StageState
from plutomi.state.stage.rows import SectionSettings, UseSettings, earlier, section_settings, use_settings
from plutomi.state.toasts import say

FLAGS = ("is_required", "is_hidden", "is_secure")
TEXTS = ("help", "placeholder", "prefill")


class SettingsState(StageState):
    """What stands in the list's place while one thing is at hand."""

    @rx.event
    async def open(self, id: str):
        """Show the settings of a question or a section of this form."""
        self.errors = {}
        one = next((one for one in self._form if str(one.question_id) == id), None)
        section = next((one for one in self._sections if str(one.id) == id), None)
        if one:
            await self._open_use(one)
        elif section:
            self.panel, self.section, self.use = "section", section_settings(section), UseSettings()
        else:
            raise NotFound
        self.earlier = earlier(self._before, self._form, self.items, id)

    @rx.event
    async def leave(self):
        """Back to the list; what was only tried out is gone."""
        self._shut()
        self._draw()

    @rx.event
    async def try_use(self, form: dict[str, Any]):
        """Show in the preview what the settings at hand would do."""
        self.asked = asks(_tried(one, form) if str(one.question_id) == self.use.id else one for one in self._form)

    @rx.event
    async def try_section(self, form: dict[str, Any]):
        """Show in the preview how the section at hand would look."""
        given = {"title": text_of(form, "title") or self.section.title, "description": text_of(form, "description")}
        self.asked = asks(_within(one, self.section.id, given | {"show_if": _condition(form)}) for one in self._form)

    @rx.event
    async def save_use(self, form: dict[str, Any]):
        """Keep how this form asks the question at hand."""
        actor, id = self._actor(), uuid_of(self.use.id)
        given: dict[str, Any] = {name: text_of(form, name) for name in TEXTS}
        given |= {name: text_of(form, name) == "on" for name in FLAGS}
        with self._asking():
            given["show_if"] = _read(form)
            async with transaction(actor.org_id) as session:
                await questions.adjust(session, actor, self._id("stage_id"), id, **given)
            return await self._saved(self.use.title)
        self._gather()
        return None

    @rx.event
    async def save_question(self, form: dict[str, Any]):
        """Change the question itself, wherever it is asked."""
        actor, id = self._actor(), uuid_of(self.use.id)
        with self._asking():
            async with transaction(actor.org_id) as session:
                await questions.change(session, actor, id, **read_question(form))
            return await self._saved(text_of(form, "title"))
        return None

    @rx.event
    async def save_section(self, form: dict[str, Any]):
        """Keep the section at hand."""
        actor, id = self._actor(), uuid_of(self.section.id)
        given = {name: text_of(form, name) for name in ("title", "description")}
        with self._asking():
            condition = _read(form)
            async with transaction(actor.org_id) as session:
                await sections.change(session, actor, id, **given, show_if=condition)
            return await self._saved(given["title"])
        self._gather()
        return None

    async def _open_use(self, one: Asked) -> None:
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            question = await questions.get(session, actor, one.question_id)
            used = await questions.used_in(session, actor, one.question_id)
        self.panel, self.use, self.section = "use", use_settings(one), SectionSettings()
        self.question = row_of(question, len(used))
        self.type, self.list_id = self.question.type, self.question.list_id

    async def _saved(self, title: str) -> Any:
        self._shut()
        await self._refresh()
        return say(f"“{title}” is saved.")

    def _shut(self) -> None:
        self.panel, self.errors = "", {}
        self.use, self.section, self.question = UseSettings(), SectionSettings(), QuestionRow()

    def _gather(self) -> None:
        """What is wrong inside a condition, at the condition."""
        inside = [words for name, words in self.errors.items() if name.startswith("show_if.")]
        if inside:
            self.errors = self.errors | {"show_if": inside[0]}


def _read(form: Any) -> Any:
    """The condition in a form; Invalid when it is none."""
    text = text_of(form, "show_if")
    try:
        return json.loads(text) if text else None
    except ValueError:
        raise Invalid({"show_if": "This condition cannot be read."}) from None


def _condition(form: Any) -> dict[str, Any] | None:
    """The condition in a form as far as it is whole: while it is being put together it may not be."""
    try:
        raw = _read(form)
        return dump(parse(raw)) if raw else None
    except Invalid:
        return None


def _tried(one: Asked, form: Any) -> Asked:
    texts = {name: text_of(form, name) for name in ("help", "placeholder")}
    flags = {name: text_of(form, name) == "on" for name in FLAGS}
    return replace(one, **texts, **flags, show_if=_condition(form))


def _within(one: Asked, id: str, given: dict[str, Any]) -> Asked:
    is_inside = one.section is not None and str(one.section.id) == id
    return replace(one, section=replace(one.section, **given)) if is_inside and one.section else one
