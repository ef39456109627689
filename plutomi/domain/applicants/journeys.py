"""An applicant's way through the stages as they are told it: what is done and when, what is theirs, what comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.models import Event, Placement, Stage, StageQuestion
from plutomi.rules.paths import path

StepState = Literal["done", "yours", "review", "ahead"]
LEFT = ("applicant.applied", "applicant.submitted", "applicant.moved", "applicant.returned")


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the way; `asks` is how many questions its form has, `at` when it was done, or reached."""

    stage_id: UUID
    name: str
    state: StepState
    asks: int
    at: datetime | None


async def journey(session: AsyncSession, placement: Placement, stages: Sequence[Stage]) -> list[Step]:
    """The steps in order, as far as they can be told ahead."""
    asks = await _asks(session, placement)
    left = await _left(session, placement)
    way = path(stages, placement.stage_id)
    here = next(at for at, stage in enumerate(way) if stage.id == placement.stage_id)
    return [_step(stage, at - here, asks.get(stage.id, 0), placement, left) for at, stage in enumerate(way)]


def _step(stage: Stage, ahead: int, asks: int, placement: Placement, left: dict[str, datetime]) -> Step:
    if ahead > 0:
        return Step(stage.id, stage.name, "ahead", asks, None)
    if ahead < 0:
        return Step(stage.id, stage.name, "done", asks, left.get(str(stage.id)))
    is_theirs = asks > 0 and placement.completed_at is None
    return Step(
        stage.id,
        stage.name,
        "yours" if is_theirs else "review",
        asks,
        placement.completed_at or placement.entered_at,
    )


async def _asks(session: AsyncSession, placement: Placement) -> dict[UUID, int]:
    found = (
        select(col(StageQuestion.stage_id), func.count())
        .join(Stage, (col(Stage.org_id) == StageQuestion.org_id) & (col(Stage.id) == StageQuestion.stage_id))
        .where(col(Stage.org_id) == placement.org_id, col(Stage.opening_id) == placement.opening_id)
        .group_by(col(StageQuestion.stage_id))
    )
    return dict((await session.execute(found)).all())


async def _left(session: AsyncSession, placement: Placement) -> dict[str, datetime]:
    """When each stage was last completed or left."""
    theirs = (col(Event.org_id) == placement.org_id, col(Event.applicant_id) == placement.applicant_id)
    found = select(col(Event.type), col(Event.data), col(Event.at)).where(*theirs, col(Event.type).in_(LEFT))
    left: dict[str, datetime] = {}
    for type, data, at in await session.execute(found.order_by(col(Event.id))):
        if stage := data.get("from" if type == "applicant.moved" else "stage_id"):
            left[stage] = at
    return left
