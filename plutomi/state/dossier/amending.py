"""Correcting one answer of the applicant at hand, in a dialog with its own field."""

import reflex as rx
from reflex_base.utils.form import FormData

from plutomi.db import transaction
from plutomi.domain.applicants import amending
from plutomi.errors import Invalid, Refusal
from plutomi.rules.answers import given_to
from plutomi.rules.asked import Asked
from plutomi.state.asked import Ask, asks, submission
from plutomi.state.dossier.panel import DossierState
from plutomi.state.parse import uuid_of
from plutomi.state.toasts import say


class AmendingState(DossierState):
    """The answer being corrected."""

    amended: list[Ask] = []
    amend_errors: dict[str, str] = {}
    _asked: Asked | None = None

    @rx.event
    async def amend(self, question_id: str):
        """Show the answer in its field."""
        actor = self._actor()
        try:
            async with transaction(actor.org_id) as session:
                asked, value = await amending.at_hand(session, actor, self._id(), uuid_of(question_id))
        except Refusal as refusal:
            return say(refusal.message, "refused")
        self.amended, self.amend_errors, self._asked = asks([asked], {asked.question_id: value}), {}, asked
        self.dialog = "amend"
        return None

    @rx.event
    async def stop_amending(self):
        self.dialog, self.amended = "", []

    @rx.event
    async def keep_answer(self, form: FormData):
        """Save it."""
        actor, asked = self._actor(), self._asked
        if self.dialog != "amend" or asked is None:  # a second click's form
            return None
        given = given_to(asked, submission(form)["answers"])
        try:
            async with transaction(actor.org_id) as session:
                await amending.amend(session, actor, self._meant(form), asked.question_id, given)
        except Invalid as refusal:
            self.amend_errors = refusal.errors
            return None
        except Refusal as refusal:
            return say(refusal.message, "refused")
        self.dialog, self.amended = "", []
        await self._load()
        return say(f"“{asked.title}” is corrected.")
