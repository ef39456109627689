"""Standing on the board again after having left it: by the form sent again, or put back by a recruiter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.clock import living_in, now
from plutomi.domain import siblings
from plutomi.domain.actors import Actor, admit
from plutomi.domain.applicants.leading import lead_on, take_place
from plutomi.domain.applicants.recalling import answered
from plutomi.domain.applicants.standing import placement_of
from plutomi.domain.applicants.writing import delta, write_answers
from plutomi.domain.events import record
from plutomi.domain.files.claiming import give_files
from plutomi.errors import Conflict, NotFound
from plutomi.ids import new_id, rank_on_top
from plutomi.models import Answer, Applicant, Event, Opening, Placement, Question, Stage, StageDelta
from plutomi.rules.asked import MASK, Asked
from plutomi.rules.engine.triggers import Trigger
from plutomi.rules.reapplying import Policy

MOST, WITHIN = 3, timedelta(days=1)  # applying again by one address at one opening with a letter each
# What comes after those is kept as well, since its sender was thanked for it; but nobody buries somebody's history
# under what they send in their name, and a person does not apply to one opening so often.
KEPT = 50
AGAIN = ("applicant.reapplied", "applicant.returned")


@dataclass(frozen=True, slots=True)
class Lately:
    """How often it was sent within a day, and how often a letter was owed for that."""

    sent: int
    told: int

    @property
    def is_too_often(self) -> bool:
        return self.told >= MOST


async def return_with(
    session: AsyncSession,
    actor: Actor,
    applicant: Applicant,
    to: tuple[UUID, str],
    asked: tuple[Asked, ...],
    values: Mapping[UUID, Any],
    source: str,
) -> None:
    """Who has withdrawn has sent the form of the stage `to` again: in with its answers, and led on from there.

    What they leave out this time is not their answer any more, but for hidden questions: nobody could see those.
    """
    event = await stand_again(session, actor, applicant, "applicant.returned", to, {"source": source})
    before = await answered(session, actor.org_id, applicant.id, [one for one in asked if not one.is_hidden])
    await write_answers(session, applicant, to[0], asked, before, values)
    await give_files(session, actor.org_id, applicant.id, asked, values, is_whole=True)
    placement = await session.get_one(Placement, (actor.org_id, applicant.id))
    placement.completed_at = now()
    stage = await session.get_one(Stage, (actor.org_id, to[0]))
    if await take_place(session, placement, stage, event.id, event.depth):
        await lead_on(session, actor, placement, stage, Trigger("completed"), event.id, event.depth)


async def restore(session: AsyncSession, actor: Actor, id: UUID, stage_id: UUID) -> Placement:
    """A member puts somebody who left the board back into a stage of their opening. Conflict when they stand in one."""
    await admit(session, actor)
    applicant = await siblings.lock(session, Applicant, actor.org_id, id)
    placement = await placement_of(session, applicant)
    stage = await session.get(Stage, (actor.org_id, stage_id))
    if stage is None or stage.opening_id != applicant.opening_id:
        raise NotFound
    if placement is not None:
        raise Conflict("They have not left: they stand on the board.")
    was = {"was": "rejected" if applicant.rejected_at else "withdrawn"}
    event = await stand_again(session, actor, applicant, "applicant.restored", (stage.id, stage.name), was)
    placement = await session.get_one(Placement, (actor.org_id, id))
    await take_place(session, placement, stage, event.id, event.depth)
    return placement


def policy_of(opening: Opening) -> Policy:
    return Policy(opening.reapply, opening.reapply_days)


def may_return(applicant: Applicant, opening: Opening) -> bool:
    """Whether who has withdrawn may apply again by now."""
    with living_in(applicant.time_zone or opening.time_zone):
        return policy_of(opening).allows(applicant.withdrawn_at or now(), now())


async def lately(session: AsyncSession, applicant: Applicant) -> Lately:
    """How often this address has applied again to this opening within the last day."""
    is_told = col(Event.data)["tell"].astext.is_distinct_from("false")
    found = select(func.count(), func.count().filter(is_told)).where(
        col(Event.org_id) == applicant.org_id,
        col(Event.applicant_id) == applicant.id,
        col(Event.type).in_(AGAIN),
        col(Event.at) > now() - WITHIN,
    )
    return Lately(*(await session.execute(found)).one())


async def stand_again(
    session: AsyncSession,
    actor: Actor,
    applicant: Applicant,
    type: str,
    to: tuple[UUID, str],
    more: dict[str, str] | None = None,
) -> Event:
    """On the board again, with what was said before kept in the event: the answers may change from here on."""
    org_id, opening_id, (stage_id, stage) = actor.org_id, applicant.opening_id, to
    data = {"to": str(stage_id), "to_name": stage, "answers": await _said(session, applicant)}
    data |= {"why": applicant.rejected_for or applicant.withdrawn_for} | (more or {})
    event = record(session, actor, type, applicant.id, opening_id=opening_id, applicant_id=applicant.id, data=data)
    applicant.withdrawn_at, applicant.withdrawn_for, applicant.withdrawn_words = None, "", ""
    applicant.rejected_at, applicant.rejected_for = None, ""
    applicant.updated_at = now()
    place = Placement(org_id=org_id, applicant_id=applicant.id, opening_id=opening_id, stage_id=stage_id, rank="")
    place.rank = rank_on_top(new_id())
    session.add(place)
    session.add(StageDelta(**delta(org_id, opening_id, stage_id, 1)))
    await session.flush()
    return event


async def _said(session: AsyncSession, applicant: Applicant) -> dict[str, Any]:
    """What they have answered so far, by question key; secure answers masked."""
    found = (
        select(col(Question.key), Answer)
        .join(Question, (col(Question.org_id) == Answer.org_id) & (col(Question.id) == Answer.question_id))
        .where(col(Answer.org_id) == applicant.org_id, col(Answer.applicant_id) == applicant.id)
        .order_by(col(Answer.answered_at), col(Answer.question_id))
    )
    return {
        key: {"title": one.title, "value": MASK if one.is_secure else one.value}
        for key, one in await session.execute(found)
    }
