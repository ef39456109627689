"""The org's labels."""

import dataclasses
from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import labels
from plutomi.errors import UsedByRules
from plutomi.models import Label
from plutomi.state.page import Page
from plutomi.state.parse import text_of, uuid_of
from plutomi.state.session import ProtectedBase
from plutomi.state.toasts import say


@dataclasses.dataclass
class LabelRow:
    """A label and how many applicants carry it."""

    id: str = ""
    name: str = ""
    color: str = labels.PLAIN
    ink: str = ""
    applicants: int = 0


class LabelsState(Page, ProtectedBase):
    """The page of the labels."""

    rows: list[LabelRow] = []
    chosen: LabelRow = LabelRow()
    in_use: str = ""  # by which rules, once that was found
    dialog: str = ""

    @rx.event
    async def load(self):
        """Read the labels."""
        self.dialog = "" if self.is_loaded else self.dialog
        with self._loading():
            await self._refresh()

    @rx.event
    async def start_adding(self):
        """Open an empty form."""
        self.errors, self.dialog, self.chosen = {}, "edit", LabelRow()

    @rx.event
    async def edit(self, id: str):
        """Open a label's form."""
        await self._choose("edit", id)

    @rx.event
    async def ask_delete(self, id: str):
        """Ask before a label is deleted, and say how many carry it."""
        await self._choose("delete", id)

    @rx.event
    async def close(self):
        """Close whatever dialog is open."""
        self.dialog = ""

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Make a label, or change the chosen one."""
        actor, name, color = self._actor(), text_of(form, "name"), text_of(form, "color")
        if self.dialog != "edit":  # a second click's form
            return None
        with self._asking(taken="name"):
            async with transaction(actor.org_id) as session:
                if self.chosen.id:
                    saved = await labels.change(session, actor, uuid_of(self.chosen.id), name=name, color=color)
                else:
                    saved = await labels.create(session, actor, name, color)
            return await self._done(f"“{saved.name}” is saved.")
        return None

    @rx.event
    async def delete(self):
        """Delete the chosen label; where rules use it, only when that has been said and is still wanted."""
        actor = self._actor()
        try:
            async with transaction(actor.org_id) as session:
                await labels.delete(session, actor, uuid_of(self.chosen.id), stop_rules=self.in_use != "")
        except UsedByRules as refusal:
            self.in_use = refusal.message
            return None
        return await self._done(f"“{self.chosen.name}” is deleted.")

    async def _choose(self, dialog: str, id: str) -> None:
        await self._refresh()
        self.errors, self.dialog, self.in_use = {}, dialog, ""
        self.chosen = next((row for row in self.rows if row.id == id), LabelRow())
        if not self.chosen.id:
            self.dialog = ""

    async def _done(self, words: str):
        self.dialog = ""
        await self._refresh()
        return say(words)

    async def _refresh(self) -> None:
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            self.rows = [row_of(one, worn) for one, worn in await labels.worn(session, actor)]


def row_of(one: Label, worn: int) -> LabelRow:
    """A label as the page shows it."""
    return LabelRow(str(one.id), one.name, one.color, one.ink, worn)
