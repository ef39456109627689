"""An applicant's own name and phone, to be corrected by themselves."""

from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain.applicants import keeping, reading
from plutomi.errors import Invalid, LinkSpent, NotFound
from plutomi.state.my.page import MyState
from plutomi.state.my.sent import sent_of
from plutomi.state.toasts import say as toast
from plutomi.tongue import say


class ContactState(MyState):
    """The dialog in which they do."""

    wrong: dict[str, str] = {}  # by field; what is wrong in the step's form stays there

    @rx.event
    async def ask(self):
        self.is_correcting, self.wrong = True, {}

    @rx.event
    async def leave_it(self):
        self.is_correcting = False

    @rx.event
    async def correct(self, form: dict[str, Any]):
        """Change them, and show them at once; a form that is being written in is left alone."""
        try:
            actor = self._meant(form)
            async with transaction(actor.org_id) as session:
                await keeping.correct_own(session, actor, form.get("name"), form.get("phone"))
            async with transaction(actor.org_id) as session:
                found = await reading.portal(session, actor)
        except Invalid as refusal:
            self.wrong = refusal.errors
            return None
        except (LinkSpent, NotFound):
            self.phase = "nobody"
            return None
        self.is_correcting, self.wrong = False, {}
        self.name, self.phone, self.sent = found.applicant.name, found.applicant.phone, sent_of(found)
        return toast(say("Your changes are saved."))
