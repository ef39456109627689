"""Every event of the applicant: who, what, when and from where."""

import reflex as rx

from plutomi.components.button import button
from plutomi.components.link import text_link
from plutomi.components.timeline import moment, timeline
from plutomi.state.dossier import DossierState as S
from plutomi.state.dossier.history import HistoryState
from plutomi.state.timeline import Moment

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
    "label": "tag",
    "person": "user_round",
    "clock": "alarm_clock",
}


def history() -> rx.Component:
    older = button("Show older", on_click=HistoryState.show_older, class_name="self-center")
    return rx.el.div(
        timeline(rx.foreach(S.events, _moment)),
        rx.cond(S.has_older, older),
        class_name="flex flex-col gap-4",
    )


def _moment(event: Moment) -> rx.Component:
    icons = [(key, rx.icon(icon, size=14, aria_hidden="true")) for key, icon in ICONS.items()]
    more = rx.el.div(
        rx.foreach(event.more, lambda line: rx.el.p(line, class_name="break-words")),
        rx.cond(event.ip, rx.el.p("from ", event.ip), rx.fragment()),
        class_name="flex flex-col gap-0.5 pt-0.5 text-xs text-muted",
    )
    sign = rx.match(event.icon, *icons, rx.icon("circle", size=14, aria_hidden="true"))
    who = rx.cond(event.path != "", text_link(event.who, href=event.path), event.who)
    return moment(sign, who, event.what, at=event.at, more=more)
