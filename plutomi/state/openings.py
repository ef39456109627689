"""The list of openings."""

import dataclasses
from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import openings
from plutomi.domain.openings import OpeningLine
from plutomi.state.page import Page
from plutomi.state.parse import text_of
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

    @rx.event
    async def load(self):
        """Read the list, as it was last searched."""
        self.is_adding = self.is_adding and not self.is_loaded  # kept only if it was opened while the page came
        if not self.is_loaded:
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
