"""Clones: an opening or a stage copied whole, without its applicants."""

from uuid import UUID

from fastapi import APIRouter

from plutomi.api.openings import OpeningOut
from plutomi.api.shapes import Given
from plutomi.api.stages import Position, StageOut
from plutomi.api.viewer import CurrentActor
from plutomi.db import transaction
from plutomi.domain.cloning import openings, stages

router = APIRouter(prefix="/api/v1", tags=["clones"])


class OpeningClone(Given):
    """Without a name it is called as the opening is, marked as a copy."""

    name: str = ""


class StageClone(Given):
    """Without `opening_id` it is copied within its opening, without `position` right after itself or last elsewhere."""

    name: str = ""
    opening_id: UUID | None = None
    position: Position | None = None


@router.post("/openings/{opening_id}/clones", status_code=201)
async def clone_opening(actor: CurrentActor, opening_id: UUID, body: OpeningClone) -> OpeningOut:
    """Stages, forms, rules, service area and style are copied. The copy starts private, under an address of its own."""
    async with transaction(actor.org_id) as session:
        made = await openings.clone(session, actor, opening_id, body.name)
    return OpeningOut.model_validate(made)


@router.post("/stages/{stage_id}/clones", status_code=201)
async def clone_stage(actor: CurrentActor, stage_id: UUID, body: StageClone) -> StageOut:
    """Form, rules and style are copied. In another opening it leads to the stages there of the same names."""
    async with transaction(actor.org_id) as session:
        made = await stages.clone(session, actor, stage_id, body.opening_id, body.name, body.position)
    return StageOut.model_validate(made)
