"""Seeing a secure answer of the applicant at hand, which the log remembers."""

import dataclasses

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import questions
from plutomi.domain.applicants import revealing
from plutomi.errors import Refusal
from plutomi.state.dossier.answers import answered
from plutomi.state.dossier.panel import DossierState
from plutomi.state.parse import uuid_of
from plutomi.state.toasts import say


class RevealingState(DossierState):
    """The panel's masked answers."""

    @rx.event
    async def reveal(self, question_id: str):
        """Show one answer as it was given, until the panel is read anew."""
        actor, id = self._actor(), uuid_of(question_id)
        try:
            async with transaction(actor.org_id) as session:
                answer = await revealing.reveal(session, actor, self._id(), id)
                limits = await questions.limits_of(session, actor, [id])
        except Refusal as refusal:
            return say(refusal.message, "refused")
        row = answered(answer, limits.get(id, {}))
        self.answers = [
            dataclasses.replace(group, answers=[row if one.id == row.id else one for one in group.answers])
            for group in self.answers
        ]
        return None
