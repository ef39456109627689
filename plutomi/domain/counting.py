"""How many stand in each stage: what was rolled up, and the deltas since; and rolling those up."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.models import StageCount, StageDelta

BATCH = 10_000


def count_of(stage: Any) -> ColumnElement[int]:
    """How many stand in a stage: what was rolled up and the deltas since, one exact moment."""
    rolled = select(col(StageCount.count)).where(
        col(StageCount.org_id) == stage.org_id, col(StageCount.stage_id) == stage.id
    )
    opened = select(func.sum(col(StageDelta.delta))).where(
        col(StageDelta.org_id) == stage.org_id,
        col(StageDelta.opening_id) == stage.opening_id,
        col(StageDelta.stage_id) == stage.id,
    )
    return func.coalesce(rolled.scalar_subquery(), 0) + func.coalesce(opened.scalar_subquery(), 0)


async def roll_up(session: AsyncSession, org_id: UUID) -> None:
    """Add a batch of the org's open deltas to its counts, in one statement: a reader sees either, never both."""
    open_ = select(col(StageDelta.id)).where(col(StageDelta.org_id) == org_id)
    batch = open_.limit(BATCH).with_for_update(skip_locked=True).cte("batch")
    taken = (
        delete(StageDelta)  # type: ignore[call-overload]
        .where(col(StageDelta.org_id) == org_id, col(StageDelta.id).in_(select(batch.c.id)))
        .returning(StageDelta.org_id, StageDelta.stage_id, StageDelta.opening_id, StageDelta.delta)
        .cte("taken")
    )
    sums = select(taken.c.org_id, taken.c.stage_id, taken.c.opening_id, func.sum(taken.c.delta)).group_by(
        taken.c.org_id, taken.c.stage_id, taken.c.opening_id
    )
    rolled = insert(StageCount).from_select(["org_id", "stage_id", "opening_id", "count"], sums, include_defaults=False)
    await session.execute(
        rolled.on_conflict_do_update(
            index_elements=["org_id", "stage_id"], set_={"count": col(StageCount.count) + rolled.excluded.count}
        )
    )
