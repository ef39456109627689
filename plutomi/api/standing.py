"""What is decided about applicants besides moving: who looks after them, by when, whether they go on, and where."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import AwareDatetime, Field

from plutomi.api.labels import Changed, Several
from plutomi.api.shapes import Given, Shown
from plutomi.api.viewer import CurrentActor
from plutomi.db import transaction
from plutomi.domain.applicants import assigning, deadlines, leaving, transferring

router = APIRouter(prefix="/api/v1/applicants", tags=["standing"])


class PlacementOut(Shown):
    """Where an applicant stands; `completed_at` is when they completed the stage's form.

    `deadline_at`: until when they are asked to do what the stage asks.
    """

    opening_id: UUID
    stage_id: UUID
    rank: str
    version: int
    entered_at: datetime
    completed_at: datetime | None
    deadline_at: datetime | None


class AssignmentIn(Given):
    """One member, or several who are dealt the applicants in turn."""

    applicant_ids: Several
    user_ids: Annotated[list[UUID], Field(min_length=1, max_length=200)]


class AssigneeIn(Given):
    """Null: nobody."""

    user_id: UUID | None


class RejectionIn(Given):
    """`reason` is yours and never shown to them; with `tell` they are sent a few kind words."""

    reason: str = ""
    tell: bool = False


class WithdrawalIn(Given):
    reason: str = ""


class TransferIn(Given):
    """To a stage of another opening. With `from_stage_id` refused (409) when they stand elsewhere by now."""

    stage_id: UUID
    from_stage_id: UUID | None = None


class DeadlineIn(Given):
    """A moment to come, with its offset from UTC; null: none."""

    at: AwareDatetime | None


@router.post("/assignments")
async def assign_several(actor: CurrentActor, body: AssignmentIn) -> Changed:
    """Give applicants to a member, or deal them out among several; whom one of these has already stays there."""
    async with transaction(actor.org_id) as session:
        if len(body.user_ids) == 1:
            return Changed(changed=await assigning.assign(session, actor, body.applicant_ids, body.user_ids[0]))
        dealt = await assigning.assign_in_turn(session, actor, body.applicant_ids, body.user_ids)
        return Changed(changed=dealt)


@router.put("/{applicant_id}/assignee", status_code=204, response_class=Response)
async def assign(actor: CurrentActor, applicant_id: UUID, body: AssigneeIn) -> None:
    """Say who looks after an applicant."""
    async with transaction(actor.org_id) as session:
        await assigning.assign(session, actor, [applicant_id], body.user_id)


@router.put("/{applicant_id}/deadline")
async def set_deadline(actor: CurrentActor, applicant_id: UUID, body: DeadlineIn) -> PlacementOut:
    """Say by when they are asked to do what their stage asks. The next move clears it."""
    async with transaction(actor.org_id) as session:
        return PlacementOut.model_validate(await deadlines.set_deadline(session, actor, applicant_id, body.at))


@router.post("/{applicant_id}/rejections", status_code=204, response_class=Response)
async def reject(actor: CurrentActor, applicant_id: UUID, body: RejectionIn) -> None:
    """Decide against them: off the board, kept, to be put back by a restoration. 409 when they have left."""
    async with transaction(actor.org_id) as session:
        await leaving.reject(session, actor, applicant_id, body.reason, body.tell)


@router.post("/{applicant_id}/withdrawals", status_code=204, response_class=Response)
async def withdraw(actor: CurrentActor, applicant_id: UUID, body: WithdrawalIn) -> None:
    """Withdraw for them, who said so elsewhere or went silent. 409 when they have left."""
    async with transaction(actor.org_id) as session:
        await leaving.withdraw_for(session, actor, applicant_id, body.reason)


@router.post("/{applicant_id}/transfers", status_code=201)
async def transfer(actor: CurrentActor, applicant_id: UUID, body: TransferIn) -> PlacementOut:
    """To a stage of another opening, with all that was sent and noted. 409 when they have applied there already."""
    asked = (applicant_id, body.stage_id, body.from_stage_id)
    async with transaction(actor.org_id) as session:
        return PlacementOut.model_validate(await transferring.transfer(session, actor, *asked))
