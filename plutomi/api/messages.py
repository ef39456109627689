"""What the org writes to an applicant."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from fastapi import APIRouter

from plutomi.api.shapes import Cursor, Given, Key, Limit, Page, Shown, next_of
from plutomi.api.viewer import CurrentActor
from plutomi.db import transaction
from plutomi.domain import receipts
from plutomi.domain.applicants import messaging

router = APIRouter(prefix="/api/v1/applicants/{applicant_id}/messages", tags=["messages"])


class MessageOut(Shown):
    """A letter to an applicant, in plain text. Not `is_personal`: it was sent by itself.

    `seen_at`: when they first opened it on their own page.
    """

    id: UUID
    subject: str
    body: str
    is_personal: bool
    state: Literal["owed", "sent", "failed"]
    created_at: datetime
    seen_at: datetime | None


class MessageIn(Given):
    subject: str
    body: str


@router.get("")
async def list_of(
    actor: CurrentActor, applicant_id: UUID, cursor: Cursor = None, limit: Limit = 100
) -> Page[MessageOut]:
    """What was written to an applicant, newest first."""
    async with transaction(actor.org_id) as session:
        found = await messaging.written_to(session, actor, applicant_id, before=cursor, most=limit)
    return Page(data=[MessageOut.model_validate(one) for one in found], next=next_of(found, limit))


@router.post("", status_code=201)
async def write(actor: CurrentActor, applicant_id: UUID, body: MessageIn, key: Key = "") -> MessageOut:
    """Write to an applicant: sent by email, and shown on their own page."""
    async with transaction(actor.org_id) as session:

        async def make() -> UUID:
            return (await messaging.write(session, actor, applicant_id, body.subject, body.body)).id

        id = await receipts.once(session, actor, f"messages {applicant_id}", key, body.model_dump(), make)
        return MessageOut.model_validate(await messaging.one(session, actor, id))
