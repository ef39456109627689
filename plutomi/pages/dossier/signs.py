"""What stands on the applicant's card, to read and to change: labels, who looks after them, until when."""

import reflex as rx

from plutomi.components.avatar import avatar
from plutomi.components.badge import badge
from plutomi.components.label import cross, label_chip
from plutomi.components.menu import menu, menu_item, menu_link, menu_rule
from plutomi.state.dossier import DossierState as S
from plutomi.state.dossier.rows import LabelChip
from plutomi.state.dossier.signing import SigningState

_FIELD = "text-base sm:text-sm"


def signs() -> rx.Component:
    return rx.el.dl(
        _row("Labels", _labels()),
        _row("Assigned", _assignee()),
        rx.cond(S.details.stage_id != "", _row("Due", _deadline())),
        class_name="flex flex-col gap-1 text-sm",
    )


def _row(name: str, value: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="w-16 shrink-0 text-muted"),
        rx.el.dd(value, class_name="flex min-w-0 grow items-center gap-2"),
        class_name="flex min-h-8 items-center gap-3",
    )


def _labels() -> rx.Component:
    def worn(one: LabelChip) -> rx.Component:
        off = cross("Take off " + one.name, on_click=SigningState.take_label(one.id))
        return rx.el.li(label_chip(one.name, one.color, one.ink, off), key=one.id, class_name="flex")

    def choice(one: LabelChip) -> rx.Component:
        dot = rx.el.span(
            style={"background_color": one.color}, class_name="size-3 shrink-0 rounded-full", aria_hidden="true"
        )
        words = rx.el.span(dot, rx.el.span(one.name, class_name="truncate"), class_name="flex items-center gap-2.5")
        put = menu_item(words, on_click=SigningState.put_label(one.id), key=one.id)
        return rx.cond(S.worn.contains(one.id), rx.fragment(), put)

    add = menu(
        rx.el.div(rx.foreach(S.label_choices, choice), class_name="max-h-72 overflow-y-auto"),
        rx.cond(S.label_choices.length() > 0, menu_rule()),
        menu_link("All labels", href="/labels", icon="tags"),
        icon="plus",
        label="Add a label",
        side="start",
    )
    return rx.fragment(
        rx.el.ul(rx.foreach(S.labels, worn), class_name="flex min-w-0 flex-wrap gap-1 empty:hidden"),
        add,
    )


def _assignee() -> rx.Component:
    """The member at hand stands among the choices even before these are there."""
    known = rx.cond(
        (S.member_choices.length() == 0) & (S.details.assignee_id != ""),
        rx.el.option(S.details.assignee, value=S.details.assignee_id),
    )
    picker = rx.el.select(
        rx.el.option("Nobody", value=""),
        known,
        rx.foreach(S.member_choices, lambda one: rx.el.option(one.name, value=one.id)),
        value=S.details.assignee_id,
        on_change=SigningState.assign,
        aria_label="Assigned",
        class_name=f"select select-sm min-w-0 grow {_FIELD}",
    )
    return rx.fragment(rx.cond(S.details.assignee != "", avatar(S.details.assignee, "xs")), picker)


def _deadline() -> rx.Component:
    day = rx.el.input(
        type="date",
        default_value=S.details.deadline,
        on_blur=SigningState.set_deadline,
        aria_label="Answer by the end of",
        key=S.details.id + S.details.deadline,
        class_name=f"input input-sm w-40 {_FIELD}",
    )
    return rx.fragment(day, rx.cond(S.details.is_overdue, badge("Overdue", kind="error", icon="alarm_clock")))
