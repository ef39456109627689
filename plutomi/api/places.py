"""Addresses and what is near them, for anybody: the parts a country's addresses have, an org's nearest openings."""

from typing import Literal

from fastapi import APIRouter, Response

from plutomi.api.areas import Country, Latitude, Longitude, Postcode
from plutomi.api.shapes import Page, Shown
from plutomi.db import transaction
from plutomi.domain import orgs
from plutomi.domain.nearest import nearest as find_nearest
from plutomi.errors import NotFound
from plutomi.rules import countries
from plutomi.tongue import say

router = APIRouter(prefix="/api/v1/public", tags=["places"])
DAY = 86_400


class PartOut(Shown):
    """A part of an address; `choices` are pairs of value and words, `completes` is HTML's autocomplete."""

    name: str
    label: str
    is_required: bool
    completes: str
    choices: list[tuple[str, str]]
    example: str


class CountryOut(Shown):
    code: str
    name: str
    parts: list[PartOut]


class NearOut(Shown):
    """`reach` says whether the opening's area holds the address; `anywhere` is an opening without an area.

    `distance_km` is to the area's middle, null where the place of the address is not known.
    """

    slug: str
    name: str
    place: str
    reach: Literal["inside", "anywhere", "outside", "unknown"]
    distance_km: float | None


@router.get("/countries/{code}")
async def country(code: str, response: Response) -> CountryOut:
    """What an address in this country consists of, in its order and words."""
    if not countries.is_country(code):
        raise NotFound(say("There is no such country."))
    response.headers["cache-control"] = f"public, max-age={DAY}"
    response.headers["vary"] = "Accept-Language"
    found = CountryOut.model_validate(countries.country(code))
    parts = [part.model_copy(update={"label": say(part.label)}) for part in found.parts]
    return found.model_copy(update={"name": countries.name_of(code), "parts": parts})


@router.get("/orgs/{org_slug}/nearest")
async def nearest(
    org_slug: str, country: Country = "US", postcode: Postcode = "", lat: Latitude = None, long: Longitude = None
) -> Page[NearOut]:
    """Public openings that reach an address first, then by distance; at most 20."""
    org = await orgs.by_slug(org_slug)
    address = {"country": country, "postcode": postcode, "lat": lat, "long": long}
    async with transaction(org.id) as session:
        found = await find_nearest(session, org.id, address)
    return Page(data=[NearOut.model_validate(one) for one in found])
