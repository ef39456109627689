"""An org's labels: `label_chip(one.name, one.color, one.ink)`, with a cross where it can be taken off."""

from typing import Any

import reflex as rx

from .link import Text


def label_chip(name: Text, color: Text, ink: Text, *tools: Any) -> rx.Component:
    """A label in its own colour; `ink` is the one its words are read in."""
    return rx.el.span(
        rx.el.span(name, dir="auto", class_name="truncate"),
        *tools,
        style={"background_color": color, "color": ink},
        class_name="inline-flex h-6 max-w-44 items-center gap-1 rounded-full px-2.5 text-xs font-medium",
    )


def cross(label: Text, **props: Any) -> rx.Component:
    """The button in a chip that takes it off."""
    return rx.el.button(
        rx.icon("x", size=13, aria_hidden="true"),
        type="button",
        aria_label=label,
        title=label,
        class_name="-mr-1.5 grid size-6 shrink-0 cursor-pointer place-items-center rounded-full outline-current",
        **props,
    )


def swatches(name: str, palette: dict[str, str], *, label: str, default: Text) -> rx.Component:
    """One colour of a palette (words, `#rrggbb`), or the one there is already."""
    own = rx.Var.create(default)
    is_listed = rx.Var.create(list(palette.values())).contains(own)
    return rx.el.fieldset(
        rx.el.legend(label, class_name="mb-1.5 text-sm font-medium"),
        rx.el.div(
            *[_swatch(name, words, color, own == color) for words, color in palette.items()],
            rx.cond(is_listed, rx.fragment(), _swatch(name, "As it is", own, True)),
            class_name="flex flex-wrap gap-1.5",
        ),
        key=own,
    )


def _swatch(name: str, words: str, color: Text, is_on: Any) -> rx.Component:
    tick = rx.el.input(
        type="radio", name=name, value=color, default_checked=is_on, aria_label=words, class_name="peer sr-only"
    )
    dot = rx.el.span(style={"background_color": color}, class_name="size-7 rounded-full border border-line")
    return rx.el.label(
        tick,
        dot,
        title=words,
        class_name=(
            "relative grid size-9 cursor-pointer place-items-center rounded-full border-2 border-transparent "
            "has-checked:border-base-content has-focus-visible:outline-2 has-focus-visible:outline-offset-1 "
            "has-focus-visible:outline-primary"
        ),
    )
