"""The bank of questions."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.badge import badge
from plutomi.components.button import button
from plutomi.components.dialog import cancel_or, dialog
from plutomi.components.empty import empty
from plutomi.components.link import link
from plutomi.components.menu import menu, menu_item
from plutomi.components.search import search
from plutomi.components.table import cell, row, table
from plutomi.pages.asking import key_field, key_kept, question_fields
from plutomi.pages.desk import add_page, desk, loaded
from plutomi.pages.parts import bank_tabs, used_by_rules
from plutomi.state.questions import QuestionRow, UseRow
from plutomi.state.questions import QuestionsState as S


def register(app: rx.App) -> None:
    """Adds the page."""
    add_page(app, page, "/questions", "Questions · Plutomi", S.load)


def page() -> rx.Component:
    tools = rx.el.div(search("Search questions", on_search=S.search, default=S.sought), class_name="mb-4")
    tabs = rx.el.div(bank_tabs("questions"), class_name="mb-4 flex")
    rows = table(["Question", "Type", "Key", "Used", ""], rx.foreach(S.rows, _row), label="Questions")
    listed = rx.fragment(tools, rx.cond(S.rows.length() > 0, rows, _none_found()))
    new = button("New question", kind="primary", icon="plus", on_click=S.start_adding)
    return desk(
        tabs,
        loaded(S, rx.cond(S.has_any, listed, _none())),
        _editing(),
        _uses(),
        _archiving(),
        title="Questions",
        active="questions",
        actions=new,
        about="Write a question once, ask it in any stage of any opening.",
    )


def _row(one: rx.Var[QuestionRow]) -> rx.Component:
    words = rx.el.button(
        one.title,
        type="button",
        on_click=S.edit(one.id),
        class_name="cursor-pointer text-left underline-offset-2 after:absolute after:inset-0 hover:underline",
    )
    count = rx.cond(one.uses == 1, "1 stage", one.uses.to_string() + " stages")
    used = rx.el.button(
        count,
        type="button",
        on_click=S.show_uses(one.id),
        aria_label=one.title + ": used in " + count,
        class_name="relative z-1 cursor-pointer whitespace-nowrap link link-hover text-primary",
    )
    more = menu(
        menu_item("Edit", icon="pencil", on_click=S.edit(one.id)),
        menu_item("Archive…", icon="archive", on_click=S.ask_archive(one.id)),
        label="More about " + one.title,
    )
    return row(
        cell(words, lead=True),
        cell(badge(one.type_name)),
        cell(rx.el.code(one.key, class_name="text-xs text-muted break-all"), name="Key"),
        cell(rx.cond(one.uses > 0, used, rx.el.span("Nowhere", class_name="text-muted")), name="Used"),
        cell(rx.el.span(more, class_name="relative z-1"), end=True),
        key=one.id,
    )


def _none() -> rx.Component:
    return empty(
        "list_checks",
        "No questions yet",
        "Stages ask questions from this bank. Write the first, then add it to a stage.",
        button("Write a question", kind="primary", size="md", icon="plus", on_click=S.start_adding),
    )


def _none_found() -> rx.Component:
    return empty("search_x", "No question like that", "Try other words.")


def _editing() -> rx.Component:
    one = S.chosen
    fields = question_fields(S, key=rx.cond(one.id != "", key_kept(one.key), key_field(S.errors["key"])), one=one)
    form = forms.form(
        *fields,
        cancel_or("Save question", S.close),
        on_submit=S.save,
        errors=S.errors,
    )
    return dialog(
        form,
        title=rx.cond(one.id != "", "Edit question", "New question"),
        about=rx.cond(one.uses > 0, "Answers already given keep the words they were given to.", ""),
        open=S.dialog == "edit",
        on_close=S.close,
    )


def _uses() -> rx.Component:
    return dialog(
        _used_list(),
        title="Where it is asked",
        about=S.chosen.title,
        open=S.dialog == "uses",
        on_close=S.close,
        width="sm",
    )


def _archiving() -> rx.Component:
    refused = rx.fragment(
        rx.el.p("It is still asked here. Take it out of these stages first.", class_name="text-sm text-pretty"),
        _used_list(),
        forms.actions(button("Close", size="md", on_click=S.close)),
    )
    asked = forms.form(
        used_by_rules(S.in_use),
        cancel_or(rx.cond(S.in_use != "", "Archive, and stop these rules", "Archive"), S.close, danger=True),
        on_submit=S.archive,
    )
    return dialog(
        rx.cond(S.used_in.length() > 0, refused, asked),
        title=rx.cond(S.used_in.length() > 0, "This question is in use", "Archive this question?"),
        about=rx.cond(S.used_in.length() > 0, S.chosen.title, "It leaves the bank. Answers given to it are kept."),
        open=S.dialog == "archive",
        on_close=S.close,
        width="sm",
        alert=True,
    )


def _used_list() -> rx.Component:
    return rx.el.ul(
        rx.foreach(S.used_in, _use),
        class_name="max-h-80 divide-y divide-line overflow-y-auto rounded-field border border-line",
    )


def _use(use: rx.Var[UseRow]) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.span(use.stage, class_name="block font-medium"),
            rx.el.span(use.opening, class_name="block text-muted"),
            href=use.path,
            class_name="block px-3.5 py-2.5 text-sm hover:bg-base-content/4",
        )
    )
