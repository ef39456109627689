"""Where US postcodes lie and what their places are called, from the zipcodes package; elsewhere nothing is known."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import zipcodes

from plutomi.models.text import fold
from plutomi.rules.geometry import Point

# Countries of their own in address data whose postcodes are the United States'.
US_POSTCODES = frozenset(("US", "AS", "GU", "MP", "PR", "VI", "FM", "MH", "PW"))


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of one US postcode; `names` are all that people call it, folded."""

    postcode: str
    city: str
    state: str
    names: frozenset[str]
    point: Point | None


def warm() -> None:
    """Unpack the data: a third of a second and 55 MB, once a process, before anybody waits for it."""
    zipcodes.is_real("10001")


def place(country: str, postcode: str) -> Place | None:
    """The place of a postcode, its first five digits counting; None when it is not known."""
    digits = postcode[:5]
    if country not in US_POSTCODES or not (len(digits) == 5 and digits.isascii() and digits.isdigit()):
        return None
    return _place(digits)


def point(country: str, postcode: str) -> Point | None:
    """The middle of a postcode; None when it is not known."""
    found = place(country, postcode)
    return found.point if found else None


def points(country: str, prefix: str) -> list[Point]:
    """The middles of all known postcodes that begin so."""
    if country not in US_POSTCODES or not (prefix.isascii() and prefix.isdigit() and len(prefix) <= 5):
        return []
    return [at for row in zipcodes.similar_to(prefix) if (at := _point(row))]


def is_anywhere(postcode: str) -> bool:
    """Whether any US postcode begins with the same three digits: if none does, this is no new one either."""
    return bool(zipcodes.similar_to(postcode[:3]))


def has_city(city: str, state: str) -> bool:
    """Whether a US state has postcodes under this name."""
    return fold(city) in _cities(state)


@lru_cache(maxsize=4096)
def _place(digits: str) -> Place | None:
    found = zipcodes.matching(digits)
    return _read(found[0]) if found else None


@lru_cache(maxsize=64)
def _cities(state: str) -> frozenset[str]:
    """All names of a state's places: a few milliseconds, once for each."""
    return frozenset().union(*(_names(row) for row in zipcodes.filter_by(state=state)))


def _read(row: dict[str, Any]) -> Place:
    return Place(row["zip_code"], row["city"], row["state"], _names(row), _point(row))


def _names(row: dict[str, Any]) -> frozenset[str]:
    return frozenset(fold(name) for name in (row["city"], *row["acceptable_cities"], *row["unacceptable_cities"]))


def _point(row: dict[str, Any]) -> Point | None:
    """Military and a few other postcodes lie nowhere in particular: the data says 0, 0 or nothing."""
    try:
        lat, long = float(row["lat"]), float(row["long"])
    except (KeyError, TypeError, ValueError):
        return None
    return None if (lat, long) == (0, 0) else Point(lat, long)
