"""What was written to the applicant, and writing to them."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.timeago import timeago
from plutomi.pages.dossier.about import about, once
from plutomi.pages.parts import ONCE
from plutomi.state.dossier import DossierState as S
from plutomi.state.dossier.rows import LetterLine
from plutomi.state.dossier.writing import WritingState


def letters() -> rx.Component:
    errors, key = S.letter_errors, S.letter_key.to_string()
    templates = rx.el.select(
        rx.el.option("Write it yourself", value=""),
        rx.foreach(S.template_choices, lambda one: rx.el.option(one.name, value=one.id)),
        value=S.letter_template,
        on_change=WritingState.begin_from,
        aria_label="Begin from a template",
        class_name="select select-sm w-full text-base sm:text-sm",
    )
    writing = forms.form(
        about(),
        once(key),
        forms.text_input(
            "subject",
            label="Subject",
            error=errors["subject"],
            required=True,
            form_id="letter",
            auto_complete="off",
            default=S.letter_subject,
        ),
        forms.textarea(
            "body",
            label="Message",
            hint="Plain text. They get it by email and on their own page; {{ link }} becomes their personal link.",
            error=errors["body"],
            default=S.letter_body,
            rows=4,
            required=True,
            form_id="letter",
        ),
        forms.actions(forms.submit("Send message", class_name="btn-sm")),
        on_submit=WritingState.write.throttle(ONCE),
        errors=errors,
        keep="letter/" + S.user_email + "/" + S.details.id + "/" + S.letter_template,
        key=key + S.details.id,
        class_name="flex flex-col gap-3",
    )
    return rx.el.div(
        rx.cond(S.template_choices.length() > 0, templates),
        writing,
        rx.foreach(S.letters, _letter),
        class_name="flex flex-col gap-4",
    )


def _letter(one: LetterLine) -> rx.Component:
    body = rx.el.p(one.body, dir="auto", class_name="text-sm whitespace-pre-wrap break-words")
    return rx.el.article(
        rx.el.header(
            rx.el.span(
                one.subject,
                dir="auto",
                class_name=rx.cond(one.is_personal, "min-w-0 grow font-medium", "min-w-0 grow text-muted"),
            ),
            timeago(one.at, class_name="shrink-0 text-xs text-muted"),
            class_name="flex items-baseline gap-2 text-sm",
        ),
        rx.cond(one.is_personal, body),
        rx.cond(one.state != "", rx.el.p(one.state, class_name="text-xs text-muted")),
        key=one.id,
        class_name="flex flex-col gap-1 rounded-field border border-line bg-base-200/50 px-3 py-2",
    )
