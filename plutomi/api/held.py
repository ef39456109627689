"""Submissions held back because a program seems to have sent them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel

from plutomi.api.shapes import Cursor, Limit, Page, Shown, next_of
from plutomi.api.viewer import CurrentActor
from plutomi.db import transaction
from plutomi.domain.applicants import holding

router = APIRouter(prefix="/api/v1", tags=["held"])


class HeldOut(Shown):
    """`given` is all that was sent; `reason` is what gave it away."""

    id: UUID
    opening_id: UUID
    name: str
    email: str
    given: dict[str, Any]
    reason: str
    ip: str
    held_at: datetime


class Released(BaseModel):
    """The applicant it has become, or was already."""

    applicant_id: UUID


@router.get("/openings/{opening_id}/held")
async def list_all(actor: CurrentActor, opening_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Page[HeldOut]:
    """What is held back of an opening, newest first."""
    async with transaction(actor.org_id) as session:
        found = await holding.list_held(session, actor, opening_id, before=cursor, most=limit)
    return Page(data=[HeldOut.model_validate(one) for one in found], next=next_of(found, limit))


@router.post("/held/{held_id}/releases", status_code=201)
async def release(actor: CurrentActor, held_id: UUID) -> Released:
    """Let it in, as if it had just been sent."""
    async with transaction(actor.org_id) as session:
        applied = await holding.release(session, actor, held_id)
    return Released(applicant_id=applied.applicant_id)


@router.delete("/held/{held_id}", status_code=204, response_class=Response)
async def discard(actor: CurrentActor, held_id: UUID) -> None:
    """Throw it away."""
    async with transaction(actor.org_id) as session:
        await holding.discard(session, actor, held_id)
