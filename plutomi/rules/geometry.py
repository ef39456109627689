"""The geometry of service areas on a sphere: distances, and what a polygon holds. Degrees in, kilometres out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

EARTH_KM = 6371.0088
KM = {"km": 1.0, "mi": 1.609344}
_EDGE = 1e-9  # degrees within which a point lies on an edge: a tenth of a millimetre


@dataclass(frozen=True, slots=True)
class Point:
    lat: float
    long: float


Ring = tuple[Point, ...]
Polygon = tuple[Ring, ...]  # the outer ring, then its holes


def distance(a: Point, b: Point) -> float:
    """Kilometres along the surface."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.long - a.long) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def holds(polygon: Polygon, point: Point) -> bool:
    """Whether a polygon holds a point: its edges belong to it, its holes do not, but for their edges."""
    outer, *holes = polygon
    if not _around(outer, point):
        return False
    return not any(_around(hole, point) and not on_edge(hole, point) for hole in holes)


def on_edge(ring: Ring, point: Point) -> bool:
    """Whether a point lies on a ring itself."""
    return any(_between(ring[at - 1], ring[at], point) for at in range(len(ring)))


def middle(points: Sequence[Point]) -> Point | None:
    """The middle of the box around points; None of none."""
    if not points:
        return None
    lats, longs = [one.lat for one in points], [one.long for one in points]
    return Point((min(lats) + max(lats)) / 2, (min(longs) + max(longs)) / 2)


def _around(ring: Ring, point: Point) -> bool:
    """Even-odd: a ray to the east crosses the ring an odd number of times, or the point lies on it."""
    inside = False
    for at in range(len(ring)):
        a, b = ring[at - 1], ring[at]
        if _between(a, b, point):
            return True
        if (a.lat > point.lat) != (b.lat > point.lat):
            crossing = (b.long - a.long) * (point.lat - a.lat) / (b.lat - a.lat) + a.long
            inside ^= point.long < crossing
    return inside


def _between(a: Point, b: Point, point: Point) -> bool:
    """Whether a point lies on the straight line from `a` to `b`."""
    if not (min(a.long, b.long) - _EDGE <= point.long <= max(a.long, b.long) + _EDGE):
        return False
    if not (min(a.lat, b.lat) - _EDGE <= point.lat <= max(a.lat, b.lat) + _EDGE):
        return False
    cross = (b.long - a.long) * (point.lat - a.lat) - (b.lat - a.lat) * (point.long - a.long)
    return abs(cross) <= _EDGE * max(math.hypot(b.long - a.long, b.lat - a.lat), _EDGE)
