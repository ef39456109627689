"""`shortcuts({"n": S.add, "j": S.next})`: keys that do something while nobody types and no dialog is open."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from . import islands


def shortcuts(keys: Mapping[str, Any]) -> rx.Component:
    """Nothing to see; one listener for each key, which sends its handler only."""
    return rx.fragment(
        *[islands.Shortcuts.create(keys=[key], on_key=lambda _key, act=act: act) for key, act in keys.items()]
    )


def kbd(key: str) -> rx.Component:
    """A key shown beside what it does."""
    return rx.el.kbd(key, class_name="kbd kbd-sm", aria_hidden="true")
