"""Forms: labelled fields with their error, hint and counter, for `rx.el.form`-style handlers.

Use: `form(text_input("name", label="Full name", required=True, error=S.errors["name"]), submit("Save", busy=S.busy),
on_submit=S.save, errors=S.errors)`. The handler gets the fields by `name`.

Fields are uncontrolled (`default=`): typing never reaches the server before submit, and what was typed survives an
answer with errors. On errors the first wrong field takes the focus. `keep="some-key"` also keeps what was typed across
a reload or another form in between, until it was taken: then the next form's hidden `key` counts one more. Several
values under one name arrive whole when the handler's argument is annotated `FormData` (from reflex_base.utils.form):
`data.getlist("languages")`; with `dict` only the last one survives.
"""

from collections.abc import Iterable
from typing import Any

import reflex as rx
from reflex.components.el.element import Element

from . import islands
from .choices import Choice, each
from .choices import checkbox as checkbox
from .choices import checkbox_group as checkbox_group
from .choices import radio_group as radio_group
from .choices import yes_no as yes_no
from .field import Text, speaking, when
from .field import field as field
from .saying import say
from .typed import LINE
from .typed import counted as counted
from .typed import date as date
from .typed import email as email
from .typed import link as link
from .typed import marks as marks
from .typed import number as number
from .typed import tel as tel
from .typed import text_input as text_input
from .typed import textarea as textarea
from .typed import time as time


class PlainForm(Element):
    """A form the browser itself posts; `rx.el.form` always prevents that."""

    tag = "form"
    method: rx.Var[str]
    action: rx.Var[str]


def form(*children: Any, on_submit: Any, errors: Any = None, keep: Text = "", **props: Any) -> rx.Component:
    """A form whose fields reach `on_submit` by name; `errors` maps names to words, `keep` names a draft.

    Also takes `busy` (so that the same error twice takes the focus twice) and `forget` (drops the draft). With
    `answered`, another number after each answer, its button is busy from the click on, before the server says so.
    """
    state = {name: props.pop(name) for name in ("busy", "answered", "forget") if name in props}
    care = islands.FormCare.create(errors=errors if errors is not None else {}, keep=keep, **state)
    props.setdefault("class_name", "flex flex-col gap-5")
    # Until its script has come a prerendered form would send itself to its own address; as a dialog's it does nothing.
    props.setdefault("method", "dialog")
    return rx.el.form(care, *children, on_submit=on_submit, no_validate=True, **props)


def plain_form(*children: Any, action: str, **props: Any) -> rx.Component:
    """A form that leaves the page by a plain POST, e.g. to log out."""
    return PlainForm.create(*children, method="post", action=action, **props)


def select(
    name: Text,
    choices: Iterable[Choice] | rx.Var,
    *,
    label: Text,
    error: Text = "",
    hint: Text = "",
    required: bool | rx.Var[bool] = False,
    default: Text = "",
    placeholder: Text | None = None,
    form_id: str = "f",
    pairs: bool = False,
    lang: Text = "",
    **props: Any,
) -> rx.Component:
    """One of many by the browser's own list.

    Choices are words, in the language `lang`, or pairs of value and words (`pairs`, of a var).
    """
    if pairs:
        options = [rx.foreach(choices, lambda one: rx.el.option(one[1], value=one[0]))]
    else:
        options = each(choices, lambda value, words, _: rx.el.option(words, value=value, **speaking(lang)))
    control = rx.el.select(
        rx.el.option(say("Choose one") if placeholder is None else placeholder, value=""),
        *options,
        name=name,
        # React ignores a later default on a select: a new key mounts it again when the row arrives.
        key=default,
        default_value=default,
        class_name=f"select {LINE}",
        **marks(form_id, name, error, hint, required),
        **props,
    )
    return field(control, name=name, label=label, error=error, hint=hint, required=required, form_id=form_id)


def submit(
    label: Text, *, busy: bool | rx.Var[bool] = False, danger: bool = False, class_name: str = "", **props: Any
) -> rx.Component:
    """The form's button. While `busy` it spins and takes no click, but keeps the focus (never `disabled`)."""
    spinner = rx.el.span(class_name="loading loading-spinner loading-xs", aria_hidden="true")
    return rx.el.button(
        when(busy, spinner, rx.fragment()),
        label,
        type="submit",
        aria_disabled=busy,
        aria_busy=busy,
        class_name=f"btn {'btn-error' if danger else 'btn-primary'} font-medium {_BUSY} {class_name}",
        **props,
    )


def send(class_name: str, label: Text, sending: Text) -> rx.Component:
    """The same for a form with `answered`, which says `sending` while it is."""
    spinner = rx.el.span(class_name="loading loading-spinner loading-xs", aria_hidden="true")
    return rx.el.button(
        rx.el.span(label, class_name="group-aria-busy:hidden"),
        rx.el.span(spinner, sending, class_name="hidden items-center gap-1.5 group-aria-busy:inline-flex"),
        type="submit",
        class_name=f"btn btn-primary group font-medium {_BUSY} {class_name}",
    )


_BUSY = "aria-disabled:pointer-events-none aria-disabled:opacity-70"


def actions(*children: Any) -> rx.Component:
    """The row of buttons that ends a form."""
    return rx.el.div(*children, class_name="flex flex-wrap items-center justify-end gap-2 pt-1")
