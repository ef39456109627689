"""The real app with states of its own and sessions it makes up, for the guard's tests; serves no pages."""

import asyncio
import os
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import reflex as rx

from plutomi.domain.sessions import Identity
from plutomi.errors import Forbidden
from plutomi.plutomi import app
from plutomi.state.session import ApplicantBase, ProtectedBase, PublicBase, SessionGuard
from plutomi.state.toasts import say

ACME = {"org_id": UUID(int=7), "org_name": "Acme", "org_slug": "acme", "role": "owner"}
ANN = Identity(UUID(int=1), UUID(int=11), "Ann", "ann@acme.example", **ACME)
EVE = Identity(UUID(int=2), UUID(int=22), "Eve", "eve@acme.example", **ACME)
SESSIONS = {"ann": ANN, "eve": EVE, "ann-elsewhere": replace(ANN, org_id=UUID(int=8), org_name="Other")}
REVOKED = Path(os.environ["PLUTOMI_DATA"]) / "revoked"


async def identify(token: str) -> Identity | None:
    if token == "broken":
        raise RuntimeError("the database is down")
    return None if REVOKED.exists() and token in REVOKED.read_text() else SESSIONS.get(token)


class BoardState(ProtectedBase):
    """What only signed-in people may see."""

    board: str = ""

    @rx.event
    async def load(self):
        self.board = f"secret of {self._me().name}"

    @rx.event
    async def refuse(self):
        raise Forbidden

    @rx.event
    async def fail(self):
        raise RuntimeError("a bug with a secret in it")

    @rx.event
    async def delete(self):
        return say("Deleted.", undo=BoardState.load())

    @rx.event(background=True)
    async def watch(self):
        for _ in range(50):
            async with self:
                self.board = f"live for {(await self._me_now()).name}"
            await asyncio.sleep(0.1)

    async def undecorated(self):
        self.board = "secret"


class OpenState(rx.State):
    """A state whose author forgot its base."""

    seen: str = ""

    @rx.event
    async def load(self):
        self.seen = "secret"


class MineState(ApplicantBase):
    """What an applicant sees of themselves."""

    mine: str = ""

    @rx.event
    async def load(self):
        self.mine = f"what {self._token() or 'nobody'} sent"


class ApplyState(PublicBase):
    """What strangers may use."""

    typed: str = ""

    @rx.event
    async def type(self, text: str):
        self.typed = text


SessionGuard.current.identify = identify

__all__ = ["app"]
