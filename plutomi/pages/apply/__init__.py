"""An org's openings, and applying to one: what strangers see, mostly on a phone."""

import reflex as rx

from plutomi.components.button import button_link
from plutomi.components.field import Text
from plutomi.components.notice import notice
from plutomi.components.public import lead, loading, public
from plutomi.components.saying import say
from plutomi.pages.apply.form import about, form
from plutomi.pages.apply.listed import already, lines, openings, policy
from plutomi.pages.apply.thanks import thanks
from plutomi.state.applying import ApplyingState as S


def register(app: rx.App) -> None:
    """Adds the pages."""
    app.add_page(org, route="/apply/[org_slug]", title=S.title, on_load=S.visit_org)
    app.add_page(opening, route="/apply/[org_slug]/[opening_slug]", title=S.title, on_load=S.visit_opening)


def org() -> rx.Component:
    """What is open."""
    return _frame(
        rx.match(
            S.phase,
            ("list", openings()),
            ("missing", missing(say("There is no organization at this address"), say("It may be mistyped."))),
            loading(),
        )
    )


def opening() -> rx.Component:
    """One opening: what it is, its form, and what follows."""
    return _frame(
        rx.match(
            S.phase,
            ("form", form()),
            ("done", thanks()),
            ("closed", _closed()),
            ("missing", _no_opening()),
            loading(),
        )
    )


def missing(title: Text, about: Text, *ways_out: rx.Component) -> rx.Component:
    """What stands where strangers may see nothing."""
    return rx.el.div(lead(title, about), *ways_out, class_name="flex flex-col items-start gap-6 py-8")


def _frame(content: rx.Component) -> rx.Component:
    return public(content, brand=S.org, home=S.home, look=S.look)


def _closed() -> rx.Component:
    return rx.fragment(
        about(),
        notice(say("This opening takes no applications now. Thank you for your interest!")),
        rx.cond(
            S.lines.length() > 0,
            rx.el.section(
                rx.el.h2(say("Also at {org}", org=rx.el.bdi(S.org)), class_name="text-lg font-semibold"),
                lines(),
                class_name="flex flex-col gap-3",
            ),
        ),
        already(policy()),
    )


def _no_opening() -> rx.Component:
    way_out = rx.cond(S.org != "", button_link(say("See what is open"), href=S.home, kind="primary", size="md"))
    return missing(
        say("There is no such opening"), say("The address may be mistyped, or it is not open to see."), way_out
    )
