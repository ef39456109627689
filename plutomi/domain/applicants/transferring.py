"""Transferring: an applicant goes to a stage of another opening, with all that was sent, written and noted."""

from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.clock import now
from plutomi.domain import areas, siblings
from plutomi.domain.actors import Actor, admit
from plutomi.domain.applicants.drafting import drop
from plutomi.domain.applicants.leading import take_place
from plutomi.domain.applicants.standing import placement_of
from plutomi.domain.applicants.writing import delta
from plutomi.domain.events import record
from plutomi.errors import CardElsewhere, Conflict, NotFound
from plutomi.ids import new_id, rank_on_top
from plutomi.models import Answer, Applicant, File, Opening, Placement, ServiceArea, Stage, StageDelta


async def transfer(
    session: AsyncSession, actor: Actor, id: UUID, stage_id: UUID, from_stage_id: UUID | None = None
) -> Placement:
    """Put somebody on top of a stage of another opening of the org; where they stand then.

    Conflict when they have applied there themselves, or stand nowhere; CardElsewhere when `from_stage_id` is out of
    date; NotFound for a stage of their own opening: that is a move.
    """
    await admit(session, actor)
    applicant = await siblings.lock(session, Applicant, actor.org_id, id)
    placement = await placement_of(session, applicant)
    if placement is None:
        raise Conflict("They are not on the board any more. Put them back first.")
    if from_stage_id is not None and placement.stage_id != from_stage_id:
        raise CardElsewhere
    target, opening = await _target(session, actor.org_id, stage_id)
    if opening.id == applicant.opening_id:
        raise NotFound
    data = await _ends(session, placement, target, opening)
    await _enter(session, applicant, opening)
    await _stand(session, applicant, placement, target)
    about = {"opening_id": opening.id, "applicant_id": id}
    told = data | {"version": placement.version}
    event = record(session, actor, "applicant.transferred", id, data=told, **about)
    await take_place(session, placement, target, event.id, event.depth)
    return placement


async def _target(session: AsyncSession, org_id: UUID, stage_id: UUID) -> tuple[Stage, Opening]:
    stage = await session.get(Stage, (org_id, stage_id))
    if stage is None:
        raise NotFound
    return stage, await session.get_one(Opening, (org_id, stage.opening_id))


async def _ends(session: AsyncSession, placement: Placement, target: Stage, opening: Opening) -> dict[str, Any]:
    """Both ends, as the event tells them."""
    left = await session.get_one(Opening, (placement.org_id, placement.opening_id))
    origin = await session.get_one(Stage, (placement.org_id, placement.stage_id))
    return {
        "from": str(origin.id),
        "from_name": origin.name,
        "from_opening": str(left.id),
        "from_opening_name": left.name,
        "to": str(target.id),
        "to_name": target.name,
        "to_opening": str(opening.id),
        "to_opening_name": opening.name,
    }


async def _enter(session: AsyncSession, applicant: Applicant, opening: Opening) -> None:
    """Be an applicant of the other opening: held against its area, the files belonging there."""
    twice = Conflict(f"{applicant.name} has applied to {opening.name} already.")
    if await _has_applied(session, applicant, opening):
        raise twice
    area = await _area(session, applicant, opening)
    applicant.sqlmodel_update(area | {"opening_id": opening.id, "updated_at": now()})
    try:
        async with session.begin_nested():
            await session.flush()
    except IntegrityError as error:  # they applied there at this very moment
        raise twice from error
    theirs = (col(File.org_id) == applicant.org_id, col(File.applicant_id) == applicant.id)
    await session.execute(update(File).where(*theirs).values(opening_id=opening.id))


async def _stand(session: AsyncSession, applicant: Applicant, placement: Placement, target: Stage) -> None:
    await drop(session, applicant.org_id, applicant.id)
    left = delta(applicant.org_id, placement.opening_id, placement.stage_id, -1)
    placement.opening_id, placement.stage_id, placement.rank = target.opening_id, target.id, rank_on_top(new_id())
    placement.entered_at, placement.version = now(), placement.version + 1
    placement.completed_at = placement.due_at = placement.deadline_at = None
    placement.looked_at, placement.active_at, placement.is_looping = None, None, False
    session.add_all([StageDelta(**left), StageDelta(**delta(applicant.org_id, target.opening_id, target.id, 1))])
    await session.flush()


async def _has_applied(session: AsyncSession, applicant: Applicant, opening: Opening) -> bool:
    found = select(col(Applicant.id)).where(
        col(Applicant.org_id) == applicant.org_id,
        col(Applicant.opening_id) == opening.id,
        col(Applicant.email_key) == applicant.email_key,
    )
    return (await session.execute(found)).first() is not None


async def _area(session: AsyncSession, applicant: Applicant, opening: Opening) -> dict[str, Any]:
    """How the address they gave last stands to the area of the opening they come to."""
    of_opening = (col(ServiceArea.org_id) == opening.org_id, col(ServiceArea.opening_id) == opening.id)
    id = (await session.execute(select(col(ServiceArea.id)).where(*of_opening, col(ServiceArea.is_set)))).scalar()
    area = await areas.remembered(session, opening.org_id, id)
    mine = (col(Answer.org_id) == applicant.org_id, col(Answer.applicant_id) == applicant.id)
    given = select(col(Answer.value), col(Answer.is_secure)).where(*mine, col(Answer.type) == "address")
    last = (await session.execute(given.order_by(col(Answer.answered_at).desc()).limit(1))).first() if area else None
    return areas.columns(area, *(last or (None, False)))
