"""Writing down where those who walked have come to: everybody's places, events and counts in one statement."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, case, literal, null, select
from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.db import owes
from plutomi.domain.applicants.writing import delta, insert_deltas, insert_events
from plutomi.domain.rowsets import rows
from plutomi.domain.rules.places import Places
from plutomi.domain.rules.walking import Walker
from plutomi.models import Event, Placement
from plutomi.ready import Ready

COLUMNS = ("applicant_id", "stage_id", "rank", "entered_at", "due_at", "looked_at", "is_looping", "version")


async def settle(session: AsyncSession, walkers: Collection[Walker], places: Places, is_look: bool = False) -> None:
    """Write what has come of these; of those with nothing to write only a look (`is_look`) leaves a trace."""
    changed = [one for one in walkers if is_look or one.has_left or one.is_looping]
    events = [event for one in walkers for event in one.events]
    told = [{"id": id, "data": {"rules": rules}} for one in walkers for id, rules in one.told.items()]
    if not (changed or events or told):
        return
    org_id = next(iter(walkers)).org_id
    bound = {
        "org": org_id,
        "stood": [_row(one, places) for one in changed],
        "events": events,
        "deltas": _deltas(org_id, walkers, places),
        "told": told,
    }
    await _SETTLE.rows(session, bound)
    if events:
        owes(session)


def _row(walker: Walker, places: Mapping[UUID, Any]) -> dict[str, Any]:
    return {
        "applicant_id": walker.applicant_id,
        "stage_id": walker.stage_id,
        "rank": places[walker.stage_id].rank() if walker.has_left else "",
        "entered_at": walker.entered_at,
        "due_at": None if walker.is_looping else walker.due_at,
        "looked_at": walker.looked_at,
        "is_looping": walker.is_looping,
        "version": int(walker.has_left),
    }


def _deltas(org_id: UUID, walkers: Collection[Walker], places: Mapping[UUID, Any]) -> list[dict[str, Any]]:
    """What the counts change by, all of them together."""
    by: Counter[UUID] = Counter()
    for one in walkers:
        if one.has_left:
            by[one.stage_id] += 1
            by[one.begun_in] -= 1  # type: ignore[index]
    return [delta(org_id, places[id].opening_id, id, many) for id, many in by.items() if many]


def _statement() -> Any:
    """Everything in one; who left has neither completed anything nor a deadline where they are now."""
    source = rows(Placement, "stood", *COLUMNS)
    place: Any = Placement.__table__  # type: ignore[attr-defined]
    has_left = source.c.version > 0
    kept = {name: case((has_left, null()), else_=place.c[name]) for name in STAYED if name in place.c}
    change = {name: source.c[name] for name in ("stage_id", "entered_at", "due_at", "looked_at", "is_looping")} | kept
    change |= {"rank": case((has_left, source.c.rank), else_=place.c.rank)}
    change |= {"version": place.c.version + source.c.version}
    org = bindparam("org", type_=Uuid)
    moved = (
        place.update()
        .where(place.c.org_id == org, place.c.applicant_id == source.c.applicant_id)
        .values(change)
        .returning(place.c.applicant_id)
        .cte("moved")
    )
    others = (insert_events().cte("recorded"), insert_deltas().cte("counted"), _telling(org))
    return select(literal(1).label("done")).add_cte(moved, *others)


def _telling(org: Any) -> Any:
    """What became of the rules, beside what else the events that they were asked about say."""
    event: Any = Event.__table__  # type: ignore[attr-defined]
    source = rows(Event, "told", "id", "data")
    return (
        event.update()
        .where(event.c.org_id == org, event.c.id == source.c.id)
        .values(data=event.c.data.op("||")(source.c.data))
        .returning(event.c.id)
        .cte("told")
    )


STAYED = ("completed_at", "active_at", "deadline_at")
_SETTLE = Ready(_statement())
