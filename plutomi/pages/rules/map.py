"""The map: stages from top to bottom, the ways on below each, arrows beside them where there is room."""

from typing import Any

import reflex as rx

from plutomi.components.badge import count
from plutomi.components.button import button
from plutomi.components.empty import empty
from plutomi.components.notice import notice
from plutomi.state.rules import RulesState as L
from plutomi.state.rules import RuleState as S
from plutomi.state.rules.drawing import HEAD, LINE, Arc, Stop, Way
from plutomi.state.rules.rows import ANY

COLORS = {
    "rule": "text-primary",
    "default": "text-base-content/45",
    "circle": "text-warning",
    "off": "text-base-content/25",
}
KINDS = [
    ("rule", "A rule"),
    ("default", "By itself, when the form is completed"),
    ("circle", "Part of a circle"),
    ("off", "A rule that is off or stands still"),
]


def map_of_stages() -> rx.Component:
    none = empty("waypoints", "No stages yet", "The map shows an opening's stages, and how people get on from each.")
    stops = rx.el.ol(rx.foreach(L.map.stops, _stop), aria_label="Stages", class_name="min-w-0 grow pt-2 lg:max-w-2xl")
    return rx.cond(
        L.map.stops.length() > 0,
        rx.fragment(
            rx.foreach(L.map.circles, lambda words: rx.el.div(notice(words, kind="warning"), class_name="mb-3")),
            _legend(),
            rx.el.div(stops, _arrows(), class_name="flex overflow-x-auto"),
        ),
        none,
    )


def _legend() -> rx.Component:
    return rx.el.ul(
        *[
            rx.el.li(_dash(kind), words, class_name="flex items-center gap-2 text-xs text-muted")
            for kind, words in KINDS
        ],
        aria_label="What the arrows mean",
        class_name="mb-3 hidden flex-wrap gap-x-5 gap-y-1 sm:flex",
    )


def _dash(kind: str) -> rx.Component:
    line = rx.el.svg.path(d="M0 4H28", stroke="currentColor", stroke_width=2, **_dashes(kind))
    return rx.el.svg(line, width=28, height=8, aria_hidden="true", class_name=COLORS[kind])


def _dashes(kind: str) -> dict[str, Any]:
    return {"custom_attrs": {"strokeDasharray": "4 3"}} if kind in ("off", "circle") else {}


def _stop(stop: rx.Var[Stop]) -> rx.Component:
    head = rx.el.div(
        rx.el.h2(stop.name, class_name="min-w-0 truncate font-semibold"),
        rx.cond(stop.many > 0, count(stop.many)),
        class_name="flex items-center gap-2 rounded-field border border-line bg-base-100 px-3 shadow-card",
        style={"height": f"{HEAD}px"},
    )
    return rx.el.li(
        head,
        rx.cond((stop.folded > 0) | stop.is_unfolded, _fold(stop)),
        rx.el.ul(rx.foreach(stop.ways, _way), class_name="pl-3"),
        class_name="pb-5",
    )


def _fold(stop: rx.Var[Stop]) -> rx.Component:
    """Of very many rules those of one stage are drawn, when they are asked for."""
    rules = rx.cond(stop.folded == 1, "Show 1 rule", "Show " + stop.folded.to_string() + " rules")
    words = rx.cond(stop.is_unfolded, "Hide the rules", rules)
    id = rx.cond(stop.id != "", stop.id, ANY)
    fold = button(words, kind="quiet", size="xs", on_click=L.unfold(id), aria_expanded=stop.is_unfolded)
    return rx.el.div(fold, class_name="flex items-center pl-1", style={"height": f"{LINE}px"})


def _way(way: rx.Var[Way]) -> rx.Component:
    arrow = rx.icon("arrow_right", size=14, class_name="inline shrink-0", aria_hidden="true")
    mark = rx.el.span(arrow, class_name=rx.match(way.kind, *COLORS.items(), ""))
    target = rx.el.em(way.target, class_name="font-medium not-italic")
    words = rx.el.span(rx.cond(way.kind == "off", " (off) ", " "), way.words, class_name="text-muted")
    told = rx.el.span(mark, " ", target, words, title=way.words)
    line = "block w-full text-left text-sm max-sm:py-1 sm:truncate"
    opens = rx.el.button(
        told, type="button", on_click=S.open(way.rule_id), class_name=f"{line} cursor-pointer hover:underline"
    )
    shown = rx.cond(way.rule_id != "", opens, rx.el.span(told, class_name=line))
    return rx.el.li(shown, class_name="flex items-center sm:h-[var(--line)]", style={"--line": f"{LINE}px"})


def _arrows() -> rx.Component:
    """Beside the stages, to scale with them; on a phone the words alone say it."""
    return rx.el.svg(
        rx.foreach(L.map.arcs, _arc),
        width=L.map.width,
        height=L.map.height,
        aria_hidden="true",
        class_name="hidden shrink-0 sm:block",
    )


def _arc(arc: rx.Var[Arc]) -> rx.Component:
    color = rx.match(arc.kind, *COLORS.items(), "")
    dashes = rx.cond((arc.kind == "off") | (arc.kind == "circle"), "5 4", "none")
    drawn = {"fill": "none", "stroke": "currentColor", "stroke_width": 1.75}
    return rx.el.svg.g(
        rx.el.svg.path(d=arc.line, custom_attrs={"strokeDasharray": dashes}, **drawn),
        rx.el.svg.path(d=arc.head, **drawn),
        class_name=color,
    )
