"""The step at hand: what is theirs to do now, by when, and its form."""

import reflex as rx

from plutomi.components import asked, forms
from plutomi.components.autosave import autosave
from plutomi.components.notice import notice
from plutomi.components.public import page_submit
from plutomi.components.saying import say
from plutomi.components.timeago import day
from plutomi.state.my import MyState as S


def whose() -> rx.Component:
    """Tells the handler whose form it is: by the time it arrives the browser may hold another's link."""
    return rx.el.input(type="hidden", name="applicant_id", value=S.applicant_id, read_only=True)


def step() -> rx.Component:
    return rx.el.section(_now(), rx.cond(S.asked.length() > 0, _form()), class_name="flex flex-col gap-6")


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
    return forms.form(
        whose(),
        rx.el.input(type="hidden", name="stage_id", value=S.stage_id, read_only=True),
        rx.cond(
            (S.typed.length() > 0) & (S.saved == ""),
            notice(say("Here is what you had typed. It is saved, and not sent yet."), kind="info"),
        ),
        asked.questions(S.asked, S.errors, known=S.known, files_to=f"/my/files/of/{S.applicant_id}"),
        page_submit(
            rx.cond(S.is_complete, say("Save changes"), S.look.send),
            rx.cond(S.saved != "", notice(S.saved, kind="success")),
            autosave(S.draft, S.typed, url="/my/draft", about={"applicant_id": S.applicant_id, "stage_id": S.stage_id}),
        ),
        on_submit=S.submit,
        errors=S.errors,
        answered=S.answered,
        key=S.draft,  # another's form begins anew
        class_name="flex flex-col gap-6",
    )
