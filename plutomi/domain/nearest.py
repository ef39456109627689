"""Where somebody at an address may apply: the org's open openings, those that reach them first, then the nearest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.domain.areas import all_remembered
from plutomi.models import Opening, ServiceArea
from plutomi.rules.areas import Area, Spot, spot_of

MOST = 20
MOST_READ = 500  # openings looked at, the newest
Reach = Literal["inside", "anywhere", "outside", "unknown"]
ORDER: tuple[Reach, ...] = ("inside", "anywhere", "outside", "unknown")


@dataclass(frozen=True, slots=True)
class Near:
    """An opening as seen from an address; `distance_km` to the middle of its area, None where it is not known."""

    slug: str
    name: str
    place: str
    reach: Reach
    distance_km: float | None


async def nearest(session: AsyncSession, org_id: UUID, address: Mapping[str, Any]) -> Sequence[Near]:
    """At most 20: those whose area holds the address, those without an area, those farther away, those not known."""
    spot = spot_of(address)
    found = (
        select(Opening.id, Opening.slug, Opening.name, Opening.place, ServiceArea.id.label("area_id"))  # type: ignore
        .outerjoin(
            ServiceArea,
            (col(ServiceArea.org_id) == Opening.org_id)
            & (col(ServiceArea.opening_id) == Opening.id)
            & col(ServiceArea.is_set),
        )
        .where(col(Opening.org_id) == org_id, col(Opening.state) == "public")
        .order_by(col(Opening.id).desc())
        .limit(MOST_READ)
    )
    rows = (await session.execute(found)).all()
    known = await all_remembered(session, org_id, [row.area_id for row in rows if row.area_id])
    seen = [_seen(row, known.get(row.area_id), spot) for row in rows]
    return sorted(seen, key=_order)[:MOST]


def _seen(row: Any, area: Area | None, spot: Spot) -> Near:
    if area is None:
        return Near(row.slug, row.name, row.place, "unknown" if row.area_id else "anywhere", None)
    away = area.distance(spot.point)
    return Near(row.slug, row.name, row.place, area.judge_spot(spot).outcome, None if away is None else round(away, 1))


def _order(one: Near) -> tuple[int, float]:
    return ORDER.index(one.reach), one.distance_km if one.distance_km is not None else float("inf")
