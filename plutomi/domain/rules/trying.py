"""Trying a rule before it bites: whom it would be followed for and where they would go, and why not the others."""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.clock import now
from plutomi.db import transaction
from plutomi.domain import stages
from plutomi.domain.actors import Actor
from plutomi.domain.rules import books, facts, reading, tried_on, uses
from plutomi.domain.rules.facts import Subject
from plutomi.ids import NOBODY, new_id
from plutomi.models import Opening, Stage
from plutomi.models.opening import MAX_SIBLINGS
from plutomi.ready import Row
from plutomi.rules.engine import rule as engine
from plutomi.rules.engine.deciding import Book
from plutomi.rules.engine.hours import Hours, hours_of
from plutomi.rules.engine.rivals import Rivals
from plutomi.rules.engine.rule import Written
from plutomi.rules.engine.timers import Stay, due, questions_timed
from plutomi.rules.engine.triggers import Trigger

BATCH, LAST, SHOWN = 1_000, 1_000, 100
Whom = Literal["present", "last"]
State = Literal["matched", "unmatched", "error", "not_due"]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the rule stands among the others: in the place of a saved one, else last, of its stage or of any stage."""

    rule_id: UUID | None = None
    is_anywhere: bool = False


LAST_OF_STAGE = Spot()


@dataclass(frozen=True, slots=True)
class Tried:
    """What would become of one: `at` is when the clock would ask, for a timer; `reason` says why not."""

    applicant_id: UUID
    name: str
    state: State
    reason: str = ""
    at: datetime | None = None


@dataclass(slots=True)
class Trial:
    """How far it is: `tried` of `of`, counted by state and by reason, and the first of each state as examples."""

    of: int
    tried: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    shown: list[Tried] = field(default_factory=list)

    def add(self, found: Collection[Tried]) -> None:
        self.tried += len(found)
        for one in found:
            self.counts[one.state] += 1
            if one.reason:
                self.reasons[one.reason] += 1
            if self.counts[one.state] <= SHOWN:
                self.shown.append(one)


async def trials(
    actor: Actor, stage_id: UUID, said: Mapping[str, Any], whom: Whom = "present", spot: Spot = LAST_OF_STAGE
) -> AsyncIterator[Trial]:
    """The trial as it goes on, batch by batch, each in a transaction of its own that changes nothing.

    Over those who stand in the stage, or the last 1,000 who entered it, as they are now, among the rules that are on
    there. Invalid by field; NotFound of a rule at whose place it is tried.
    """
    async with transaction(actor.org_id) as session:
        run = await _begin(session, actor, stage_id, said, whom, spot)
    yield run.trial
    while not run.is_over:
        async with transaction(actor.org_id) as session:
            await run.on(session)
        yield run.trial


async def try_whole(
    actor: Actor, stage_id: UUID, said: Mapping[str, Any], whom: Whom = "present", spot: Spot = LAST_OF_STAGE
) -> Trial:
    """The same, when it is over."""
    async for trial in trials(actor, stage_id, said, whom, spot):
        last = trial
    return last


@dataclass(slots=True)
class _Run:
    """A rule, and those it is tried on: the last ones by id, those present in the order they entered."""

    org_id: UUID
    stage_id: UUID
    rule: engine.Rule
    book: Book
    rivals: Rivals
    hours: Hours
    trial: Trial
    last: list[Row] | None
    since: tuple[Any, UUID]
    is_over: bool = False

    async def on(self, session: AsyncSession) -> None:
        """The next of them."""
        people = self.last[self.trial.tried :][:BATCH] if self.last is not None else await self._present(session)
        self.is_over = len(people) < BATCH
        if people:
            self.since = (people[-1].entered_at, people[-1].applicant_id)
            self.trial.add(await self._tried(session, people))

    async def _present(self, session: AsyncSession) -> list[Row]:
        at, id = self.since
        return await tried_on.PRESENT.rows(
            session, {"org": self.org_id, "stage": self.stage_id, "at": at, "id": id, "most": BATCH}
        )

    async def _tried(self, session: AsyncSession, people: Sequence[Row]) -> list[Tried]:
        timed = frozenset(f"answers.{key}" for key in questions_timed(self.book) | questions_timed(self.rivals.book))
        subjects = [Subject(one.applicant_id, one.entered_at, one.completed_at) for one in people]
        wanted = self.book.facts | self.rivals.book.facts | timed
        known = await facts.load(session, self.org_id, wanted, self.hours, subjects)
        return [self._one(one, known[one.applicant_id].facts) for one in people]

    def _one(self, one: Row, known: Mapping[str, Any]) -> Tried:
        (outcome,) = self.book.decide(Trigger(self.rule.when.kind), known, [self.rule]).outcomes
        is_timed = self.rule.when.is_timer and self.last is None
        at = due(self.rule, self.hours, _stay(one, known)) if is_timed else None
        if outcome.state != "matched":
            return Tried(one.applicant_id, one.name, outcome.state, outcome.reason, at)
        if is_timed and at is None:
            return Tried(one.applicant_id, one.name, "not_due", "It does not come due for them.")
        if rival := self._rival(one, known, at):
            return Tried(one.applicant_id, one.name, "unmatched", f"The rule “{rival.name}” comes first", at)
        return Tried(one.applicant_id, one.name, "matched", "", at)

    def _rival(self, one: Row, known: Mapping[str, Any], at: datetime | None) -> engine.Rule | None:
        if at is not None:
            return self.rivals.sooner(known, at, self.hours, _stay(one, known), one.looked_at)
        return None if self.rule.when.is_timer else self.rivals.first(known)


def _stay(one: Row, known: Mapping[str, Any]) -> Stay:
    answers = {name.removeprefix("answers."): value for name, value in known.items()}
    return Stay(one.entered_at, one.active_at, one.completed_at, answers)


async def _begin(
    session: AsyncSession, actor: Actor, stage_id: UUID, said: Mapping[str, Any], whom: Whom, spot: Spot
) -> _Run:
    stage = await stages.get(session, actor, stage_id)
    opening = await session.get_one(Opening, (actor.org_id, stage.opening_id))
    written = engine.read(said, await uses.questions_of(session, actor.org_id))
    rule = await _placed(session, actor, stage, written, spot)
    hours = hours_of(opening.time_zone, opening.hours, opening.holidays)
    followed = await books.of_stage(session, actor.org_id, stage_id, stage.rules_version)
    rivals = Rivals(rule, followed.book.rules if followed else ())
    entered = {"org": actor.org_id, "opening": opening.id, "stage": str(stage_id), "most": LAST}
    last = await tried_on.LAST.rows(session, entered) if whom == "last" else None
    many = len(last) if last is not None else (await facts.counts(session, actor.org_id, [stage_id])).popitem()[1]
    start = (datetime.min.replace(tzinfo=UTC), NOBODY)
    return _Run(actor.org_id, stage_id, rule, Book([rule]), rivals, hours, Trial(many), last, start)


async def _placed(session: AsyncSession, actor: Actor, stage: Stage, written: Written, spot: Spot) -> engine.Rule:
    """The rule where it stands, or would stand."""
    where = {"id": new_id(), "stage_id": None if spot.is_anywhere else stage.id, "position": MAX_SIBLINGS}
    if spot.rule_id:
        kept = await reading.find(session, actor.org_id, spot.rule_id)
        where = {"id": kept.id, "stage_id": kept.stage_id, "position": kept.position}
    return engine.place(written, version=1, name="", changed_at=now(), **where)
