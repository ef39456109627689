"""All applicants of the org, searched as one types, with the panel over them."""

import reflex as rx

from plutomi.components.badge import badge
from plutomi.components.button import button
from plutomi.components.empty import empty
from plutomi.components.search import search
from plutomi.components.skeleton import skeleton_rows
from plutomi.components.table import cell, row, table
from plutomi.components.timeago import timeago
from plutomi.pages.desk import desk
from plutomi.pages.dossier import dossier
from plutomi.pages.parts import narrowing
from plutomi.state.applicants import ApplicantLine, ApplicantsState
from plutomi.state.desk import DeskState
from plutomi.state.dossier import DossierState

S = ApplicantsState


def page() -> rx.Component:
    return desk(
        _filters(),
        rx.cond(S.is_loading, skeleton_rows(8), rx.cond(S.lines, _list(), _none())),
        dossier(),
        title="Applicants",
        active="applicants",
    )


def register(app: rx.App) -> None:
    app.add_page(
        page,
        route="/applicants",
        title="Applicants · Plutomi",
        on_load=[DeskState.arrive, ApplicantsState.load, DossierState.open_from_address],
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
        table(
            ["Name", "Opening", "Stage", "Email", "Phone", "Applied"], rx.foreach(S.lines, _line), label="Applicants"
        ),
        rx.cond(S.has_more, more, rx.fragment()),
        class_name="flex flex-col gap-4",
    )


def _line(line: ApplicantLine) -> rx.Component:
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
        cell(name, lead=True),
        cell(rx.el.span(line.opening, class_name=_SHORT), name="Opening"),
        cell(rx.el.span(stage, class_name=_SHORT), name="Stage"),
        cell(rx.el.span(line.email, title=line.email, class_name=_EMAIL), name="Email"),
        rx.cond(line.phone, phone, none),
        cell(timeago(line.applied_at, short=True), name="Applied"),
        key=line.id,
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
