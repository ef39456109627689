"""An applicant who asks for themselves: found by their link alone, locked where they stand."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain.actors import Actor
from plutomi.errors import Forbidden, NotFound
from plutomi.models import Applicant, Placement


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
    """Where they stand, locked; None once they have withdrawn."""
    found = select(Placement).where(
        col(Placement.org_id) == applicant.org_id, col(Placement.applicant_id) == applicant.id
    )
    return (await session.execute(found.with_for_update(key_share=True))).scalar_one_or_none()
