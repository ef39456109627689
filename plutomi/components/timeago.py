"""`timeago(row.created_at)` takes ISO 8601 text: "3 hours ago", exact on hover; `short=True` gives "3h"."""

import reflex as rx

from . import islands
from .field import Text


def timeago(at: Text, *, short: bool = False, class_name: str = "text-muted") -> rx.Component:
    """A moment in the reader's own language, fresh every minute without the server."""
    return islands.TimeAgo.create(at=at, short=short, class_name=f"tabular whitespace-nowrap {class_name}")


def day(at: Text) -> rx.Component:
    """A date without a time (`YYYY-MM-DD`), in the reader's own language."""
    return islands.Day.create(at=at)


def local_time(zone: Text, *, class_name: str = "tabular") -> rx.Component:
    """What the clock shows in a time zone now, in the reader's own language."""
    return islands.LocalTime.create(zone=zone, class_name=class_name)
