"""Applicants found and locked: who asks for themselves, where they stand, several at once."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain.actors import Actor
from plutomi.errors import Forbidden, NotFound, TooMany
from plutomi.models import Applicant, Opening, Placement

MOST = 500  # applicants at once


async def oneself(session: AsyncSession, actor: Actor) -> Applicant:
    """The applicant who asks, locked; Forbidden for everybody else, NotFound once they are deleted."""
    if actor.kind != "applicant" or actor.id is None:
        raise Forbidden
    found = select(Applicant).where(col(Applicant.org_id) == actor.org_id, col(Applicant.id) == actor.id)
    applicant = (await session.execute(found.with_for_update(key_share=True))).scalar_one_or_none()
    if applicant is None:
        raise NotFound
    return applicant


async def placement_of(session: AsyncSession, applicant: Applicant) -> Placement | None:
    """Where they stand, locked; None once they have left the board."""
    found = select(Placement).where(
        col(Placement.org_id) == applicant.org_id, col(Placement.applicant_id) == applicant.id
    )
    return (await session.execute(found.with_for_update(key_share=True))).scalar_one_or_none()


async def zone_of(session: AsyncSession, applicant: Applicant) -> str:
    """The time zone they are in as far as we know; else the opening's."""
    if applicant.time_zone:
        return applicant.time_zone
    return (await session.get_one(Opening, (applicant.org_id, applicant.opening_id))).time_zone


async def placements_of(session: AsyncSession, org_id: UUID, ids: Collection[UUID]) -> Sequence[Placement]:
    """Where these stand, locked; who has left the board is left out."""
    found = select(Placement).where(col(Placement.org_id) == org_id, col(Placement.applicant_id).in_(ids))
    locked = found.order_by(col(Placement.applicant_id)).with_for_update(key_share=True)
    return (await session.execute(locked.execution_options(populate_existing=True))).scalars().all()


async def several(session: AsyncSession, org_id: UUID, ids: Collection[UUID]) -> dict[UUID, Applicant]:
    """Applicants of the org by id, locked in one order whoever asks. NotFound when one is not there; TooMany."""
    wanted = set(ids)
    if len(wanted) > MOST:
        raise TooMany(f"At most {MOST} applicants at once.")
    found = select(Applicant).where(col(Applicant.org_id) == org_id, col(Applicant.id).in_(wanted))
    locked = found.order_by(col(Applicant.id)).with_for_update(key_share=True)
    locked = locked.execution_options(populate_existing=True)
    people = {one.id: one for one in (await session.execute(locked)).scalars()}
    if not wanted or len(people) < len(wanted):
        raise NotFound
    return people
