"""The door: what somebody who applies to an opening meets, read in one statement."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, Select, bindparam, case, func, literal, literal_column, null, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from plutomi.domain import forms
from plutomi.domain.rules.places import Place
from plutomi.errors import NotFound, OpeningClosed
from plutomi.models import Opening, ServiceArea, Stage
from plutomi.models.slug import slug_meant
from plutomi.ready import Ready, Row
from plutomi.rules.answers import Asked
from plutomi.tongue import say


@dataclass(frozen=True, slots=True)
class Door:
    """What somebody who applies meets: the opening, its first stage and that stage's form.

    `stages` are all of the opening's, when rules may lead them there. `seal` tells this door from what it was before.
    """

    opening_id: UUID
    opening_name: str
    stage_id: UUID
    stage_name: str
    next_stage_id: UUID | None
    next_stage_name: str | None
    asked: tuple[Asked, ...]
    time_zone: str = "UTC"
    area_id: UUID | None = None
    rules_version: int = 0
    stages: tuple[Place, ...] = ()
    seal: str = ""


MOST_KEPT = 300  # doors a process remembers
_doors: dict[tuple[UUID, str], Door] = {}


def remembered(org_id: UUID, slug: str) -> Door | None:
    """The door when this process last read it: only for who holds its seal against `sealed()` as they write."""
    return _doors.get((org_id, slug))


async def door(session: AsyncSession, org_id: UUID, slug: str) -> Door:
    """The way into an opening. NotFound when private or absent; OpeningClosed when it takes nobody now."""
    slug = slug_meant(slug)
    row = await _DOOR.first(session, {"org": org_id, "slug": slug}) if slug else None
    if row is None or row.state == "private":
        raise NotFound(say("There is no such opening."))
    if row.state == "closed" or row.stage_id is None:
        raise OpeningClosed
    known = remembered(org_id, slug)
    if known is None or known.seal != row.seal:
        known = _read(row)
        _doors[org_id, slug] = known
        if len(_doors) > MOST_KEPT:
            del _doors[next(iter(_doors))]
    return known


def _read(row: Row) -> Door:
    return Door(
        row.id,
        row.name,
        row.stage_id,
        row.stage_name,
        row.next_stage_id,
        row.next_stage_name,
        forms.read(row.asked),
        row.time_zone,
        row.area_id,
        row.rules_version,
        tuple(Place(UUID(id), name, row.id, version) for id, name, version in row.stages or ()),
        row.seal,
    )


def sealed(scope: CTE | None = None) -> CTE:
    """The door of `org` and `slug` as it is now: its columns, and the `seal` of them all; read after `scope`."""
    found = _door_statement()
    if scope is not None:
        behind = found.where(scope.c.org.is_not(None)).offset(literal_column("0")).lateral("behind")  # never read first
        found = select(*behind.c).select_from(scope.join(behind, true()))
    door = found.cte("door")
    seal: Any = literal_column("md5(door::text)").label("seal")
    return select(*door.c, seal).cte("sealed")  # type: ignore[call-overload]


def _door_statement() -> Select[Any]:
    """One look at the opening. All its stages only where there are rules: then they may lead to any of them."""
    onward: Any = aliased(Stage)
    first = (
        select(Stage.id, Stage.name, Stage.next_stage_id, Stage.rules_version)
        .where(col(Stage.org_id) == Opening.org_id, col(Stage.opening_id) == Opening.id)
        .order_by(col(Stage.position))
        .limit(1)
        .lateral("first")
    )
    ruled = (first.c.rules_version > 0) | (onward.rules_version > 0)
    return (
        select(  # type: ignore[call-overload]
            Opening.id,
            Opening.name,
            Opening.state,
            Opening.time_zone,
            first.c.id.label("stage_id"),
            first.c.name.label("stage_name"),
            first.c.next_stage_id,
            onward.name.label("next_stage_name"),
            forms.asked_in(first.c.id, col(Opening.org_id)).label("asked"),
            col(ServiceArea.id).label("area_id"),
            first.c.rules_version,
            case((ruled, _stages()), else_=null()).label("stages"),
        )
        .select_from(Opening)
        .outerjoin(first, literal(True))
        .outerjoin(onward, (onward.org_id == Opening.org_id) & (onward.id == first.c.next_stage_id))
        .outerjoin(
            ServiceArea,
            (col(ServiceArea.org_id) == Opening.org_id)
            & (col(ServiceArea.opening_id) == Opening.id)
            & col(ServiceArea.is_set),
        )
        .where(col(Opening.org_id) == bindparam("org"), col(Opening.slug) == bindparam("slug"))
    )


def _stages() -> Any:
    every: Any = aliased(Stage)
    row = func.jsonb_build_array(every.id, every.name, every.rules_version)
    return (
        select(func.jsonb_agg(row))
        .where(every.org_id == col(Opening.org_id), every.opening_id == col(Opening.id))
        .scalar_subquery()
    )


_DOOR = Ready(select(sealed()))
