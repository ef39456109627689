"""When an opening is at work: its time zone, business hours and holidays, by which rules count."""

import reflex as rx

from plutomi.components import forms
from plutomi.models.zone import names
from plutomi.pages.parts import CARD, section
from plutomi.state.opening import OpeningState as S

DAYS = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday",
    "sun": "Sunday",
}  # fmt: skip
AREAS = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


def times_section() -> rx.Component:
    form = forms.form(
        _zone(),
        rx.el.div(*[_day(key, name) for key, name in DAYS.items()], class_name="grid gap-4 sm:grid-cols-2"),
        forms.textarea(
            "holidays",
            label="Holidays",
            hint="Like 2027-12-25, as many as there are.",
            default=S.times.holidays,
            error=S.errors["holidays"],
            rows=4,
        ),
        forms.actions(forms.submit("Save hours")),
        on_submit=S.save_times,
        errors=S.errors,
        key=f"{S.opening.id}{S.drawn['hours']}",
        class_name=f"{CARD} flex flex-col gap-5 p-4 sm:p-6",
    )
    about = (
        "Rules can count business time only, and begin their days where the opening is. "
        "A day may have a break: 9:00-12:30, 13:00-17:00."
    )
    return section("Business hours", about, form, id="hours")


def _zone() -> rx.Component:
    zones = sorted(zone for zone in names() if zone.startswith(AREAS))
    typed = forms.text_input(
        "time_zone",
        label="Time zone",
        hint="Type a city: America/New_York",
        default=S.times.time_zone,
        error=S.errors["time_zone"],
        required=True,
        auto_complete="off",
        list="zones",
    )
    return rx.fragment(typed, rx.el.datalist(*[rx.el.option(value=one) for one in ["UTC", *zones]], id="zones"))


def _day(key: str, name: str) -> rx.Component:
    """Closed when it is empty, which is no less an answer."""
    control = rx.el.input(
        name=key,
        default_value=getattr(S.times, key),
        placeholder="Closed",
        auto_complete="off",
        class_name="input w-full text-base sm:text-sm aria-invalid:border-error",
        **forms.marks("f", key, S.errors[key], "", required=False),
    )
    return forms.field(control, name=key, label=name, error=S.errors[key], required=True)
