"""What the applicant answered, stage by stage, each as its type reads."""

import reflex as rx

from plutomi.components import asked, forms
from plutomi.components.button import button, icon_button
from plutomi.components.dialog import cancel_or, dialog
from plutomi.components.empty import empty
from plutomi.components.files import files
from plutomi.components.timeago import timeago
from plutomi.pages.dossier.about import about
from plutomi.state.dossier import DossierState as S
from plutomi.state.dossier.amending import AmendingState
from plutomi.state.dossier.answers import Answered, AnswerGroup
from plutomi.state.dossier.revealing import RevealingState

_LINK = "link link-primary hover:underline underline-offset-2"
_QUIET = (
    "btn-xs -my-1 opacity-60 group-hover/answer:opacity-100 focus-visible:opacity-100 [@media(hover:none)]:opacity-100"
)
_SMALL = "mt-1 max-h-40 overflow-y-auto rounded-field bg-base-200/60 px-3 py-2 text-muted"


def answers() -> rx.Component:
    none = empty("message_circle_question", "No answers yet", "They appear here as soon as they are sent.")
    return rx.cond(S.answers, rx.el.div(rx.foreach(S.answers, _group), class_name="flex flex-col gap-6"), none)


def _group(group: AnswerGroup) -> rx.Component:
    return rx.el.section(
        rx.el.h3(group.stage, class_name="eyebrow pb-2"),
        rx.el.dl(rx.foreach(group.answers, _answer), class_name="flex flex-col gap-3"),
    )


def _answer(answer: Answered) -> rx.Component:
    pencil = icon_button(
        "pencil",
        label="Correct “" + answer.title + "”",
        on_click=AmendingState.amend(answer.id),
        class_name=_QUIET,
    )
    return rx.el.div(
        rx.el.dt(
            rx.el.span(answer.title, class_name="min-w-0 break-words"),
            rx.cond(answer.is_amendable, pencil),
            class_name="flex items-start justify-between gap-2 text-sm text-muted",
        ),
        rx.el.dd(
            rx.cond(answer.is_masked, _masked(answer), _shown(answer)),
            rx.cond(answer.at != "", rx.el.span("signed ", timeago(answer.at), class_name="block text-muted")),
            rx.cond(answer.about != "", rx.el.p(answer.about, dir="auto", class_name=_SMALL)),
            class_name="text-sm whitespace-pre-wrap break-words",
        ),
        key=answer.id,
        class_name="group/answer",
    )


def _shown(answer: Answered) -> rx.Component:
    """As its type reads; a link is followed only by whoever clicks it."""
    plain = rx.el.bdi(answer.value, dir="auto")
    return rx.match(
        answer.type,
        ("rating", _stars(answer)),
        ("signature", rx.el.bdi(answer.value, class_name="font-serif text-lg italic")),
        ("link", _leads(answer, target="_blank", rel="noopener noreferrer nofollow")),
        ("email", _leads(answer)),
        ("phone", _leads(answer)),
        ("file", rx.cond(answer.files.length() > 0, files(answer.files), plain)),
        plain,
    )


def amending() -> rx.Component:
    """One answer in its field, to be corrected for them."""
    form = forms.form(
        about(),
        asked.questions(AmendingState.amended, AmendingState.amend_errors),
        cancel_or("Save answer", AmendingState.stop_amending),
        on_submit=AmendingState.keep_answer,
        errors=AmendingState.amend_errors,
    )
    return dialog(
        form,
        title="Correct an answer",
        about="In the history stands who corrected it, and what it was before. Rules that wait for a change follow.",
        open=S.dialog == "amend",
        on_close=AmendingState.stop_amending,
        width="sm",
    )


def _leads(answer: Answered, **props: str) -> rx.Component:
    return rx.cond(
        answer.href != "",
        rx.el.a(rx.el.bdi(answer.value), href=answer.href, class_name=_LINK, **props),
        rx.el.bdi(answer.value),
    )


def _stars(answer: Answered) -> rx.Component:
    def star(is_on: rx.Var[bool]) -> rx.Component:
        looks = rx.cond(is_on, "fill-primary text-primary", "fill-transparent text-muted")
        return rx.el.span(rx.icon("star", size=15), class_name=looks)

    row = rx.el.span(rx.foreach(answer.stars, star), aria_hidden="true", class_name="inline-flex [&_svg]:fill-inherit")
    return rx.el.span(row, rx.el.span(answer.value), class_name="inline-flex items-center gap-2")


def _masked(answer: Answered) -> rx.Component:
    return rx.el.span(
        rx.el.span(answer.value, aria_hidden="true"),
        rx.el.span("Hidden", class_name="sr-only"),
        button(
            "Reveal", kind="quiet", size="xs", icon="eye", aria_label="Reveal " + answer.title,
            on_click=RevealingState.reveal(answer.id),
        ),
        class_name="inline-flex items-center gap-2",
    )  # fmt: skip
