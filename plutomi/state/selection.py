"""Several applicants of the list at once: chosen, labelled, given to a member."""

from typing import Any
from uuid import UUID

import reflex as rx

from plutomi.db import transaction
from plutomi.domain.applicants import assigning, finding, labelling
from plutomi.errors import Refusal
from plutomi.state.applicants import ApplicantsState
from plutomi.state.parse import uuid_of
from plutomi.state.toasts import say


class SelectionState(ApplicantsState):
    """What is done with those that are chosen."""

    @rx.event
    async def pick(self, id: str):
        """Choose one that is shown, or no longer."""
        if id in self.chosen:
            self.chosen = [one for one in self.chosen if one != id]
        elif any(line.id == id for line in self.lines):
            self.chosen = [*self.chosen, id]

    @rx.event
    async def pick_all(self):
        """Choose all that are shown; once more, none."""
        shown = [line.id for line in self.lines]
        self.chosen = [] if len(self.chosen) == len(shown) else shown

    @rx.event
    async def put_label(self, label_id: str):
        """Put a label on all of them."""
        said = f"“{self._label(label_id)}” was put on {{}}."
        return await self._do(labelling.label, uuid_of(label_id), said)

    @rx.event
    async def take_label(self, label_id: str):
        """Take a label off all of them."""
        said = f"“{self._label(label_id)}” was taken off {{}}."
        return await self._do(labelling.unlabel, uuid_of(label_id), said)

    @rx.event
    async def assign(self, user_id: str):
        """Give all of them to a member; "" for nobody."""
        to = next((one.name for one in self.members if one.id == user_id), "")
        name = {"": "nobody", "Mine": "you"}.get(to, to)
        return await self._do(assigning.assign, uuid_of(user_id) if user_id else None, f"{{}} given to {name}.")

    async def _do(self, verb: Any, what: UUID | None, said: str) -> Any:
        """With those of them who are there still."""
        actor, ids = self._actor(), [uuid_of(one) for one in self.chosen]
        if not ids:
            return None
        try:
            async with transaction(actor.org_id) as session:
                there = [one.id for one in await finding.those(session, actor, ids)]
                changed = await verb(session, actor, there, what) if there else 0
        except Refusal as refusal:
            return say(refusal.message, "refused")
        await self._renew(ids)
        done = said.replace("{}", "1 applicant" if changed == 1 else f"{changed:,} applicants")
        return say(done + _gone(len(ids) - len(there)), "done" if there else "refused")

    def _label(self, id: str) -> str:
        return next((one.name for one in self.labels if one.id == id), "")


def _gone(many: int) -> str:
    return f" {many:,} {'is' if many == 1 else 'are'} not here any more." if many else ""
