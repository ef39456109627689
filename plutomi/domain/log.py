"""Reading the event log of an org."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain.actors import Actor, admit
from plutomi.domain.events import TYPES
from plutomi.errors import Invalid
from plutomi.models import Event

MOST = 500


async def page(
    session: AsyncSession,
    actor: Actor,
    type: str = "",
    opening_id: UUID | None = None,
    applicant_id: UUID | None = None,
    before: UUID | None = None,
    most: int = 100,
) -> Sequence[Event]:
    """Events for members, newest first, `before` an event id for the next page. Invalid for a type there is not."""
    await admit(session, actor)
    if type and type not in TYPES:
        raise Invalid({"type": "There is no such type of event."})
    wanted = {Event.opening_id: opening_id, Event.applicant_id: applicant_id}
    found = select(Event).where(col(Event.org_id) == actor.org_id)
    found = found.where(*(col(column) == value for column, value in wanted.items() if value is not None))
    if type:  # written into the statement, or PostgreSQL cannot tell that the index of rare types holds it
        found = found.where(col(Event.type) == bindparam(None, type, literal_execute=True))
    if before is not None:
        found = found.where(col(Event.id) < before)
    return (await session.execute(found.order_by(col(Event.id).desc()).limit(min(most, MOST)))).scalars().all()
