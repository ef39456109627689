"""How to reach the applicant, and what else is known of them: to read and to correct."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.badge import badge
from plutomi.components.button import button
from plutomi.components.copy import copy
from plutomi.components.timeago import local_time
from plutomi.pages.dossier.about import about
from plutomi.state.dossier import DossierState as S
from plutomi.state.dossier.keeping import KeepingState

_LINK = "hover:underline underline-offset-2"


def contact() -> rx.Component:
    mail = rx.el.a(S.details.email, href=f"mailto:{S.details.email}", class_name=_LINK)
    call = rx.el.a(S.details.phone_shown, href=f"tel:{S.details.phone}", class_name=_LINK)
    none = rx.el.span("—", class_name="text-muted")
    return rx.el.dl(
        _fact("Email", mail, copy(S.details.email, label="Copy", kind="quiet", size="xs")),
        rx.cond(
            S.details.phone,
            _fact("Phone", call, copy(S.details.phone, label="Copy", kind="quiet", size="xs")),
            _fact("Phone", none),
        ),
        rx.cond(S.details.source, _fact("Source", rx.el.span(S.details.source)), rx.fragment()),
        rx.cond(S.details.time_zone, _fact("Time", _clock()), rx.fragment()),
        rx.cond(S.details.area, _fact("Area", _area()), rx.fragment()),
        class_name="flex flex-col gap-1 text-sm",
    )


def _clock() -> rx.Component:
    """What time it is where they are."""
    where = rx.el.span(S.details.time_zone.replace("_", " "), class_name="text-muted")
    return rx.fragment(local_time(S.details.time_zone, class_name="tabular me-1.5"), where)


def _area() -> rx.Component:
    """How their address stands to the service area, and why."""
    words = rx.match(
        S.details.area,
        ("inside", badge("Inside", kind="success")),
        ("outside", badge("Outside", kind="warning")),
        badge("Unknown"),
    )
    reason = rx.el.span(S.details.area_reason, class_name="whitespace-normal text-muted")
    return rx.el.span(words, reason, class_name="flex flex-wrap items-center gap-x-2 py-1")


def _fact(name: str, value: rx.Component, *tools: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="w-16 shrink-0 text-muted"),
        rx.el.dd(
            rx.el.span(value, class_name="min-w-0 truncate"),
            *tools,
            class_name="flex min-w-0 grow items-center justify-between gap-2",
        ),
        class_name="flex min-h-7 items-center gap-3",
    )


def editing() -> rx.Component:
    return forms.form(
        about(),
        forms.text_input(
            "name",
            label="Name",
            default=S.details.name,
            error=S.errors["name"],
            required=True,
            form_id="contact",
            auto_focus=True,
        ),
        forms.email("email", default=S.details.email, error=S.errors["email"], required=True, form_id="contact"),
        forms.tel("phone", default=S.details.phone, error=S.errors["phone"], form_id="contact"),
        forms.actions(
            button("Cancel", kind="quiet", on_click=KeepingState.stop_editing),
            forms.submit("Save", class_name="btn-sm"),
        ),
        on_submit=KeepingState.correct,
        errors=S.errors,
    )
