"""Submissions held back of one opening: see them, let them in, throw them away."""

import dataclasses
from collections.abc import Mapping
from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain.applicants import holding
from plutomi.models import Held
from plutomi.state.page import Page
from plutomi.state.parse import uuid_of
from plutomi.state.session import ProtectedBase
from plutomi.state.toasts import say

SHOWN = 300  # letters of one answer


@dataclasses.dataclass
class HeldLine:
    """One submission; `said` are its answers, one a line."""

    id: str
    name: str
    email: str
    held_at: str
    said: list[str]


class HeldState(Page, ProtectedBase):
    """What is held back of the opening in the address."""

    lines: list[HeldLine] = []

    @rx.event
    async def load(self):
        """Read what is held; another opening's is not left standing."""
        self.lines = []
        with self._loading():
            await self._refresh()

    @rx.event
    async def release(self, id: str):
        """Let one in."""
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            await holding.release(session, actor, uuid_of(id))
        await self._refresh()
        return say("It is in: the applicant stands on the board, and an email is on its way to them.")

    @rx.event
    async def discard(self, id: str):
        """Throw one away."""
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            await holding.discard(session, actor, uuid_of(id))
        await self._refresh()
        return say("It is thrown away.")

    async def _refresh(self) -> None:
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            found = await holding.list_held(session, actor, self._id("opening_id"))
        self.lines = [_line(one) for one in found]


def _line(held: Held) -> HeldLine:
    return HeldLine(str(held.id), held.name, held.email, held.held_at.isoformat(), list(_said(held.given)))


def _said(given: Mapping[str, Any]) -> list[str]:
    answers = given.get("answers")
    found = {"Phone": given.get("phone")} | (answers if isinstance(answers, dict) else {})
    return [f"{name}: {_words(value)}" for name, value in found.items() if value]


def _words(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
