"""`search("Search applicants", on_search=S.search)` asks when typing pauses; `/` goes to it, Escape empties it."""

from typing import Any

import reflex as rx

from . import islands
from .field import Text


def search(
    label: Text,
    *,
    on_search: Any,
    default: Text = "",
    wait: int = 200,
    shortcut: str = "/",
    class_name: str = "w-full sm:w-72",
) -> rx.Component:
    """A search box; `on_search` gets the trimmed text, never the same text twice running; `wait` is in ms."""
    return islands.Search.create(
        rx.icon("search", size=15, class_name="shrink-0 text-muted", aria_hidden="true"),
        label=label,
        placeholder=label,
        default_value=default,
        wait=wait,
        shortcut=shortcut,
        on_search=on_search,
        class_name=f"input input-sm h-9 gap-2 text-base sm:text-sm {class_name}",
    )
