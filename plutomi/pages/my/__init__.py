"""An applicant's own page behind their personal link."""

import reflex as rx

from plutomi.components import asked
from plutomi.components.button import button_link
from plutomi.components.journey import journey
from plutomi.components.notice import notice
from plutomi.components.public import CARD, arrived, lead, loading, public
from plutomi.components.saying import say
from plutomi.pages.my.leaving import leaving, opening, rejected, withdrawn
from plutomi.pages.my.letters import letters
from plutomi.pages.my.sent import sent_so_far, unsent
from plutomi.pages.my.step import step
from plutomi.state.my import MyState as S


def register(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(my, route="/my", title=say("Your application"), on_load=S.arrive)


def my() -> rx.Component:
    """Where an applicant stands and what is theirs to do."""
    return public(
        rx.window_event_listener(on_focus=S.look_again),
        rx.match(
            S.phase,
            ("here", _here()),
            ("withdrawn", withdrawn()),
            ("rejected", rejected()),
            ("nobody", _nobody()),
            loading(),
        ),
        brand=S.org,
        home=S.home,
        look=S.look,
    )


def _here() -> rx.Component:
    return rx.fragment(
        _title(),
        asked.forget_draft(S.done),
        rx.cond(S.news != "", arrived(notice(S.news, kind="success"))),
        rx.cond(S.trouble != "", arrived(notice(S.trouble, kind="warning"))),
        rx.cond(S.unsent.length() > 0, unsent()),
        rx.cond(S.new_letters > 0, letters()),
        rx.el.section(
            rx.el.h2(say("Where you are"), class_name="sr-only"),
            journey(S.steps, S.their_lang),
            class_name=f"{CARD} px-5 pt-5",
        ),
        step(),
        rx.cond(S.new_letters == 0, letters()),
        sent_so_far(),
        leaving(),
    )


def _title() -> rx.Component:
    return lead(
        opening(),
        say("Your application, {name}", name=rx.el.bdi(S.name)),
        above=rx.cond(S.place != "", rx.el.bdi(S.place)),
    )


def _nobody() -> rx.Component:
    return rx.el.div(
        lead(
            say("Your application"),
            say("Please open the link in the email you got when you applied: it brings you here."),
        ),
        button_link(say("Have the link sent again"), href="/my/link", kind="primary", size="md"),
        class_name="flex flex-col items-start gap-6 py-8",
    )
