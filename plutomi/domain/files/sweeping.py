"""What nobody handed in, and the bytes whose row has gone: taken away, whoever dies in between."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlalchemy import select as pick
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.clock import now
from plutomi.models import Beginning, Draft, File, Held, Shred

KEPT = timedelta(days=1)  # a file nobody has handed in
LEASE = timedelta(minutes=5)
BATCH = 50
Work = Literal["shred", "held", "unclaimed"]


async def orgs_owing(session: AsyncSession, work: Work, as_of: datetime | None = None) -> Sequence[UUID]:
    """The orgs with such work."""
    owing = func.orgs_owing_files(work, as_of or now()).column_valued("org_id")
    return (await session.execute(pick(owing))).scalars().all()


async def forget_unclaimed(session: AsyncSession, org_id: UUID) -> int:
    """Delete a batch of what nobody handed in within a day; its bytes are then owed to destruction. How many.

    What may belong to a submission that is held back stays until that has been decided, and what stands in a draft for
    as long as there is one.
    """
    awaited = (col(Held.org_id) == File.org_id, col(Held.opening_id) == File.opening_id)
    old = (
        col(File.org_id) == org_id,
        col(File.applicant_id).is_(None),
        col(File.created_at) <= now() - KEPT,
        ~select(col(Held.id)).where(*awaited, col(Held.held_at) >= File.created_at).exists(),
        ~_of_awaiter(Beginning, Beginning.id),
        ~_of_awaiter(Draft, Draft.applicant_id),
    )
    batch = select(col(File.id)).where(*old).limit(BATCH).with_for_update(skip_locked=True).cte("batch")
    gone = delete(File).where(col(File.org_id) == org_id, col(File.id).in_(pick(batch.c.id))).returning(col(File.id))
    return len((await session.execute(gone)).all())


def _of_awaiter(table: type[Beginning] | type[Draft], id: Any) -> Any:
    return select(table).where(col(table.org_id) == File.org_id, col(id) == File.awaited_by).exists()


async def claim_shreds(session: AsyncSession, org_id: UUID) -> Sequence[UUID]:
    """Take a batch of what is to be destroyed, for the length of a lease."""
    due = select(col(Shred.id)).where(col(Shred.org_id) == org_id, col(Shred.due_at) <= now())
    batch = due.order_by(col(Shred.due_at)).limit(BATCH).with_for_update(skip_locked=True).cte("batch")
    taken = (
        update(Shred)
        .where(col(Shred.org_id) == org_id, col(Shred.id).in_(pick(batch.c.id)))
        .values(due_at=now() + LEASE)
        .returning(col(Shred.id))
        .execution_options(synchronize_session=False)
    )
    return (await session.execute(taken)).scalars().all()


async def shredded(session: AsyncSession, org_id: UUID, id: UUID) -> None:
    """The bytes are destroyed: nothing is left to do."""
    await session.execute(delete(Shred).where(col(Shred.org_id) == org_id, col(Shred.id) == id))
