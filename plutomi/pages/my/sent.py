"""What they have sent so far, and what they had written and could not send."""

import reflex as rx

from plutomi.components.files import files
from plutomi.components.public import CARD
from plutomi.components.saying import say
from plutomi.components.timeago import day
from plutomi.pages.my.contact import correct, correcting
from plutomi.state.my import MyState as S


def sent_so_far() -> rx.Component:
    return rx.el.section(
        rx.el.h2(say("What you have sent"), class_name="text-lg font-semibold"),
        rx.foreach(
            S.sent,
            lambda group: rx.el.section(
                rx.el.h3(rx.el.bdi(group.stage, lang=group.lang), class_name="text-sm font-semibold text-muted"),
                _answers(group.answers),
                rx.cond(group.is_contact & (S.phase == "here"), correct()),
                class_name=f"{CARD} flex flex-col gap-3 p-5",
            ),
        ),
        correcting(),
        class_name="flex flex-col gap-3",
    )


def unsent() -> rx.Component:
    return rx.el.section(
        rx.el.h2(say("What you had written"), class_name="font-semibold"),
        rx.el.p(say("It was not sent. It stands here so that you can keep it."), class_name="text-sm text-muted"),
        _answers(S.unsent),
        class_name=f"{CARD} flex flex-col gap-3 p-5",
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
