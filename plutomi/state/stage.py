"""One stage's form: which questions it asks, in which order, and how applicants see it."""

import dataclasses
from typing import Any
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from plutomi.db import transaction
from plutomi.domain import openings, questions, stages
from plutomi.domain.questions import Use
from plutomi.errors import Refusal
from plutomi.models.question import CHOICE_TYPES
from plutomi.state.asked import Ask, asks
from plutomi.state.page import Page
from plutomi.state.parse import number_of, text_of, uuid_of
from plutomi.state.questions import TYPES, QuestionRow, read_question, row_of
from plutomi.state.session import ProtectedBase
from plutomi.state.toasts import say

MOST_FOUND = 30


@dataclasses.dataclass
class FoundRow:
    """A question of the bank that could be asked here."""

    question: QuestionRow
    is_asked: bool


class StageState(Page, ProtectedBase):
    """The page of one stage's form."""

    name: str = ""
    opening_name: str = ""
    opening_path: str = ""
    next_name: str = ""
    items: list[dict[str, Any]] = []
    asked: list[Ask] = []
    found: list[FoundRow] = []
    sought: str = ""
    ack: int = 0
    refusal: str = ""
    dialog: str = ""
    has_options: bool = False

    @rx.event
    async def load(self):
        """Read the stage in the address and what it asks."""
        self.reset()
        with self._loading():
            await self._refresh()

    @rx.event
    async def reorder(self, move: dict[str, Any]):
        """Put a question where it was dropped."""
        actor, self.refusal = self._actor(), ""
        try:
            async with transaction(actor.org_id) as session:
                at = number_of(move.get("position"))
                await questions.move(session, actor, self._id("stage_id"), uuid_of(move.get("id")), at)
        except Refusal as refusal:
            self.refusal = refusal.message
        await self._refresh()
        self.ack = number_of(move.get("seq"))

    @rx.event
    async def act(self, asked: dict[str, Any]):
        """What a button beside a question asks for: to be required or not, to be taken out."""
        id = uuid_of(asked.get("id"))
        item = next((one for one in self.items if one["id"] == str(id)), None)
        if item and asked.get("key") == "require":
            await self._require(id, not item["is_on"])
        if item and asked.get("key") == "remove":
            return await self._remove(id, item)

    @rx.event
    async def start_adding(self):
        """Open the bank."""
        self.errors, self.sought, self.dialog = {}, "", "bank"
        await self._find()

    @rx.event
    async def start_creating(self):
        """Open the form of a new question."""
        self.errors, self.dialog, self.has_options = {}, "new", False

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
    async def choose_type(self, type: str):
        """Show the field for options to the types that have them."""
        self.has_options = type in CHOICE_TYPES

    @rx.event
    async def add(self, id: str):
        """Ask a question of the bank here, last."""
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            await questions.attach(session, actor, self._id("stage_id"), uuid_of(id))
        await self._refresh()
        await self._find()

    @rx.event
    async def create(self, form: dict[str, Any]):
        """Make a question and ask it here, last."""
        actor, is_required = self._actor(), text_of(form, "is_required") == "on"
        if self.dialog != "new":  # a second click's form
            return
        with self._asking(taken="key"):
            async with transaction(actor.org_id) as session:
                question = await questions.create(session, actor, text_of(form, "key"), **read_question(form))
                await questions.attach(session, actor, self._id("stage_id"), question.id, is_required=is_required)
            self.dialog = ""
            await self._refresh()
            return say(f"“{question.title}” is asked here now.")

    @rx.event
    async def put_back(self, id: str, position: int, is_required: bool):
        """Undo a removal."""
        actor, at = self._actor(), number_of(position)
        async with transaction(actor.org_id) as session:
            await questions.attach(session, actor, self._id("stage_id"), uuid_of(id), at, bool(is_required))
        await self._refresh()

    async def _require(self, id: UUID, is_required: bool) -> None:
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            await questions.require(session, actor, self._id("stage_id"), id, is_required)
        await self._refresh()

    async def _remove(self, id: UUID, item: dict[str, Any]) -> EventSpec:
        actor, position = self._actor(), self.items.index(item)
        async with transaction(actor.org_id) as session:
            await questions.detach(session, actor, self._id("stage_id"), id)
        await self._refresh()
        back = StageState.put_back(item["id"], position, item["is_on"])
        return say(f"“{item['label']}” is not asked here any more. Answers given are kept.", undo=back)

    async def _find(self) -> None:
        actor, asked = self._actor(), {item["id"] for item in self.items}
        async with transaction(actor.org_id) as session:
            bank = await questions.bank(session, actor, self.sought)
        self.found = [FoundRow(row_of(one, uses), str(one.id) in asked) for one, uses in bank[:MOST_FOUND]]

    async def _refresh(self) -> None:
        actor, opening_id = self._actor(), self._id("opening_id")
        async with transaction(actor.org_id) as session:
            stage = await stages.get(session, actor, self._id("stage_id"))
            opening = await openings.get(session, actor, stage.opening_id)
            onward = await stages.get(session, actor, stage.next_stage_id) if stage.next_stage_id else None
            uses = await questions.of_stage(session, actor, stage.id)
        self.name, self.next_name = stage.name, onward.name if onward else ""
        self.opening_name, self.opening_path = opening.name, f"/openings/{opening_id}"
        self.items, self.asked = [_item(use) for use in uses], asks(use.asked for use in uses)


def _item(use: Use) -> dict[str, Any]:
    """A question as the sortable list shows it."""
    one = use.question
    options = f", {len(one.options)} options" if one.options else ""
    return {"id": str(one.id), "label": one.title, "detail": TYPES[one.type] + options, "is_on": use.is_required}
