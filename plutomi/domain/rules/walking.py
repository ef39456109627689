"""Walking: what rules make of people where they stand, thought through until they rest; nothing is written yet."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.domain.actors import Actor, Because
from plutomi.domain.events import event_row
from plutomi.domain.rules import books
from plutomi.domain.rules.facts import Known, Subject
from plutomi.domain.rules.places import Place, Places
from plutomi.models.event import MAX_DEPTH
from plutomi.rules.asked import MASK
from plutomi.rules.engine.actions import Move
from plutomi.rules.engine.deciding import Book, Decision, Outcome
from plutomi.rules.engine.hours import Hours
from plutomi.rules.engine.rule import Rule, facts_in
from plutomi.rules.engine.triggers import Trigger

MOST_TOLD, MOST_FAILED, MOST_TEXT = 50, 10, 200
ENTERED = Trigger("entered")
GONE = "The stage it leads to is not there any more."
Reader = Callable[[frozenset[str], Hours, Collection[Subject]], Awaitable[dict[UUID, Known]]]


@dataclass(frozen=True, slots=True)
class Pending:
    """A rule that has been decided for, whose actions are verbs still to be done."""

    rule: Rule
    because: Because


@dataclass(slots=True)
class Walker:
    """Somebody on their way: where they stand, and what has come of it.

    `cause` and `depth` are of the event their next turn follows from. `told` are outcomes by that event's id, where it
    is written already; `pending` is where the walk had to stop; `has_failed` when a rule could not be done.
    """

    org_id: UUID
    applicant_id: UUID
    opening_id: UUID
    stage_id: UUID
    version: int
    entered_at: datetime
    completed_at: datetime | None = None
    active_at: datetime | None = None
    looked_at: datetime | None = None
    is_looping: bool = False
    cause: UUID | None = None
    depth: int = 0
    has_left: bool = False
    begun_in: UUID | None = None
    events: list[dict[str, Any]] = field(default_factory=list)
    told: dict[UUID, list[Any]] = field(default_factory=dict)
    pending: Pending | None = None
    has_failed: bool = False
    due_at: datetime | None = None

    def __post_init__(self) -> None:
        self.begun_in = self.begun_in or self.stage_id

    @property
    def subject(self) -> Subject:
        return Subject(self.applicant_id, self.entered_at, self.completed_at)

    @property
    def rests(self) -> bool:
        """Whether no rule wanted anything of them."""
        return not (self.has_left or self.pending or self.has_failed or self.is_looping)


@dataclass(slots=True)
class Ask:
    """Rules are asked about somebody: those that what happened fits, or `rounds` of timers, one after the other."""

    walker: Walker
    trigger: Trigger
    rounds: Sequence[Sequence[Rule]] | None = None


async def walk(session: AsyncSession, asks: Sequence[Ask], places: Places, read: Reader) -> None:
    """Let everybody go where rules lead, stage by stage, until they rest, are stopped, or a verb is to be done."""
    while asks:
        going: list[tuple[Walker, Decision, Known]] = []
        for stage_id, group in groupby(sorted(asks, key=_stage), key=_stage):
            going += await _ask(session, stage_id, [one for one in group if not one.walker.is_looping], read)
        await places.need(session, {one for _, decision, _ in going if (one := target_of(decision.rule))})
        asks = [
            Ask(walker, Trigger("entered"))
            for walker, decision, known in going
            if _act(walker, decision, known, places)
        ]


def _stage(ask: Ask) -> UUID:
    return ask.walker.stage_id


async def _ask(
    session: AsyncSession, stage_id: UUID, asks: Sequence[Ask], read: Reader
) -> list[tuple[Walker, Decision, Known]]:
    """Ask one stage's rules about those who stand there; whom one of them was decided for."""
    if not asks:
        return []
    followed = await books.of_stage(session, asks[0].walker.org_id, stage_id, asks[0].walker.version)
    if followed is None:
        return []
    book = followed.book
    asked = [(ask, ask.rounds if ask.rounds is not None else [book.fitting(ask.trigger)]) for ask in asks]
    asked = [(ask, rounds) for ask, rounds in asked if any(rounds)]
    groups = {id(some): some for _, rounds in asked for some in rounds}.values()
    wanted = frozenset[str]().union(*map(book.facts_for, groups))
    known = await read(wanted, followed.hours, [ask.walker.subject for ask, _ in asked]) if asked else {}
    decided = []
    for ask, rounds in asked:
        theirs = known[ask.walker.applicant_id]
        for some in rounds:
            decision = book.decide(ask.trigger, theirs.facts, some if ask.rounds is not None else None)
            _tell(ask.walker, decision.outcomes, book)
            if decision.rule is not None:
                decided.append((ask.walker, decision, theirs))
                break
    return decided


def target_of(rule: Rule | None) -> UUID | None:
    """The stage a rule moves to, if that is all it does."""
    action = rule.actions[0] if rule and len(rule.actions) == 1 else None
    return action.stage_id if isinstance(action, Move) else None


def _act(walker: Walker, decision: Decision, known: Known, places: Places) -> bool:
    """Whether they have entered another stage."""
    rule = decision.rule
    assert rule is not None
    because = Because(walker.cause, walker.depth + 1, _trace(rule, known))
    to = target_of(rule)
    place = places.get(to) if to else None
    if to and place is None:
        return fail(walker, rule.id, rule.name, because, GONE)
    if place is not None and place.id == walker.stage_id:
        return False
    if because.depth > MAX_DEPTH:
        return _stop(walker)
    if place is None or place.opening_id != walker.opening_id:
        walker.pending = Pending(rule, because)
        return False
    actor = Actor("rule", walker.org_id, rule.id, rule.name, because=because)
    enter(walker, actor, places[walker.stage_id], place)
    return True


def enter(walker: Walker, actor: Actor, origin: Place, place: Place, cause: UUID | None = None, depth: int = 0) -> None:
    """Let them enter a stage: no statement, only the event that says so."""
    told = {"from": str(origin.id), "from_name": origin.name, "to": str(place.id), "to_name": place.name}
    event = _event(walker, actor, "applicant.moved", walker.applicant_id, told, cause=cause, depth=depth)
    walker.stage_id, walker.version, walker.entered_at = place.id, place.version, event["at"]
    walker.completed_at = walker.active_at = walker.looked_at = None
    walker.has_left = True
    walker.cause, walker.depth = event["id"], event["depth"]


def fail(walker: Walker, rule_id: UUID, name: str, because: Because, reason: str) -> bool:
    """A rule could not be done: they stay, and it shows on the rule."""
    actor = Actor("rule", walker.org_id, rule_id, name, because=because)
    _event(walker, actor, "rule.failed", rule_id, {"reason": reason})
    walker.has_failed = True
    return False


def _stop(walker: Walker) -> bool:
    """Rules have sent them round often enough: they stand still, to be seen."""
    actor = Actor("clock", walker.org_id, name="Plutomi")
    _event(walker, actor, "applicant.looped", walker.applicant_id, {}, cause=walker.cause, depth=walker.depth)
    walker.is_looping = True
    return False


def _event(walker: Walker, actor: Actor, type: str, subject: UUID, data: dict[str, Any], **rest: Any) -> dict[str, Any]:
    ids: dict[str, Any] = {"opening_id": walker.opening_id, "applicant_id": walker.applicant_id}
    event = event_row(actor, type, subject, data=data, **ids, **rest)
    walker.events.append(event)
    return event


def _tell(walker: Walker, outcomes: Sequence[Outcome], book: Book) -> None:
    """Keep what became of the rules with the event they were asked about; errors show on their rule, too."""
    failed = [one for one in outcomes if one.state == "error"][:MOST_FAILED]
    names = {rule.id: rule.name for rule in book.rules} if failed else {}
    for one in failed:
        because = Because(walker.cause, min(walker.depth + 1, MAX_DEPTH), {"version": one.version})
        actor = Actor("rule", walker.org_id, one.rule_id, names[one.rule_id], because=because)
        _event(walker, actor, "rule.failed", one.rule_id, {"reason": one.reason})
    if walker.cause is None:
        return
    told = [one.told for one in outcomes[:MOST_TOLD]]
    for event in walker.events:
        if event["id"] == walker.cause:
            event["data"]["rules"] = event["data"].get("rules", []) + told
            return
    walker.told.setdefault(walker.cause, []).extend(told)


def _trace(rule: Rule, known: Known) -> dict[str, Any]:
    """Why it acts: the version, what was asked, the facts its condition read."""
    facts = {name: known.facts[name] for name in sorted(facts_in(rule)) if name in known.facts}
    told = {name: MASK if name in known.secure else _short(value) for name, value in facts.items()}
    return {"version": rule.version, "when": rule.when.kind, "facts": told}


def _short(value: Any) -> Any:
    return value[:MOST_TEXT] + "…" if isinstance(value, str) and len(value) > MOST_TEXT else value
