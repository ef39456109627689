"""Leading on those who have completed or corrected a form: by the rules of their stage, or else where it leads."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.clock import now
from plutomi.domain.actors import Actor
from plutomi.domain.applicants.moving import Move, move
from plutomi.domain.rules import arriving
from plutomi.domain.rules.following import Happening, follow
from plutomi.models import Placement, Stage
from plutomi.rules.engine.triggers import Trigger


async def lead_on(
    session: AsyncSession,
    actor: Actor,
    placement: Placement,
    stage: Stage,
    trigger: Trigger,
    cause: UUID,
    depth: int = 0,
) -> UUID:
    """Follow the stage's rules; who has completed its form and is led nowhere goes where it leads. Where they stand."""
    if stage.rules_version and not await _is_left_where_they_are(session, placement, stage, trigger, cause, depth):
        return await _where(session, placement) or stage.id
    if trigger.kind != "completed" or stage.next_stage_id is None:
        return stage.id
    await session.flush()
    onward = Move(placement.applicant_id, stage.next_stage_id)
    return (await move(session, actor, onward, cause=cause, depth=depth + 1)).to_stage_id


async def take_place(session: AsyncSession, placement: Placement, stage: Stage, cause: UUID, depth: int = 0) -> bool:
    """Who stands in a stage anew is looked at as if they had entered it; whether they stand there still."""
    if not stage.rules_version:
        return True
    entered = (session, stage.org_id, placement.applicant_id, stage.id, stage.rules_version)
    placement.due_at = await arriving.due(*entered, placement.entered_at)
    return not await arriving.arrive(*entered, cause, depth) or await _where(session, placement) == stage.id


async def _is_left_where_they_are(
    session: AsyncSession, placement: Placement, stage: Stage, trigger: Trigger, cause: UUID, depth: int = 0
) -> bool:
    """Whether no rule led them on, or was to and could not."""
    here = (session, stage.org_id, stage.id, stage.rules_version)
    if await arriving.heeds_dates(*here):
        placement.due_at = now()  # an answer may have brought a day nearer: the clock is to look
    if not await arriving.concerns(*here, trigger):
        return True
    (walker,) = await follow(session, stage.org_id, [Happening(placement.applicant_id, trigger, cause, depth)])
    if walker.has_left or walker.has_failed or walker.is_looping:
        return False
    return not walker.pending or await _where(session, placement) == stage.id


async def _where(session: AsyncSession, placement: Placement) -> UUID | None:
    """The stage they stand in now; None when they have left the board, or go round in it."""
    theirs = (col(Placement.org_id) == placement.org_id, col(Placement.applicant_id) == placement.applicant_id)
    found = select(col(Placement.stage_id)).where(*theirs, ~col(Placement.is_looping))
    return (await session.execute(found)).scalar()
