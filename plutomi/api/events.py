"""The event log: everything that happened in an org, newest first."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from plutomi.api.shapes import Cursor, Limit, Page, Shown, next_of
from plutomi.api.viewer import CurrentActor
from plutomi.db import transaction
from plutomi.domain import log

router = APIRouter(prefix="/api/v1/events", tags=["events"])


class EventOut(Shown):
    """What happened, who did it and from where; docs/events.md says what `data` holds for each type.

    `cause` is the event this one followed from by itself.
    """

    id: UUID
    type: str
    subject_id: UUID
    opening_id: UUID | None
    applicant_id: UUID | None
    actor_kind: Literal["user", "applicant", "anyone", "clock", "rule"]
    actor_id: UUID | None
    actor_name: str
    ip: str
    cause: UUID | None
    data: dict[str, Any]
    at: datetime


@router.get("")
async def list_all(
    actor: CurrentActor,
    type: Annotated[str, Query(description="Only events of this type.")] = "",
    opening_id: UUID | None = None,
    applicant_id: UUID | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[EventOut]:
    """The org's log."""
    async with transaction(actor.org_id) as session:
        rows = await log.page(session, actor, type, opening_id, applicant_id, before=cursor, most=limit)
    return Page(data=[EventOut.model_validate(row) for row in rows], next=next_of(rows, limit))
