"""Trying the rule at hand on people, and what it did last."""

from typing import Any

import reflex as rx

from plutomi.components.button import button
from plutomi.components.link import text_link
from plutomi.components.notice import notice
from plutomi.components.timeline import moment, timeline
from plutomi.pages.parts import CARD, segments
from plutomi.state.rules import RuleState as S
from plutomi.state.rules import TrialState as T
from plutomi.state.rules.trial import Lot, Person
from plutomi.state.timeline import Moment

WHOM = [("present", "Those here now"), ("last", "The last 1,000 who came")]
COLORS = {
    "matched": "border-l-success",
    "unmatched": "border-l-base-content/30",
    "error": "border-l-error",
    "not_due": "border-l-base-content/30",
}


def trial() -> rx.Component:
    about = "See whom the rule would be followed for, as it is put together above. Nothing is changed."
    any_stage = rx.el.select(
        rx.el.option("Choose a stage", value=""),
        rx.foreach(S.groups, lambda one: rx.cond(one.id != "", rx.el.option(one.name, value=one.id))),
        value=S.on_stage,
        on_change=T.choose_stage,
        aria_label="On whose people",
        class_name="select select-sm w-auto text-base sm:text-sm",
    )
    tools = rx.el.div(
        segments(WHOM, S.whom, T.choose_whom, label="On whom"),
        rx.cond(S.is_anywhere, any_stage),
        button("Try it", icon="flask_conical", on_click=T.run),
        class_name="flex flex-wrap items-center gap-3",
    )
    return _part("Try it first", about, tools, rx.el.div(_found(), aria_live="polite"))


def runs() -> rx.Component:
    none = rx.el.p("It has not been followed yet.", class_name="text-sm text-muted")
    listed = timeline(rx.foreach(S.runs, _run))
    return _part("What it did last", "", rx.cond(S.runs.length() > 0, listed, none))


def _part(title: str, about: str, *body: Any) -> rx.Component:
    words = [rx.el.p(about, class_name="text-sm text-muted text-pretty")] if about else []
    return rx.el.section(
        rx.el.div(rx.el.h3(title, class_name="font-semibold"), *words),
        *body,
        aria_label=title,
        class_name=f"{CARD} flex flex-col gap-4 p-4 sm:p-6",
    )


def _found() -> rx.Component:
    trial = S.trial
    far = rx.el.div(
        rx.el.span("Tried on ", trial.tried, " of ", trial.of, " …", class_name="text-sm"),
        rx.el.progress(value=trial.tried, max=trial.of, class_name="progress w-full", aria_label="Tried so far"),
    )
    over = notice(
        "Tried on ", trial.tried, rx.cond(trial.tried == 1, " applicant", " applicants"), ". Nothing was changed."
    )
    lots = rx.el.div(rx.foreach(trial.lots, _lot), class_name="flex flex-col gap-3")
    body = rx.el.div(rx.cond(trial.is_over, over, far), lots, class_name="flex flex-col gap-3")
    return rx.cond(trial.is_over | (trial.of > 0), body)


def _lot(lot: rx.Var[Lot]) -> rx.Component:
    head = rx.el.p(
        rx.el.span(lot.many, class_name="tabular font-semibold"), " · ", lot.words, class_name="text-sm font-medium"
    )
    reasons = rx.el.ul(
        rx.foreach(lot.reasons, lambda words: rx.el.li(words, class_name="break-words")),
        class_name="text-sm text-muted",
    )
    people = rx.el.p(
        rx.foreach(lot.people, _person),
        rx.cond(lot.many > lot.people.length(), "…", ""),
        class_name="flex flex-wrap gap-x-3 gap-y-1 text-sm",
    )
    looks = "flex flex-col gap-1.5 rounded-field border border-line border-l-4 px-3.5 py-2.5 "
    return rx.el.div(
        head,
        rx.cond(lot.reasons.length() > 0, reasons),
        people,
        class_name=rx.match(lot.state, *[(state, looks + color) for state, color in COLORS.items()], looks),
    )


def _person(one: rx.Var[Person]) -> rx.Component:
    note = rx.cond(one.note != "", rx.el.span(" " + one.note, class_name="text-muted"))
    return rx.el.span(text_link(one.name, href=one.path), note)


def _run(event: rx.Var[Moment]) -> rx.Component:
    who = rx.cond(event.path != "", text_link(event.who, href=event.path), event.who)
    more = rx.foreach(event.more, lambda line: rx.el.p(line, class_name="pt-0.5 text-xs text-muted break-words"))
    return moment("workflow", who, event.what, at=event.at, more=rx.fragment(more))
