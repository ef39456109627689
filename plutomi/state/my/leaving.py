"""Leaving an opening, asked and confirmed, and applying to it again."""

from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain.applicants import answering, reapplying
from plutomi.errors import Invalid, LinkSpent, NotFound, NotYet, OpeningClosed, TooSoon
from plutomi.state.my.page import MyState
from plutomi.tongue import say


class LeavingState(MyState):
    """The dialog that asks, and the button that leads back."""

    @rx.event
    async def ask_withdraw(self):
        self.is_leaving, self.errors = True, {}

    @rx.event
    async def stay(self):
        self.is_leaving = False

    @rx.event
    async def withdraw(self, form: dict[str, Any]):
        """Leave the opening, asked and confirmed; why, if they want to say it."""
        try:
            actor = self._meant(form)
            async with transaction(actor.org_id) as session:
                await answering.withdraw(session, actor, form.get("why"), form.get("words"))
        except Invalid as refusal:
            self.errors = refusal.errors
            return
        except (LinkSpent, NotFound):
            pass  # gone already: the page says so
        self.is_leaving, self.errors, self.done = False, {}, self.draft
        await self._show()

    @rx.event
    async def come_back(self, applicant_id: str):
        """Apply again, where the opening allows it."""
        await self._stood()
        self.is_returning = True
        self._hush()
        yield
        try:
            actor = self._meant({"applicant_id": applicant_id})
            async with transaction(actor.org_id) as session:
                await reapplying.come_back(session, actor)
            self.news = say("You have applied again. What you had sent before stands here as a start.")
        except (NotYet, OpeningClosed, TooSoon) as refusal:
            self.trouble = refusal.message
        except (LinkSpent, NotFound):
            pass
        finally:
            self.is_returning = False
        await self._show()
