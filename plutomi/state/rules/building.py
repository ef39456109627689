"""One rule put together: what can be chosen, its sentence while it is, and keeping it."""

from typing import Any
from uuid import UUID

import reflex as rx

from plutomi.db import transaction
from plutomi.domain.rules import history, listing, making, surroundings, tallies, telling, uses
from plutomi.errors import Invalid
from plutomi.models import Rule
from plutomi.rules.engine import rule as engine
from plutomi.rules.engine.sentences import Names
from plutomi.state.parse import text_of, uuid_of
from plutomi.state.rules.choices import choices_of
from plutomi.state.rules.page import RulesState
from plutomi.state.rules.rows import sentence_of
from plutomi.state.rules.runs import run_of
from plutomi.state.rules.starts import START, start_of
from plutomi.state.rules.trial import TrialView
from plutomi.state.rules.words import Piece, cel_of, draft_of, name_of, names_of, told
from plutomi.state.timeline import Moment
from plutomi.state.toasts import say

SHOWN = 20  # runs
SAID = ("when", "if", "expression", "then")


class RuleState(RulesState):
    """What stands in the list's place while one rule is at hand."""

    is_at_hand: bool = False
    rule: dict[str, Any] = {}
    choices: dict[str, Any] = {}
    said: list[Piece] = []
    cel: str = ""
    wrong: str = ""
    runs: list[Moment] = []
    trial: TrialView = TrialView()
    whom: str = "present"
    on_stage: str = ""
    is_anywhere: bool = False
    _version: int = 0
    _names: Names | None = None
    _questions: dict[str, str] = {}
    _draft: dict[str, Any] = {}

    @rx.event
    async def open_from_address(self):
        """The rule the page's address names, if any."""
        self._put_away()
        if id := self.router.url.query_parameters.get("rule", ""):
            await self._open(id)

    @rx.event
    async def open(self, id: str):
        """Put a rule at hand."""
        await self._open(id)

    @rx.event
    async def begin(self, stage_id: str, kind: str = START):
        """A new rule of a stage, "" for any; `kind` says how it begins."""
        self._actor()
        near = await self._prepare({})
        self.rule, self._version = start_of(near, stage_id, kind), 0
        self._tell(self.rule)

    @rx.event
    async def try_out(self, draft: dict[str, Any]):
        """Say aloud what has been put together so far."""
        if self.is_at_hand:
            self._tell(draft)

    @rx.event
    async def save(self, draft: dict[str, Any]):
        """Keep it; what is wrong stands at its place, and nothing is lost."""
        actor, id, version = self._actor(), self.rule.get("id"), self._version
        if not self.is_at_hand:
            return None
        self._tell(draft)
        given = {key: draft[key] for key in SAID if key in draft}
        given["name"] = text_of(draft, "name").strip() or name_of(self.said)
        with self._asking():
            async with transaction(actor.org_id) as session:
                if id:
                    await making.change(session, actor, uuid_of(id), version, **given)
                else:
                    stage = text_of(draft, "stage_id")
                    place = (self._id("opening_id"), uuid_of(stage) if stage else None)
                    await making.create(session, actor, *place, is_on=draft.get("is_on") is True, **given)
            self._put_away()
            await self._refresh()
            return say("The rule is saved.")
        return None

    @rx.event
    async def leave(self):
        """Back to the list."""
        self._put_away()
        await self._refresh()

    async def _open(self, id: str) -> None:
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            rule = await listing.get(session, actor, uuid_of(id))
        await self._prepare(rule)
        self.rule, self._version = _shown(rule, self._names or Names()), rule.version
        self._tell(self.rule)
        self.runs = await self._runs(rule.id)

    async def _runs(self, id: UUID) -> list[Moment]:
        """What it did last, each with whom it was about."""
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            events = await history.runs(session, actor, id, most=SHOWN)
            told = await telling.told(session, actor, events)
            names = await tallies.people(session, actor, {one.applicant_id for one in events if one.applicant_id})
        return [run_of(event, names, told) for event in events]

    async def _prepare(self, rule: Rule | dict[str, Any]) -> surroundings.Surroundings:
        actor = self._actor()
        used = engine.facts_in(engine.read(making.reading.said(rule))) if isinstance(rule, Rule) else ()
        async with transaction(actor.org_id) as session:
            near = await surroundings.around(session, actor, self._id("opening_id"), is_whole=True)
            self._questions = await uses.questions_of(session, actor.org_id)
        self._names, self.choices = names_of(near), choices_of(near, used)
        self.is_at_hand, self.errors, self.wrong = True, {}, ""
        return near

    def _tell(self, raw: dict[str, Any]) -> None:
        self._draft = raw
        draft, stage = draft_of(raw), text_of(raw, "stage_id")
        self.is_anywhere = not stage
        self.said = told(draft, self._names or Names(), uuid_of(stage) if stage else None)
        self.cel = cel_of(draft.condition)
        found = _errors(raw, self._questions)
        self.wrong = found.get("expression", "")
        if self.errors:
            self.errors = found

    def _put_away(self) -> None:
        self.is_at_hand, self.rule, self.choices, self.said = False, {}, {}, []
        self.errors, self._names, self._questions, self._draft, self.runs = {}, None, {}, {}, []
        self.trial, self.whom, self.on_stage = TrialView(), "present", ""


def _shown(rule: Rule, names: Names) -> dict[str, Any]:
    """A rule for the builder; a name made from its sentence goes on being so."""
    is_named = rule.name != name_of(sentence_of(rule, names))
    place = {"id": str(rule.id), "stage_id": str(rule.stage_id or ""), "is_on": rule.is_on, "broken": rule.broken}
    return place | {"name": rule.name if is_named else ""} | making.reading.said(rule)


def _errors(raw: dict[str, Any], questions: dict[str, str]) -> dict[str, str]:
    try:
        engine.read({key: raw.get(key) for key in SAID}, questions)
    except Invalid as refusal:
        return refusal.errors
    return {}
