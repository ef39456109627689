"""A stage's questions as fields: `questions(S.asked, S.errors)` inside a form.

Each has name, title, hint, type, is_required, options, value and chosen; errors are by name. A handler annotated
`FormData` gets them by name, several choices as several values.
"""

from typing import Any

import reflex as rx

from . import forms, islands, postal
from .field import Text

FEW = 6  # options that are better all in sight than behind a list
MAX_SHORT = 300


def questions(asked: rx.Var, errors: rx.Var) -> rx.Component:
    """One field for each, of its own kind."""
    return rx.foreach(asked, lambda one: rx.el.div(_field(one, errors), key=one.name))


def suggestion(name: str, value: Text) -> rx.Component:
    """What a field was likelier meant to hold; one tap takes it."""
    return islands.Suggestion.create(
        name=name,
        value=value,
        class_name="-mt-3 text-[0.9375rem] text-muted",
        button_class="link link-primary font-medium wrap-anywhere py-1",
    )


def forget_draft(keep: Text) -> rx.Component:
    """Beside or after a form kept under this name, once what was typed has arrived; "" forgets nothing."""
    return islands.FormCare.create(errors={}, keep=keep, forget=True)


def _field(one: Any, errors: Any) -> rx.Component:
    said = {"label": one.title, "hint": one.hint, "required": one.is_required, "error": errors[one.name]}
    typed = said | {"default": one.value}
    return rx.match(
        one.type,
        ("long_text", forms.textarea(one.name, rows=5, dir="auto", **typed)),
        ("one_choice", _one_choice(one, typed)),
        ("several_choices", forms.checkbox_group(one.name, one.options, default=one.chosen, **said)),
        ("yes_no", forms.yes_no(one.name, **typed)),
        ("number", forms.number(one.name, **typed)),
        ("date", forms.date(one.name, **typed)),
        ("address", postal.address(one, errors)),
        ("email", forms.email(one.name, **typed)),
        ("phone", forms.tel(one.name, **typed)),
        forms.text_input(one.name, max_length=MAX_SHORT, dir="auto", **typed),
    )


def _one_choice(one: Any, typed: dict[str, Any]) -> rx.Component:
    options = one.options.to(list[str])
    return rx.cond(
        options.length() > FEW,
        forms.select(one.name, options, **typed),
        forms.radio_group(one.name, options, **typed),
    )
