"""An applicant's way: `journey(S.steps)`, each with name, state (done, yours, review, ahead), said, about and day."""

import reflex as rx

from .saying import say
from .timeago import day


def journey(steps: rx.Var, lang: rx.Var) -> rx.Component:
    """The stages in order: what is done and when, whose turn it is, what happens next; named in this language."""
    return rx.el.ol(
        rx.foreach(steps, lambda one, index: _step(one, index, lang)),
        aria_label=say("Progress"),
        class_name="flex flex-col",
    )


def _step(one: rx.Var, index: rx.Var, lang: rx.Var) -> rx.Component:
    is_here = (one.state == "yours") | (one.state == "review")
    dot = rx.el.span(
        rx.match(
            one.state,
            ("done", rx.icon("check", size=14, stroke_width=3, aria_hidden="true")),
            ("review", rx.icon("clock", size=14, stroke_width=2.5, aria_hidden="true")),
            rx.el.span(index + 1, class_name="tabular"),
        ),
        class_name=rx.match(one.state, ("done", _DOT + _DONE), ("ahead", _DOT + _AHEAD), _DOT + _HERE),
        aria_hidden="true",
    )
    said = rx.el.span(
        rx.cond(one.state == "done", rx.cond(one.day != "", say("done {day}", day=day(one.day)), one.said), one.said),
        class_name=rx.cond(is_here, "text-xs font-medium text-primary", "text-xs text-muted"),
    )
    words = rx.el.div(
        rx.el.span(
            rx.el.bdi(
                one.name,
                lang=lang,
                class_name=rx.cond(is_here, "font-semibold", rx.cond(one.state == "done", "", "text-muted")),
            ),
            said,
            class_name="flex flex-wrap items-baseline gap-x-2",
        ),
        rx.cond(one.about != "", rx.el.span(one.about, class_name="text-sm text-muted text-pretty")),
        class_name="flex min-w-0 flex-col gap-0.5 pt-0.5 pb-5",
    )
    return rx.el.li(dot, words, aria_current=rx.cond(is_here, "step", "false"), class_name=_STEP)


_STEP = (
    "relative flex gap-3 [&:not(:last-child)]:before:absolute [&:not(:last-child)]:before:start-[13px] "
    "[&:not(:last-child)]:before:top-8 [&:not(:last-child)]:before:bottom-1 [&:not(:last-child)]:before:w-px "
    "[&:not(:last-child)]:before:bg-line"
)
_DOT = "grid size-7 shrink-0 place-items-center rounded-full text-xs font-semibold "
_DONE = "bg-primary text-primary-content"
_HERE = "border-2 border-primary text-primary"
_AHEAD = "border border-line text-muted"
