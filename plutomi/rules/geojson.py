"""Reading GeoJSON: polygons from whatever holds some, bounded in corners, each closed."""

import json
import math
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

MAX_VERTICES = 2_000
MAX_TEXT = 400_000  # characters of pasted GeoJSON
NOT_GEOJSON = "This is not GeoJSON. It should hold a Polygon or MultiPolygon, alone or in a Feature."
TOO_MANY = f"Please use at most {MAX_VERTICES:,} corners. Simplify the polygon first."
ACROSS = (
    "A side of this polygon spans more than half the globe. If it crosses the 180° line, cut it there into two "
    "polygons of a MultiPolygon."
)
Corner = list[float]


def polygons_of(given: Any) -> dict[str, Any]:
    """One MultiPolygon of all polygons in GeoJSON, given as text or parsed. ValueError in words for people."""
    found = list(_polygons(_parse(given) if isinstance(given, str) else given, 0))
    if not found or not all(isinstance(polygon, list) and polygon for polygon in found):
        raise ValueError(NOT_GEOJSON)
    if sum(len(ring) for polygon in found for ring in polygon if isinstance(ring, list)) > 2 * MAX_VERTICES:
        raise ValueError(TOO_MANY)  # before each is looked at
    coordinates = [[_ring(ring) for ring in polygon] for polygon in found]
    if sum(len(ring) - 1 for polygon in coordinates for ring in polygon) > MAX_VERTICES:
        raise ValueError(TOO_MANY)
    return {"type": "MultiPolygon", "coordinates": coordinates}


def number(value: Any, words: str) -> float:
    """A finite number, typed or given; ValueError in these words."""
    try:
        found = float(value.strip().replace(",", ".") if isinstance(value, str) else value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(words) from None
    if isinstance(value, bool) or not math.isfinite(found):
        raise ValueError(words)
    return found


def degrees(value: Any, most: int) -> float:
    """A latitude (`most` is 90) or longitude (180), to a tenth of a metre."""
    found = number(value, "Please give both coordinates in degrees, like 40.7484 and -73.9967.")
    if abs(found) > most:
        raise ValueError("Latitudes go from -90 to 90, longitudes from -180 to 180.")
    return round(found, 6) + 0.0


def _parse(text: str) -> Any:
    if len(text) > MAX_TEXT:
        raise ValueError("This is too large. Simplify the polygon first.")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError(NOT_GEOJSON) from None


def _polygons(given: Any, depth: int) -> Iterator[Any]:
    """The polygons' coordinates in any GeoJSON that has some."""
    if not isinstance(given, Mapping) or depth > 3:
        raise ValueError(NOT_GEOJSON)
    kind, coordinates = given.get("type"), given.get("coordinates")
    inner = given.get("features") if kind == "FeatureCollection" else given.get("geometries")
    if kind == "Polygon":
        yield coordinates
    elif kind == "MultiPolygon" and isinstance(coordinates, list):
        yield from coordinates
    elif kind == "Feature":
        yield from _polygons(given.get("geometry"), depth + 1)
    elif kind in ("FeatureCollection", "GeometryCollection") and isinstance(inner, list):
        for part in inner[:MAX_VERTICES]:
            yield from _polygons(part, depth + 1)
    else:
        raise ValueError(NOT_GEOJSON)


def _ring(ring: Any) -> list[Corner]:
    """A ring of at least three corners, closed, none of its sides around the back of the globe."""
    if not isinstance(ring, list):
        raise ValueError(NOT_GEOJSON)
    corners = [_corner(one) for one in ring]
    corners = [one for at, one in enumerate(corners) if at == 0 or one != corners[at - 1]]
    if corners and corners[0] != corners[-1]:
        corners.append(corners[0])
    if len({tuple(one) for one in corners}) < 3:
        raise ValueError("A polygon needs at least three corners.")
    if any(abs(a[0] - b[0]) > 180 for a, b in pairwise(corners)):
        raise ValueError(ACROSS)
    return corners


def _corner(given: Any) -> Corner:
    if not isinstance(given, list) or not 2 <= len(given) <= 4 or any(isinstance(one, str) for one in given):
        raise ValueError(NOT_GEOJSON)
    return [degrees(given[0], 180), degrees(given[1], 90)]
