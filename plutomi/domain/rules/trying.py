"""Trying a rule before it bites: whom it would be followed for and where they would go, and why not the others."""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, Integer, String, Uuid, bindparam, func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.clock import now
from plutomi.db import transaction
from plutomi.domain import stages
from plutomi.domain.actors import Actor
from plutomi.domain.rules import facts, uses
from plutomi.domain.rules.facts import Subject
from plutomi.ids import NOBODY, new_id
from plutomi.models import Applicant, Event, Opening, Placement
from plutomi.ready import Ready, Row
from plutomi.rules.engine import rule as engine
from plutomi.rules.engine.deciding import Book
from plutomi.rules.engine.hours import Hours, hours_of
from plutomi.rules.engine.timers import Stay, due, questions_timed
from plutomi.rules.engine.triggers import Trigger

BATCH, LAST, SHOWN = 1_000, 1_000, 100
Whom = Literal["present", "last"]
State = Literal["matched", "unmatched", "error", "not_due"]


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


async def trials(actor: Actor, stage_id: UUID, said: Mapping[str, Any], whom: Whom = "present") -> AsyncIterator[Trial]:
    """The trial as it goes on, batch by batch, each in a transaction of its own that changes nothing.

    Over those who stand in the stage, or the last 1,000 who entered it, as they are now. Invalid by field.
    """
    async with transaction(actor.org_id) as session:
        run = await _begin(session, actor, stage_id, said, whom)
    yield run.trial
    while not run.is_over:
        async with transaction(actor.org_id) as session:
            await run.on(session)
        yield run.trial


async def try_whole(actor: Actor, stage_id: UUID, said: Mapping[str, Any], whom: Whom = "present") -> Trial:
    """The same, when it is over."""
    async for trial in trials(actor, stage_id, said, whom):
        last = trial
    return last


@dataclass(slots=True)
class _Run:
    """A rule, and those it is tried on: the last ones by id, those present in the order they entered."""

    org_id: UUID
    stage_id: UUID
    rule: engine.Rule
    book: Book
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
        return await _PRESENT.rows(
            session, {"org": self.org_id, "stage": self.stage_id, "at": at, "id": id, "most": BATCH}
        )

    async def _tried(self, session: AsyncSession, people: Sequence[Row]) -> list[Tried]:
        timed = frozenset(f"answers.{key}" for key in questions_timed(self.book))
        subjects = [Subject(one.applicant_id, one.entered_at, one.completed_at) for one in people]
        known = await facts.load(session, self.org_id, self.book.facts | timed, self.hours, subjects)
        return [self._one(one, known[one.applicant_id].facts) for one in people]

    def _one(self, one: Row, known: Mapping[str, Any]) -> Tried:
        asked = [self.rule]
        (outcome,) = self.book.decide(Trigger(self.rule.when.kind), known, asked).outcomes
        at = self._due(one, known) if self.rule.when.is_timer and self.last is None else None
        if outcome.state == "matched" and self.rule.when.is_timer and self.last is None and at is None:
            return Tried(one.applicant_id, one.name, "not_due", "It does not come due for them.")
        return Tried(one.applicant_id, one.name, outcome.state, outcome.reason, at)

    def _due(self, one: Row, known: Mapping[str, Any]) -> datetime | None:
        answers = {name.removeprefix("answers."): value for name, value in known.items()}
        return due(self.rule, self.hours, Stay(one.entered_at, one.active_at, one.completed_at, answers))


async def _begin(session: AsyncSession, actor: Actor, stage_id: UUID, said: Mapping[str, Any], whom: Whom) -> _Run:
    stage = await stages.get(session, actor, stage_id)
    opening = await session.get_one(Opening, (actor.org_id, stage.opening_id))
    written = engine.read(said, await uses.questions_of(session, actor.org_id))
    place = {"id": new_id(), "version": 1, "name": "", "stage_id": stage_id, "position": 0, "changed_at": now()}
    rule = engine.place(written, **place)
    hours = hours_of(opening.time_zone, opening.hours, opening.holidays)
    entered = {"org": actor.org_id, "opening": opening.id, "stage": str(stage_id), "most": LAST}
    last = await _LAST.rows(session, entered) if whom == "last" else None
    many = len(last) if last is not None else (await facts.counts(session, actor.org_id, [stage_id])).popitem()[1]
    start = (datetime.min.replace(tzinfo=UTC), NOBODY)
    return _Run(actor.org_id, stage_id, rule, Book([rule]), hours, Trial(many), last, start)


def _present_statement() -> Any:
    order = (col(Placement.entered_at), col(Placement.applicant_id))
    since = tuple_(bindparam("at", type_=DateTime(timezone=True)), bindparam("id", type_=Uuid))
    joined = (col(Applicant.org_id) == Placement.org_id) & (col(Applicant.id) == Placement.applicant_id)
    columns = (Placement.applicant_id, Placement.entered_at, Placement.completed_at, Placement.active_at)
    return (
        select(*map(col, columns), col(Applicant.name))
        .join(Applicant, joined)
        .where(
            col(Placement.org_id) == bindparam("org", type_=Uuid),
            col(Placement.stage_id) == bindparam("stage", type_=Uuid),
            tuple_(*order) > since,
        )
        .order_by(*order)
        .limit(bindparam("most", type_=Integer))
    )


def _last_statement() -> Any:
    """Who entered last, each once, as long as they are kept."""
    org = bindparam("org", type_=Uuid)
    to = col(Event.data)["to"].astext == bindparam("stage")
    begun = (col(Event.type) == "applicant.applied") & (col(Event.data)["stage_id"].astext == bindparam("stage"))
    entered = (
        select(col(Event.applicant_id), func.max(col(Event.at)).label("at"))
        .where(
            col(Event.org_id) == org,
            col(Event.opening_id) == bindparam("opening", type_=Uuid),
            col(Event.type) == func.any(literal(list(ENTERED), ARRAY(String))),
            to | begun,
        )
        .group_by(col(Event.applicant_id))
        .order_by(func.max(col(Event.at)).desc())
        .limit(bindparam("most", type_=Integer))
        .subquery()
    )
    place = (col(Placement.org_id) == col(Applicant.org_id)) & (col(Placement.applicant_id) == col(Applicant.id))
    return (
        select(
            col(Applicant.id).label("applicant_id"),
            entered.c.at.label("entered_at"),
            col(Placement.completed_at),
            col(Placement.active_at),
            col(Applicant.name),
        )
        .select_from(entered)
        .join(
            Applicant,
            (col(Applicant.org_id) == bindparam("org", type_=Uuid)) & (Applicant.id == entered.c.applicant_id),
        )
        .outerjoin(Placement, place)
    )


ENTERED = ("applicant.applied", "applicant.moved", "applicant.returned", "applicant.restored", "applicant.transferred")
_PRESENT = Ready(_present_statement())
_LAST = Ready(_last_statement())
