"""Keeping an applicant's record: contact details, notes, deletion."""

from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain.applicants import keeping
from plutomi.errors import Invalid, Refusal
from plutomi.state.dossier.panel import DossierState
from plutomi.state.parse import text_of, uuid_of
from plutomi.state.toasts import say

NAMELESS = {"name": "Give them a name."}  # applicants are asked for theirs in other words


class KeepingState(DossierState):
    """What is written about the applicant at hand."""

    @rx.event
    async def edit(self):
        self.is_editing, self.errors = True, {}

    @rx.event
    async def stop_editing(self):
        self.is_editing, self.errors = False, {}

    @rx.event
    async def correct(self, form: dict[str, Any]):
        """Save the contact details."""
        actor, id = self._actor(), self._meant(form)
        given = {name: form.get(name) or "" for name in keeping.CONTACT}
        try:
            async with transaction(actor.org_id) as session:
                await keeping.correct(session, actor, id, **given)
        except Invalid as refusal:
            self.errors = refusal.errors | (NAMELESS if "name" in refusal.errors else {})
            return None
        except Refusal as refusal:
            self.errors = {"email": refusal.message}
            return None
        self.is_editing, self.errors = False, {}
        await self._load()
        return say("Contact details saved.")

    @rx.event
    async def write_note(self, form: dict[str, Any]):
        """Once for each form that was shown."""
        actor, id = self._actor(), self._meant(form)
        if text_of(form, "key") not in ("", str(self.note_key)):  # a second click's form
            return
        try:
            async with transaction(actor.org_id) as session:
                await keeping.write_note(session, actor, id, form.get("body"))
        except Invalid as refusal:
            if not self._is_at(id):
                raise
            self.note_error = refusal.errors.get("body", refusal.message)
            return
        self.note_error = "" if self._is_at(id) else self.note_error
        self.note_key += 1  # a new form, so that it is empty; another applicant's keeps what was typed
        await self._load()

    @rx.event
    async def delete_note(self, note_id: str):
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            await keeping.delete_note(session, actor, uuid_of(note_id))
        await self._load()
        return say("Note deleted.")

    @rx.event
    async def ask_delete(self):
        self.is_deleting = True

    @rx.event
    async def keep(self):
        self.is_deleting = False

    @rx.event
    async def delete(self, form: dict[str, Any]):
        """Delete the applicant, asked and confirmed; a second click's form comes when the dialog is closed already."""
        actor = self._actor()
        if not self.is_deleting:
            return None
        id = self._meant(form)
        name, self.is_deleting = self._called(id), False
        async with transaction(actor.org_id) as session:
            await keeping.delete(session, actor, id)
        await self._lose(str(id))
        return say(f"{name} was deleted.")
