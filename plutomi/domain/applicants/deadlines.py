"""Until when an applicant is asked to do what their stage asks: set, changed, taken away. Moving on clears it."""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.clock import now
from plutomi.domain import siblings
from plutomi.domain.actors import Actor, admit
from plutomi.domain.applicants.standing import placement_of
from plutomi.domain.events import record
from plutomi.errors import Conflict, Invalid
from plutomi.models import Applicant, Placement


async def set_deadline(session: AsyncSession, actor: Actor, id: UUID, at: datetime | None) -> Placement:
    """Say by when, or None for no such day. Invalid for what has passed, Conflict when they stand nowhere."""
    await admit(session, actor)
    applicant = await siblings.lock(session, Applicant, actor.org_id, id)
    placement = await placement_of(session, applicant)
    if placement is None:
        raise Conflict("They are not on the board any more.")
    if at is not None and at <= now():
        raise Invalid({"at": "This has passed already."})
    if placement.deadline_at != at:
        data = {"from": _plain(placement.deadline_at), "at": _plain(at), "stage_id": str(placement.stage_id)}
        placement.deadline_at = at
        about = {"opening_id": applicant.opening_id, "applicant_id": id}
        record(session, actor, "applicant.deadline_set", id, data=data, **about)
    return placement


def end_of(day: date, zone: str) -> datetime:
    """The last second of a day there: until when who is given that day has time."""
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(zone))


def day_of(moment: datetime, zone: str) -> date:
    """The day on which a deadline falls there."""
    return moment.astimezone(ZoneInfo(zone)).date()


def _plain(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
