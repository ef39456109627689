"""The list of an opening's rules: by stage, read aloud, dragged into order."""

from typing import Any

import reflex as rx

from plutomi.components.button import button
from plutomi.components.empty import empty
from plutomi.components.sortable import sortable
from plutomi.pages.parts import CARD, segments
from plutomi.pages.rules.map import map_of_stages
from plutomi.state.rules import RulesState as L
from plutomi.state.rules import RuleState as S
from plutomi.state.rules.rows import Group
from plutomi.state.rules.starts import ANSWER, GREET, LATE, START

ACTIONS = [{"key": "delete", "label": "Delete", "icon": "trash"}]
STARTS = [
    (
        LATE,
        "hourglass",
        "Not completed in 30 days",
        "Move on those who never finish a form.",
    ),
    (ANSWER, "split", "By an answer", "Send people on by what they answered: no licence, another stage."),
    (GREET, "mail", "Whoever enters a stage", "Write to them, or give them a due date."),
]


def listing() -> rx.Component:
    shown = rx.cond(L.view == "map", map_of_stages(), _groups())
    return rx.cond((L.many > 0) | (L.view == "map"), rx.fragment(_tools(), shown), _none())


def _tools() -> rx.Component:
    words = "In each stage they are asked from the top; the first that fits is followed. Then come those of any stage."
    views = segments([("list", "List"), ("map", "Map")], L.view, L.show, label="Show as")
    add = button("New rule", kind="primary", icon="plus", on_click=S.begin("", START))
    about = rx.el.p(words, class_name="max-w-prose text-sm text-muted text-pretty")
    row = rx.el.div(views, add, class_name="flex items-center gap-3")
    return rx.el.div(about, row, class_name="mb-6 flex flex-wrap items-start justify-between gap-3")


def _groups() -> rx.Component:
    return rx.el.div(rx.foreach(L.groups, _group), class_name="flex flex-col gap-7")


def _group(group: rx.Var[Group]) -> rx.Component:
    onward = rx.cond(
        group.onward != "",
        rx.el.span(
            "Else, when its form is completed: on to ", rx.el.em(group.onward, class_name="font-medium not-italic"), "."
        ),
        rx.cond(group.id != "", "Else people stay here.", "Asked after those of each stage."),
    )
    add = button(
        "Add a rule",
        kind="quiet",
        icon="plus",
        on_click=S.begin(group.id, START),
        aria_label="Add a rule to " + group.name,
    )
    head = rx.el.div(
        rx.el.h2(group.name, class_name="min-w-0 grow font-semibold break-words"),
        add,
        class_name="flex items-center justify-between gap-3",
    )
    return rx.el.section(
        head,
        rx.cond(group.rows.length() > 0, _rules(group), rx.cond(group.many > 0, _folded(group))),
        rx.el.p(onward, class_name="text-xs text-muted"),
        aria_label=group.name,
        class_name="flex flex-col gap-2",
        key=group.id,
    )


def _rules(group: Any) -> rx.Component:
    return sortable(
        items=group.rows,
        actions=ACTIONS,
        toggle={"key": "switch", "label": "On"},
        label="Rules of " + group.name,
        may_edit=True,
        ack=L.ack,
        refusal=L.refusal,
        on_reorder=L.reorder,
        on_open=S.open,
        on_action=L.act,
    )


def _folded(group: Any) -> rx.Component:
    words = "Show " + group.many.to_string() + rx.cond(group.many == 1, " rule", " rules")
    return rx.el.div(button(words, icon="chevron_down", on_click=L.unfold(rx.cond(group.id != "", group.id, "any"))))


def _none() -> rx.Component:
    starts = rx.el.div(
        *[_start(*one) for one in STARTS], class_name="grid w-full max-w-3xl gap-3 pt-2 text-left sm:grid-cols-3"
    )
    begin = button("Begin with an empty rule", icon="plus", on_click=S.begin("", START))
    return empty(
        "workflow",
        "No rules yet",
        "A rule does by itself what you would do by hand: move people on, write to them, sort them out. "
        "Begin with one of these.",
        rx.fragment(starts, begin),
    )


def _start(kind: str, icon: str, words: str, about: str) -> rx.Component:
    return rx.el.button(
        rx.icon(icon, size=18, class_name="shrink-0 text-primary", aria_hidden="true"),
        rx.el.span(words, class_name="block font-medium"),
        rx.el.span(about, class_name="block text-sm text-muted text-pretty"),
        type="button",
        on_click=S.begin("", kind),
        class_name=f"{CARD} flex cursor-pointer flex-col gap-1.5 p-4 text-left hover:border-base-content/30",
    )
