"""An org's page that takes a postcode and offers the nearest open opening."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.empty import empty
from plutomi.components.field import Text
from plutomi.components.link import text_link
from plutomi.components.public import arrived, lead, loading, opening_card, public
from plutomi.components.saying import say
from plutomi.pages.apply import missing
from plutomi.state.near import NearLine
from plutomi.state.near import NearState as S


def register(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(near, route="/apply/[org_slug]/near", title=S.title, on_load=S.visit)


def near() -> rx.Component:
    """Asking, and what was found."""
    body = rx.match(
        S.phase,
        ("ask", rx.fragment(_asking(), rx.cond(S.asked_for != "", _found(), rx.fragment()))),
        ("missing", missing(say("There is no organization at this address"), say("It may be mistyped."))),
        loading(),
    )
    return public(body, brand=S.org, home=S.home, look=S.look)


def _asking() -> rx.Component:
    return rx.fragment(
        lead(say("Find the nearest opening"), say("Tell us where you live; nothing of it is kept.")),
        forms.form(
            forms.select(
                "country",
                S.countries,
                pairs=True,
                label=say("Country"),
                default="US",
                required=True,
                auto_complete="country",
            ),
            forms.text_input(
                "postcode",
                label=say("ZIP or postal code"),
                required=True,
                error=S.error,
                auto_complete="postal-code",
                dir="auto",
            ),
            forms.submit(say("Find openings"), class_name="btn-lg w-full text-base sm:w-auto sm:self-start"),
            on_submit=S.find,
            class_name="flex flex-col gap-5",
        ),
        rx.el.p(text_link(say("See all openings"), href=S.home), class_name="text-sm"),
    )


def _found() -> rx.Component:
    lines = rx.el.ul(rx.foreach(S.lines, _line), class_name="flex flex-col gap-3")
    none = empty("inbox", say("Nothing is open right now"), say("New openings appear here. Please look in again."))
    return rx.el.section(
        arrived(
            rx.el.h2(say("Openings near {place}", place=rx.el.bdi(S.asked_for)), class_name="text-xl font-semibold")
        ),
        rx.cond(S.lines.length() > 0, lines, none),
        key=S.asked_for,
        class_name="flex flex-col gap-6 border-t border-line pt-8",
    )


def _line(one: NearLine) -> rx.Component:
    reach = rx.match(
        one.reach,
        ("inside", _sign("circle_check", say("Your area"), "text-success")),
        ("anywhere", _sign("globe", say("Open to everybody, wherever they live"), "text-muted")),
        ("outside", _sign("map_pin_off", say("You live outside its area"), "text-muted")),
        _sign("circle_help", say("We cannot tell whether you live in its area"), "text-muted"),
    )
    about = rx.el.p(
        rx.el.bdi(one.place),
        rx.cond((one.place != "") & (one.away != ""), " · ", ""),
        one.away,
        class_name="text-sm text-muted",
    )
    return opening_card(one.name, one.path, S.their_lang, about, reach)


def _sign(icon: str, words: Text, tone: str) -> rx.Component:
    return rx.el.p(
        rx.icon(icon, size=15, aria_hidden="true", class_name="mt-0.5 shrink-0"),
        words,
        class_name=f"flex items-start gap-1.5 text-sm {tone}",
    )
