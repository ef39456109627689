"""Stages: the steps of an opening, in order."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field

from plutomi.api.shapes import Given, Page, Shown, StopRules
from plutomi.api.viewer import CurrentActor
from plutomi.db import transaction
from plutomi.domain import openings, stages
from plutomi.models import Stage

router = APIRouter(prefix="/api/v1", tags=["stages"])
Position = Annotated[int, Field(ge=0, description="0 is first; past the end is last.")]


class StageOut(Shown):
    """`next_stage_id` is where completing its form leads; null: applicants stay for review."""

    id: UUID
    opening_id: UUID
    name: str
    position: int
    next_stage_id: UUID | None
    created_at: datetime


class StageIn(Given):
    """Without `position` it becomes the last."""

    name: str
    position: Position | None = None


class StageChange(Given):
    """What is left out stays."""

    name: str = ""
    next_stage_id: UUID | None = None


class StageOrder(Given):
    """All of the opening's stages, each once."""

    stage_ids: list[UUID]


class PositionIn(Given):
    position: Position


@router.get("/openings/{opening_id}/stages")
async def list_of(actor: CurrentActor, opening_id: UUID) -> Page[StageOut]:
    """An opening's stages in order."""
    async with transaction(actor.org_id) as session:
        await openings.get(session, actor, opening_id)
        return _page(await stages.list_of(session, actor, opening_id))


@router.post("/openings/{opening_id}/stages", status_code=201)
async def create(actor: CurrentActor, opening_id: UUID, body: StageIn) -> StageOut:
    """A new stage; an opening has at most 200."""
    async with transaction(actor.org_id) as session:
        stage = await stages.create(session, actor, opening_id, body.name, body.position)
    return StageOut.model_validate(stage)


@router.put("/openings/{opening_id}/stages/order")
async def arrange(actor: CurrentActor, opening_id: UUID, body: StageOrder) -> Page[StageOut]:
    """Set the whole order."""
    async with transaction(actor.org_id) as session:
        order = await stages.arrange(session, actor, opening_id, body.stage_ids)
    return _page(order)


@router.get("/stages/{stage_id}")
async def get(actor: CurrentActor, stage_id: UUID) -> StageOut:
    async with transaction(actor.org_id) as session:
        return StageOut.model_validate(await stages.get(session, actor, stage_id))


@router.patch("/stages/{stage_id}")
async def change(actor: CurrentActor, stage_id: UUID, body: StageChange) -> StageOut:
    async with transaction(actor.org_id) as session:
        stage = await stages.change(session, actor, stage_id, **body.told())
    return StageOut.model_validate(stage)


@router.delete("/stages/{stage_id}", status_code=204, response_class=Response)
async def delete(
    actor: CurrentActor,
    stage_id: UUID,
    move_to: Annotated[UUID | None, Query(description="Where its applicants go; needed when it has any.")] = None,
    stop_rules: StopRules = False,
) -> None:
    async with transaction(actor.org_id) as session:
        await stages.delete(session, actor, stage_id, move_to, stop_rules=stop_rules)


@router.post("/stages/{stage_id}/moves", status_code=201)
async def move(actor: CurrentActor, stage_id: UUID, body: PositionIn) -> Page[StageOut]:
    """Put one stage at a position; answers the new order."""
    async with transaction(actor.org_id) as session:
        order = await stages.move(session, actor, stage_id, body.position)
    return _page(order)


def _page(order: Iterable[Stage]) -> Page[StageOut]:
    return Page(data=[StageOut.model_validate(stage) for stage in order])
