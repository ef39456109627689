"""An applicant's own page behind their personal link, and asking for that link again."""

import reflex as rx

from plutomi.components import asked, forms
from plutomi.components.autosave import autosave
from plutomi.components.button import button, button_link
from plutomi.components.dialog import dialog
from plutomi.components.files import files
from plutomi.components.journey import journey
from plutomi.components.link import text_link
from plutomi.components.notice import notice
from plutomi.components.public import CARD, arrival, arrived, lead, loading, page_submit, public
from plutomi.components.saying import say
from plutomi.components.search import search
from plutomi.components.timeago import day, timeago
from plutomi.models.applicant import MAX_WHY, WITHDRAWALS
from plutomi.pages.apply import email_sent
from plutomi.state.links import LinksState as L
from plutomi.state.my import MyState as S


def register(app: rx.App) -> None:
    """Adds the pages."""
    app.add_page(my, route="/my", title=say("Your application"), on_load=S.arrive)
    app.add_page(links, route="/my/link", title=say("Your link"), on_load=L.arrive)


def my() -> rx.Component:
    """Where an applicant stands and what is theirs to do."""
    return public(
        rx.window_event_listener(on_focus=S.look_again),
        rx.match(
            S.phase,
            ("here", _here()),
            ("withdrawn", _withdrawn()),
            ("rejected", _rejected()),
            ("nobody", _nobody()),
            loading(),
        ),
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
        rx.cond(S.new_letters > 0, _letters()),
        rx.el.section(
            rx.el.h2(say("Where you are"), class_name="sr-only"),
            journey(S.steps, S.their_lang),
            class_name=f"{CARD} px-5 pt-5",
        ),
        rx.el.section(_now(), rx.cond(S.asked.length() > 0, _form()), class_name="flex flex-col gap-6"),
        rx.cond(S.new_letters == 0, _letters()),
        _sent_so_far(),
        _leaving(),
    )


def _opening() -> rx.Component:
    return rx.el.bdi(S.opening, lang=S.their_lang)


def _title() -> rx.Component:
    return lead(
        _opening(),
        say("Your application, {name}", name=rx.el.bdi(S.name)),
        above=rx.cond(S.place != "", rx.el.bdi(S.place)),
    )


def _now() -> rx.Component:
    return rx.el.div(
        rx.el.h2(rx.el.bdi(S.stage, lang=S.their_lang), class_name="text-xl font-semibold tracking-tight"),
        rx.el.p(
            rx.cond(
                S.asked.length() > 0,
                rx.cond(
                    S.is_complete,
                    say("We have your answers, and {org} looks at them. You may correct them.", org=rx.el.bdi(S.org)),
                    say("This step is yours. What you type is saved as you go: send it now, or later on any device."),
                ),
                say(
                    "There is nothing for you to do now. {org} writes to you by email when there is news.",
                    org=rx.el.bdi(S.org),
                ),
            ),
            class_name="text-muted text-pretty",
        ),
        rx.cond(S.deadline != "", _deadline()),
        class_name="flex flex-col gap-1.5",
    )


def _deadline() -> rx.Component:
    """By when, while there is something to answer."""
    passed = notice(say("This was to be completed by {day}. Please send it soon.", day=day(S.deadline)), kind="warning")
    by_hour = say("Please complete this by {day}, {hour} your time.", day=day(S.deadline), hour=S.deadline_hour)
    asked = notice(rx.cond(S.deadline_hour != "", by_hour, say("Please complete this by {day}.", day=day(S.deadline))))
    return rx.cond(S.is_overdue, passed, asked)


def _form() -> rx.Component:
    idle = rx.cond(S.is_complete, say("Save changes"), S.look.send)
    return forms.form(
        rx.el.input(type="hidden", name="stage_id", value=S.stage_id, read_only=True),
        rx.cond(
            (S.typed.length() > 0) & (S.saved == ""),
            notice(say("Here is what you had typed. It is saved, and not sent yet."), kind="info"),
        ),
        asked.questions(S.asked, S.errors, known=S.known, files_to="/my/files"),
        page_submit(
            rx.cond(S.is_sending, say("Sending…"), idle),
            rx.cond(S.saved != "", notice(S.saved, kind="success")),
            autosave(S.draft, S.typed, url="/my/draft", about={"stage_id": S.stage_id}),
            busy=S.is_sending,
        ),
        on_submit=S.submit,
        errors=S.errors,
        key=S.stage_id,
        class_name="flex flex-col gap-6",
    )


def _unsent() -> rx.Component:
    return rx.el.section(
        rx.el.h2(say("What you had written"), class_name="font-semibold"),
        rx.el.p(say("It was not sent. It stands here so that you can keep it."), class_name="text-sm text-muted"),
        _answers(S.unsent),
        class_name=f"{CARD} flex flex-col gap-3 p-5",
    )


def _sent_so_far() -> rx.Component:
    return rx.el.section(
        rx.el.h2(say("What you have sent"), class_name="text-lg font-semibold"),
        rx.foreach(
            S.sent,
            lambda group: rx.el.section(
                rx.el.h3(rx.el.bdi(group.stage, lang=group.lang), class_name="text-sm font-semibold text-muted"),
                _answers(group.answers),
                class_name=f"{CARD} flex flex-col gap-3 p-5",
            ),
        ),
        class_name="flex flex-col gap-3",
    )


def _answers(answers: rx.Var) -> rx.Component:
    def one(sent: rx.Var) -> rx.Component:
        words = rx.cond(sent.day != "", day(sent.day), rx.fragment(sent.value))
        value = rx.cond(sent.files.length() > 0, files(sent.files), words)
        return rx.el.div(
            rx.el.dt(sent.title, dir="auto", lang=sent.lang, class_name="text-sm text-muted"),
            rx.el.dd(value, dir="auto", class_name="whitespace-pre-wrap break-words"),
        )

    return rx.el.dl(rx.foreach(answers, one), class_name="flex flex-col gap-3")


def _leaving() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            button(
                say("Withdraw my application"),
                kind="quiet",
                size="md",
                class_name="text-error",
                on_click=S.ask_withdraw,
            ),
            _not_me(),
            class_name="-mx-4 flex flex-wrap items-center justify-between gap-2",
        ),
        _why(),
        class_name="border-t border-line pt-6",
    )


def _why() -> rx.Component:
    """Asks before they leave, and why: both answers are theirs to leave out."""
    form = forms.form(
        forms.select(
            "why",
            [(why, say(words)) for why, words in WITHDRAWALS.items()],
            label=say("Why?"),
            placeholder=say("I would rather not say"),
            form_id="why",
        ),
        forms.textarea(
            "words", label=say("Anything else?"), rows=2, max_length=MAX_WHY, error=S.errors["words"], form_id="why"
        ),
        forms.actions(
            button(say("Cancel"), kind="quiet", size="md", on_click=S.stay), forms.submit(say("Withdraw"), danger=True)
        ),
        on_submit=S.withdraw,
        errors=S.errors,
    )
    kept = say("It leaves the running. What you have sent is kept; what you only typed is deleted.")
    about, title = kept + " " + S.policy, say("Withdraw your application?")
    return dialog(form, title=title, about=about, open=S.is_leaving, on_close=S.stay, width="sm", alert=True)


def _letters() -> rx.Component:
    new = rx.cond(
        S.new_letters > 0,
        rx.el.span(say("{count} new", count=S.new_letters), class_name="badge badge-sm badge-primary"),
    )
    return rx.cond(
        S.letters.length() > 0,
        rx.el.section(
            rx.el.h2(say("Messages"), new, class_name="flex items-center gap-2 text-lg font-semibold"),
            rx.el.ul(rx.foreach(S.letters, _letter), class_name=f"{CARD} divide-y divide-line"),
            class_name="flex flex-col gap-3",
        ),
    )


def _letter(one: rx.Var) -> rx.Component:
    is_open = S.open_letter == one.id
    head = rx.el.button(
        rx.cond(
            one.is_new,
            rx.el.span(
                rx.el.span(say("New:"), " ", class_name="sr-only"), class_name="size-2 shrink-0 rounded-full bg-primary"
            ),
        ),
        rx.el.span(
            one.subject,
            dir="auto",
            class_name=rx.cond(one.is_new, "min-w-0 grow break-words font-semibold", "min-w-0 grow break-words"),
        ),
        timeago(one.at, class_name="shrink-0 text-xs text-muted"),
        type="button",
        aria_expanded=is_open,
        on_click=S.read_letter(one.id),
        class_name="flex w-full cursor-pointer items-center gap-3 px-5 py-3.5 text-start text-[0.9375rem]",
    )
    body = rx.el.p(one.body, dir="auto", class_name="px-5 pb-5 text-[0.9375rem] whitespace-pre-wrap break-words")
    return rx.el.li(head, rx.cond(is_open, body), key=one.id)


def _not_me() -> rx.Component:
    """By a plain POST: only the server can take back its cookie."""
    return forms.plain_form(
        rx.el.button(say("Not you? Leave this page"), type="submit", class_name="btn btn-ghost font-normal text-muted"),
        action="/my/leave",
    )


def _withdrawn() -> rx.Component:
    return rx.fragment(
        arrival(
            say("You have withdrawn"),
            say(
                "Your application for {opening} is no longer in the running.",
                opening=rx.el.bdi(S.opening, lang=S.their_lang),
            ),
        ),
        rx.cond(S.trouble != "", arrived(notice(S.trouble, kind="warning"))),
        rx.el.p(say("Nothing more is asked of you. Thank you for the time you gave it, and all the best!")),
        _again(),
        _letters(),
        _sent_so_far(),
        rx.el.section(rx.el.div(_not_me(), class_name="-mx-4"), class_name="border-t border-line pt-6"),
    )


def _rejected() -> rx.Component:
    """In kind words, and without the reason: that is the org's own."""
    return rx.fragment(
        arrival(
            say("Your application was not taken further"),
            say(
                "Thank you for applying for {opening}, and for the time you gave it.",
                opening=rx.el.bdi(S.opening, lang=S.their_lang),
            ),
        ),
        rx.el.p(
            say(
                "This is a decision about this one opening, not about you, and we know that it is not the answer you "
                "hoped for. Nothing more is asked of you, and what you have sent is kept safely."
            ),
            class_name="text-pretty",
        ),
        rx.el.div(button_link(say("See what is open at {org}", org=rx.el.bdi(S.org)), href=S.home, size="md")),
        _letters(),
        _sent_so_far(),
        rx.el.section(rx.el.div(_not_me(), class_name="-mx-4"), class_name="border-t border-line pt-6"),
    )


def _again() -> rx.Component:
    """Whether they may apply again, in the opening's words; and where else they may look."""
    busy = rx.cond(S.is_returning, say("One moment…"), say("Apply again"))
    return rx.el.section(
        rx.el.p(S.policy, class_name="text-pretty"),
        rx.el.div(
            rx.cond(S.may_return, button(busy, kind="primary", size="md", on_click=S.come_back)),
            button_link(say("See what is open at {org}", org=rx.el.bdi(S.org)), href=S.home, size="md"),
            class_name="flex flex-wrap gap-3",
        ),
        class_name=f"{CARD} flex flex-col gap-4 p-5",
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


def _ask() -> rx.Component:
    return rx.fragment(
        lead(say("Get your link"), say("We email you the link to your application.")),
        rx.cond(L.org != "", _which_address(), _which_org()),
    )


def _which_address() -> rx.Component:
    return forms.form(
        forms.email(
            "email",
            required=True,
            error=L.errors["email"],
            hint=say("The address you applied with at {org}.", org=L.org).to(str),
            label=say("Email"),
        ),
        page_submit(
            rx.cond(L.is_asking, say("Sending…"), say("Email me my link")),
            rx.cond(L.problem != "", notice(L.problem, kind="warning")),
            busy=L.is_asking,
        ),
        rx.el.p(
            say("Not there?"),
            " ",
            text_link(say("Choose another company"), href="/my/link"),
            class_name="text-sm text-muted",
        ),
        on_submit=L.ask,
        errors=L.errors,
        class_name="flex flex-col gap-6",
    )


def _which_org() -> rx.Component:
    """The company first, by any part of its name, or by the address of the page they applied at."""
    found = rx.el.ul(
        rx.foreach(
            L.found,
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
            name=rx.el.bdi(L.sought),
        )
    )
    return rx.el.section(
        rx.el.h2(say("Which company did you apply to?"), class_name="text-lg font-semibold"),
        search(
            say("Name of the company"), on_search=L.seek, shortcut="", class_name="w-full [.roomy_&]:h-11 text-base"
        ),
        rx.cond(L.problem != "", notice(L.problem, kind="warning")),
        rx.el.div(
            rx.cond(L.found.length() > 0, found, rx.cond(L.sought != "", none)), role="status", aria_live="polite"
        ),
        class_name="flex flex-col gap-4",
    )


def _sent() -> rx.Component:
    words = rx.el.p(
        say(
            "If somebody has applied with {address}, the link is on its way there. It may take a minute or two.",
            address=rx.el.strong(rx.el.bdi(L.sent_to), class_name="wrap-anywhere"),
        )
    )
    look = text_link(say("See what is open"), href=L.home)
    return rx.fragment(
        arrival(say("Check your inbox")),
        email_sent(words, L.has_local_mail),
        rx.el.p(
            rx.cond(L.org != "", rx.fragment(say("Never applied?"), " ", look)),
            class_name="text-sm text-muted",
        ),
    )
