"""Rules for those who read them: one, a stage's, an opening's."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain import openings, stages
from plutomi.domain.actors import Actor, admit
from plutomi.domain.rules.reading import find, in_order
from plutomi.models import Rule


async def get(session: AsyncSession, actor: Actor, id: UUID) -> Rule:
    await admit(session, actor)
    return await find(session, actor.org_id, id)


async def of_stage(session: AsyncSession, actor: Actor, stage_id: UUID) -> Sequence[Rule]:
    """A stage's own rules in order, for members; NotFound."""
    stage = await stages.get(session, actor, stage_id)
    return await in_order(session, actor.org_id, stage.opening_id, stage_id)


async def counted(session: AsyncSession, actor: Actor, opening_id: UUID) -> dict[UUID | None, int]:
    """How many rules each stage of an opening has; by None, how many any stage. For members."""
    await admit(session, actor)
    found = select(col(Rule.stage_id), func.count()).where(
        col(Rule.org_id) == actor.org_id, col(Rule.opening_id) == opening_id
    )
    return dict((await session.execute(found.group_by(col(Rule.stage_id)))).all())


async def of_opening(
    session: AsyncSession, actor: Actor, opening_id: UUID, *, is_whole: bool = False
) -> Sequence[Rule]:
    """The opening's own rules in order; with `is_whole` those of its stages, too. For members; NotFound."""
    await openings.get(session, actor, opening_id)
    if not is_whole:
        return await in_order(session, actor.org_id, opening_id, None)
    found = select(Rule).where(col(Rule.org_id) == actor.org_id, col(Rule.opening_id) == opening_id)
    order = (col(Rule.stage_id).nulls_first(), col(Rule.position))
    return (await session.execute(found.order_by(*order))).scalars().all()
