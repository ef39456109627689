"""Service areas: set for an opening, tried, and held against its applicants' addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.clock import now
from plutomi.domain import openings
from plutomi.domain.actors import Actor, admit
from plutomi.domain.events import record
from plutomi.domain.siblings import lock
from plutomi.ids import new_id
from plutomi.models import Answer, Applicant, Opening, ServiceArea
from plutomi.rules.answers import Asked
from plutomi.rules.areas import Area, Verdict, spot_of
from plutomi.rules.shapes import Kept, area_of, read_shapes, summary

SETTLE = timedelta(seconds=3)  # until everybody who applies meanwhile has seen the new area
MOST_KEPT = 300  # areas a process remembers
MOST_SPOTS = 200  # applicants on the map
HIDDEN = "The address is hidden."
NO_AREA = Verdict("inside", "There is no service area: everybody is inside.")

_areas: dict[UUID, Area] = {}  # by id, which is another one after each change


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An opening's area as its settings show it; `counts` by outcome, of its applicants."""

    shapes: list[Kept]
    summary: str
    is_assessing: bool
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """Where an applicant's postcode lies and how it stands to the area, for the map."""

    lat: float
    long: float
    outcome: str


async def get(session: AsyncSession, actor: Actor, opening_id: UUID) -> AreaLine:
    """An opening's area, for members; no shapes when it has none."""
    await openings.get(session, actor, opening_id)
    kept = await session.get(ServiceArea, (actor.org_id, opening_id))
    of_opening = (col(Applicant.org_id) == actor.org_id, col(Applicant.opening_id) == opening_id)
    counted = select(col(Applicant.area), func.count()).where(*of_opening, col(Applicant.area).is_not(None))
    counts = {str(area): many for area, many in await session.execute(counted.group_by(col(Applicant.area)))}
    shapes = kept.shapes if kept else []
    return AreaLine(shapes, summary(shapes), bool(kept and kept.owed_at), counts)


async def change(session: AsyncSession, actor: Actor, opening_id: UUID, shapes: Any) -> list[Kept]:
    """Set an opening's area, or take it away with no shapes; a job then holds it against all its applicants.

    Invalid names what is wrong as `shapes`, `shapes.0.postcodes`, ...
    """
    await admit(session, actor)
    read = read_shapes(shapes)
    await lock(session, Opening, actor.org_id, opening_id)
    kept = await session.get(ServiceArea, (actor.org_id, opening_id))
    before = kept.shapes if kept else []
    if read == before:
        return read
    new = {"id": new_id(), "shapes": read, "is_set": bool(read), "owed_at": now() + SETTLE, "assessed_to": None}
    row = insert(ServiceArea).values(org_id=actor.org_id, opening_id=opening_id, **new)
    await session.execute(row.on_conflict_do_update(index_elements=["org_id", "opening_id"], set_=new))
    if kept:
        await session.refresh(kept)
    data = {"from": summary(before), "to": summary(read)}
    record(session, actor, "opening.area_changed", opening_id, opening_id=opening_id, data=data)
    return read


async def judge(session: AsyncSession, actor: Actor, opening_id: UUID, address: Mapping[str, Any]) -> Verdict:
    """What an opening's area says of an address, for members."""
    await openings.get(session, actor, opening_id)
    kept = await session.get(ServiceArea, (actor.org_id, opening_id))
    return verdict(kept.shapes if kept else [], address)


def verdict(shapes: list[Kept], address: Mapping[str, Any]) -> Verdict:
    """What shapes say of an address, kept yet or not."""
    area = area_of(shapes)
    return area.judge(address) if area else NO_AREA


async def sample(session: AsyncSession, actor: Actor, opening_id: UUID) -> list[Seen]:
    """Where the newest applicants live, as far as it is known: the middles of their postcodes, no names."""
    await openings.get(session, actor, opening_id)
    found = (
        select(Answer.value, Applicant.area)  # type: ignore[call-overload]
        .join(Applicant, (col(Applicant.org_id) == Answer.org_id) & (col(Applicant.id) == Answer.applicant_id))
        .where(col(Applicant.org_id) == actor.org_id, col(Applicant.opening_id) == opening_id)
        .where(col(Answer.type) == "address")
        .order_by(col(Applicant.id).desc())
        .limit(MOST_SPOTS)
    )
    spots = [(spot_of(value).point, area) for value, area in await session.execute(found) if isinstance(value, dict)]
    return [Seen(point.lat, point.long, area or "") for point, area in spots if point]


async def all_remembered(session: AsyncSession, org_id: UUID, ids: Sequence[UUID]) -> dict[UUID, Area]:
    """Areas by their ids, those this process has not met yet read in one statement."""
    found = {id: _areas[id] for id in ids if id in _areas}
    new = [id for id in ids if id not in found]
    if new:
        kept = select(ServiceArea.id, ServiceArea.shapes)  # type: ignore[call-overload]
        of_org = kept.where(col(ServiceArea.org_id) == org_id, col(ServiceArea.id).in_(new))
        for id, shapes in await session.execute(of_org):
            if area := area_of(shapes):
                found[id] = area
                _keep(id, area)
    return found


async def remembered(session: AsyncSession, org_id: UUID, id: UUID | None) -> Area | None:
    """The area of this id: read once by each process, for an id stands for shapes that never change.

    None when it was changed at this very moment: the job then holds the new one against everybody.
    """
    return None if id is None else (await all_remembered(session, org_id, [id])).get(id)


def _keep(id: UUID, area: Area) -> None:
    """Remember an area; the one remembered longest goes when there are too many."""
    while len(_areas) >= MOST_KEPT:
        _areas.pop(next(iter(_areas)))
    _areas[id] = area


def address_in(asked: Sequence[Asked], answers: Mapping[UUID, Any]) -> tuple[Mapping[str, Any] | None, bool]:
    """The address of a submission, the first that was answered; and whether it is secure."""
    given = ((answers.get(one.question_id), one.is_secure) for one in asked if one.type == "address")
    return next(((value, is_secure) for value, is_secure in given if isinstance(value, Mapping)), (None, False))


def columns(area: Area | None, address: Mapping[str, Any] | None, is_secure: bool = False) -> dict[str, Any]:
    """What an applicant's row keeps of this; of a secure address no word, for reasons name the postcode."""
    if area is None:
        return {"area": None, "area_reason": ""}
    found = area.judge(address)
    return {"area": found.outcome, "area_reason": HIDDEN if is_secure else found.reason}
