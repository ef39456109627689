"""The front door, and asking for a login link."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.address import address
from plutomi.components.button import button, button_link, looks
from plutomi.components.logo import logo
from plutomi.components.notice import notice
from plutomi.state.login import LoginState as S
from plutomi.tokens import LOGIN_LINK_LIFE

MINUTES = int(LOGIN_LINK_LIFE.total_seconds() // 60)
_FRAME = "flex min-h-dvh flex-col items-center px-4"
_CARD = "flex w-full max-w-sm flex-col gap-6 rounded-box border border-line bg-base-100 p-6 shadow-card sm:p-8"


def register(app: rx.App) -> None:
    """Adds the pages."""
    about = "An open-source applicant tracking system for high-volume recruiting."
    app.add_page(home, route="/", title="Plutomi", description=about, on_load=S.arrive)
    app.add_page(login, route="/login", title="Log in · Plutomi", on_load=S.arrive)


def narrow(*children: rx.Component) -> rx.Component:
    """A page of one card."""
    return rx.el.div(
        rx.el.header(rx.el.a(logo(), href="/", aria_label="Plutomi, home"), class_name="py-8 sm:pt-20"),
        rx.el.main(*children, class_name=_CARD),
        class_name=_FRAME + " pb-16",
    )


def home() -> rx.Component:
    """What strangers see first; who is logged in goes on to the openings."""
    words = rx.el.div(
        rx.el.h1(
            "Applicants in motion",
            class_name="text-4xl font-semibold tracking-tight text-balance sm:text-5xl",
        ),
        rx.el.p(
            "Plutomi takes applications by the thousand and moves every applicant through the stages you draw. "
            "Open source, and yours to run.",
            class_name="max-w-lg text-lg text-muted text-pretty",
        ),
        button_link("Log in", href="/login", kind="primary", size="lg"),
        class_name="flex flex-col items-center gap-6 text-center",
    )
    return rx.el.div(
        rx.el.header(logo(), class_name="flex w-full max-w-6xl justify-between py-6"),
        rx.el.main(words, class_name="flex grow flex-col items-center justify-center pb-32"),
        class_name=_FRAME,
    )


def login() -> rx.Component:
    """Ask for a link, then say where it went."""
    said = rx.cond(S.has_arrived, address("sent", rx.cond(S.is_sent, "1", "")))  # not before the address was read
    return narrow(said, rx.cond(S.is_sent, _sent(), _ask()))


def title(words: str, about: rx.Component | str | rx.Var) -> rx.Component:
    """The head of a card."""
    return rx.el.div(
        rx.el.h1(words, class_name="text-xl font-semibold tracking-tight"),
        rx.el.p(about, class_name="text-sm text-muted text-pretty"),
        class_name="flex flex-col gap-1.5",
    )


def _ask() -> rx.Component:
    about = rx.cond(
        S.heading != "",
        "We email you a link that logs you in and takes you on to " + S.heading + ".",
        "We email you a link that logs you in. There is no password.",
    )
    return rx.fragment(
        title("Log in", about),
        forms.form(
            forms.email("email", label="Work email", required=True, error=S.error, auto_focus=True),
            forms.submit(rx.cond(S.is_asking, "Sending…", "Email me a link"), busy=S.is_asking, class_name="w-full"),
            on_submit=S.ask,
            errors={"email": S.error},
        ),
    )


def _sent() -> rx.Component:
    to = rx.el.strong(S.sent_to, class_name="break-all font-semibold text-base-content")
    about = rx.fragment(
        "We have sent a link to ",
        rx.cond(S.sent_to != "", to, "the address you gave"),
        f". It works once, for {MINUTES} minutes, in any browser. If it does not come, ask for another.",
    )
    return rx.fragment(
        rx.el.span(
            rx.icon("mail-check", size=22, stroke_width=1.6, aria_hidden="true"),
            class_name="grid size-12 place-items-center rounded-box border border-line text-primary shadow-card",
        ),
        title("Check your mail", about),
        rx.cond(S.error != "", notice(S.error, kind="warning")),
        rx.cond(S.has_local_mail, _local_mail()),
        rx.el.div(
            rx.cond(
                S.sent_to != "",
                button(
                    rx.cond(S.is_asking, "Sending…", "Send it again"),
                    size="md",
                    aria_disabled=S.is_asking,
                    on_click=S.ask_again.throttle(1000),
                ),
            ),
            button(
                rx.cond(S.sent_to != "", "Use another address", "Ask for another link"),
                kind="quiet",
                size="md",
                on_click=S.use_another,
            ),
            class_name="flex flex-col gap-2",
        ),
    )


def _local_mail() -> rx.Component:
    words, looks_like = "Open the development mail", looks("primary", "md", "w-full")
    inbox = rx.el.a(words, href="/dev/mail", reload_document=True, class_name=looks_like)
    return rx.el.div(
        inbox,
        rx.el.p("On this machine emails are kept in a folder.", class_name="text-center text-xs text-muted"),
        class_name="flex flex-col gap-2",
    )
