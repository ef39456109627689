"""Asking for one's personal link again."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.button import button_link
from plutomi.components.link import text_link
from plutomi.components.notice import notice
from plutomi.components.public import arrival, lead, loading, page_submit, public
from plutomi.components.saying import say
from plutomi.components.search import search
from plutomi.pages.apply.thanks import email_sent
from plutomi.state.links import LinksState as S


def register(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(links, route="/my/link", title=say("Your link"), on_load=S.arrive)


def links() -> rx.Component:
    """One's link, by email."""
    return public(
        rx.cond(S.is_loaded, rx.cond(S.sent_to != "", _sent(), _ask()), loading()),
        brand=S.org,
        home=S.home,
        look=S.look,
    )


def _ask() -> rx.Component:
    return rx.fragment(
        lead(say("Get your link"), say("We email you the link to your application.")),
        rx.cond(S.org != "", _which_address(), _which_org()),
    )


def _which_address() -> rx.Component:
    return forms.form(
        forms.email(
            "email",
            required=True,
            error=S.errors["email"],
            hint=say("The address you applied with at {org}.", org=S.org).to(str),
            label=say("Email"),
        ),
        page_submit(
            say("Email me my link"),
            rx.cond(S.problem != "", notice(S.problem, kind="warning")),
        ),
        rx.el.p(
            say("Not there?"),
            " ",
            text_link(say("Choose another company"), href="/my/link"),
            class_name="text-sm text-muted",
        ),
        on_submit=S.ask,
        errors=S.errors,
        answered=S.answered,
        class_name="flex flex-col gap-6",
    )


def _which_org() -> rx.Component:
    """The company first, by any part of its name, or by the address of the page they applied at."""
    found = rx.el.ul(
        rx.foreach(
            S.found,
            lambda one: rx.el.li(
                button_link(rx.el.bdi(one.name), href=one.path, size="md", class_name="w-full justify-start"),
                key=one.path,
            ),
        ),
        class_name="flex flex-col gap-2",
    )
    none = rx.el.p(
        say(
            "We know no company called “{name}”. Try the first letters of its name, or paste the address of the page "
            "where you applied.",
            name=rx.el.bdi(S.sought),
        )
    )
    return rx.el.section(
        rx.el.h2(say("Which company did you apply to?"), class_name="text-lg font-semibold"),
        search(
            say("Name of the company"), on_search=S.seek, shortcut="", class_name="w-full [.roomy_&]:h-11 text-base"
        ),
        rx.cond(S.problem != "", notice(S.problem, kind="warning")),
        rx.el.div(
            rx.cond(S.found.length() > 0, found, rx.cond(S.sought != "", none)), role="status", aria_live="polite"
        ),
        class_name="flex flex-col gap-4",
    )


def _sent() -> rx.Component:
    words = rx.el.p(
        say(
            "If somebody has applied with {address}, the link is on its way there. It may take a minute or two.",
            address=rx.el.strong(rx.el.bdi(S.sent_to), class_name="wrap-anywhere"),
        )
    )
    look = text_link(say("See what is open"), href=S.home)
    return rx.fragment(
        arrival(say("Check your inbox")),
        email_sent(words, S.has_local_mail),
        rx.el.p(
            rx.cond(S.org != "", rx.fragment(say("Never applied?"), " ", look)),
            class_name="text-sm text-muted",
        ),
    )
