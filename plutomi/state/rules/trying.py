"""Trying the rule at hand: on whom it would be followed, before it is; nothing is changed by it."""

import reflex as rx

from plutomi.domain.rules.trying import Spot, trials
from plutomi.errors import Invalid
from plutomi.rules.engine.sentences import Names
from plutomi.state.parse import text_of, uuid_of
from plutomi.state.rules.building import SAID, RuleState
from plutomi.state.rules.trial import TrialView, shown
from plutomi.state.toasts import say


class TrialState(RuleState):
    """A trial, batch by batch."""

    @rx.event
    async def choose_whom(self, whom: str):
        """Those who stand there now, or the last who came."""
        self.whom = "last" if whom == "last" else "present"
        self.trial = TrialView()

    @rx.event
    async def choose_stage(self, id: str):
        """The stage on whose people a rule of any stage is tried."""
        self.on_stage = id
        self.trial = TrialView()

    @rx.event
    async def run(self):
        """Try the rule as it is put together now."""
        actor, draft = self._actor(), self._draft
        if not self.is_at_hand:
            return
        stage = text_of(draft, "stage_id") or self.on_stage
        opening, names = self._id("opening_id"), self._names or Names()
        if not stage:
            yield say("Choose the stage on whose people to try it.", "refused")
            return
        self.trial, id = TrialView(), text_of(self.rule, "id")
        spot = Spot(uuid_of(id) if id else None, is_anywhere=not text_of(draft, "stage_id"))
        try:
            async for trial in trials(actor, uuid_of(stage), {key: draft.get(key) for key in SAID}, self.whom, spot):
                self.trial = shown(trial, names, opening, is_over=False)
                yield
            self.trial = shown(trial, names, opening, is_over=True)
        except Invalid as refusal:
            self.errors = refusal.errors
            yield say("Complete the rule first: what is missing is marked.", "refused")
