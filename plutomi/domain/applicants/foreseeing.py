"""Foreseeing, before anything is written, where rules and stages will lead who applies."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.clock import now
from plutomi.domain.actors import Actor
from plutomi.domain.applicants.doors import Door
from plutomi.domain.applicants.leading import lead_on, take_place
from plutomi.domain.events import event_row
from plutomi.domain.rules import dues, facts
from plutomi.domain.rules.facts import Known, Subject
from plutomi.domain.rules.places import Place, Places
from plutomi.domain.rules.walking import ENTERED, Ask, Walker, enter, walk
from plutomi.models import Placement, Stage
from plutomi.rules.engine.hours import Hours, told
from plutomi.rules.engine.triggers import Trigger

COMPLETED = Trigger("completed")


@dataclass(frozen=True, slots=True)
class Way:
    """Where they come to stand, and the events of the way. `is_open`: more is to be done once they are there."""

    applicant_id: UUID
    stage_id: UUID
    completed_at: datetime | None
    events: list[dict[str, Any]]
    due_at: datetime | None = None
    is_looping: bool = False
    is_open: bool = False


class _Unknown(Exception):
    """A fact is not known before they are written down."""


async def foresee(
    session: AsyncSession, actor: Actor, entered: Door, applicant: dict[str, Any], answers: Mapping[UUID, Any]
) -> Way:
    """The way of somebody who applies, from what is in hand; no statement where no rule asks for more."""
    applied = _applied(actor, entered, applicant)
    walker = _walker(entered, applicant, applied)
    try:
        await _walk(session, actor, entered, walker, _Reader(session, entered, applicant, answers))
    except _Unknown:
        pass
    else:
        if not walker.pending:
            return _way(walker)
    again = _walker(entered, applicant, _applied(actor, entered, applicant))
    return replace(_way(again), is_open=True)


async def go_on(session: AsyncSession, actor: Actor, entered: Door, way: Way) -> None:
    """What could not be foreseen is done, now that they stand there."""
    placement = await session.get_one(Placement, (actor.org_id, way.applicant_id))
    stage = await session.get_one(Stage, (actor.org_id, entered.stage_id))
    cause = way.events[0]["id"]
    if await take_place(session, placement, stage, cause):
        await lead_on(session, actor, placement, stage, COMPLETED, cause)


async def _walk(session: AsyncSession, actor: Actor, entered: Door, walker: Walker, read: "_Reader") -> None:
    """They enter the first stage and have completed its form; whom no rule leads on goes where it leads."""
    places = Places(actor.org_id, entered.stages)
    for trigger in (ENTERED, COMPLETED) if entered.rules_version else ():
        walker.has_failed = False
        await walk(session, [Ask(walker, trigger)], places, read)
        if walker.has_left or walker.pending or walker.is_looping:
            return await dues.reckon(session, [walker], read)
    if walker.rests and entered.next_stage_id:
        _lead(actor, entered, walker, places)
        await walk(session, [Ask(walker, ENTERED)], places, read)
    if entered.stages:
        await dues.reckon(session, [walker], read)


def _lead(actor: Actor, entered: Door, walker: Walker, places: Places) -> None:
    """Where the first stage leads everybody."""
    assert entered.next_stage_id is not None
    here = Place(entered.stage_id, entered.stage_name, entered.opening_id, entered.rules_version)
    plain = Place(entered.next_stage_id, entered.next_stage_name or "", entered.opening_id, 0)
    walker.events[0]["data"]["next"] = str(entered.next_stage_id)
    enter(walker, actor, here, places.get(entered.next_stage_id, plain), cause=walker.cause, depth=walker.depth + 1)


def _applied(actor: Actor, entered: Door, applicant: dict[str, Any]) -> dict[str, Any]:
    about = {"opening_id": entered.opening_id, "applicant_id": applicant["id"]}
    told = {"stage_id": str(entered.stage_id), "stage": entered.stage_name, "source": applicant["source"], "next": None}
    return event_row(actor, "applicant.applied", applicant["id"], data=told, **about)


def _walker(entered: Door, applicant: dict[str, Any], applied: dict[str, Any]) -> Walker:
    return Walker(
        org_id=applicant["org_id"],
        applicant_id=applicant["id"],
        opening_id=entered.opening_id,
        stage_id=entered.stage_id,
        version=entered.rules_version,
        entered_at=applicant["applied_at"],
        completed_at=applicant["applied_at"],
        cause=applied["id"],
        events=[applied],
    )


def _way(walker: Walker) -> Way:
    due_at = None if walker.is_looping else walker.due_at
    placed = (walker.applicant_id, walker.stage_id, walker.completed_at)
    return Way(*placed, walker.events, due_at, walker.is_looping)


class _Reader:
    """Facts of somebody who is not written down yet."""

    def __init__(
        self, session: AsyncSession, entered: Door, applicant: dict[str, Any], answers: Mapping[UUID, Any]
    ) -> None:
        self.session, self.entered, self.applicant, self.answers = session, entered, applicant, answers

    async def __call__(self, names: frozenset[str], hours: Hours, subjects: Collection[Subject]) -> dict[UUID, Known]:
        (subject,) = subjects
        wanted = facts.wanted_of(names)
        if "files" in wanted.rooms or not facts.OF_KIN.isdisjoint(wanted.get("applicant")):
            raise _Unknown
        known = facts.of_answers(self._answered(), wanted)
        known.facts |= facts.of_subject(subject, wanted)
        known.facts |= facts.of_applicant(self.applicant, wanted.get("applicant"))
        known.facts |= await facts.counts(self.session, self.applicant["org_id"], wanted.stages)
        known.facts |= told(hours, now()) if "time" in wanted.rooms else {}
        known.facts |= {"labels": []} if "labels" in wanted.rooms else {}
        return {subject.applicant_id: known}

    def _answered(self) -> list[tuple[str, str, Any, bool]]:
        given = [one for one in self.entered.asked if one.question_id in self.answers]
        return [(one.key, one.type, self.answers[one.question_id], one.is_secure) for one in given]
