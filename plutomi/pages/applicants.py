"""All applicants of the org, searched as one types, with the panel over them."""

from typing import Any

import reflex as rx

from plutomi.components.badge import badge
from plutomi.components.button import button, looks
from plutomi.components.empty import empty
from plutomi.components.label import label_chip
from plutomi.components.menu import menu, menu_item
from plutomi.components.search import search
from plutomi.components.skeleton import skeleton_rows
from plutomi.components.table import cell, row, table
from plutomi.components.timeago import timeago
from plutomi.pages.desk import desk, loaded
from plutomi.pages.dossier import dossier
from plutomi.pages.parts import narrowing
from plutomi.state.applicants import ApplicantLine, ApplicantsState, Choice
from plutomi.state.desk import DeskState
from plutomi.state.dossier import DossierState
from plutomi.state.dossier.following import FollowingState
from plutomi.state.dossier.rows import LabelChip
from plutomi.state.selection import SelectionState

S = ApplicantsState


def page() -> rx.Component:
    return desk(
        _filters(),
        loaded(S, rx.cond(S.lines, _list(), _none()), skeleton=skeleton_rows(8), again=S.load),
        dossier(),
        title="Applicants",
        active="applicants",
    )


def register(app: rx.App) -> None:
    app.add_page(
        page,
        route="/applicants",
        title="Applicants · Plutomi",
        on_load=[
            DeskState.arrive,
            ApplicantsState.load,
            DossierState.open_from_address,
            FollowingState.follow_shown,
        ],
    )


def _filters() -> rx.Component:
    return rx.el.div(
        search("Search by name, email or phone", on_search=S.search, default=S.query, class_name="w-full sm:w-80"),
        narrowing("Opening", "All openings", S.choices, S.opening, S.choose),
        rx.cond(S.labels.length() > 0, narrowing("Label", "All labels", S.labels, S.label, S.only_label)),
        narrowing("Assignee", "Everybody's", S.members, S.assignee, S.only_assignee),
        class_name="flex flex-wrap items-center gap-2 pb-4",
    )


def _list() -> rx.Component:
    more = button("Show more", on_click=S.more, class_name="self-center")
    return rx.el.div(
        _selection(),
        table(
            ["Name", "Opening", "Stage", "Email", "Phone", "Applied"], rx.foreach(S.lines, _line), label="Applicants"
        ),
        rx.cond(S.has_more, more, rx.fragment()),
        class_name="flex flex-col gap-4",
    )


def _selection() -> rx.Component:
    """All that are shown, chosen by one tick; and what can be done with those that are."""
    many = S.chosen.length()
    tick = rx.el.input(
        type="checkbox",
        checked=many == S.lines.length(),
        on_change=SelectionState.pick_all,
        class_name="checkbox checkbox-sm",
    )
    words = rx.cond(many > 0, many.to_string() + " selected", "Select all shown")
    tools = rx.el.div(
        rx.cond(
            S.labels.length() > 0,
            rx.fragment(
                _labels_menu("Add label", "tag", SelectionState.put_label),
                _labels_menu("Take off", "eraser", SelectionState.take_label),
            ),
        ),
        _tool(
            "Assign",
            "user_round_check",
            menu_item("Nobody", on_click=SelectionState.assign("")),
            rx.foreach(S.members, _give),
        ),
        class_name="flex flex-wrap items-center gap-2",
    )
    all_of_them = rx.el.label(tick, words, class_name="flex cursor-pointer items-center gap-2.5 text-sm tabular")
    return rx.el.div(
        all_of_them, rx.cond(many > 0, tools), class_name="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-2 px-4"
    )


def _give(one: rx.Var[Choice]) -> rx.Component:
    name = rx.cond(one.name == "Mine", "Me", one.name)
    return menu_item(name, on_click=SelectionState.assign(one.id), key=one.id)


def _labels_menu(words: str, icon: str, on_choose: Any) -> rx.Component:
    def choice(one: rx.Var[LabelChip]) -> rx.Component:
        return menu_item(label_chip(one.name, one.color, one.ink), on_click=on_choose(one.id), key=one.id)

    return _tool(words, icon, rx.foreach(S.labels, choice))


def _tool(words: str, icon: str, *choices: Any) -> rx.Component:
    listed = rx.el.div(*choices, class_name="max-h-72 overflow-y-auto")
    trigger = rx.fragment(rx.icon(icon, size=15, aria_hidden="true"), words)
    return menu(listed, trigger=trigger, trigger_class=looks("plain", "sm"), side="start")


def _line(line: ApplicantLine) -> rx.Component:
    tick = rx.el.input(
        type="checkbox",
        checked=S.chosen.contains(line.id),
        on_change=SelectionState.pick(line.id),
        aria_label="Select " + line.name,
        class_name="checkbox checkbox-sm relative z-1 shrink-0",
    )
    name = rx.el.button(
        rx.el.bdi(line.name, title=line.name, class_name="max-sm:wrap-anywhere sm:block sm:max-w-40 sm:truncate"),
        type="button",
        on_click=DossierState.open(line.id),
        class_name=_NAME,
    )
    left = rx.cond(line.is_rejected, badge("Rejected", kind="error"), badge("Withdrawn", kind="warning"))
    stage = rx.cond(line.is_withdrawn | line.is_rejected, left, line.stage)
    phone = cell(rx.el.span(line.phone, class_name="tabular whitespace-nowrap"), name="Phone")
    none = rx.el.td(role="cell", class_name="max-sm:hidden")
    return row(
        cell(_lead(tick, name, line), lead=True),
        cell(rx.el.span(line.opening, class_name=_SHORT), name="Opening"),
        cell(rx.el.span(stage, class_name=_SHORT), name="Stage"),
        cell(rx.el.span(line.email, title=line.email, class_name=_EMAIL), name="Email"),
        rx.cond(line.phone, phone, none),
        cell(timeago(line.applied_at, short=True), name="Applied"),
        key=line.id,
    )


def _lead(tick: rx.Component, name: rx.Component, line: ApplicantLine) -> rx.Component:
    """The name, its tick before it, its labels below."""
    chips = rx.el.ul(
        rx.foreach(line.labels, lambda one: rx.el.li(label_chip(one.name, one.color, one.ink), key=one.id)),
        aria_label="Labels",
        class_name="flex flex-wrap gap-1 sm:max-w-52",
    )
    worn = rx.cond(line.labels.length() > 0, chips)  # type: ignore[attr-defined]
    return rx.el.div(
        tick, rx.el.div(name, worn, class_name="flex min-w-0 flex-col items-start gap-1"), class_name="flex gap-3"
    )


_NAME = "cursor-pointer text-left align-middle after:absolute after:inset-0 hover:underline underline-offset-2"
_SHORT = "inline-block max-w-44 truncate align-bottom sm:max-w-32"
_EMAIL = "max-sm:wrap-anywhere sm:block sm:max-w-52 sm:truncate"


def _none() -> rx.Component:
    sought = empty(
        "search_x", "Nobody found", "Try part of a name, an email address or the last digits of a phone number."
    )
    nobody = empty(
        "users", "No applicants yet", "Publish an opening and share its link: everybody who applies is here."
    )
    return rx.cond(
        S.query != "", sought, rx.cond((S.opening != "") | (S.label != "") | (S.assignee != ""), sought, nobody)
    )
