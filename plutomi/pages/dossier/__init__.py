"""The applicant panel, the same over the board and over the list."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.address import address
from plutomi.components.button import button, icon_button
from plutomi.components.dialog import cancel_or, dialog
from plutomi.components.empty import empty
from plutomi.components.menu import menu, menu_item
from plutomi.components.panel import panel
from plutomi.components.shortcut import shortcuts
from plutomi.components.skeleton import skeleton_rows
from plutomi.components.tabs import tabs
from plutomi.pages.dossier.about import about
from plutomi.pages.dossier.answers import amending, answers
from plutomi.pages.dossier.contact import contact, editing
from plutomi.pages.dossier.head import head
from plutomi.pages.dossier.history import history
from plutomi.pages.dossier.leaving import dialogs, ways
from plutomi.pages.dossier.letters import letters
from plutomi.pages.dossier.notes import notes, notes_tab
from plutomi.pages.dossier.signs import signs
from plutomi.state.dossier import DossierState as S
from plutomi.state.dossier.keeping import KeepingState


def dossier() -> rx.Component:
    """The panel with its keys (j and k: next and previous) and its questions before harm."""
    return rx.fragment(
        rx.cond(S.is_read, address("applicant", S.selected, step=True)),  # not before the address was read
        shortcuts({"j": S.next, "k": S.previous}),
        panel(
            rx.cond(S.is_loading, skeleton_rows(6), rx.cond(S.problem != "", _broken(), _whole())),
            title="Applicant",
            open=S.is_open,
            on_close=S.close,
            tools=_tools(),
        ),
        _deleting(),
        dialogs(),
        amending(),
    )


def _deleting() -> rx.Component:
    return dialog(
        forms.form(about(), cancel_or("Delete", KeepingState.keep, danger=True), on_submit=KeepingState.delete),
        title="Delete this applicant?",
        about=S.details.name + " will be deleted, with their answers, notes and personal link. The history keeps only "
        "that it happened. This cannot be undone.",
        open=S.is_deleting,
        on_close=KeepingState.keep,
        width="sm",
        alert=True,
    )


def _tools() -> rx.Component:
    return rx.fragment(
        icon_button("chevron_up", label="Previous applicant (k)", on_click=S.previous, aria_disabled=~S.has_previous),
        icon_button("chevron_down", label="Next applicant (j)", on_click=S.next, aria_disabled=~S.has_next),
        menu(
            ways(),
            menu_item("Delete applicant", icon="trash_2", danger=True, on_click=KeepingState.ask_delete),
            label="More about this applicant",
        ),
    )


def _broken() -> rx.Component:
    again = button("Try again", on_click=S.open(S.selected))
    return empty("telescope", "This applicant cannot be shown", S.problem, again)


def _whole() -> rx.Component:
    return rx.fragment(
        head(),
        signs(),
        rx.cond(S.is_editing, editing(), contact()),
        tabs(
            ("Answers", answers()),
            (notes_tab(), notes()),
            ("Messages", letters()),
            ("History", history()),
            label="About this applicant",
        ),
    )
