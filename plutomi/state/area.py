"""An opening's service area in its settings: shapes put in and taken out, tried, and seen on a map."""

import dataclasses
from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import areas
from plutomi.rules.shapes import Kept, summary
from plutomi.state.page import Page
from plutomi.state.parse import number_of, text_of
from plutomi.state.session import ProtectedBase
from plutomi.state.toasts import say

KINDS = ("postcodes", "radius", "polygon")


@dataclasses.dataclass
class ShapeLine:
    """One shape in words, and its number among them."""

    number: int
    kind: str
    words: str


@dataclasses.dataclass
class AreaMap:
    """What the map draws: polygons as GeoJSON has them, circles as [long, lat, km], people as [long, lat, outcome]."""

    polygons: list[list[list[list[float]]]] = dataclasses.field(default_factory=list)
    circles: list[list[float]] = dataclasses.field(default_factory=list)
    people: list[list[Any]] = dataclasses.field(default_factory=list)


class AreaState(Page, ProtectedBase):
    """The area of the opening in the address."""

    lines: list[ShapeLine] = []
    map: AreaMap = AreaMap()
    kind: str = "postcodes"
    is_assessing: bool = False
    inside: int = 0
    outside: int = 0
    unknown: int = 0
    tried: str = ""
    reason: str = ""
    form_key: int = 0
    _shapes: list[Kept] = []

    @rx.event
    async def load(self):
        """Read the area."""
        self.tried = self.reason = ""
        with self._loading():
            await self._refresh()

    @rx.event
    async def choose(self, kind: str):
        """The kind of shape to put in."""
        self.kind, self.errors = kind if kind in KINDS else "postcodes", {}

    @rx.event
    async def add(self, form: dict[str, Any]):
        """Put a shape in."""
        with self._asking():
            await self._change([*self._shapes, _shape(self.kind, form)])
            self.form_key += 1
            return say("The service area is saved. Your applicants are being held against it.")
        last = f"shapes.{len(self._shapes)}."
        self.errors = {name.removeprefix(last): words for name, words in self.errors.items()}
        return None

    @rx.event
    async def remove(self, number: int):
        """Take a shape out."""
        gone = number_of(number)
        await self._change([one for at, one in enumerate(self._shapes) if at != gone])
        return say("The service area is saved." if self._shapes else "The service area is gone: everybody is inside.")

    @rx.event
    async def try_address(self, form: dict[str, Any]):
        """Say how an address stands to the area."""
        address = {"country": text_of(form, "try_country")[:2] or "US", "postcode": text_of(form, "try_postcode")[:20]}
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            found = await areas.judge(session, actor, self._id("opening_id"), address)
        self.tried, self.reason = found.outcome, found.reason

    async def _change(self, shapes: list[Kept]) -> None:
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            await areas.change(session, actor, self._id("opening_id"), shapes)
        self.tried = self.reason = ""
        await self._refresh()

    async def _refresh(self) -> None:
        actor, id = self._actor(), self._id("opening_id")
        async with transaction(actor.org_id) as session:
            line = await areas.get(session, actor, id)
            people = await areas.sample(session, actor, id)
        self._shapes, self.is_assessing = line.shapes, line.is_assessing
        self.lines = [ShapeLine(at, one["kind"], summary([one])) for at, one in enumerate(line.shapes)]
        self.inside, self.outside, self.unknown = (line.counts.get(one, 0) for one in ("inside", "outside", "unknown"))
        self.map = _map(line.shapes, people)


def _shape(kind: str, form: dict[str, Any]) -> Kept:
    """A shape as its form has it, to be read by the one reader."""
    if kind == "postcodes":
        return {"kind": kind, "country": text_of(form, "country"), "postcodes": text_of(form, "postcodes")}
    if kind == "polygon":
        return {"kind": kind, "geometry": text_of(form, "geometry")}
    center = {"postcode": text_of(form, "postcode"), "lat": text_of(form, "lat"), "long": text_of(form, "long")}
    return {"kind": kind, "center": center, "distance": text_of(form, "distance"), "unit": text_of(form, "unit")}


def _map(shapes: list[Kept], people: list[areas.Seen]) -> AreaMap:
    drawn = AreaMap(people=[[one.long, one.lat, one.outcome] for one in people])
    for one in shapes:
        if one["kind"] == "polygon":
            drawn.polygons += one["geometry"]["coordinates"]
        if one["kind"] == "radius":
            km = one["distance"] * (1.609344 if one["unit"] == "mi" else 1)
            drawn.circles.append([one["center"]["long"], one["center"]["lat"], km])
    return drawn
