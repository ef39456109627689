"""Reading service areas: what recruiters type, paste or draw into shapes that can be kept, and those into areas."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from plutomi.errors import Invalid
from plutomi.models.text import clean_line
from plutomi.rules import places
from plutomi.rules.areas import Area, Drawn, Postcodes, Radius, Shape, bare, united
from plutomi.rules.countries import is_country
from plutomi.rules.geojson import MAX_VERTICES, degrees, number, polygons_of
from plutomi.rules.geometry import KM, Point, Polygon

MAX_SHAPES, MAX_POSTCODES = 20, 5_000
FARTHEST_KM = 5_000
KINDS = ("postcodes", "radius", "polygon")
Kept = dict[str, Any]


def read_shapes(raw: Any) -> list[Kept]:
    """Shapes as they are kept; Invalid names what is wrong as `shapes`, `shapes.0.postcodes`, `shapes.1.distance`."""
    if not isinstance(raw, list) or not all(isinstance(one, Mapping) for one in raw):
        raise Invalid({"shapes": "This must be a list of shapes."})
    if len(raw) > MAX_SHAPES:
        raise Invalid({"shapes": f"Please use at most {MAX_SHAPES} shapes."})
    errors: dict[str, str] = {}
    kept = [_read_shape(one, f"shapes.{at}", errors) for at, one in enumerate(raw)]
    if not errors and sum(map(_vertices, kept)) > MAX_VERTICES:
        errors["shapes"] = f"Please use at most {MAX_VERTICES:,} corners in all. Simplify the polygon first."
    if errors:
        raise Invalid(errors)
    return kept


def area_of(kept: list[Kept]) -> Area | None:
    """The area of shapes that were kept; None of none."""
    return united([_MAKERS[one["kind"]](one) for one in kept])


def summary(kept: list[Kept]) -> str:
    """An area in a few words, for the log and for lists."""
    return "; ".join(map(_words, kept)) or "no area"


def _read_shape(raw: Mapping[str, Any], field: str, errors: dict[str, str]) -> Kept:
    kind = raw.get("kind")
    if kind not in KINDS:
        errors[f"{field}.kind"] = f"Choose one of: {', '.join(KINDS)}."
        return {"kind": "postcodes", "country": "US", "postcodes": []}
    found: Kept = {"kind": kind}
    for name, read in _READERS[kind].items():
        try:
            found[name] = read(raw)
        except ValueError as error:
            errors[f"{field}.{name}"] = str(error)
    return found


def _country(raw: Mapping[str, Any]) -> str:
    code = raw.get("country") or "US"
    code = code.strip().upper() if isinstance(code, str) else code
    if not is_country(code):
        raise ValueError("Please choose a country.")
    return str(code)


def _postcodes(raw: Mapping[str, Any]) -> list[str]:
    given, code = raw.get("postcodes"), raw.get("country") or "US"
    country = code if isinstance(code, str) else ""
    if isinstance(given, str):
        # Where postcodes have no spaces within, spaces part them too.
        given = re.split(r"[,;\s]+" if country in places.US_POSTCODES else r"[,;\n]+", _tidy(given))
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise ValueError("Please list postcodes, separated by commas.")
    found = list(dict.fromkeys(_pattern(country, one) for one in given if one.strip()))
    if not found:
        raise ValueError("Please give at least one postcode.")
    if len(found) > MAX_POSTCODES:
        raise ValueError(
            f"Please give at most {MAX_POSTCODES:,} postcodes; a range or a beginning like 100* holds many."
        )
    return found


def _tidy(text: str) -> str:
    return re.sub(r"[^\S\n]*[-\u2013\u2014][^\S\n]*", "-", text)


def _pattern(country: str, typed: str) -> str:
    """One postcode `10001`, a beginning `100*` or a range `10001-10299`, as it is kept."""
    text = clean_line(typed, 40).upper()
    if is_range := re.fullmatch(r"(\d{3,10})-(\d{3,10})", text):
        low, high = is_range[1], is_range[2]
        is_one = country not in places.US_POSTCODES or (len(low), len(high)) == (5, 4)
        if len(low) == len(high):
            return _range(low, high, text)
        if not is_one:
            raise ValueError(f"Both ends of {text} must have as many digits.")
    kept = bare("", text.removesuffix("*"))
    if text.endswith("*") and kept and len(kept) <= 8:
        return f"{kept}*"
    kept = bare(country, kept)
    if not 3 <= len(kept) <= 10 or re.search(r"[^0-9A-Z\s\-]", text):
        raise ValueError(f"“{typed.strip()[:40]}” is neither a postcode nor like 100* or 10001-10299.")
    return kept


def _range(low: str, high: str, text: str) -> str:
    if low > high:
        raise ValueError(f"The range {text} ends before it begins.")
    return f"{low}-{high}"


def _center(raw: Mapping[str, Any]) -> Kept:
    """Around a postcode whose place is known, or around coordinates."""
    given = raw.get("center")
    if not isinstance(given, Mapping):
        raise ValueError("Please give a postcode or coordinates.")
    country, postcode = _country(given), clean_line(str(given.get("postcode") or ""), 20).upper()
    if not postcode:
        return {"lat": degrees(given.get("lat"), 90), "long": degrees(given.get("long"), 180)}
    at = places.point(country, postcode)
    if at is None:
        raise ValueError(f"It is not known where {postcode} lies. Please give its coordinates instead.")
    return {"country": country, "postcode": postcode[:5], "lat": at.lat, "long": at.long}


def _distance(raw: Mapping[str, Any]) -> float:
    value = number(raw.get("distance"), "Please give the distance as a number.")
    most = FARTHEST_KM / KM.get(str(raw.get("unit") or "km"), 1)
    if not 0 < value <= most:
        raise ValueError(f"Please give a distance above 0, at most {most:,.0f}.")
    return round(value, 3)


def _unit(raw: Mapping[str, Any]) -> str:
    unit = raw.get("unit") or "km"
    if not isinstance(unit, str) or unit not in KM:
        raise ValueError("Choose one of: km, mi.")
    return unit


def _vertices(kept: Kept) -> int:
    geometry = kept.get("geometry") or {"coordinates": []}
    return sum(len(ring) - 1 for polygon in geometry["coordinates"] for ring in polygon)


def _make_postcodes(kept: Kept) -> Shape:
    patterns = kept["postcodes"]
    ranges = tuple((low, high) for one in patterns if "-" in one for low, _, high in [one.partition("-")])
    beginnings = tuple(one[:-1] for one in patterns if one.endswith("*"))
    whole = frozenset(one for one in patterns if one.isalnum())
    return Postcodes(kept["country"], whole, beginnings, ranges)


def _make_radius(kept: Kept) -> Shape:
    center = kept["center"]
    around = center.get("postcode") or f"{center['lat']:g}, {center['long']:g}"
    return Radius(Point(center["lat"], center["long"]), kept["distance"], kept["unit"], around)


def _make_drawn(kept: Kept) -> Shape:
    def polygon(rings: list[list[list[float]]]) -> Polygon:
        return tuple(tuple(Point(lat, long) for long, lat in ring[:-1]) for ring in rings)

    return Drawn(tuple(map(polygon, kept["geometry"]["coordinates"])))


def _words(kept: Kept) -> str:
    if kept["kind"] == "postcodes":
        shown = ", ".join(kept["postcodes"][:5]) + (", …" if len(kept["postcodes"]) > 5 else "")
        return f"postcodes {shown} ({kept['country']})"
    if kept["kind"] == "radius":
        center = kept["center"]
        around = center.get("postcode") or f"{center['lat']:g}, {center['long']:g}"
        return f"within {kept['distance']:g} {kept['unit']} of {around}"
    return f"a drawn area of {_vertices(kept):,} corners"


_READERS: dict[str, dict[str, Callable[[Mapping[str, Any]], Any]]] = {
    "postcodes": {"country": _country, "postcodes": _postcodes},
    "radius": {"center": _center, "distance": _distance, "unit": _unit},
    "polygon": {"geometry": lambda raw: polygons_of(raw.get("geometry"))},
}
_MAKERS: dict[str, Callable[[Kept], Shape]] = {
    "postcodes": _make_postcodes,
    "radius": _make_radius,
    "polygon": _make_drawn,
}
