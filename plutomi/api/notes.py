"""Notes: what recruiters tell each other about an applicant."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response

from plutomi.api.shapes import Given, Key, Page, Shown
from plutomi.api.viewer import CurrentActor
from plutomi.db import transaction
from plutomi.domain import receipts
from plutomi.domain.applicants import keeping, reading

router = APIRouter(prefix="/api/v1", tags=["notes"])


class NoteOut(Shown):
    id: UUID
    applicant_id: UUID
    user_id: UUID | None
    author: str
    body: str
    created_at: datetime


class NoteIn(Given):
    body: str


@router.get("/applicants/{applicant_id}/notes")
async def list_of(actor: CurrentActor, applicant_id: UUID) -> Page[NoteOut]:
    """An applicant's notes, newest first."""
    async with transaction(actor.org_id) as session:
        found = await reading.notes(session, actor, applicant_id)
    return Page(data=[NoteOut.model_validate(note) for note in found])


@router.post("/applicants/{applicant_id}/notes", status_code=201)
async def write(actor: CurrentActor, applicant_id: UUID, body: NoteIn, key: Key = "") -> NoteOut:
    async with transaction(actor.org_id) as session:

        async def make() -> UUID:
            return (await keeping.write_note(session, actor, applicant_id, body.body)).id

        id = await receipts.once(session, actor, f"notes {applicant_id}", key, body.body, make)
        return NoteOut.model_validate(await keeping.note(session, actor, id))


@router.delete("/notes/{note_id}", status_code=204, response_class=Response)
async def delete(actor: CurrentActor, note_id: UUID) -> None:
    """Take back a note of one's own."""
    async with transaction(actor.org_id) as session:
        await keeping.delete_note(session, actor, note_id)
