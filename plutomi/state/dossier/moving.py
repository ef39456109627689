"""Moving the applicant at hand to another stage."""

from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain.applicants import moving, returning
from plutomi.errors import Refusal
from plutomi.state.dossier.leaving import LeavingState
from plutomi.state.dossier.panel import DossierState
from plutomi.state.parse import uuid_of
from plutomi.state.toasts import say

ELSEWHERE = "elsewhere"  # the choice that leads to other openings


class MovingState(DossierState):
    """The panel's own way to move."""

    @rx.event
    async def move_to(self, stage_id: str):
        """Move the applicant to another stage; the next card stays one key away."""
        actor, was = self._actor(), self.details
        if stage_id == ELSEWHERE:
            return LeavingState.ask("transfer")
        if not stage_id or stage_id == was.stage_id:
            return None
        asked = moving.Move(self._id(), uuid_of(stage_id), from_stage_id=uuid_of(was.stage_id))
        try:
            async with transaction(actor.org_id) as session:
                await moving.move(session, actor, asked)
        except Refusal as refusal:
            await self._load()  # they stand elsewhere by now
            return say(refusal.message, "refused")
        around = self._around
        await self._load()
        self._stand_between(around)
        return say(f"{was.name} moved to {self.details.stage_name}.")

    @rx.event
    async def restore(self, form: dict[str, Any]):
        """Put who has left the board back into a stage."""
        actor, id = self._actor(), self._meant(form)
        async with transaction(actor.org_id) as session:
            await returning.restore(session, actor, id, uuid_of(form.get("stage_id")))
        await self._load()
        return say(f"{self._called(id)} stands on the board again.")
