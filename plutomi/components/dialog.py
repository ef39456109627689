"""Dialogs: `dialog(fields, title="New opening", open=S.is_adding, on_close=S.stop_adding)`.

`confirm("Delete this stage?", "Its 12 applicants move to Waiting List.", open=S.is_deleting, on_close=S.keep,
on_confirm=S.delete)` asks before harm; with `typed="new-york-city"` the words must be typed, and the handler gets
`{"confirmation": ...}` to check. Contents mount when it opens, so forms inside start from their defaults.
"""

from typing import Any, Literal

import reflex as rx

from . import forms, islands
from .button import button, icon_button
from .field import Text, when
from .saying import say

_WIDTHS = {"sm": "sm:max-w-sm", "md": "sm:max-w-lg", "lg": "sm:max-w-2xl"}
_BOX = "modal-box flex flex-col gap-5 border border-line bg-base-100 p-5 shadow-float sm:p-6"


def dialog(
    *children: Any,
    title: Text,
    open: bool | rx.Var[bool],
    on_close: Any,
    about: Text = "",
    width: Literal["sm", "md", "lg"] = "md",
    alert: bool = False,
) -> rx.Component:
    """A modal, open while the var is true; Escape, the cross and a click beside it call `on_close`."""
    return islands.Dialog.create(
        rx.fragment(_head(title, about, on_close), *children),
        open=open,
        label=title,
        alert=alert,
        on_close=on_close,
        class_name=f"{_BOX} {_WIDTHS[width]}",
    )


def confirm(
    title: Text,
    about: Text,
    *,
    open: bool | rx.Var[bool],
    on_close: Any,
    on_confirm: Any,
    action: Text = "Delete",
    typed: Text | None = None,
    error: Text = "",
    busy: bool | rx.Var[bool] = False,
) -> rx.Component:
    """Asks before something that cannot be undone; `on_confirm` is a submit handler and gets the form."""
    words = [] if typed is None else [_typed(typed, error)]
    row = cancel_or(action, on_close, busy=busy, danger=True)
    errors = {} if typed is None else {"confirmation": error}
    body = forms.form(*words, row, on_submit=on_confirm, errors=errors, busy=busy)
    return dialog(body, title=title, about=about, open=open, on_close=on_close, width="sm", alert=True)


def cancel_or(action: Text, on_cancel: Any, *, busy: bool | rx.Var[bool] = False, danger: bool = False) -> rx.Component:
    """The row that ends a form over the page: leave it, or do it."""
    cancel = button("Cancel", kind="quiet", size="md", on_click=on_cancel)
    return forms.actions(cancel, forms.submit(action, busy=busy, danger=danger))


def _typed(typed: Text, error: Text) -> rx.Component:
    hint = f"Type {typed} to confirm." if isinstance(typed, str) else rx.Var.create("Type ") + typed + " to confirm."
    return forms.text_input(
        "confirmation",
        label="Confirmation",
        hint=hint,
        error=error,
        required=True,
        form_id="confirm",
        auto_complete="off",
    )


def _head(title: Text, about: Text, on_close: Any) -> rx.Component:
    words = rx.el.div(
        rx.el.h2(title, class_name="text-lg font-semibold leading-snug"),
        when(about, rx.el.p(about, class_name="text-sm text-muted"), rx.fragment()),
        class_name="flex min-w-0 flex-col gap-1 wrap-anywhere",
    )
    cross = icon_button("x", label=say("Close"), on_click=on_close, class_name="-me-2 -mt-1")
    return rx.el.header(words, cross, class_name="flex items-start justify-between gap-4")
