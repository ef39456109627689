"""Standing on the board again after having left it: by the form sent again, or put back by a recruiter."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.clock import living_in, now
from plutomi.domain import siblings
from plutomi.domain.actors import Actor, admit
from plutomi.domain.applicants.leading import lead_on, take_place
from plutomi.domain.applicants.standing import placement_of
from plutomi.domain.applicants.writing import delta
from plutomi.domain.events import record
from plutomi.errors import Conflict, NotFound
from plutomi.ids import new_id, rank_on_top
from plutomi.models import Answer, Applicant, Event, Opening, Placement, Stage, StageDelta
from plutomi.rules.asked import MASK
from plutomi.rules.engine.triggers import Trigger
from plutomi.rules.reapplying import Policy

MOST, WITHIN = 3, timedelta(days=1)  # applying again by one address at one opening; each brings a letter
AGAIN = ("applicant.reapplied", "applicant.returned")


async def return_with(
    session: AsyncSession,
    actor: Actor,
    applicant: Applicant,
    to: tuple[UUID, str],
    rows: list[dict[str, Any]],
    source: str,
) -> None:
    """Who has withdrawn has sent the form of the stage `to` again: in with its answers, and led on from there."""
    event = await stand_again(session, actor, applicant, "applicant.returned", to, {"source": source})
    if rows:
        statement = insert(Answer).values(rows)
        kept = ("org_id", "applicant_id", "question_id")
        new = {key: statement.excluded[key] for key in rows[0] if key not in kept}
        await session.execute(statement.on_conflict_do_update(index_elements=kept, set_=new))
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


async def is_too_often(session: AsyncSession, applicant: Applicant) -> bool:
    """Whether this address has applied again to this opening more often than it may within a day."""
    since = (col(Event.type).in_(AGAIN), col(Event.at) > now() - WITHIN)
    found = select(func.count()).where(
        col(Event.org_id) == applicant.org_id, col(Event.applicant_id) == applicant.id, *since
    )
    return (await session.execute(found)).scalar_one() >= MOST


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
    before = {one.title: MASK if one.is_secure else one.value for one in await _answers(session, applicant)}
    data = {"to": str(stage_id), "to_name": stage, "answers": before}
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


async def _answers(session: AsyncSession, applicant: Applicant) -> list[Answer]:
    mine = (col(Answer.org_id) == applicant.org_id, col(Answer.applicant_id) == applicant.id)
    return list((await session.execute(select(Answer).where(*mine).order_by(col(Answer.answered_at)))).scalars())
