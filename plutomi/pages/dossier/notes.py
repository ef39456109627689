"""What the team noted about the applicant."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.button import icon_button
from plutomi.components.timeago import timeago
from plutomi.pages.dossier.about import about, once
from plutomi.pages.parts import ONCE
from plutomi.state.dossier import DossierState as S
from plutomi.state.dossier.keeping import KeepingState
from plutomi.state.dossier.rows import NoteLine


def notes_tab() -> rx.Var[str]:
    many = S.notes.length()
    return rx.cond(many > 0, "Notes (" + many.to_string() + ")", "Notes")


def notes() -> rx.Component:
    key = S.note_key.to_string()
    writing = forms.form(
        about(),
        once(key),
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
        on_submit=KeepingState.write_note.throttle(ONCE),
        keep="note/" + S.user_email + "/" + S.details.id,
        key=key + S.details.id,
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
