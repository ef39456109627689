"""Ways off this board: rejected, withdrawn for them, or to another opening. Each is asked first."""

from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import stages
from plutomi.domain.applicants import leaving, transferring
from plutomi.errors import Invalid, Refusal
from plutomi.state.dossier.panel import DossierState
from plutomi.state.dossier.rows import OpeningStages, by_opening
from plutomi.state.parse import text_of, uuid_of
from plutomi.state.toasts import say


class LeavingState(DossierState):
    """The panel's dialogs."""

    elsewhere: list[OpeningStages] = []
    reason_error: str = ""

    @rx.event
    async def ask(self, dialog: str):
        """Open one of the dialogs."""
        self.reason_error, self.dialog = "", dialog if dialog in ("reject", "withdraw", "transfer") else ""
        if self.dialog == "transfer":
            actor = self._actor()
            async with transaction(actor.org_id) as session:
                found = await stages.elsewhere(session, actor, uuid_of(self.details.opening_id))
            self.elsewhere = by_opening(found)

    @rx.event
    async def stay(self):
        self.dialog = ""

    @rx.event
    async def reject(self, form: dict[str, Any]):
        """Decide against the applicant."""
        given = (text_of(form, "reason"), bool(form.get("tell")))
        return await self._leave(form, leaving.reject, *given, said="was rejected.")

    @rx.event
    async def withdraw(self, form: dict[str, Any]):
        """Withdraw for the applicant."""
        return await self._leave(form, leaving.withdraw_for, text_of(form, "reason"), said="is withdrawn.")

    @rx.event
    async def transfer(self, form: dict[str, Any]):
        """To the chosen stage of another opening."""
        actor, id, was = self._actor(), self._meant(form), self.details
        if not form.get("stage_id"):
            self.reason_error = "Choose a stage."
            return None
        try:
            async with transaction(actor.org_id) as session:
                came_from = uuid_of(was.stage_id) if was.id == str(id) else None
                await transferring.transfer(session, actor, id, uuid_of(form["stage_id"]), came_from)
        except Refusal as refusal:
            self.reason_error = refusal.message
            return None
        self.dialog = ""
        await self._load()
        if was.id != str(id):
            return say(f"{self._called(id)} is in the other opening now.")
        return say(f"{was.name} is now in {self.details.opening_name}, {self.details.stage_name}.")

    async def _leave(self, form: Any, verb: Any, *given: Any, said: str) -> Any:
        actor, id, around = self._actor(), self._meant(form), self._around
        try:
            async with transaction(actor.org_id) as session:
                await verb(session, actor, id, *given)
        except Invalid as refusal:
            self.reason_error = refusal.errors.get("reason", refusal.message)
            return None
        except Refusal as refusal:
            self.dialog = ""
            await self._load()
            return say(refusal.message, "refused")
        self.dialog = ""
        await self._load()
        self._stand_between(around)
        return say(f"{self._called(id)} {said}")
