"""Parking: an event that cannot be relayed is put aside with its error, so that the ones behind it go on."""

from uuid import UUID

from sqlalchemy import BigInteger, Uuid, column, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.clock import now
from plutomi.db import owes
from plutomi.models import Event

MAX_ERROR = 500


async def next_event(session: AsyncSession, org_id: UUID) -> UUID | None:
    """The event a relay of one would take: the oldest that nobody else is at, locked."""
    waiting = select(col(Event.id)).where(col(Event.org_id) == org_id, col(Event.relayed_at).is_(None))
    first = waiting.order_by(col(Event.id)).limit(1).with_for_update(skip_locked=True)
    return (await session.execute(first)).scalar_one_or_none()


async def park(session: AsyncSession, org_id: UUID, event_id: UUID, why: str) -> None:
    """Put an event aside; the relay counts it as done."""
    waiting = (col(Event.org_id) == org_id, col(Event.id) == event_id, col(Event.relayed_at).is_(None))
    aside = {"relayed_at": now(), "parked_at": now(), "relay_error": why[:MAX_ERROR]}
    await session.execute(update(Event).where(*waiting).values(aside))


async def retry(session: AsyncSession, org_id: UUID) -> int:
    """Have the org's parked events relayed again; how many."""
    parked = (col(Event.org_id) == org_id, col(Event.parked_at).is_not(None))
    anew = {"relayed_at": None, "parked_at": None, "relay_error": None}
    found = await session.execute(update(Event).where(*parked).values(anew).returning(col(Event.id)))
    owes(session)
    return len(found.all())


async def parked(session: AsyncSession) -> dict[UUID, int]:
    """How many events are parked, by org, over all orgs."""
    found = func.parked_events().table_valued(column("org_id", Uuid), column("many", BigInteger))
    rows = (await session.execute(select(found.c.org_id, found.c.many))).all()
    return {row.org_id: row.many for row in rows}
