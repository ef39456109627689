"""The org's lists of options that questions share."""

import dataclasses
from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import option_lists
from plutomi.errors import StillInUse
from plutomi.models import OptionList
from plutomi.state.page import Page
from plutomi.state.parse import text_of, uuid_of
from plutomi.state.session import ProtectedBase
from plutomi.state.toasts import say


@dataclasses.dataclass
class ListRow:
    """A list; `options` one a line, as they are typed, `some` the first of them in one line."""

    id: str = ""
    name: str = ""
    options: str = ""
    some: str = ""
    count: int = 0
    uses: int = 0


class OptionListsState(Page, ProtectedBase):
    """The page of the lists."""

    rows: list[ListRow] = []
    chosen: ListRow = ListRow()
    dialog: str = ""

    @rx.event
    async def load(self):
        """Read the lists."""
        self.dialog = "" if self.is_loaded else self.dialog
        with self._loading():
            await self._refresh()

    @rx.event
    async def start_adding(self):
        """Open an empty form."""
        self.errors, self.dialog, self.chosen = {}, "edit", ListRow()

    @rx.event
    async def edit(self, id: str):
        """Open a list's form."""
        await self._choose("edit", id)

    @rx.event
    async def ask_delete(self, id: str):
        """Ask before a list is deleted, or say that it is in use."""
        await self._choose("delete", id)

    @rx.event
    async def close(self):
        """Close whatever dialog is open."""
        self.dialog = ""

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Make a list, or change the chosen one."""
        actor, name, options = self._actor(), text_of(form, "name"), text_of(form, "options")
        if self.dialog != "edit":  # a second click's form
            return None
        with self._asking(taken="name"):
            async with transaction(actor.org_id) as session:
                if self.chosen.id:
                    id = uuid_of(self.chosen.id)
                    saved = await option_lists.change(session, actor, id, name=name, options=options)
                else:
                    saved = await option_lists.create(session, actor, name, options)
            return await self._done(f"“{saved.name}” is saved.")
        return None

    @rx.event
    async def delete(self):
        """Delete the chosen list."""
        actor = self._actor()
        try:
            async with transaction(actor.org_id) as session:
                await option_lists.delete(session, actor, uuid_of(self.chosen.id))
        except StillInUse:  # since the dialog was opened: it now says so
            return await self._choose("delete", self.chosen.id)
        return await self._done(f"“{self.chosen.name}” is deleted.")

    async def _choose(self, dialog: str, id: str) -> None:
        await self._refresh()
        self.errors, self.dialog = {}, dialog
        self.chosen = next((row for row in self.rows if row.id == id), ListRow())
        if not self.chosen.id:
            self.dialog = ""

    async def _done(self, words: str):
        self.dialog = ""
        await self._refresh()
        return say(words)

    async def _refresh(self) -> None:
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            self.rows = [row_of(one, uses) for one, uses in await option_lists.bank(session, actor)]


def row_of(one: OptionList, uses: int) -> ListRow:
    """A list as the page shows it."""
    return ListRow(str(one.id), one.name, "\n".join(one.options), ", ".join(one.options[:6]), len(one.options), uses)
