"""Which orgs have work waiting for the jobs; whether that work is late, and which emails do not go out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import BigInteger, column, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.clock import now

Work = Literal["event", "message", "stage_delta", "area"]
LATE = timedelta(minutes=2)
RECENT = timedelta(days=1)  # how long an email that was given up is told of


async def orgs_owing(session: AsyncSession, work: Work, as_of: datetime | None = None) -> Sequence[UUID]:
    """The orgs with such work, due by `as_of` (now)."""
    owing = func.orgs_owing(work, as_of or now()).column_valued("org_id")
    return (await session.execute(select(owing))).scalars().all()


async def is_late(session: AsyncSession) -> bool:
    """Whether an event or an email has been waiting for longer than it should."""
    late = now() - LATE
    return bool(await orgs_owing(session, "event", late) or await orgs_owing(session, "message", late))


async def unsent(session: AsyncSession) -> tuple[int, int]:
    """How many emails were tried and wait for longer than they should, and how many were given up lately.

    They are not late: each attempt that fails puts the next one off.
    """
    counts = column("waiting", BigInteger), column("failed", BigInteger)
    found = func.unsent_messages(now() - LATE, now() - RECENT).table_valued(*counts)
    row = (await session.execute(select(found.c.waiting, found.c.failed))).one()
    return row.waiting, row.failed
