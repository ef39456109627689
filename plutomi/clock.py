"""The time, from one place, so that tests, sweeps and examples can move it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _standing.get() or datetime.now(UTC)


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
