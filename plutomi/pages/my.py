"""An applicant's own page behind their personal link, and asking for that link again."""

import reflex as rx

from plutomi.components import asked, forms
from plutomi.components.button import button, button_link
from plutomi.components.dialog import confirm
from plutomi.components.link import text_link
from plutomi.components.notice import notice
from plutomi.components.public import CARD, arrival, arrived, lead, loading, page_submit, public, steps
from plutomi.components.timeago import day
from plutomi.pages.apply import email_sent
from plutomi.state.links import LinksState as L
from plutomi.state.my import MyState as S


def register(app: rx.App) -> None:
    """Adds the pages."""
    app.add_page(my, route="/my", title="Your application", on_load=S.arrive)
    app.add_page(links, route="/my/link", title="Your link", on_load=L.arrive)


def my() -> rx.Component:
    """Where an applicant stands and what is theirs to do."""
    return public(
        rx.window_event_listener(on_focus=S.look_again),
        rx.match(S.phase, ("here", _here()), ("withdrawn", _withdrawn()), ("nobody", _nobody()), loading()),
        brand=S.org,
        home=S.home,
        look=S.look,
    )


def links() -> rx.Component:
    """One's link, by email."""
    return public(
        rx.cond(L.is_loaded, rx.cond(L.sent_to != "", _sent(), _ask()), loading()),
        brand=L.org,
        home=L.home,
        look=L.look,
    )


def _here() -> rx.Component:
    return rx.fragment(
        _title(),
        asked.forget_draft(S.done),
        rx.cond(S.news != "", arrived(notice(S.news, kind="success"))),
        rx.cond(S.trouble != "", arrived(notice(S.trouble, kind="warning"))),
        rx.cond(S.unsent.length() > 0, _unsent()),
        rx.el.section(
            rx.el.h2("Where you are", class_name="sr-only"), steps(S.steps, S.step), class_name=f"{CARD} px-5 pt-5"
        ),
        rx.el.section(_now(), rx.cond(S.asked.length() > 0, _form()), class_name="flex flex-col gap-6"),
        _sent_so_far(),
        _leaving(),
    )


def _title() -> rx.Component:
    return lead(
        rx.el.bdi(S.opening),
        rx.el.span("Your application, ", rx.el.bdi(S.name)),
        above=rx.cond(S.place != "", rx.el.bdi(S.place)),
    )


def _now() -> rx.Component:
    return rx.el.div(
        rx.el.h2(rx.el.bdi(S.stage), class_name="text-xl font-semibold tracking-tight"),
        rx.el.p(
            rx.cond(
                S.asked.length() > 0,
                rx.cond(
                    S.is_complete,
                    rx.fragment(
                        "We have your answers, and ", rx.el.bdi(S.org), " looks at them. You may correct them."
                    ),
                    "This step is yours. You can send it now or come back later.",
                ),
                rx.fragment(
                    "There is nothing for you to do now. ",
                    rx.el.bdi(S.org),
                    " writes to you by email when there is news.",
                ),
            ),
            class_name="text-muted text-pretty",
        ),
        class_name="flex flex-col gap-1.5",
    )


def _form() -> rx.Component:
    idle = rx.cond(S.is_complete, "Save changes", S.look.send)
    return forms.form(
        rx.el.input(type="hidden", name="stage_id", value=S.stage_id, read_only=True),
        asked.questions(S.asked, S.errors),
        page_submit(
            rx.cond(S.is_sending, "Sending…", idle),
            rx.cond(S.saved != "", notice(S.saved, kind="success")),
            busy=S.is_sending,
        ),
        on_submit=S.submit,
        errors=S.errors,
        keep=S.draft,
        key=S.stage_id,
        class_name="flex flex-col gap-6",
    )


def _unsent() -> rx.Component:
    return rx.el.section(
        rx.el.h2("What you had written", class_name="font-semibold"),
        rx.el.p("It was not sent. It stands here so that you can keep it.", class_name="text-sm text-muted"),
        _answers(S.unsent),
        class_name=f"{CARD} flex flex-col gap-3 p-5",
    )


def _sent_so_far() -> rx.Component:
    return rx.el.section(
        rx.el.h2("What you have sent", class_name="text-lg font-semibold"),
        rx.foreach(
            S.sent,
            lambda group: rx.el.section(
                rx.el.h3(rx.el.bdi(group.stage), class_name="text-sm font-semibold text-muted"),
                _answers(group.answers),
                class_name=f"{CARD} flex flex-col gap-3 p-5",
            ),
        ),
        class_name="flex flex-col gap-3",
    )


def _answers(answers: rx.Var) -> rx.Component:
    def one(sent: rx.Var) -> rx.Component:
        value = rx.cond(sent.day != "", day(sent.day), rx.fragment(sent.value))
        return rx.el.div(
            rx.el.dt(sent.title, dir="auto", class_name="text-sm text-muted"),
            rx.el.dd(value, dir="auto", class_name="whitespace-pre-wrap break-words"),
        )

    return rx.el.dl(rx.foreach(answers, one), class_name="flex flex-col gap-3")


def _leaving() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            button(
                "Withdraw my application", kind="quiet", size="md", class_name="text-error", on_click=S.ask_withdraw
            ),
            _not_me(),
            class_name="-mx-4 flex flex-wrap items-center justify-between gap-2",
        ),
        confirm(
            "Withdraw your application?",
            "It leaves the running for good. What you have sent is kept.",
            open=S.is_leaving,
            on_close=S.stay,
            on_confirm=S.withdraw,
            action="Withdraw",
        ),
        class_name="border-t border-line pt-6",
    )


def _not_me() -> rx.Component:
    """By a plain POST: only the server can take back its cookie."""
    return forms.plain_form(
        rx.el.button("Not you? Leave this page", type="submit", class_name="btn btn-ghost font-normal text-muted"),
        action="/my/leave",
    )


def _withdrawn() -> rx.Component:
    return rx.fragment(
        arrival(
            "You have withdrawn",
            rx.el.span("Your application for ", rx.el.bdi(S.opening), " is no longer in the running."),
        ),
        rx.el.p("Nothing more is asked of you. Thank you for the time you gave it, and all the best!"),
        button_link(rx.el.span("See what is open at ", rx.el.bdi(S.org)), href=S.home, size="md"),
        _sent_so_far(),
        rx.el.section(rx.el.div(_not_me(), class_name="-mx-4"), class_name="border-t border-line pt-6"),
    )


def _nobody() -> rx.Component:
    return rx.el.div(
        lead(
            "Your application",
            "Please open the link in the email you got when you applied: it brings you here.",
        ),
        button_link("Have the link sent again", href="/my/link", kind="primary", size="md"),
        class_name="flex flex-col items-start gap-6 py-8",
    )


def _ask() -> rx.Component:
    return rx.fragment(
        lead("Get your link", "Enter the address you applied with. We email you the link to your application."),
        forms.form(
            rx.cond(L.org == "", _which_org()),
            forms.email("email", required=True, error=L.errors["email"]),
            page_submit(
                rx.cond(L.is_asking, "Sending…", "Email me my link"),
                rx.cond(L.problem != "", notice(L.problem, kind="warning")),
                busy=L.is_asking,
            ),
            on_submit=L.ask,
            errors=L.errors,
            class_name="flex flex-col gap-6",
        ),
    )


def _which_org() -> rx.Component:
    return forms.text_input(
        "org",
        label="Organization",
        hint="As in the address where you applied: what stands after /apply/",
        required=True,
        error=L.errors["org"],
        auto_capitalize="off",
        spell_check=False,
    )


def _sent() -> rx.Component:
    words = rx.el.p(
        "If somebody has applied with ",
        rx.el.strong(rx.el.bdi(L.sent_to), class_name="wrap-anywhere"),
        ", the link is on its way there. It may take a minute or two.",
    )
    return rx.fragment(
        arrival("Check your inbox"),
        email_sent(words, L.has_local_mail),
        rx.el.p(
            rx.cond(L.org != "", rx.fragment("Never applied? ", text_link("See what is open", href=L.home))),
            class_name="text-sm text-muted",
        ),
    )
