"""The lists of options that questions share."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.button import button
from plutomi.components.dialog import cancel_or, dialog
from plutomi.components.empty import empty
from plutomi.components.menu import menu, menu_item
from plutomi.components.table import cell, row, table
from plutomi.domain.option_lists import MAX_NAME
from plutomi.pages.desk import add_page, desk, loaded
from plutomi.pages.parts import bank_tabs
from plutomi.state.option_lists import ListRow
from plutomi.state.option_lists import OptionListsState as S


def register(app: rx.App) -> None:
    """Adds the page."""
    add_page(app, page, "/questions/lists", "Shared lists · Plutomi", S.load)


def page() -> rx.Component:
    rows = table(["List", "Options", "Used by", ""], rx.foreach(S.rows, _row), label="Shared lists")
    new = button("New list", kind="primary", icon="plus", on_click=S.start_adding)
    return desk(
        rx.el.div(bank_tabs("lists"), class_name="mb-4 flex"),
        loaded(S, rx.cond(S.rows.length() > 0, rows, _none())),
        _editing(),
        _deleting(),
        title="Shared lists",
        active="questions",
        actions=new,
        about="Options that several questions offer, kept in one place: change them once and every form follows.",
    )


def _row(one: rx.Var[ListRow]) -> rx.Component:
    words = rx.el.button(
        one.name,
        type="button",
        on_click=S.edit(one.id),
        class_name="cursor-pointer text-left underline-offset-2 after:absolute after:inset-0 hover:underline",
    )
    some = rx.el.span(
        rx.el.span(one.count, class_name="tabular"),
        rx.el.span(": " + one.some + rx.cond(one.count > 6, ", …", ""), class_name="text-muted"),
        class_name="line-clamp-2 max-w-xl",
    )
    used = rx.cond(one.uses == 1, "1 question", one.uses.to_string() + " questions")
    more = menu(
        menu_item("Edit", icon="pencil", on_click=S.edit(one.id)),
        menu_item("Delete…", icon="trash_2", danger=True, on_click=S.ask_delete(one.id)),
        label="More about " + one.name,
    )
    return row(
        cell(words, lead=True),
        cell(some, name="Options"),
        cell(rx.cond(one.uses > 0, used, rx.el.span("Nothing", class_name="text-muted")), name="Used by"),
        cell(rx.el.span(more, class_name="relative z-1"), end=True),
        key=one.id,
    )


def _none() -> rx.Component:
    return empty(
        "list_plus",
        "No shared lists yet",
        "Cities, shifts, vehicles: what several questions offer is best written once. Choose the list in a question.",
        button("Write a list", kind="primary", size="md", icon="plus", on_click=S.start_adding),
    )


def _editing() -> rx.Component:
    one = S.chosen
    form = forms.form(
        forms.text_input(
            "name",
            label="Name",
            required=True,
            default=one.name,
            error=S.errors["name"],
            max_length=MAX_NAME,
            auto_complete="off",
        ),
        forms.textarea(
            "options",
            label="Options",
            required=True,
            hint="One a line, at least two.",
            default=one.options,
            error=S.errors["options"],
            rows=10,
        ),
        cancel_or("Save list", S.close),
        on_submit=S.save,
        errors=S.errors,
    )
    following = "The questions that use it follow. Answers already given keep the words they were given to."
    return dialog(
        form,
        title=rx.cond(one.id != "", "Edit list", "New list"),
        about=rx.cond(one.uses > 0, following, ""),
        open=S.dialog == "edit",
        on_close=S.close,
    )


def _deleting() -> rx.Component:
    in_use = rx.cond(S.chosen.uses == 1, "A question uses it.", S.chosen.uses.to_string() + " questions use it.")
    refused = forms.actions(button("Close", size="md", on_click=S.close))
    asked = forms.form(
        cancel_or("Delete", S.close, danger=True),
        on_submit=S.delete,
    )
    return dialog(
        rx.cond(S.chosen.uses > 0, refused, asked),
        title=rx.cond(S.chosen.uses > 0, "This list is in use", "Delete this list?"),
        about=rx.cond(S.chosen.uses > 0, in_use + " Give them other options first.", S.chosen.name),
        open=S.dialog == "delete",
        on_close=S.close,
        width="sm",
        alert=True,
    )
