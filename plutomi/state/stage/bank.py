"""Adding to a stage's form: questions of the bank, new ones, sections."""

import dataclasses
from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import questions, sections
from plutomi.state.parse import text_of, uuid_of
from plutomi.state.questions import QuestionRow, read_question, row_of
from plutomi.state.stage.page import StageState
from plutomi.state.toasts import say

MOST_FOUND = 30


@dataclasses.dataclass
class FoundRow:
    """A question of the bank that could be asked here."""

    question: QuestionRow
    is_asked: bool


class AddingState(StageState):
    """The dialogs by which a form grows."""

    found: list[FoundRow] = []
    sought: str = ""

    @rx.event
    async def start_adding(self):
        """Open the bank."""
        self.errors, self.sought, self.dialog = {}, "", "bank"
        await self._find()

    @rx.event
    async def start_creating(self):
        """Open the form of a new question."""
        self.errors, self.dialog, self.type, self.list_id = {}, "new", "short_text", ""

    @rx.event
    async def start_section(self):
        """Open the form of a new section."""
        self.errors, self.dialog = {}, "section"

    @rx.event
    async def close(self):
        """Close whatever dialog is open."""
        self.dialog = ""

    @rx.event
    async def search(self, text: str):
        """Look in the bank."""
        self.sought = str(text)[:200]
        await self._find()

    @rx.event
    async def add(self, id: str):
        """Ask a question of the bank here, last; a second click's comes when it is asked already."""
        actor = self._actor()
        if any(item["id"] == id for item in self.items):
            return
        async with transaction(actor.org_id) as session:
            await questions.attach(session, actor, self._id("stage_id"), uuid_of(id), section_id=self._last_section())
        await self._refresh()
        await self._find()

    @rx.event
    async def create(self, form: dict[str, Any]):
        """Make a question and ask it here, last."""
        actor, is_required = self._actor(), text_of(form, "is_required") == "on"
        if self.dialog != "new":  # a second click's form
            return None
        with self._asking(taken="key"):
            async with transaction(actor.org_id) as session:
                question = await questions.create(session, actor, text_of(form, "key"), **read_question(form))
                await questions.attach(
                    session, actor, self._id("stage_id"), question.id, None, is_required, self._last_section()
                )
            self.dialog = ""
            await self._refresh()
            return say(f"“{question.title}” is asked here now.")
        return None

    @rx.event
    async def create_section(self, form: dict[str, Any]):
        """Begin a section, last."""
        actor = self._actor()
        if self.dialog != "section":
            return
        with self._asking():
            async with transaction(actor.org_id) as session:
                about = text_of(form, "description")
                await sections.create(session, actor, self._id("stage_id"), text_of(form, "title"), description=about)
            self.dialog = ""
            await self._refresh()

    def _last_section(self) -> Any:
        return self._sections[-1].id if self._sections else None

    async def _find(self) -> None:
        actor, asked = self._actor(), {item["id"] for item in self.items}
        async with transaction(actor.org_id) as session:
            bank = await questions.bank(session, actor, self.sought)
        self.found = [FoundRow(row_of(one, uses), str(one.id) in asked) for one, uses in bank[:MOST_FOUND]]
