"""The time, from one place, so that tests, sweeps and examples can move it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)
_zone: ContextVar[tzinfo] = ContextVar("zone", default=UTC)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _standing.get() or datetime.now(UTC)


def here(moment: datetime) -> datetime:
    """The same moment as clocks show it where the person at hand is: in UTC unless `living_in` says where."""
    return moment.astimezone(_zone.get())


def today() -> date:
    """The day it is there."""
    return here(now()).date()


def moved() -> datetime | None:
    """The moment the clock was moved to, None while it runs as it does."""
    return _standing.get()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let it be `moment` for what is called within."""
    before = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(before)


@contextmanager
def living_in(zone: str) -> Iterator[None]:
    """Let days begin and end as they do in this zone, by its IANA name, for what is called within."""
    before = _zone.set(ZoneInfo(zone))
    try:
        yield
    finally:
        _zone.reset(before)
