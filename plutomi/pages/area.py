"""The service area among an opening's settings: its shapes, a map of them, one more, and an address tried."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.area_map import area_map
from plutomi.components.button import button, icon_button
from plutomi.components.notice import notice
from plutomi.pages.parts import CARD, section, segments
from plutomi.rules.countries import NAMES
from plutomi.state.area import AreaState as S

COUNTRIES = sorted(NAMES.items(), key=lambda one: one[1])
ABOUT = (
    "Where applicants should live. Outside and unknown show on their cards; nobody is turned away by it. "
    "Without an area everybody is inside."
)
KINDS = [("postcodes", "Postcodes"), ("radius", "Radius"), ("polygon", "Polygon")]


def area_section() -> rx.Component:
    """What the area is, and how to change it."""
    return section(
        "Service area",
        ABOUT,
        rx.cond(S.lines.length() > 0, _shapes(), rx.el.p("No service area yet.", class_name="text-sm text-muted")),
        _counts(),
        _adding(),
        _trying(),
        id="area",
    )


def _shapes() -> rx.Component:
    return rx.el.ul(rx.foreach(S.lines, _line), class_name=f"{CARD} divide-y divide-line", aria_label="Shapes")


def _line(one: rx.Var) -> rx.Component:
    icons = rx.match(
        one.kind,
        ("postcodes", rx.icon("mailbox", size=16, aria_hidden="true")),
        ("radius", rx.icon("circle_dot", size=16, aria_hidden="true")),
        rx.icon("hexagon", size=16, aria_hidden="true"),
    )
    return rx.el.li(
        rx.el.span(icons, class_name="shrink-0 text-muted"),
        rx.el.span(one.words, class_name="min-w-0 grow text-sm break-words first-letter:uppercase"),
        icon_button("trash_2", label=rx.Var.create("Remove: ") + one.words, on_click=S.remove(one.number)),
        class_name="flex items-center gap-3 py-1.5 pr-2 pl-4",
    )


def _counts() -> rx.Component:
    def count(words: str, number: rx.Var) -> rx.Component:
        return rx.el.span(rx.el.strong(number, class_name="tabular"), f" {words}")

    counts = rx.el.p(
        "Applicants: ",
        count("inside", S.inside),
        " · ",
        count("outside", S.outside),
        " · ",
        count("unknown", S.unknown),
        class_name="text-sm",
    )
    again = button("Look again", size="xs", icon="refresh_cw", on_click=S.load)
    busy = notice("Your applicants are being held against the area. It takes some seconds.", action=again)
    return rx.cond(S.is_assessing, busy, rx.cond(S.lines.length() > 0, counts, rx.fragment()))


def _adding() -> rx.Component:
    fields = rx.match(S.kind, ("radius", _radius()), ("polygon", _polygon()), _postcodes())
    form = forms.form(
        fields,
        rx.cond(S.errors["shapes"], notice(S.errors["shapes"], kind="error"), rx.fragment()),
        forms.actions(forms.submit("Add to the area")),
        on_submit=S.add,
        errors=S.errors,
        key=S.kind + S.form_key.to_string(),
        class_name="flex flex-col gap-4",
    )
    return rx.el.div(
        rx.el.h3("Add a shape", class_name="font-medium"),
        segments(KINDS, S.kind, S.choose, label="Kind of shape"),
        form,
        class_name=f"{CARD} flex flex-col items-stretch gap-4 p-4 sm:p-6",
    )


def _postcodes() -> rx.Component:
    return rx.fragment(
        forms.select("country", COUNTRIES, label="Country", default="US", required=True, error=S.errors["country"]),
        forms.textarea(
            "postcodes",
            label="Postcodes",
            hint="Whole ones, beginnings like 100*, or ranges like 10001-10299, separated by commas.",
            error=S.errors["postcodes"],
            required=True,
            rows=3,
        ),
    )


def _radius() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            forms.number("distance", label="Distance", error=S.errors["distance"], required=True),
            forms.select("unit", [("mi", "miles"), ("km", "kilometres")], label="Unit", default="mi", required=True),
            class_name="grid grid-cols-2 gap-4",
        ),
        forms.text_input(
            "postcode", label="Around a US ZIP code", error=S.errors["center"], hint="Or around coordinates:"
        ),
        rx.el.div(
            forms.number("lat", label="Latitude", placeholder="40.7484"),
            forms.number("long", label="Longitude", placeholder="-73.9967"),
            class_name="grid grid-cols-2 gap-4",
        ),
    )


def _polygon() -> rx.Component:
    return rx.fragment(
        area_map(S.map, into="geometry"),
        forms.textarea(
            "geometry",
            label="GeoJSON",
            hint="Draw above, or paste a Polygon or MultiPolygon; at most 2,000 corners.",
            error=S.errors["geometry"],
            required=True,
            rows=4,
            spell_check=False,
        ),
    )


def _trying() -> rx.Component:
    said = rx.match(
        S.tried,
        ("", rx.fragment()),
        ("inside", notice(rx.el.strong("Inside. "), S.reason, kind="success")),
        ("outside", notice(rx.el.strong("Outside. "), S.reason, kind="warning")),
        notice(rx.el.strong("Unknown. "), S.reason),
    )
    form = forms.form(
        forms.select("try_country", COUNTRIES, label="Country", default="US", required=True, form_id="try"),
        forms.text_input("try_postcode", label="Postcode", required=True, form_id="try", auto_complete="off"),
        rx.el.div(forms.submit("Try", class_name="btn-outline"), class_name="self-end"),
        on_submit=S.try_address,
        class_name="grid gap-4 sm:grid-cols-[1fr_1fr_auto]",
    )
    return rx.el.div(
        rx.el.h3("Try an address", class_name="font-medium"),
        form,
        rx.el.div(said, role="status"),
        class_name=f"{CARD} flex flex-col gap-4 p-4 sm:p-6",
    )
