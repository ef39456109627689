"""Service areas: where an opening wants applicants from."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import WithJsonSchema

from plutomi.api.shapes import Given, Shown
from plutomi.api.viewer import CurrentActor
from plutomi.db import transaction
from plutomi.domain import areas

router = APIRouter(prefix="/api/v1/openings/{opening_id}/area", tags=["areas"])

# Documented as what they should be, but read by the one reader, which names every wrong field at once.
Shapes = Annotated[Any, WithJsonSchema({"type": "array", "items": {"type": "object"}, "maxItems": 20})]
Country = Annotated[str, Query(description="ISO 3166 code, two letters.", max_length=2)]
Postcode = Annotated[str, Query(max_length=20)]
Latitude = Annotated[float | None, Query(ge=-90, le=90, description="Where the postcode's place is not known.")]
Longitude = Annotated[float | None, Query(ge=-180, le=180)]


class AreaIn(Given):
    """Shapes, united; none takes the area away.

    Each is `{"kind": "postcodes", "country", "postcodes": ["10001", "100*", "10001-10299"]}`,
    `{"kind": "radius", "center": {"country", "postcode"} or {"lat", "long"}, "distance", "unit": "km" or "mi"}` or
    `{"kind": "polygon", "geometry"}` with GeoJSON.
    """

    shapes: Shapes


class AreaOut(Shown):
    """`counts` are the opening's applicants by outcome; while `is_assessing` they are on their way to being right."""

    shapes: list[dict[str, Any]]
    summary: str
    is_assessing: bool
    counts: dict[str, int]


class VerdictOut(Shown):
    """`outcome` is inside, outside or unknown: nothing is guessed."""

    outcome: str
    reason: str


@router.get("")
async def get(actor: CurrentActor, opening_id: UUID) -> AreaOut:
    """The area; no shapes when there is none and everybody may apply from anywhere."""
    async with transaction(actor.org_id) as session:
        return AreaOut.model_validate(await areas.get(session, actor, opening_id))


@router.put("")
async def change(actor: CurrentActor, opening_id: UUID, body: AreaIn) -> AreaOut:
    """Set the area; the applicants who are there are held against it within seconds."""
    async with transaction(actor.org_id) as session:
        await areas.change(session, actor, opening_id, body.shapes)
        return AreaOut.model_validate(await areas.get(session, actor, opening_id))


@router.get("/verdict")
async def judge(
    actor: CurrentActor,
    opening_id: UUID,
    country: Country = "US",
    postcode: Postcode = "",
    lat: Latitude = None,
    long: Longitude = None,
) -> VerdictOut:
    """Try an address."""
    address = {"country": country, "postcode": postcode, "lat": lat, "long": long}
    async with transaction(actor.org_id) as session:
        return VerdictOut.model_validate(await areas.judge(session, actor, opening_id, address))
