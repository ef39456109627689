"""Writing to the applicant at hand."""

from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain.applicants import messaging
from plutomi.errors import Invalid
from plutomi.state.dossier.panel import DossierState
from plutomi.state.parse import text_of
from plutomi.state.toasts import say


class WritingState(DossierState):
    """Messages: by email, and on the applicant's own page."""

    letter_errors: dict[str, str] = {}

    @rx.event
    async def write(self, form: dict[str, Any]):
        """Send a message; what is wrong with it stands at its field, and nothing typed is lost."""
        actor, id = self._actor(), self._id()
        try:
            async with transaction(actor.org_id) as session:
                await messaging.write(session, actor, id, text_of(form, "subject"), text_of(form, "body"))
        except Invalid as refusal:
            self.letter_errors = refusal.errors
            return None
        self.letter_errors = {}
        self.letter_key += 1  # a new form, so that it is empty
        await self._load()
        return say(f"Sent to {self.details.name}.")
