"""One's own name and the browsers one is logged in with."""

import dataclasses
from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import sessions
from plutomi.state.devices import device
from plutomi.state.page import Page
from plutomi.state.parse import text_of, uuid_of
from plutomi.state.session import ProtectedBase
from plutomi.state.toasts import say


@dataclasses.dataclass
class SessionRow:
    """A browser somebody is logged in with."""

    id: str
    device: str
    is_phone: bool
    ip: str
    began_at: str
    seen_at: str
    is_this: bool


class AccountState(Page, ProtectedBase):
    """The account page."""

    rows: list[SessionRow] = []
    is_ending_others: bool = False

    @rx.event
    async def load(self):
        """Read the sessions."""
        with self._loading():
            await self._refresh()

    @rx.event
    async def rename(self, form: dict[str, Any]):
        """Be called something else."""
        with self._asking():
            async with transaction() as session:
                name, ip = text_of(form, "name"), self.router.session.client_ip
                await sessions.rename(session, self._me().user_id, name, ip)
            return say("Your name is saved.")

    @rx.event
    async def end(self, id: str):
        """Log one browser out, at once; a second click's finds it gone from the list."""
        if all(row.id != id for row in self.rows):
            return None
        async with transaction() as session:
            await sessions.revoke(session, self._me().user_id, uuid_of(id))
        await self._refresh()
        return say("That browser is logged out.")

    @rx.event
    async def ask_end_others(self):
        """Open the question."""
        self.is_ending_others = True

    @rx.event
    async def keep_others(self):
        """Close the question."""
        self.is_ending_others = False

    @rx.event
    async def end_others(self):
        """Log every other browser out."""
        self.is_ending_others = False
        me = self._me()
        async with transaction() as session:
            ended = await sessions.revoke_all(session, me.user_id, except_id=me.session_id)
        await self._refresh()
        return say("You are logged in here only." if ended else "You were logged in here only.")

    async def _refresh(self) -> None:
        me = self._me()
        async with transaction() as session:
            live = await sessions.list_sessions(session, me.user_id)
        self.rows = sorted((_row(one, one.id == me.session_id) for one in live), key=lambda row: not row.is_this)


def _row(one: Any, is_this: bool) -> SessionRow:
    name, is_phone = device(one.user_agent)
    began, seen = one.created_at.isoformat(), one.last_seen_at.isoformat()
    return SessionRow(str(one.id), name, is_phone, one.ip, began, seen, is_this)
