"""Writing to the applicant at hand."""

from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import templates
from plutomi.domain.applicants import lettering, messaging
from plutomi.errors import Invalid
from plutomi.state.dossier.panel import DossierState
from plutomi.state.parse import text_of, uuid_of
from plutomi.state.toasts import say


class WritingState(DossierState):
    """Messages: by email, and on the applicant's own page."""

    @rx.event
    async def begin_from(self, template_id: str):
        """Begin a message from a template, filled in for this applicant; "" begins an empty one."""
        actor, id = self._actor(), self._id()
        subject = body = ""
        if template_id:
            async with transaction(actor.org_id) as session:
                template = await templates.get(session, actor, uuid_of(template_id))
                subject, body = await lettering.compose(session, actor, id, template.subject, template.body)
        self._begin_letter(template_id, subject, body)
        self.letter_key += 1  # a new form, so that it begins with these

    @rx.event
    async def write(self, form: dict[str, Any]):
        """Send a message, once for each form that was shown.

        What is wrong with it stands at its field, and nothing typed is lost.
        """
        actor, id = self._actor(), self._meant(form)
        if text_of(form, "key") not in ("", str(self.letter_key)):  # a second click's form
            return None
        try:
            async with transaction(actor.org_id) as session:
                await messaging.write(session, actor, id, text_of(form, "subject"), text_of(form, "body"))
        except Invalid as refusal:
            if not self._is_at(id):
                raise
            self.letter_errors = refusal.errors
            return None
        if self._is_at(id):
            self._begin_letter()
        self.letter_key += 1  # a new form, so that it is empty; another applicant's keeps what was typed
        await self._load()
        return say(f"Sent to {self._called(id)}.")
