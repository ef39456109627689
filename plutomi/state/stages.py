"""An opening's stages: their order, and what becomes of each."""

import dataclasses
from typing import Any
from uuid import UUID

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import openings, stages
from plutomi.domain.cloning import stages as cloning
from plutomi.domain.stages import StageLine
from plutomi.errors import Invalid, Refusal, StillInUse, UsedByRules
from plutomi.state.page import Page
from plutomi.state.parse import number_of, text_of, uuid_of
from plutomi.state.session import ProtectedBase
from plutomi.state.toasts import say


@dataclasses.dataclass
class StageView:
    """The stage a dialog is about."""

    id: str = ""
    name: str = ""
    next_id: str = ""
    applicants: int = 0


class StagesState(Page, ProtectedBase):
    """The list of stages in an opening's settings."""

    items: list[dict[str, Any]] = []
    applicants: int = 0
    choices: list[dict[str, str]] = []
    ack: int = 0
    refusal: str = ""
    chosen: StageView = StageView()
    in_use: str = ""  # by which rules, once that was found
    dialog: str = ""
    add_at: str = ""
    _lines: dict[str, StageView] = {}

    @rx.event
    async def load(self):
        """Read the stages of the opening in the address."""
        self.items, self.dialog, self.refusal = [], "", ""
        with self._loading():
            await self._refresh()

    @rx.event
    async def recount(self):
        """Read again what would go with the opening: its stages, and whoever applied."""
        actor = self._actor()
        await self._refresh()
        async with transaction(actor.org_id) as session:
            self.applicants = await openings.count_applicants(session, actor, self._id("opening_id"))

    @rx.event
    async def reorder(self, move: dict[str, Any]):
        """Put a stage where it was dropped; the list shows the true order again, whatever came of it."""
        actor, self.refusal = self._actor(), ""
        try:
            async with transaction(actor.org_id) as session:
                await stages.move(session, actor, uuid_of(move.get("id")), number_of(move.get("position")))
        except Refusal as refusal:
            self.refusal = refusal.message
        finally:
            self.ack = number_of(move.get("seq"))
            await self._refresh()

    @rx.event
    async def act(self, asked: dict[str, Any]):
        """What a button beside a stage asks for: a stage after it, its settings, its end."""
        id, key = str(asked.get("id")), asked.get("key")
        if id in self._lines and key == "add":
            self._open("add", add_at=str(list(self._lines).index(id) + 1))
        elif id in self._lines and key == "edit":
            self._open("edit", chosen=self._lines[id])
        elif id in self._lines and key == "delete":
            await self._refresh()  # whoever came since the page was loaded must go somewhere
            if id in self._lines:
                self._open("delete", chosen=self._lines[id])
        elif id in self._lines and key == "clone":
            await self._open_clone(self._lines[id])

    @rx.event
    async def open_form(self, id: str):
        """Go to the questions a stage asks."""
        return rx.redirect(f"/openings/{self._id('opening_id')}/stages/{uuid_of(id)}")

    @rx.event
    async def start_adding(self):
        """Open the form for a stage at the end."""
        self._open("add", add_at=str(len(self.items)))

    @rx.event
    async def close(self):
        """Close whatever dialog is open."""
        self.dialog = ""

    @rx.event
    async def add(self, form: dict[str, Any]):
        """Make a stage where it was asked for; a second click's form comes when the dialog is closed already."""
        actor = self._actor()
        if self.dialog != "add":
            return
        with self._asking():
            async with transaction(actor.org_id) as session:
                name, at = text_of(form, "name"), text_of(form, "position")
                position = int(at[:4]) if at.isdecimal() else None
                stage = await stages.create(session, actor, self._id("opening_id"), name, position)
            return await self._done(f"“{stage.name}” is added.")

    @rx.event
    async def change(self, form: dict[str, Any]):
        """Rename the chosen stage, or say where its applicants go next."""
        actor = self._actor()
        with self._asking():
            onward = text_of(form, "next_stage_id")
            given = {"name": text_of(form, "name"), "next_stage_id": uuid_of(onward) if onward else None}
            async with transaction(actor.org_id) as session:
                stage = await stages.change(session, actor, uuid_of(self.chosen.id), **given)
            return await self._done(f"“{stage.name}” is saved.")

    @rx.event
    async def delete(self, form: dict[str, Any]):
        """Delete the chosen stage; its applicants go where the form says, and rules stop once that was said."""
        actor, target = self._actor(), text_of(form, "move_to")
        if self.dialog != "delete":
            return
        with self._asking():
            if self.chosen.applicants and not target:
                raise Invalid({"move_to": "Choose where its applicants go."})
            asked = (uuid_of(self.chosen.id), uuid_of(target) if target else None)
            try:
                async with transaction(actor.org_id) as session:
                    await stages.delete(session, actor, *asked, stop_rules=self.in_use != "")
            except UsedByRules as refusal:
                self.in_use = refusal.message
                return
            except StillInUse as refusal:
                await self._refresh()
                self._choose(self._lines.get(self.chosen.id, self.chosen))
                raise Invalid({"move_to": refusal.message}) from None
            return await self._done(f"“{self.chosen.name}” is deleted.")

    @rx.event
    async def clone(self, form: dict[str, Any]):
        """Copy the chosen stage, here or into the opening that was chosen."""
        actor, into = self._actor(), text_of(form, "opening_id")
        if self.dialog != "clone":
            return
        with self._asking():
            target = uuid_of(into) if into else None
            async with transaction(actor.org_id) as session:
                stage = await cloning.clone(session, actor, uuid_of(self.chosen.id), target, text_of(form, "name"))
            where = "" if stage.opening_id == self._id("opening_id") else ", last in the other opening"
            return await self._done(f"“{stage.name}” is made{where}.")

    async def _open_clone(self, chosen: StageView) -> None:
        """The choices are the other openings."""
        actor, here = self._actor(), self._id("opening_id")
        self._open("clone", chosen=chosen)
        async with transaction(actor.org_id) as session:
            lines = await openings.list_all(session, actor)
        self.choices = [{"id": str(o.opening.id), "name": o.opening.name} for o in lines if o.opening.id != here]

    def _open(self, dialog: str, chosen: StageView | None = None, add_at: str = "") -> None:
        self.errors, self.dialog, self.add_at, self.in_use = {}, dialog, add_at, ""
        self._choose(chosen or StageView())

    def _choose(self, chosen: StageView) -> None:
        self.chosen = chosen
        others = [one for one in self._lines.values() if one.id != self.chosen.id]
        self.choices = [{"id": one.id, "name": one.name} for one in others]

    async def _done(self, words: str):
        self.dialog = ""
        await self._refresh()
        return say(words)

    async def _refresh(self) -> None:
        actor, id = self._actor(), self._id("opening_id")
        async with transaction(actor.org_id) as session:
            await openings.get(session, actor, id)
            lines = await stages.lines_of(session, actor, id)
        names = {line.stage.id: line.stage.name for line in lines}
        self.items = [_item(line, names) for line in lines]
        self._lines = {str(line.stage.id): _view(line) for line in lines}


def _item(line: StageLine, names: dict[UUID, str]) -> dict[str, Any]:
    """A stage as the sortable list shows it."""
    onward = names.get(line.stage.next_stage_id) if line.stage.next_stage_id else None
    asks = (
        f"{line.questions} {'question' if line.questions == 1 else 'questions'}" if line.questions else "No questions"
    )
    return {
        "id": str(line.stage.id),
        "label": line.stage.name,
        "detail": f"{asks}, then {f'on to {onward}' if onward else 'review'}",
        "badge": f"{line.applicants:,}" if line.applicants else "",
    }


def _view(line: StageLine) -> StageView:
    one = line.stage
    return StageView(str(one.id), one.name, str(one.next_stage_id or ""), line.applicants)
