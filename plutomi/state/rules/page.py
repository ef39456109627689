"""An opening's rules by stage, in the order they are asked: dragged, switched, deleted."""

from collections.abc import Sequence
from typing import Any

import reflex as rx
from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.db import transaction
from plutomi.domain import stages
from plutomi.domain.rules import circles, listing, making, ordering, surroundings, tallies
from plutomi.errors import Refusal
from plutomi.models import Rule
from plutomi.state.page import Page
from plutomi.state.parse import number_of, uuid_of
from plutomi.state.rules.drawing import Drawing, draw
from plutomi.state.rules.rows import ANY, Group, Item, groups_of
from plutomi.state.rules.words import names_of
from plutomi.state.session import ProtectedBase
from plutomi.state.toasts import say

FEW = 200  # rules that are shown all at once; of more, a stage's when it is asked for


class RulesState(Page, ProtectedBase):
    """The list."""

    opening_name: str = ""
    opening_path: str = ""
    groups: list[Group] = []
    many: int = 0
    view: str = "list"
    map: Drawing = Drawing()
    ack: int = 0
    refusal: str = ""
    chosen: Item = {}
    _unfolded: str = ""

    @rx.event
    async def load(self):
        """Read the rules of the opening in the address."""
        self.groups, self.many, self.chosen, self.view, self._unfolded = [], 0, {}, "list", ""
        with self._loading():
            await self._refresh()

    @rx.event
    async def show(self, view: str):
        """The list or the map."""
        self._actor()
        self.view = "map" if view == "map" else "list"
        await self._refresh()

    @rx.event
    async def unfold(self, id: str):
        """Show a stage's rules, where there are too many to show all."""
        self._actor()
        self._unfolded = "" if self._unfolded == id else id[:40]
        await self._refresh()

    @rx.event
    async def reorder(self, move: dict[str, Any]):
        """Put a rule where it was dropped; the list shows the true order again, whatever came of it."""
        actor, self.refusal = self._actor(), ""
        try:
            async with transaction(actor.org_id) as session:
                await ordering.move(session, actor, uuid_of(move.get("id")), number_of(move.get("position")))
        except Refusal as refusal:
            self.refusal = refusal.message
        finally:
            self.ack = number_of(move.get("seq"))
            await self._refresh()

    @rx.event
    async def act(self, asked: dict[str, Any]):
        """What is asked of a rule beside its sentence: to be switched, or to go."""
        item = self._item(str(asked.get("id")))
        if asked.get("key") == "switch":
            await self._switch(item)
        elif asked.get("key") == "delete":
            self.chosen = {"id": item["id"], "label": item["label"]}

    @rx.event
    async def keep(self):
        """Delete nothing."""
        self.chosen = {}

    @rx.event
    async def delete(self, form: dict[str, Any]):
        """Delete the chosen rule; what it did stays done."""
        actor, chosen = self._actor(), self.chosen
        if not chosen:
            return None
        self.chosen = {}
        async with transaction(actor.org_id) as session:
            await making.delete(session, actor, uuid_of(chosen["id"]))
        await self._refresh()
        return say("The rule is deleted. What it did stays done.")

    async def _switch(self, item: Item) -> None:
        actor = self._actor()
        try:
            async with transaction(actor.org_id) as session:
                await making.switch(session, actor, uuid_of(item["id"]), not item["is_on"])
        finally:
            await self._refresh()

    def _item(self, id: str) -> Item:
        found = (item for group in self.groups for item in group.rows if item["id"] == id)
        return next(found, {"id": id, "label": "", "is_on": True})

    async def _refresh(self) -> None:
        actor, id = self._actor(), self._id("opening_id")
        async with transaction(actor.org_id) as session:
            near = await surroundings.around(session, actor, id)
            counts = await listing.counted(session, actor, id)
            many, is_map = sum(counts.values()), self.view == "map"
            unfolded = self._unfolded if many > FEW else None
            rules = await self._read(session, unfolded)
            did = await tallies.of_rules(session, actor, [] if is_map else [one.id for one in rules])
            lines = await stages.lines_of(session, actor, id) if is_map else []
            found = await circles.around(session, actor, id) if is_map else []
        self.opening_name, self.opening_path, self.many = near.opening.name, f"/openings/{id}", many
        self.map = draw(lines, rules, found, names_of(near), counts if many > FEW else {}) if is_map else Drawing()
        self.groups = [] if is_map else groups_of(near, rules, counts, did, unfolded)

    async def _read(self, session: AsyncSession, unfolded: str | None) -> Sequence[Rule]:
        """All rules, or those of what is unfolded: a stage, "any", or "" for nothing."""
        actor, id = self._actor(), self._id("opening_id")
        if unfolded is None or unfolded == ANY:
            return await listing.of_opening(session, actor, id, is_whole=unfolded is None)
        return await listing.of_stage(session, actor, uuid_of(unfolded)) if unfolded else []
