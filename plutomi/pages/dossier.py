"""The applicant panel, the same over the board and over the list."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.address import address
from plutomi.components.avatar import avatar
from plutomi.components.badge import badge
from plutomi.components.button import button, icon_button
from plutomi.components.copy import copy
from plutomi.components.dialog import confirm
from plutomi.components.empty import empty
from plutomi.components.files import files
from plutomi.components.menu import menu, menu_item
from plutomi.components.notice import notice
from plutomi.components.panel import panel
from plutomi.components.shortcut import shortcuts
from plutomi.components.skeleton import skeleton_rows
from plutomi.components.tabs import tabs
from plutomi.components.timeago import timeago
from plutomi.components.timeline import moment, timeline
from plutomi.state.dossier import DossierState
from plutomi.state.dossier.answers import Answered, AnswerGroup
from plutomi.state.dossier.keeping import KeepingState
from plutomi.state.dossier.moving import MovingState
from plutomi.state.dossier.revealing import RevealingState
from plutomi.state.dossier.rows import LetterLine, NoteLine
from plutomi.state.dossier.writing import WritingState
from plutomi.state.timeline import Moment

S = DossierState
ICONS = {
    "send": "send",
    "repeat": "repeat_2",
    "move": "move_right",
    "check": "circle_check",
    "pencil": "pencil",
    "eye": "eye",
    "leave": "log_out",
    "link": "link",
    "trash": "trash_2",
    "note": "sticky_note",
    "mail": "mail",
}


def dossier() -> rx.Component:
    """The panel with its keys (j and k: next and previous) and its questions before harm."""
    return rx.fragment(
        address("applicant", S.selected),
        shortcuts({"j": S.next, "k": S.previous}),
        panel(
            rx.cond(S.is_loading, skeleton_rows(6), _whole()),
            title="Applicant",
            open=S.is_open,
            on_close=S.close,
            tools=_tools(),
        ),
        confirm(
            "Delete this applicant?",
            "Their answers, notes and personal link go with them. The history keeps only that it happened. "
            "This cannot be undone.",
            open=S.is_deleting,
            on_close=KeepingState.keep,
            on_confirm=KeepingState.delete,
        ),
    )


def _tools() -> rx.Component:
    return rx.fragment(
        icon_button("chevron_up", label="Previous applicant (k)", on_click=S.previous, aria_disabled=~S.has_previous),
        icon_button("chevron_down", label="Next applicant (j)", on_click=S.next, aria_disabled=~S.has_next),
        menu(
            menu_item("Delete applicant", icon="trash_2", danger=True, on_click=KeepingState.ask_delete),
            label="More about this applicant",
        ),
    )


def _whole() -> rx.Component:
    return rx.fragment(
        _head(),
        rx.cond(S.is_editing, _editing(), _contact()),
        tabs(
            ("Answers", _answers()),
            (_notes_tab(), _notes()),
            ("Messages", _letters()),
            ("History", _history()),
            label="About this applicant",
        ),
    )


def _head() -> rx.Component:
    about = rx.el.p(
        S.details.opening_name, " · applied ", timeago(S.details.applied_at), class_name="truncate text-sm text-muted"
    )
    edit = icon_button("pencil", label="Edit contact details", on_click=KeepingState.edit)
    name = rx.el.bdi(S.details.name, title=S.details.name, class_name="block truncate text-lg font-semibold")
    return rx.el.div(
        rx.el.div(
            avatar(S.details.name, "lg"),
            rx.el.div(name, about, class_name="min-w-0 grow"),
            rx.cond(S.is_editing, rx.fragment(), edit),
            class_name="flex items-center gap-3",
        ),
        rx.cond(S.details.stage_id, _stage(), _withdrawn()),
        class_name="flex flex-col gap-4",
    )


def _stage() -> rx.Component:
    picker = rx.el.select(
        rx.foreach(S.stages, lambda stage: rx.el.option(stage.name, value=stage.id)),
        value=S.details.stage_id,
        on_change=MovingState.move_to,
        aria_label="Stage",
        class_name="select select-sm min-w-0 grow text-base sm:text-sm",
    )
    since = rx.el.span("entered ", timeago(S.details.entered_at), class_name="shrink-0 text-sm text-muted")
    begun = rx.cond(
        S.details.begun != "",
        rx.el.p(
            rx.icon("pencil", size=13, aria_hidden="true", class_name="shrink-0"),
            S.details.begun,
            class_name="flex items-center gap-1.5 text-sm text-muted",
        ),
    )
    return rx.el.div(
        rx.el.div(picker, since, class_name="flex items-center gap-3"), begun, class_name="flex flex-col gap-2"
    )


def _withdrawn() -> rx.Component:
    """Why they left, and the way back onto the board."""
    said = rx.cond(
        (S.details.withdrawn_for != "") | (S.details.withdrawn_words != ""),
        rx.el.div(
            rx.cond(S.details.withdrawn_for != "", rx.el.p(S.details.withdrawn_for, class_name="font-medium")),
            rx.el.p(S.details.withdrawn_words, dir="auto", class_name="whitespace-pre-wrap break-words"),
            class_name="text-sm",
        ),
    )
    back = forms.form(
        rx.el.select(
            rx.foreach(S.stages, lambda stage: rx.el.option(stage.name, value=stage.id)),
            name="stage_id",
            aria_label="Stage",
            class_name="select select-sm min-w-0 grow text-base sm:text-sm",
        ),
        forms.submit("Put back", class_name="btn-sm btn-soft"),
        on_submit=MovingState.restore,
        class_name="flex items-center gap-2",
    )
    left = notice("Withdrew ", timeago(S.details.withdrawn_at), ". They are not on the board.", said, kind="warning")
    return rx.el.div(left, back, class_name="flex flex-col gap-3")


def _contact() -> rx.Component:
    mail = rx.el.a(S.details.email, href=f"mailto:{S.details.email}", class_name=_LINK)
    call = rx.el.a(S.details.phone_shown, href=f"tel:{S.details.phone}", class_name=_LINK)
    none = rx.el.span("—", class_name="text-muted")
    return rx.el.dl(
        _fact("Email", mail, copy(S.details.email, label="Copy", kind="quiet", size="xs")),
        rx.cond(
            S.details.phone,
            _fact("Phone", call, copy(S.details.phone, label="Copy", kind="quiet", size="xs")),
            _fact("Phone", none),
        ),
        rx.cond(S.details.source, _fact("Source", rx.el.span(S.details.source)), rx.fragment()),
        rx.cond(S.details.area, _fact("Area", _area()), rx.fragment()),
        class_name="flex flex-col gap-1 text-sm",
    )


def _area() -> rx.Component:
    """How their address stands to the service area, and why."""
    words = rx.match(
        S.details.area,
        ("inside", badge("Inside", kind="success")),
        ("outside", badge("Outside", kind="warning")),
        badge("Unknown"),
    )
    reason = rx.el.span(S.details.area_reason, class_name="whitespace-normal text-muted")
    return rx.el.span(words, reason, class_name="flex flex-wrap items-center gap-x-2 py-1")


def _fact(name: str, value: rx.Component, *tools: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="w-16 shrink-0 text-muted"),
        rx.el.dd(
            rx.el.span(value, class_name="min-w-0 truncate"),
            *tools,
            class_name="flex min-w-0 grow items-center justify-between gap-2",
        ),
        class_name="flex min-h-7 items-center gap-3",
    )


def _editing() -> rx.Component:
    return forms.form(
        forms.text_input(
            "name", label="Name", default=S.details.name, error=S.errors["name"], required=True, form_id="contact"
        ),
        forms.email("email", default=S.details.email, error=S.errors["email"], required=True, form_id="contact"),
        forms.tel("phone", default=S.details.phone, error=S.errors["phone"], form_id="contact"),
        forms.actions(
            button("Cancel", kind="quiet", on_click=KeepingState.stop_editing),
            forms.submit("Save", class_name="btn-sm"),
        ),
        on_submit=KeepingState.correct,
        errors=S.errors,
    )


def _answers() -> rx.Component:
    none = empty("message_circle_question", "No answers yet", "They appear here as soon as they are sent.")
    return rx.cond(S.answers, rx.el.div(rx.foreach(S.answers, _group), class_name="flex flex-col gap-6"), none)


def _group(group: AnswerGroup) -> rx.Component:
    return rx.el.section(
        rx.el.h3(group.stage, class_name="eyebrow pb-2"),
        rx.el.dl(rx.foreach(group.answers, _answer), class_name="flex flex-col gap-3"),
    )


def _answer(answer: Answered) -> rx.Component:
    """As its type reads; a link is followed only by whoever clicks it."""
    plain = rx.el.bdi(answer.value, dir="auto")
    shown = rx.match(
        answer.type,
        ("rating", _stars(answer)),
        ("signature", rx.el.bdi(answer.value, class_name="font-serif text-lg italic")),
        ("link", _leads(answer, target="_blank", rel="noopener noreferrer nofollow")),
        ("email", _leads(answer)),
        ("phone", _leads(answer)),
        ("file", rx.cond(answer.files.length() > 0, files(answer.files), plain)),
        plain,
    )
    return rx.el.div(
        rx.el.dt(answer.title, class_name="text-sm text-muted"),
        rx.el.dd(
            rx.cond(answer.is_masked, _masked(answer), shown),
            rx.cond(answer.at != "", rx.el.span("signed ", timeago(answer.at), class_name="block text-muted")),
            rx.cond(answer.about != "", rx.el.p(answer.about, dir="auto", class_name=_SMALL)),
            class_name="text-sm whitespace-pre-wrap break-words",
        ),
        key=answer.id,
    )


def _leads(answer: Answered, **props: str) -> rx.Component:
    return rx.cond(
        answer.href != "",
        rx.el.a(rx.el.bdi(answer.value), href=answer.href, class_name=f"link link-primary {_LINK}", **props),
        rx.el.bdi(answer.value),
    )


def _stars(answer: Answered) -> rx.Component:
    def star(is_on: rx.Var[bool]) -> rx.Component:
        looks = rx.cond(is_on, "fill-primary text-primary", "text-muted")
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


def _notes_tab() -> rx.Var[str]:
    many = S.notes.length()
    return rx.cond(many > 0, "Notes (" + many.to_string() + ")", "Notes")


def _notes() -> rx.Component:
    writing = forms.form(
        forms.textarea(
            "body",
            label="Add a note",
            hint="Only your team sees it.",
            error=S.note_error,
            rows=2,
            required=True,
            form_id="note",
        ),
        forms.actions(forms.submit("Add note", class_name="btn-sm")),
        on_submit=KeepingState.write_note,
        key=S.note_key.to_string(),
        class_name="flex flex-col gap-2",
    )
    return rx.el.div(writing, rx.foreach(S.notes, _note), class_name="flex flex-col gap-4")


def _note(note: NoteLine) -> rx.Component:
    tool = icon_button("trash_2", label="Delete this note", size="xs", on_click=KeepingState.delete_note(note.id))
    return rx.el.article(
        rx.el.header(
            rx.el.span(note.author, class_name="font-medium"),
            timeago(note.at, class_name="grow text-xs text-muted"),
            rx.cond(note.is_mine, tool, rx.fragment()),
            class_name="flex items-center gap-2 text-sm",
        ),
        rx.el.p(note.body, class_name="text-sm whitespace-pre-wrap break-words"),
        key=note.id,
        class_name="rounded-field border border-line bg-base-200/50 px-3 py-2",
    )


def _letters() -> rx.Component:
    errors = WritingState.letter_errors
    writing = forms.form(
        forms.text_input(
            "subject", label="Subject", error=errors["subject"], required=True, form_id="letter", auto_complete="off"
        ),
        forms.textarea(
            "body",
            label="Message",
            hint="Plain text, by email and on the page behind their link.",
            error=errors["body"],
            rows=4,
            required=True,
            form_id="letter",
        ),
        forms.actions(forms.submit("Send message", class_name="btn-sm")),
        on_submit=WritingState.write,
        errors=errors,
        key=S.letter_key.to_string() + S.details.id,
        class_name="flex flex-col gap-3",
    )
    return rx.el.div(writing, rx.foreach(S.letters, _letter), class_name="flex flex-col gap-4")


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


def _history() -> rx.Component:
    return timeline(rx.foreach(S.events, _moment))


def _moment(event: Moment) -> rx.Component:
    icons = [(key, rx.icon(icon, size=14, aria_hidden="true")) for key, icon in ICONS.items()]
    more = rx.el.div(
        rx.foreach(event.more, lambda line: rx.el.p(line, class_name="break-words")),
        rx.cond(event.ip, rx.el.p("from ", event.ip), rx.fragment()),
        class_name="flex flex-col gap-0.5 pt-0.5 text-xs text-muted",
    )
    sign = rx.match(event.icon, *icons, rx.icon("circle", size=14, aria_hidden="true"))
    return moment(sign, event.who, event.what, at=event.at, more=more)


_LINK = "hover:underline underline-offset-2"
_SMALL = "mt-1 max-h-40 overflow-y-auto rounded-field bg-base-200/60 px-3 py-2 text-muted"
