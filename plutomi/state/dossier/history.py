"""What happened to the applicant at hand, further back than the panel shows at first."""

import reflex as rx

from plutomi.db import transaction
from plutomi.domain.applicants import reading
from plutomi.domain.rules import telling
from plutomi.state.dossier.panel import DossierState
from plutomi.state.parse import uuid_of
from plutomi.state.timeline import QUIET, moments


class HistoryState(DossierState):
    """The panel's timeline."""

    @rx.event
    async def show_older(self):
        """The events before those that are shown."""
        if not self.has_older:
            return
        actor, before, most = self._actor(), uuid_of(self.events[-1].id), reading.TIMELINE
        async with transaction(actor.org_id) as session:
            found = await reading.timeline(session, actor, self._id(), before, most + 1, QUIET)
            told = await telling.told(session, actor, found)
        self.events = [*self.events, *moments(found[:most], self.details.name, told)]
        self.has_older = len(found) > most
