"""What awaits those who enter a stage: when the clock looks at them first, and the rules that are asked at once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.domain.rules import books, dues
from plutomi.domain.rules.following import Happening, follow, reader
from plutomi.domain.rules.walking import Walker
from plutomi.rules.engine.triggers import Trigger

ENTERED = Trigger("entered")


async def due(
    session: AsyncSession, org_id: UUID, applicant_id: UUID, stage_id: UUID, version: int, at: datetime
) -> datetime | None:
    """When the clock must look at somebody who enters the stage now; no statement where no timer is."""
    if not version:
        return None
    walker = Walker(org_id, applicant_id, stage_id, stage_id, version, at)
    await dues.reckon(session, [walker], reader(session, org_id))
    return walker.due_at


async def arrive(
    session: AsyncSession, org_id: UUID, applicant_id: UUID, stage_id: UUID, version: int, cause: UUID, depth: int
) -> bool:
    """Follow the rules that wait for who enters the stage; whether they led anywhere."""
    if not await concerns(session, org_id, stage_id, version, ENTERED):
        return False
    walked = await follow(session, org_id, [Happening(applicant_id, ENTERED, cause, depth)])
    return not all(one.rests for one in walked)


async def concerns(session: AsyncSession, org_id: UUID, stage_id: UUID, version: int, trigger: Trigger) -> bool:
    """Whether any rule of the stage is about what happened; no statement where this process knows its rules."""
    followed = await books.of_stage(session, org_id, stage_id, version)
    return followed is not None and bool(followed.book.fitting(trigger))


async def heeds_dates(session: AsyncSession, org_id: UUID, stage_id: UUID, version: int) -> bool:
    """Whether the stage has timers that go by answers."""
    followed = await books.of_stage(session, org_id, stage_id, version)
    return followed is not None and bool(followed.timed)
