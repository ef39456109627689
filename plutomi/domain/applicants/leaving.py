"""Leaving the board, kept with all that was sent: rejected, or withdrawn by the org for somebody."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete as delete_from
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.clock import now
from plutomi.domain import fields, siblings
from plutomi.domain.actors import Actor, admit
from plutomi.domain.applicants.drafting import drop
from plutomi.domain.applicants.standing import placement_of
from plutomi.domain.applicants.writing import delta
from plutomi.domain.events import record
from plutomi.errors import Conflict
from plutomi.models import Applicant, Placement, Stage, StageDelta
from plutomi.models.applicant import MAX_REASON


async def reject(session: AsyncSession, actor: Actor, id: UUID, reason: Any = "", tell: bool = False) -> None:
    """Decide against somebody: off the board, kept, to be put back by restore(). Invalid when the reason is too long.

    `reason` is the org's own and never shown to them; with `tell` they are written a few kind words.
    """
    applicant, placement, why = await _standing(session, actor, id, reason)
    applicant.rejected_at, applicant.rejected_for = now(), why
    left = await leave(session, applicant, placement)
    _record(session, actor, "applicant.rejected", applicant, left | {"why": why, "tell": bool(tell)})


async def withdraw_for(session: AsyncSession, actor: Actor, id: UUID, reason: Any = "") -> None:
    """Withdraw for somebody: they said so elsewhere, or went silent. As if they had done it, but said to be by us."""
    applicant, placement, why = await _standing(session, actor, id, reason)
    applicant.withdrawn_at, applicant.withdrawn_for, applicant.withdrawn_words = now(), "", why
    left = await leave(session, applicant, placement)
    _record(session, actor, "applicant.withdrawn", applicant, left | {"why": "", "words": why})


async def leave(session: AsyncSession, applicant: Applicant, placement: Placement) -> dict[str, Any]:
    """Take somebody off the board, their drafts forgotten; from which stage, as their event says it."""
    stage = await session.get_one(Stage, (applicant.org_id, placement.stage_id))
    applicant.updated_at = now()
    await drop(session, applicant.org_id, applicant.id)
    session.add(StageDelta(**delta(applicant.org_id, applicant.opening_id, placement.stage_id, -1)))
    theirs = (col(Placement.org_id) == applicant.org_id, col(Placement.applicant_id) == applicant.id)
    await session.execute(delete_from(Placement).where(*theirs))
    session.expunge(placement)
    return {"from": str(stage.id), "from_name": stage.name}


async def _standing(session: AsyncSession, actor: Actor, id: UUID, reason: Any) -> tuple[Applicant, Placement, str]:
    await admit(session, actor)
    applicant = await siblings.lock(session, Applicant, actor.org_id, id)
    placement = await placement_of(session, applicant)
    why = fields.read({"reason": lambda: fields.line(reason, MAX_REASON)})["reason"]
    if placement is None:
        raise Conflict("They are not on the board any more.")
    return applicant, placement, why


def _record(session: AsyncSession, actor: Actor, type: str, applicant: Applicant, data: dict[str, Any]) -> None:
    about = {"opening_id": applicant.opening_id, "applicant_id": applicant.id}
    record(session, actor, type, applicant.id, data=data, **about)
