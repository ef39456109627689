"""What stands on the applicant's card: labels, who looks after them, by when they are asked to answer."""

from datetime import date

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import openings
from plutomi.domain.applicants import assigning, deadlines, labelling
from plutomi.errors import Refusal
from plutomi.state.dossier.panel import DossierState
from plutomi.state.parse import uuid_of
from plutomi.state.toasts import say


class SigningState(DossierState):
    """The panel's signs."""

    @rx.event
    async def put_label(self, label_id: str):
        """Put a label on the applicant."""
        actor = self._actor()
        try:
            async with transaction(actor.org_id) as session:
                await labelling.label(session, actor, [self._id()], uuid_of(label_id))
        except Refusal as refusal:
            return say(refusal.message, "refused")
        await self._load()
        return None

    @rx.event
    async def take_label(self, label_id: str):
        """Take a label off the applicant."""
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            await labelling.unlabel(session, actor, [self._id()], uuid_of(label_id))
        await self._load()

    @rx.event
    async def assign(self, user_id: str):
        """Give the applicant to a member; "" for nobody."""
        actor = self._actor()
        try:
            async with transaction(actor.org_id) as session:
                await assigning.assign(session, actor, [self._id()], uuid_of(user_id) if user_id else None)
        except Refusal as refusal:
            return say(refusal.message, "refused")
        await self._load()
        return None

    @rx.event
    async def set_deadline(self, day: str):
        """Ask them to answer until the end of a day, where the opening is; "" takes it away."""
        actor, id = self._actor(), self._id()
        try:
            wanted = date.fromisoformat(day) if day else None
        except ValueError:
            return None  # still being typed
        try:
            async with transaction(actor.org_id) as session:
                opening = await openings.get(session, actor, uuid_of(self.details.opening_id))
                at = deadlines.end_of(wanted, opening.time_zone) if wanted else None
                await deadlines.set_deadline(session, actor, id, at)
        except Refusal as refusal:
            return say("Choose a day to come." if wanted else refusal.message, "refused")
        await self._load()
        return None
