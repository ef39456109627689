"""What to say where nothing is yet: `empty("inbox", "No openings yet", "What people apply to.", action)`."""

from typing import Any

import reflex as rx

from .field import Text

_TILE = "grid size-12 place-items-center rounded-box border border-line bg-base-100 text-primary shadow-card"
_BOX = "flex flex-col items-center gap-4 rounded-box border border-dashed border-line px-6 py-14 text-center"


def empty(icon: str, title: Text, about: Text = "", action: Any = None) -> rx.Component:
    """An icon, words and, if there is one, the thing to do next."""
    tile = rx.el.span(
        rx.icon(icon, size=22, stroke_width=1.6, aria_hidden="true"),
        class_name=_TILE,
    )
    return rx.el.div(
        tile,
        rx.el.div(
            rx.el.p(title, class_name="font-medium"),
            rx.el.p(about, class_name="max-w-sm text-sm text-muted text-pretty"),
            class_name="flex flex-col items-center gap-1",
        ),
        action if action is not None else rx.fragment(),
        class_name=_BOX,
    )
