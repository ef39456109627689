"""Strangers who look for the opening nearest to where they live."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import orgs, styles
from plutomi.domain.nearest import Near, nearest
from plutomi.errors import NotFound
from plutomi.rules import addresses, countries
from plutomi.rules.geometry import KM
from plutomi.state.look import Look, look_of
from plutomi.state.parse import text_of
from plutomi.state.session import ApplicantBase
from plutomi.tongue import number, say

IN_MILES = ("GB", "LR", "MM", "US")


@dataclass
class NearLine:
    """An opening and how it stands to the address, in words too."""

    path: str
    name: str
    place: str
    reach: str
    away: str


class NearState(ApplicantBase):
    """`phase` is "" (on its way), ask or missing; `asked_for` the postcode that `lines` are near."""

    phase: str = ""
    title: str = "Find the nearest opening"
    org: str = ""
    home: str = "/"
    their_lang: str = "en"  # of the org's own words
    look: Look = Look()
    asked_for: str = ""
    error: str = ""
    lines: list[NearLine] = []
    countries: list[list[str]] = []  # code and name

    @rx.event
    async def visit(self):
        """The org, and nothing asked yet."""
        self.phase, self.error, self.asked_for, self.lines = "missing", "", "", []
        self.org, self.home, self.look = "", "/", Look()
        with suppress(NotFound):
            org = await orgs.by_slug(self._slug())
            async with transaction(org.id) as session:
                self.look = look_of(await styles.public_of_org(session, org.id), org.slug)
            self.org, self.home, self.their_lang = org.name, f"/apply/{org.slug}", org.language
            self.phase, self.title = "ask", say("Find the nearest opening")
            self.countries = [list(one) for one in countries.named()]

    @rx.event
    async def find(self, form: dict[str, Any]):
        """Openings as seen from a postcode."""
        self.error = ""
        code = text_of(form, "country").upper()
        if not countries.is_country(code):
            self.error = say("Please choose a country.")
            return
        where = countries.country(code)
        written = addresses.write_postcode(text_of(form, "postcode").strip()[:20], where)
        if not written:
            self.error = _ask_postcode(where)
            return
        await self._find(code, written)

    async def _find(self, country: str, postcode: str) -> None:
        try:
            org = await orgs.by_slug(self._slug())
        except NotFound:
            self.phase = "missing"
            return
        async with transaction(org.id) as session:
            found = await nearest(session, org.id, {"country": country, "postcode": postcode})
        self.lines = [_line(one, org.slug, country) for one in found]
        self.asked_for = postcode

    def _slug(self) -> str:
        return str(self.router_data.get("query", {}).get("org_slug", ""))


def _ask_postcode(where: countries.Country) -> str:
    country = countries.called(where.code)
    if not where.examples:
        return say("Please give a postcode of {country}.", country=country)
    return say("Please give a postcode of {country}, like {example}.", country=country, example=where.examples[0])


def _line(one: Near, org_slug: str, country: str) -> NearLine:
    return NearLine(f"/apply/{org_slug}/{one.slug}", one.name, one.place, one.reach, _away(one.distance_km, country))


def _away(km: float | None, country: str) -> str:
    """A distance in the words of a country; "" when it is not known."""
    if km is None:
        return ""
    far = round(km / KM["mi"] if country in IN_MILES else km)
    if far < 2:
        return say("very near")
    if country in IN_MILES:
        return say("about {count} miles away", count=number(far))
    return say("about {count} km away", count=number(far))
