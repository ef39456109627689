"""The list of openings."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.address import address
from plutomi.components.badge import opening_badge
from plutomi.components.button import button
from plutomi.components.copy import copy
from plutomi.components.dialog import cancel_or, dialog
from plutomi.components.empty import empty
from plutomi.components.menu import menu, menu_item
from plutomi.components.search import search
from plutomi.components.table import cell, row, row_link, table
from plutomi.components.timeago import timeago
from plutomi.pages.desk import add_page, desk, loaded
from plutomi.pages.parts import segments
from plutomi.state.openings import OpeningRow
from plutomi.state.openings import OpeningsState as S

FILTERS = [("", "All"), ("public", "Public"), ("private", "Private"), ("closed", "Closed")]
HEADS = ["Opening", "State", "Stages", "Applicants", "Made", ""]


def register(app: rx.App) -> None:
    """Adds the page."""
    add_page(app, page, "/openings", "Openings · Plutomi", S.load)


def page() -> rx.Component:
    list_ = rx.cond(S.has_any, rx.fragment(_tools(), rx.cond(S.rows.length() > 0, _table(), _none_found())), _none())
    new = button("New opening", kind="primary", icon="plus", on_click=S.start_adding)
    return desk(loaded(S, list_), _adding(), _cloning(), title="Openings", active="openings", actions=new)


def _tools() -> rx.Component:
    return rx.el.div(
        address("q", S.sought),
        address("state", S.shown),
        search("Search openings", on_search=S.search, default=S.sought),
        segments(FILTERS, S.shown, S.show, label="Show"),
        class_name="mb-4 flex flex-wrap items-center justify-between gap-3",
    )


def _table() -> rx.Component:
    return table(HEADS, rx.foreach(S.rows, _row), label="Openings")


def _row(one: rx.Var[OpeningRow]) -> rx.Component:
    place = rx.cond(one.place != "", rx.el.span(one.place, class_name="block text-sm font-normal text-muted"))
    link = rx.cond(one.state == "public", copy(one.apply_path, label="Copy link", kind="quiet"))
    more = menu(menu_item("Clone…", icon="copy", on_click=S.ask_clone(one.id)), label="More about " + one.name)
    return row(
        cell(row_link(one.name, href=f"/openings/{one.id}"), place, lead=True),
        cell(opening_badge(one.state)),
        cell(_number(one.stages), name="Stages"),
        cell(_number(one.applicants), name="Applicants"),
        cell(timeago(one.created_at), name="Made"),
        cell(rx.el.span(link, more, class_name="relative z-1 inline-flex items-center gap-1"), end=True),
        key=one.id,
    )


def _number(value: rx.Var[int]) -> rx.Component:
    grouped = rx.Var(f"({value!s}).toLocaleString('en')", _var_type=str, _var_data=value._get_all_var_data())
    return rx.el.span(grouped, class_name=rx.cond(value == 0, "tabular text-muted", "tabular"))


def _none() -> rx.Component:
    return empty(
        "briefcase",
        "No openings yet",
        "An opening is what people apply to: a role, a route, a season. Applicants move through its stages.",
        button("Make your first opening", kind="primary", size="md", icon="plus", on_click=S.start_adding),
    )


def _none_found() -> rx.Component:
    like_that = empty("search_x", "No opening like that", "Try other words, or show openings in every state.")
    in_state = empty("briefcase", "No " + S.shown + " openings", "Choose “All” to see the others.")
    return rx.cond(S.sought != "", like_that, in_state)


def _adding() -> rx.Component:
    form = forms.form(
        forms.text_input(
            "name",
            label="Name",
            required=True,
            error=S.errors["name"],
            placeholder="New York City drivers",
            auto_complete="off",
            auto_focus=True,
        ),
        forms.text_input(
            "place", label="Place", error=S.errors["place"], placeholder="New York City", auto_complete="off"
        ),
        cancel_or("Create opening", S.stop_adding),
        on_submit=S.add,
        errors=S.errors,
    )
    about = "It starts private: add its stages and questions, then publish it."
    return dialog(form, title="New opening", about=about, open=S.is_adding, on_close=S.stop_adding)


def _cloning() -> rx.Component:
    form = forms.form(
        forms.text_input(
            "name",
            label="Name of the copy",
            required=True,
            default=S.cloned_name,
            error=S.errors["name"],
            form_id="clone",
            auto_complete="off",
            auto_focus=True,
        ),
        cancel_or("Clone", S.stop_cloning),
        on_submit=S.clone,
        errors=S.errors,
    )
    return dialog(
        form,
        title="Clone this opening",
        about="Stages, forms, rules, service area and style are copied; applicants are not. The copy starts private.",
        open=S.cloned != "",
        on_close=S.stop_cloning,
    )
