"""The org's labels."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.button import button
from plutomi.components.dialog import cancel_or, confirm, dialog
from plutomi.components.empty import empty
from plutomi.components.label import label_chip, swatches
from plutomi.components.menu import menu, menu_item
from plutomi.components.table import cell, row, table
from plutomi.models.color import PALETTE
from plutomi.models.label import MAX_NAME
from plutomi.pages.desk import add_page, desk, loaded
from plutomi.pages.parts import STOP_RULES
from plutomi.state.labels import LabelRow
from plutomi.state.labels import LabelsState as S


def register(app: rx.App) -> None:
    """Adds the page."""
    add_page(app, page, "/labels", "Labels · Plutomi", S.load)


def page() -> rx.Component:
    rows = table(["Label", "Carried by", ""], rx.foreach(S.rows, _row), label="Labels")
    new = button("New label", kind="primary", icon="plus", on_click=S.start_adding)
    return desk(
        loaded(S, rx.cond(S.rows.length() > 0, rows, _none())),
        _editing(),
        _deleting(),
        title="Labels",
        active="applicants",
        actions=new,
        about="Your own words on applicants: on their cards, in lists, and for rules to go by.",
    )


def _row(one: rx.Var[LabelRow]) -> rx.Component:
    name = rx.el.button(
        label_chip(one.name, one.color, one.ink),
        type="button",
        aria_label="Edit " + one.name,
        on_click=S.edit(one.id),
        class_name="cursor-pointer after:absolute after:inset-0",
    )
    more = menu(
        menu_item("Edit", icon="pencil", on_click=S.edit(one.id)),
        menu_item("Delete…", icon="trash_2", danger=True, on_click=S.ask_delete(one.id)),
        label="More about " + one.name,
    )
    return row(
        cell(name, lead=True),
        cell(_carried(one), name="Carried by"),
        cell(rx.el.span(more, class_name="relative z-1"), end=True),
        key=one.id,
    )


def _carried(one: rx.Var[LabelRow]) -> rx.Var:
    many = rx.cond(one.applicants == 1, "1 applicant", one.applicants.to_string() + " applicants")
    return rx.cond(one.applicants > 0, many, "Nobody")


def _none() -> rx.Component:
    return empty(
        "tags",
        "No labels yet",
        "“Call back”, “Has own car”, “Knows Ann”: what does not fit a stage fits a label.",
        button("Make a label", kind="primary", size="md", icon="plus", on_click=S.start_adding),
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
        swatches("color", PALETTE, label="Color", default=one.color),
        cancel_or("Save label", S.close),
        on_submit=S.save,
        errors=S.errors,
    )
    return dialog(
        form,
        title=rx.cond(one.id != "", "Edit label", "New label"),
        open=S.dialog == "edit",
        on_close=S.close,
        width="sm",
    )


def _deleting() -> rx.Component:
    carried = "It is taken off " + _carried(S.chosen) + "."
    return confirm(
        "Delete this label?",
        rx.cond(S.in_use != "", S.in_use, rx.cond(S.chosen.applicants > 0, carried, "Nobody carries it.")),
        open=S.dialog == "delete",
        on_close=S.close,
        on_confirm=S.delete,
        action=rx.cond(S.in_use != "", STOP_RULES, "Delete"),
    )
