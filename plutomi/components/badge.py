"""Small signs: `opening_badge(opening.state)`, `badge("New", kind="primary")`, `count(stage.count)`."""

from typing import Any, Literal

import reflex as rx

from .field import Text

Kind = Literal["plain", "primary", "success", "warning", "error"]

_KINDS: dict[Kind, str] = {
    "plain": "bg-base-content/7 text-muted",
    "primary": "bg-primary/12 text-primary",
    "success": "bg-success/12 text-success",
    "warning": "bg-warning/14 text-warning",
    "error": "bg-error/10 text-error",
}


_PILL = "inline-flex shrink-0 items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap"


def badge(words: Any, *, kind: Kind = "plain", icon: str = "") -> rx.Component:
    """A word or two about a thing."""
    sign = [rx.icon(icon, size=12, aria_hidden="true")] if icon else []
    return rx.el.span(
        *sign,
        words,
        class_name=f"{_PILL} {_KINDS[kind]}",
    )


def opening_badge(state: Text) -> rx.Component:
    """Whether people can see an opening: `private`, `public` or `closed`."""
    return rx.match(
        state,
        ("public", badge("Public", kind="success", icon="globe")),
        ("closed", badge("Closed", kind="plain", icon="circle_slash")),
        badge("Private", kind="warning", icon="lock"),
    )


def count(number: int | rx.Var[int]) -> rx.Component:
    """A quiet number beside a name."""
    return rx.el.span(number, class_name="tabular text-xs text-muted")
