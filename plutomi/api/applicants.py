"""Applicants: found, read, corrected, moved, deleted."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import AwareDatetime

from plutomi.api.events import EventOut
from plutomi.api.labels import LabelOut
from plutomi.api.messages import MessageOut
from plutomi.api.notes import NoteOut
from plutomi.api.openings import OpeningOut
from plutomi.api.shapes import Cursor, Given, Limit, Page, Shown, next_of
from plutomi.api.stages import StageOut
from plutomi.api.standing import PlacementOut
from plutomi.api.viewer import CurrentActor
from plutomi.db import transaction
from plutomi.domain.applicants import amending, finding, keeping, moving, reading, returning, revealing
from plutomi.domain.narrowing import Only
from plutomi.models.question import QuestionType

router = APIRouter(prefix="/api/v1/applicants", tags=["applicants"])


class ApplicantInList(Shown):
    """Without a stage once they have withdrawn or were rejected."""

    id: UUID
    name: str
    email: str
    phone: str
    applied_at: datetime
    withdrawn_at: datetime | None
    rejected_at: datetime | None
    assignee_id: UUID | None
    opening_id: UUID
    opening_name: str
    stage_id: UUID | None
    stage_name: str | None


class ApplicantOut(Shown):
    """`phone` is in E.164, or empty; `area` is inside, outside or unknown, null when the opening has no area.

    `time_zone` is the one their browser named last, like America/New_York, null when it named none.
    `withdrawn_for` is why they withdrew, as they chose it, or empty; `rejected_for` your own reason.
    """

    id: UUID
    opening_id: UUID
    name: str
    email: str
    phone: str
    source: str
    time_zone: str | None
    area: str | None
    area_reason: str
    applied_at: datetime
    updated_at: datetime
    withdrawn_at: datetime | None
    withdrawn_for: str
    withdrawn_words: str
    rejected_at: datetime | None
    rejected_for: str
    assignee_id: UUID | None


class AnswerOut(Shown):
    """An answer with the question's words and version as they were then; a secure one's value is masked."""

    question_id: UUID
    stage_id: UUID | None
    title: str
    type: QuestionType
    value: Any
    version: int
    is_secure: bool
    answered_at: datetime


class DossierOut(Shown):
    """Everything about an applicant: answers oldest first, notes, events and messages newest first.

    Of the `asked` questions at hand they have `begun` so many, unsent. `assignee` is the member's name, or empty.
    """

    applicant: ApplicantOut
    opening: OpeningOut
    placement: PlacementOut | None
    stages: list[StageOut]
    answers: list[AnswerOut]
    notes: list[NoteOut]
    events: list[EventOut]
    messages: list[MessageOut]
    labels: list[LabelOut]
    assignee: str
    begun: int
    asked: int


class ContactChange(Given):
    """What is left out stays. With the `updated_at` that was read it is refused (409) when that is another by now."""

    updated_at: AwareDatetime | None = None
    name: str = ""
    email: str = ""
    phone: str = ""


class AnswerIn(Given):
    """As in an application; null takes the answer away."""

    value: Any


class MoveIn(Given):
    """Between `above_id` and `below_id`, or on top without them.

    With `from_stage_id` the move is refused (409) when the applicant stands elsewhere by now.
    """

    stage_id: UUID
    from_stage_id: UUID | None = None
    above_id: UUID | None = None
    below_id: UUID | None = None


class RestorationIn(Given):
    stage_id: UUID


class MovedOut(Shown):
    """Where the applicant stands now; `tx` tells whether a board has seen this."""

    applicant_id: UUID
    opening_id: UUID
    from_stage_id: UUID
    to_stage_id: UUID
    rank: str
    version: int
    entered_at: datetime
    event_id: UUID
    tx: int


@router.get("")
async def find(
    actor: CurrentActor,
    search: Annotated[str, Query(description="Parts of name, email or phone.")] = "",
    opening_id: UUID | None = None,
    label_id: Annotated[UUID | None, Query(description="Only who carries this label.")] = None,
    assignee_id: Annotated[UUID | None, Query(description="Only whom this member looks after.")] = None,
    cursor: Cursor = None,
    limit: Limit = finding.PAGE,
) -> Page[ApplicantInList]:
    """Applicants of all openings or of one, newest first."""
    only = Only(label_id, assignee_id)
    async with transaction(actor.org_id) as session:
        rows = await finding.find(session, actor, search, opening_id, cursor, limit, only)
    return Page(data=[ApplicantInList.model_validate(row) for row in rows], next=next_of(rows, limit))


@router.get("/{applicant_id}")
async def get(actor: CurrentActor, applicant_id: UUID) -> DossierOut:
    """All there is about one applicant; `events` are the newest 100."""
    async with transaction(actor.org_id) as session:
        return DossierOut.model_validate(await reading.dossier(session, actor, applicant_id))


@router.patch("/{applicant_id}")
async def correct(actor: CurrentActor, applicant_id: UUID, body: ContactChange) -> ApplicantOut:
    async with transaction(actor.org_id) as session:
        applicant = await keeping.correct(session, actor, applicant_id, **body.told())
    return ApplicantOut.model_validate(applicant)


@router.delete("/{applicant_id}", status_code=204, response_class=Response)
async def delete(actor: CurrentActor, applicant_id: UUID) -> None:
    """Delete an applicant and all they sent; that they were there stays in the log."""
    async with transaction(actor.org_id) as session:
        await keeping.delete(session, actor, applicant_id)


@router.post("/{applicant_id}/moves", status_code=201)
async def move(actor: CurrentActor, applicant_id: UUID, body: MoveIn) -> MovedOut:
    """Move to a stage of their opening, or within a stage."""
    asked = moving.Move(applicant_id, body.stage_id, body.from_stage_id, body.above_id, body.below_id)
    async with transaction(actor.org_id) as session:
        moved = await moving.move(session, actor, asked)
    return MovedOut.model_validate(moved)


@router.post("/{applicant_id}/restorations", status_code=201)
async def restore(actor: CurrentActor, applicant_id: UUID, body: RestorationIn) -> PlacementOut:
    """Put who has withdrawn or was rejected back into a stage of their opening; 409 when they have not left."""
    async with transaction(actor.org_id) as session:
        return PlacementOut.model_validate(await returning.restore(session, actor, applicant_id, body.stage_id))


@router.put("/{applicant_id}/view", status_code=204, response_class=Response)
async def look(actor: CurrentActor, applicant_id: UUID) -> None:
    """Remember that the asker has looked: no longer new to them, its notes read."""
    async with transaction(actor.org_id) as session:
        await keeping.look(session, actor, applicant_id)


@router.get("/{applicant_id}/answers")
async def answers(actor: CurrentActor, applicant_id: UUID) -> Page[AnswerOut]:
    """What they answered, oldest first."""
    async with transaction(actor.org_id) as session:
        found = await reading.answers(session, actor, applicant_id)
    return Page(data=[AnswerOut.model_validate(answer) for answer in found])


@router.put("/{applicant_id}/answers/{question_id}", status_code=204, response_class=Response)
async def amend(actor: CurrentActor, applicant_id: UUID, question_id: UUID, body: AnswerIn) -> None:
    """Correct one answer for them; files, consents and signatures are theirs alone."""
    async with transaction(actor.org_id) as session:
        await amending.amend(session, actor, applicant_id, question_id, body.value)


@router.post("/{applicant_id}/answers/{question_id}/reveals", status_code=201)
async def reveal(actor: CurrentActor, applicant_id: UUID, question_id: UUID) -> AnswerOut:
    """Show one answer as it was given; that a secure one was seen is recorded."""
    async with transaction(actor.org_id) as session:
        return AnswerOut.model_validate(await revealing.reveal(session, actor, applicant_id, question_id))


@router.get("/{applicant_id}/events")
async def events(actor: CurrentActor, applicant_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Page[EventOut]:
    """Their timeline, newest first."""
    async with transaction(actor.org_id) as session:
        await reading.get(session, actor, applicant_id)
        rows = await reading.timeline(session, actor, applicant_id, cursor, limit)
    return Page(data=[EventOut.model_validate(row) for row in rows], next=next_of(rows, limit))
