"""The list of openings."""

import dataclasses
from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import openings
from plutomi.domain.cloning import openings as cloning
from plutomi.domain.cloning.openings import copy_name
from plutomi.domain.openings import OpeningLine
from plutomi.state.page import Page
from plutomi.state.parse import text_of, uuid_of
from plutomi.state.session import ProtectedBase
from plutomi.state.toasts import say

MOST_SOUGHT = 200  # characters


@dataclasses.dataclass
class OpeningRow:
    """An opening as the list shows it."""

    id: str
    name: str
    place: str
    state: str
    stages: int
    applicants: int
    created_at: str
    apply_path: str


class OpeningsState(Page, ProtectedBase):
    """The page of all openings."""

    rows: list[OpeningRow] = []
    has_any: bool = False
    sought: str = ""
    shown: str = ""
    is_adding: bool = False
    cloned: str = ""
    cloned_name: str = ""

    @rx.event
    async def load(self):
        """Read the list, as the address asks for it or else as it was last searched."""
        self.is_adding = self.is_adding and not self.is_loaded  # kept only if it was opened while the page came
        self.cloned = ""
        if not self.is_loaded or self.router.url.query_parameters.keys() & {"q", "state"}:
            self._read_address()
        with self._loading():
            await self._refresh()

    @rx.event
    async def search(self, text: str):
        """Show the openings with these words in their name or place."""
        self.sought = str(text)[:MOST_SOUGHT]
        await self._refresh()

    @rx.event
    async def show(self, state: str):
        """Show the openings in one state; "" for all."""
        self.shown = state if state in openings.STATES else ""
        await self._refresh()

    @rx.event
    async def start_adding(self):
        """Open the form."""
        self.errors, self.is_adding = {}, True

    @rx.event
    async def stop_adding(self):
        """Close the form."""
        self.is_adding = False

    @rx.event
    async def add(self, form: dict[str, Any]):
        """Make an opening and go on to set it up; a second click's form comes when the dialog is closed already."""
        actor = self._actor()
        if not self.is_adding:
            return
        with self._asking():
            async with transaction(actor.org_id) as session:
                opening = await openings.create(session, actor, text_of(form, "name"), text_of(form, "place"))
            self.is_adding = False
            return [
                rx.redirect(f"/openings/{opening.id}/settings"),
                say(f"“{opening.name}” is made. Nobody but your team sees it yet."),
            ]

    @rx.event
    async def ask_clone(self, id: str):
        """Ask what a copy of an opening is to be called."""
        row = next((one for one in self.rows if one.id == id), None)
        if row:
            self.errors, self.cloned, self.cloned_name = {}, row.id, copy_name(row.name)

    @rx.event
    async def stop_cloning(self):
        """Close that form."""
        self.cloned = ""

    @rx.event
    async def clone(self, form: dict[str, Any]):
        """Copy the opening and go on to set the copy up."""
        actor = self._actor()
        if not self.cloned:
            return
        with self._asking():
            async with transaction(actor.org_id) as session:
                opening = await cloning.clone(session, actor, uuid_of(self.cloned), text_of(form, "name"))
            self.cloned = ""
            return [
                rx.redirect(f"/openings/{opening.id}/settings"),
                say(f"“{opening.name}” is made, without applicants. Nobody but your team sees it yet."),
            ]

    def _read_address(self) -> None:
        """What was sought before the page was loaded anew."""
        asked = self.router.url.query_parameters
        self.sought, self.shown = asked.get("q", "")[:MOST_SOUGHT], asked.get("state", "")
        if self.shown not in openings.STATES:
            self.shown = ""

    async def _refresh(self) -> None:
        actor, slug = self._actor(), self._me().org_slug
        async with transaction(actor.org_id) as session:
            lines = await openings.list_all(session, actor, self.sought, self.shown)
        self.rows = [_row(line, slug) for line in lines]
        self.has_any = bool(lines or self.sought or self.shown)


def _row(line: OpeningLine, org_slug: str) -> OpeningRow:
    one = line.opening
    path, created = f"/apply/{org_slug}/{one.slug}", one.created_at.isoformat()
    return OpeningRow(str(one.id), one.name, one.place, one.state, line.stages, line.applicants, created, path)
