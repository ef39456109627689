"""Service areas: whether an address is inside one, outside, or not known to be either. Never guessed.

An area is several shapes, united: postcodes, a radius around a point, polygons. rules/shapes.py reads them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeGuard

from plutomi.rules import places
from plutomi.rules.countries import NAMES, the
from plutomi.rules.geometry import KM, Point, Polygon, distance, holds, middle

Outcome = Literal["inside", "outside", "unknown"]
NO_ADDRESS = "No address was given."
Range = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of an address, and why, in words for recruiters."""

    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True)
class Spot:
    """An address as areas look at it: `postcode` without spaces and hyphens; `point` None where it is not known."""

    country: str
    postcode: str
    point: Point | None

    @property
    def name(self) -> str:
        """What reasons call it."""
        if not self.postcode:
            return f"an address in {the(NAMES[self.country])}" if self.country in NAMES else "this place"
        return self.postcode if self.country == "US" else f"{self.postcode} ({self.country})"


@dataclass(frozen=True)
class Postcodes:
    """Postcodes of one country: whole ones, beginnings, and ranges of numbers, both ends included."""

    country: str
    whole: frozenset[str]
    beginnings: tuple[str, ...]
    ranges: tuple[Range, ...]

    def judge(self, spot: Spot) -> Verdict:
        if spot.country and spot.country != self.country:
            return Verdict("outside", f"The address is not in {the(NAMES[self.country])}.")
        if not spot.postcode:
            return Verdict("unknown", "No postcode was given.")
        if self._has(spot.postcode):
            return Verdict("inside", f"{spot.postcode} is one of its postcodes.")
        return Verdict("outside", f"{spot.postcode} is not one of its postcodes.")

    @cached_property
    def center(self) -> Point | None:
        """The middle of those whose places are known."""
        known = [at for one in self.whole if (at := places.point(self.country, one))]
        for beginning in self.beginnings:
            known += places.points(self.country, beginning)
        known += [at for ends in self.ranges for one in ends if (at := places.point(self.country, one))]
        return middle(known)

    def _has(self, postcode: str) -> bool:
        if postcode in self.whole or postcode.startswith(self.beginnings):
            return True
        return any(len(postcode) == len(low) and low <= postcode <= high for low, high in self.ranges)


@dataclass(frozen=True)
class Radius:
    """Everything within a distance of a point; `around` is what people call that point."""

    center: Point
    reach: float
    unit: str
    around: str

    def judge(self, spot: Spot) -> Verdict:
        if spot.point is None:
            return nowhere(spot)
        away = distance(self.center, spot.point) / KM[self.unit]
        far = f"{spot.name} is {away:,.1f} {self.unit} from {self.around}"
        if away <= self.reach:
            return Verdict("inside", f"{far}, within {self.reach:g} {self.unit}.")
        return Verdict("outside", f"{far}, more than {self.reach:g} {self.unit}.")


@dataclass(frozen=True)
class Drawn:
    """Polygons on the map."""

    polygons: tuple[Polygon, ...]

    def judge(self, spot: Spot) -> Verdict:
        if spot.point is None:
            return nowhere(spot)
        if any(holds(polygon, spot.point) for polygon in self.polygons):
            return Verdict("inside", f"{spot.name} lies within what is drawn.")
        return Verdict("outside", f"{spot.name} lies outside what is drawn.")

    @cached_property
    def center(self) -> Point | None:
        return middle([point for polygon in self.polygons for point in polygon[0]])


Shape = Postcodes | Radius | Drawn


@dataclass(frozen=True)
class Area:
    """Shapes, united."""

    shapes: tuple[Shape, ...]

    def judge(self, address: Mapping[str, Any] | None) -> Verdict:
        """Inside when any shape holds it; else unknown when any shape cannot tell; else outside."""
        if not address:
            return Verdict("unknown", NO_ADDRESS)
        return self.judge_spot(spot_of(address))

    def judge_spot(self, spot: Spot) -> Verdict:
        found = [shape.judge(spot) for shape in self.shapes]
        for outcome in ("inside", "unknown"):
            if first := next((one for one in found if one.outcome == outcome), None):
                return first
        if len(found) == 1:
            return found[0]
        return Verdict("outside", f"{_capital(spot.name)} is in none of its {len(found)} parts.")

    def distance(self, point: Point | None) -> float | None:
        """Kilometres from a point to the nearest shape's middle; None when either is not known."""
        if point is None:
            return None
        centers = [shape.center for shape in self.shapes]
        return min((distance(one, point) for one in centers if one is not None), default=None)


def spot_of(address: Mapping[str, Any]) -> Spot:
    """The spot of an address; its `lat` and `long`, where given, before what the postcode tells."""
    country, postcode = str(address.get("country") or "").upper(), str(address.get("postcode") or "")
    given = [float(one) for one in (address.get("lat"), address.get("long")) if _is_number(one)]
    at = Point(*given) if len(given) == 2 else places.point(country, postcode)
    return Spot(country, bare(country, postcode), at)


def bare(country: str, postcode: str) -> str:
    """A postcode as areas compare it: in capitals, only letters and digits, the first five of a US one."""
    kept = re.sub(r"[^0-9A-Z]", "", postcode.upper())
    return kept[:5] if country in places.US_POSTCODES else kept


def nowhere(spot: Spot) -> Verdict:
    """Nothing is known of where this is."""
    return Verdict("unknown", f"It is not known where {spot.name} lies.")


def facts(outcome: str | None, reason: str = "") -> dict[str, str]:
    """What rules and exports may know: nothing when the opening has no area."""
    return {"area": outcome, "area_reason": reason} if outcome else {}


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def united(shapes: Sequence[Shape]) -> Area | None:
    """The area of shapes; None of none."""
    return Area(tuple(shapes)) if shapes else None
