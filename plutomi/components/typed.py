"""Questions answered by typing: `text_input("name", label="Full name", required=True, error=S.errors["name"])`.

forms.py offers these beside its other fields; all take `label`, `error`, `hint`, `required`, `default`, `form_id`.
"""

from typing import Any

import reflex as rx

from . import islands
from .field import Text, described_by, field, field_id, when

# Applicants, under `.roomy`, keep large type on every screen; recruiters only where phones would zoom in.
_CONTROL = "w-full text-base sm:text-sm [.roomy_&]:text-base aria-invalid:border-error"
LINE = f"{_CONTROL} [.roomy_&]:h-11"
INPUT = f"input {LINE}"


def text_input(
    name: Text,
    *,
    label: Text,
    error: Text = "",
    hint: Text = "",
    required: bool | rx.Var[bool] = False,
    default: Text = "",
    form_id: str = "f",
    looks: str = "",
    **props: Any,
) -> rx.Component:
    """One line of text; `form_id` keeps ids apart when a page shows one name twice."""
    control = rx.el.input(
        name=name,
        default_value=default,
        class_name=f"{INPUT} {looks}",
        **marks(form_id, name, error, hint, required),
        **props,
    )
    return field(control, name=name, label=label, error=error, hint=hint, required=required, form_id=form_id)


def counted(
    name: Text,
    *,
    label: Text,
    max_length: int | rx.Var[int],
    error: Text = "",
    hint: Text = "",
    required: bool | rx.Var[bool] = False,
    default: Text = "",
    form_id: str = "f",
    **props: Any,
) -> rx.Component:
    """One line of text that counts its letters against `max_length`."""
    control = islands.TextLine.create(
        name=name,
        default_value=default,
        max_length=max_length,
        class_name=INPUT,
        custom_attrs=_raw(form_id, name, error, hint, required),
        **props,
    )
    return field(control, name=name, label=label, error=error, hint=hint, required=required, form_id=form_id)


def email(name: Text, *, label: Text = "Email", **props: Any) -> rx.Component:
    """An email address, with the keyboard and autofill that suit it."""
    props = {"auto_complete": "email", "spell_check": False, "auto_capitalize": "off"} | props
    return text_input(name, label=label, type="email", input_mode="email", **props)


def tel(name: Text, *, label: Text = "Phone", **props: Any) -> rx.Component:
    """A phone number."""
    return text_input(name, label=label, type="tel", **({"auto_complete": "tel"} | props))


def number(name: Text, *, label: Text, **props: Any) -> rx.Component:
    """A number, typed as text so that wheels and arrows do not change it."""
    return text_input(name, label=label, input_mode="decimal", **props)


def date(name: Text, *, label: Text, **props: Any) -> rx.Component:
    """A day, by the browser's own picker; the value is `YYYY-MM-DD`."""
    return text_input(name, label=label, type="date", **props)


def time(name: Text, *, label: Text, **props: Any) -> rx.Component:
    """A time of day, by the browser's own picker; the value is `HH:MM`."""
    return text_input(name, label=label, type="time", **props)


def link(name: Text, *, label: Text, **props: Any) -> rx.Component:
    """An address of the web."""
    props = {"auto_complete": "url", "spell_check": False, "auto_capitalize": "off"} | props
    return text_input(name, label=label, type="url", input_mode="url", **props)


def textarea(
    name: Text,
    *,
    label: Text,
    error: Text = "",
    hint: Text = "",
    required: bool | rx.Var[bool] = False,
    default: Text = "",
    max_length: int | rx.Var[int] | None = None,
    rows: int = 4,
    form_id: str = "f",
    **props: Any,
) -> rx.Component:
    """Several lines; grows with its words and counts them against `max_length`."""
    limit = {} if max_length is None else {"max_length": max_length}
    control = islands.TextArea.create(
        name=name,
        default_value=default,
        rows=rows,
        class_name=f"textarea field-sizing-content max-h-96 leading-relaxed {_CONTROL}",
        custom_attrs=_raw(form_id, name, error, hint, required),
        **limit,
        **props,
    )
    return field(control, name=name, label=label, error=error, hint=hint, required=required, form_id=form_id)


def marks(form_id: str, name: Text, error: Text, hint: Text, required: Any) -> dict[str, Any]:
    """What ties a control to what is said about it."""
    return {
        # A Var id makes no React ref; a plain one would also submit the field a second time, under its id.
        "id": rx.Var.create(field_id(form_id, name)),
        "aria_invalid": when(error, "true", "false"),
        "aria_describedby": described_by(form_id, name, error, hint),
        "aria_required": when(required, "true", "false"),
    }


def _raw(form_id: str, name: Text, error: Text, hint: Text, required: Any) -> dict[str, Any]:
    return {key.replace("_", "-"): value for key, value in marks(form_id, name, error, hint, required).items()}
