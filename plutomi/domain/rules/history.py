"""What a rule has done: its last runs and errors, read from the event log."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain.actors import Actor
from plutomi.domain.rules.listing import get
from plutomi.models import Event

MOST = 500


async def runs(
    session: AsyncSession, actor: Actor, id: UUID, before: UUID | None = None, most: int = 50
) -> Sequence[Event]:
    """The events the rule has caused, newest first, `rule.failed` among them; for members, NotFound."""
    rule = await get(session, actor, id)
    found = select(Event).where(
        col(Event.org_id) == actor.org_id, col(Event.actor_kind) == "rule", col(Event.actor_id) == rule.id
    )
    if before is not None:
        found = found.where(col(Event.id) < before)
    return (await session.execute(found.order_by(col(Event.id).desc()).limit(min(most, MOST)))).scalars().all()
