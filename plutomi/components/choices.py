"""Questions answered by ticking: `radio_group("shift", ["Day", "Night"], label="Shift", error=S.errors["shift"])`.

Choices are words, or pairs of value and words, or a var of words. forms.py offers these beside its other fields.
"""

from collections.abc import Iterable
from typing import Any

import reflex as rx

from .field import Text, group, speaking, when
from .saying import say

Choice = str | tuple[str, str]

# Written out: Tailwind finds class names only where they stand whole.
_TICKS = {"radio": "radio radio-sm radio-primary", "checkbox": "checkbox checkbox-sm checkbox-primary"}
_CHOICE = (
    "flex min-h-11 cursor-pointer items-center gap-3 rounded-field border border-line bg-base-100 px-3 py-2 text-base "
    "sm:min-h-10 sm:text-sm [.roomy_&]:min-h-11 [.roomy_&]:text-base "
    "hover:border-base-content/30 has-checked:border-primary has-checked:bg-primary/6 "
    "has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-primary"
)


def radio_group(name: Text, choices: Iterable[Choice] | rx.Var, *, default: Text = "", **props: Any) -> rx.Component:
    """One of a few, all in sight; takes `label`, `error`, `hint`, `required`, `form_id`."""
    return _choices(name, choices, "radio", lambda value: value == default, **props)


def checkbox_group(
    name: Text,
    choices: Iterable[Choice] | rx.Var,
    *,
    default: list[str] | rx.Var[list[str]] | None = None,
    **props: Any,
) -> rx.Component:
    """Any of a few; read with `data.getlist(name)` from a handler annotated `FormData`."""
    chosen = rx.Var.create(default or []).to(list[str]) if not isinstance(default, rx.Var) else default
    return _choices(name, choices, "checkbox", lambda value: chosen.contains(value), **props)


def yes_no(name: Text, *, default: Text = "", **props: Any) -> rx.Component:
    """Yes or no, neither chosen beforehand; the value is `yes` or `no`."""
    return _choices(
        name, [("yes", say("Yes")), ("no", say("No"))], "radio", lambda value: value == default, across=True, **props
    )


def checkbox(name: Text, label: Any, *, default: bool | rx.Var[bool] = False, **props: Any) -> rx.Component:
    """A single tick with its words beside it; the value is `on`, or the name is missing."""
    box = rx.el.input(type="checkbox", name=name, default_checked=default, class_name=f"{_TICKS['checkbox']} mt-0.5")
    return rx.el.label(box, rx.el.span(label), class_name="flex cursor-pointer items-start gap-3 text-sm", **props)


def _choices(
    name: Text, choices: Any, kind: str, is_on: Any, *, across: bool = False, lang: Text = "", **props: Any
) -> rx.Component:
    """`lang` is the language of the choices where it may not be the page's."""

    def one(value: Any, words: Any, **spoken: Any) -> rx.Component:
        box = rx.el.input(type=kind, name=name, value=value, default_checked=is_on(value), class_name=_TICKS[kind])
        return rx.el.label(box, rx.el.span(words, class_name="min-w-0 break-words", **spoken), class_name=_CHOICE)

    ticks = each(choices, lambda value, words, _: one(value, words, **speaking(lang)))
    # A radio button once pressed stays pressed: who may leave it out needs one that says so.
    none = when(props.get("required", True), rx.fragment(), one("", say("No answer"))) if kind == "radio" else None
    layout = "grid grid-cols-2 gap-2" if across else "flex flex-col gap-2"
    return group(rx.el.div(*ticks, *filter(None, [none]), class_name=layout), name=name, **props)


def each(choices: Any, draw: Any) -> list[Any]:
    if isinstance(choices, rx.Var):
        return [rx.foreach(choices, lambda choice, index: draw(choice, choice, index))]
    pairs = [(choice, choice) if isinstance(choice, str) else choice for choice in choices]
    return [draw(value, words, index) for index, (value, words) in enumerate(pairs)]
