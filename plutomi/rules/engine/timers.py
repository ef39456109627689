"""When the clock next has to ask a rule about somebody in a stage."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from plutomi.rules.comparing import day_in
from plutomi.rules.engine.deciding import Book
from plutomi.rules.engine.hours import DAY, Hours, later, midnight
from plutomi.rules.engine.rule import Rule
from plutomi.rules.engine.triggers import Elapsed, OnDate, When

NEVER = "There are no business hours in its opening, so that it would never be due."


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody's time in a stage so far; `answers` by key, those that `questions_timed` names.

    `active_at` is when they last did something themselves, `completed_at` when they completed its form.
    """

    entered_at: datetime
    active_at: datetime | None = None
    completed_at: datetime | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """A rule whose time has come; `is_again` when it was looked at since, but has changed: it may have run already."""

    rule: Rule
    at: datetime
    is_again: bool = False


def due(rule: Rule, hours: Hours, stay: Stay) -> datetime | None:
    """When the rule is due for who stays there; None for never, and of rules that no clock asks."""
    when = rule.when
    if isinstance(when, OnDate):
        return _on_date(when, hours, stay)
    if not isinstance(when, Elapsed) or (when.kind == "not_completed" and stay.completed_at is not None):
        return None
    return later(hours, _start(when, stay), when.amount, when.unit, when.business)


def next_due(book: Book, hours: Hours, stay: Stay, after: datetime | None = None) -> datetime | None:
    """The earliest time at which a rule of the book is due, or the earliest after a moment."""
    times = (due(rule, hours, stay) for rule in book.timers)
    return min((one for one in times if one is not None and (after is None or one > after)), default=None)


def come_due(book: Book, hours: Hours, stay: Stay, now: datetime, looked_at: datetime | None = None) -> tuple[Due, ...]:
    """The rules to ask now, in order, of who was last looked at then: each once, and again once it was changed."""
    found = []
    for rule in book.timers:
        at = due(rule, hours, stay)
        if at is None or at > now:
            continue
        if looked_at is None or at > looked_at:
            found.append(Due(rule, at))
        elif rule.changed_at > looked_at:
            found.append(Due(rule, at, is_again=True))
    return tuple(found)


def questions_timed(book: Book) -> frozenset[str]:
    """The keys of the questions whose answers say when rules are due."""
    return frozenset(key for rule in book.timers for key in rule.when.questions_read)


def trouble(when: When, hours: Hours) -> str:
    """Why it can never be due, "" if it can."""
    return NEVER if isinstance(when, Elapsed) and when.business and hours.are_none else ""


def _start(when: Elapsed, stay: Stay) -> datetime:
    if when.kind != "idle":
        return stay.entered_at
    return max(one for one in (stay.entered_at, stay.active_at, stay.completed_at) if one is not None)


def _on_date(when: OnDate, hours: Hours, stay: Stay) -> datetime | None:
    """The beginning of that day there; a day that was over before they came is none."""
    day = day_in(stay.answers.get(when.question))
    if day is None:
        return None
    try:
        asked = day + when.days * DAY
        begins, ends = midnight(hours, asked), midnight(hours, asked + DAY)
    except OverflowError:
        return None
    return max(begins, stay.entered_at) if ends > stay.entered_at else None
