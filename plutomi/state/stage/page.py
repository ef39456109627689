"""The form builder's page: the form as a list, in what order, and how applicants see it."""

from typing import Any
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from plutomi.db import transaction
from plutomi.domain import openings, option_lists, questions, sections, stages
from plutomi.errors import NotFound, Refusal
from plutomi.models import Section
from plutomi.rules.answers import Asked
from plutomi.state.asked import Ask, asks
from plutomi.state.page import Page
from plutomi.state.parse import number_of, uuid_of
from plutomi.state.questions import TYPES, ListChoice, QuestionRow
from plutomi.state.session import ProtectedBase
from plutomi.state.stage.rows import Item, SectionChoice, SectionSettings, UseSettings, earlier, items_of, moved, places
from plutomi.state.toasts import say


class StageState(Page, ProtectedBase):
    """The page of one stage's form. `panel` is what stands in the list's place: "", use or section."""

    name: str = ""
    opening_name: str = ""
    opening_path: str = ""
    next_name: str = ""
    items: list[dict[str, Any]] = []
    asked: list[Ask] = []
    sections: list[SectionChoice] = []
    lists: list[ListChoice] = []
    ack: int = 0
    refusal: str = ""
    dialog: str = ""
    panel: str = ""
    use: UseSettings = UseSettings()
    question: QuestionRow = QuestionRow()
    section: SectionSettings = SectionSettings()
    earlier: list[dict[str, Any]] = []
    type: str = "short_text"
    list_id: str = ""
    _form: tuple[Asked, ...] = ()
    _before: tuple[Asked, ...] = ()
    _sections: tuple[Section, ...] = ()
    _removed: dict[tuple[UUID, UUID], dict[str, Any]] = {}  # by stage and question: how it was asked

    @rx.event
    async def load(self):
        """Read the stage in the address and what it asks."""
        removed = self._removed
        self.reset()
        self._removed = removed  # a message with its Undo outlasts the page
        with self._loading():
            await self._refresh()

    @rx.event
    async def reorder(self, move: dict[str, Any]):
        """Put a question or a section where it was dropped."""
        self.refusal = ""
        try:
            await self._put(str(move.get("id")), number_of(move.get("position")))
        except Refusal as refusal:
            self.refusal = refusal.message
        finally:
            self.ack = number_of(move.get("seq"))
            await self._refresh()
        return say(self.refusal, "refused") if self.refusal else None

    @rx.event
    async def act(self, asked: dict[str, Any]):
        """What a button beside something asks for: to be required or not, to be taken out."""
        item = next((one for one in self.items if one["id"] == str(asked.get("id"))), None)
        if item and asked.get("key") == "require" and "is_on" in item:
            await self._require(UUID(item["id"]), not item["is_on"])
        if item and asked.get("key") == "remove":
            return await (self._dissolve(item) if item.get("kind") == "section" else self._remove(item))
        return None

    @rx.event
    async def put_back(self, stage_id: str, id: str):
        """Undo a removal: the question is asked as it was before."""
        actor, gone = self._actor(), self._removed.pop((uuid_of(stage_id), uuid_of(id)), None)
        if gone is None:
            raise NotFound
        async with transaction(actor.org_id) as session:
            await questions.attach(session, actor, uuid_of(stage_id), uuid_of(id), **gone)
        if self.router_data.get("query", {}).get("stage_id") == stage_id:
            await self._refresh()

    @rx.event
    async def choose_type(self, type: str):
        """Show the fields this type has."""
        self.type = type if type in TYPES else "short_text"

    @rx.event
    async def choose_list(self, id: str):
        """Take the options from a list, or write them here."""
        self.list_id = str(id)[:40]

    async def _put(self, id: str, position: int) -> None:
        actor, order = self._actor(), places(moved(self.items, id, position))
        async with transaction(actor.org_id) as session:
            for at, section_id in enumerate(order.sections):
                if str(section_id) == id:
                    await sections.move(session, actor, section_id, at)
            for question_id, within, at in order.questions:
                if str(question_id) == id:
                    await questions.move(session, actor, self._id("stage_id"), question_id, at, within)

    async def _require(self, id: UUID, is_required: bool) -> None:
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            await questions.require(session, actor, self._id("stage_id"), id, is_required)
        await self._refresh()

    async def _remove(self, item: Item) -> EventSpec:
        actor = self._actor()
        stage_id, id = self._id("stage_id"), UUID(item["id"])
        position = next(at for one, _, at in places(self.items).questions if one == id)
        try:
            async with transaction(actor.org_id) as session:
                gone = await questions.detach(session, actor, stage_id, id)
        except Refusal as refusal:
            return say(refusal.message, "refused")
        self._removed[stage_id, id] = gone | {"position": position}
        await self._refresh()
        back = StageState.put_back(str(stage_id), str(id))
        return say(f"“{item['label']}” is not asked here any more. Answers given are kept.", undo=back)

    async def _dissolve(self, item: Item) -> EventSpec:
        actor = self._actor()
        try:
            async with transaction(actor.org_id) as session:
                await sections.delete(session, actor, UUID(item["id"]))
        except Refusal as refusal:
            return say(refusal.message, "refused")
        await self._refresh()
        return say(f"The section “{item['label']}” is gone. Its questions stand at the top.")

    async def _refresh(self) -> None:
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            stage = await stages.get(session, actor, self._id("stage_id"))
            opening = await openings.get(session, actor, stage.opening_id)
            onward = await stages.get(session, actor, stage.next_stage_id) if stage.next_stage_id else None
            self._form = tuple(use.asked for use in await questions.of_stage(session, actor, stage.id))
            self._sections = tuple(await sections.list_of(session, actor, stage.id))
            self._before = await self._asked_before(session, stage)
            lists = await option_lists.bank(session, actor)
        self.name, self.next_name = stage.name, onward.name if onward else ""
        self.opening_name, self.opening_path = opening.name, f"/openings/{opening.id}"
        self.lists = [ListChoice(str(one.id), one.name) for one, _ in lists]
        self.sections = [SectionChoice(str(one.id), one.title) for one in self._sections]
        self._draw()

    async def _asked_before(self, session: Any, stage: Any) -> tuple[Asked, ...]:
        """What the opening's earlier stages ask: conditions may look at that too."""
        line = await stages.list_of(session, self._actor(), stage.opening_id)
        earlier = [one for one in line if one.position < stage.position]
        asked = [await questions.of_stage(session, self._actor(), one.id) for one in earlier]
        return tuple(use.asked for uses in asked for use in uses)

    def _draw(self) -> None:
        self.items = items_of(self._form, self._sections, self._before)
        self.asked = asks(self._form)
        self.earlier = earlier(self._before, self._form, self.items, self.use.id or self.section.id)
