"""Which orgs have work waiting for the jobs; whether that work is late."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.clock import now

Work = Literal["event", "message", "stage_delta", "area"]
LATE = timedelta(minutes=2)


async def orgs_owing(session: AsyncSession, work: Work, as_of: datetime | None = None) -> Sequence[UUID]:
    """The orgs with such work, due by `as_of` (now)."""
    owing = func.orgs_owing(work, as_of or now()).column_valued("org_id")
    return (await session.execute(select(owing))).scalars().all()


async def is_late(session: AsyncSession) -> bool:
    """Whether an event or an email has been waiting for longer than it should."""
    late = now() - LATE
    return bool(await orgs_owing(session, "event", late) or await orgs_owing(session, "message", late))
