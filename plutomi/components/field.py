"""What stands around a control: its label, hint and error, tied to it by ids.

Use: `field(control, name="email", label="Email", error=S.errors["email"], hint="We never share it.")` for a control
of your own; the ready ones are in forms.py.
"""

from typing import Any

import reflex as rx

from .saying import say

Text = str | rx.Var[str]


def when(test: Any, then: Any, otherwise: Any = "") -> Any:
    """`rx.cond`, decided at once where nothing can change: static pages stay small."""
    if isinstance(test, rx.Var):
        return rx.cond(test, then, otherwise)
    return then if test else otherwise


def speaking(lang: Text) -> dict[str, Any]:
    """What tells the language of words, where one is named."""
    return {"lang": lang} if isinstance(lang, rx.Var) else {}


def field_id(form_id: str, name: Text) -> Text:
    """The id of a control, the same wherever it is asked for."""
    return f"{form_id}-{name}" if isinstance(name, str) else rx.Var.create(f"{form_id}-") + name


def described_by(form_id: str, name: Text, error: Text, hint: Text) -> Text:
    """The ids of what is said about a control: its error while there is one, and its hint."""
    base = field_id(form_id, name)
    hint_id = when(hint, base + "-hint")
    return when(error, base + "-error " + hint_id, hint_id)


def field(
    control: rx.Component,
    *,
    name: Text,
    label: Text,
    error: Text = "",
    hint: Text = "",
    required: bool | rx.Var[bool] = False,
    form_id: str = "f",
) -> rx.Component:
    """One control under its label."""
    base = field_id(form_id, name)
    title = rx.el.label(label, _optional(required), html_for=base, class_name=_LABEL)
    return rx.el.div(title, control, _hint(base, hint), _error(base, error), class_name="flex flex-col gap-1.5")


def group(
    controls: rx.Component,
    *,
    name: Text,
    label: Text,
    error: Text = "",
    hint: Text = "",
    required: bool | rx.Var[bool] = False,
    form_id: str = "f",
) -> rx.Component:
    """Several controls that answer one question, as a fieldset."""
    base = field_id(form_id, name)
    return rx.el.fieldset(
        rx.el.legend(label, _optional(required), class_name=f"{_LABEL} mb-1.5"),
        controls,
        _hint(base, hint),
        _error(base, error),
        aria_describedby=described_by(form_id, name, error, hint),
        custom_attrs={"data-invalid": when(error, "true", "false")},
        class_name="flex min-w-0 flex-col gap-1.5",
    )


_LABEL = "text-sm font-medium wrap-anywhere [.roomy_&]:text-[0.9375rem]"


def _optional(required: bool | rx.Var[bool]) -> rx.Component:
    return when(required, rx.fragment(), rx.el.span(" ", say("(optional)"), class_name="font-normal text-muted"))


def _hint(base: Text, hint: Text) -> rx.Component:
    return when(
        hint,
        rx.el.p(
            hint, id=rx.Var.create(base + "-hint"), class_name="text-sm text-muted whitespace-pre-line wrap-anywhere"
        ),
        rx.fragment(),
    )


def _error(base: Text, error: Text) -> rx.Component:
    words = rx.el.p(
        rx.icon("circle_alert", size=14, class_name="mt-[3px] shrink-0", aria_hidden="true"),
        error,
        id=rx.Var.create(base + "-error"),
        role="alert",
        class_name="flex items-start gap-1.5 text-sm text-error",
    )
    return when(error, words, rx.fragment())
