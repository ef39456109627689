"""Time zones by their names, like Europe/Berlin: read from what recruiters choose and from what browsers tell."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones


def read_zone(raw: Any) -> str:
    """A zone's name; ValueError for anything else."""
    if (zone := zone_in(raw)) is None:
        raise ValueError("Choose a time zone, like America/New_York.")
    return zone


def zone_in(raw: Any) -> str | None:
    """The zone that somebody's browser names; None for none that we know."""
    return raw if isinstance(raw, str) and raw in names() else None


@cache
def names() -> frozenset[str]:
    """All there are, looked for once: it takes a while."""
    return frozenset(available_timezones())
