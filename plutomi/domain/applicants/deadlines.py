"""Until when an applicant is asked to do what their stage asks: set, changed, taken away. Moving on clears it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.clock import now
from plutomi.domain.actors import Actor, admit
from plutomi.domain.applicants.standing import placements_of, several
from plutomi.domain.events import record
from plutomi.errors import Conflict, Invalid
from plutomi.models import Placement


async def set_deadline(session: AsyncSession, actor: Actor, id: UUID, at: datetime | None) -> Placement:
    """Say by when, or None for no such day. Invalid for what has passed, Conflict when they stand nowhere."""
    (placement,) = await set_deadlines(session, actor, [id], at)
    return placement


async def set_deadlines(
    session: AsyncSession, actor: Actor, ids: Collection[UUID], at: datetime | None
) -> Sequence[Placement]:
    """The same for several, or for none of them."""
    await admit(session, actor)
    people = await several(session, actor.org_id, ids)
    placements = await placements_of(session, actor.org_id, people)
    if len(placements) < len(people):
        raise Conflict("They are not on the board any more.")
    if at is not None and at <= now():
        raise Invalid({"at": "This has passed already."})
    for placement in placements:
        if placement.deadline_at != at:
            data = {"from": _plain(placement.deadline_at), "at": _plain(at), "stage_id": str(placement.stage_id)}
            placement.deadline_at = at
            about = {"opening_id": placement.opening_id, "applicant_id": placement.applicant_id}
            record(session, actor, "applicant.deadline_set", placement.applicant_id, data=data, **about)
    return placements


def end_of(day: date, zone: str) -> datetime:
    """The last second of a day there: until when who is given that day has time."""
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(zone))


def day_of(moment: datetime, zone: str) -> date:
    """The day on which a deadline falls there."""
    return moment.astimezone(ZoneInfo(zone)).date()


def _plain(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
