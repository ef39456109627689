"""Rules of the clock are due when they say, are asked once, and again once they are changed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plutomi.rules.engine.deciding import Book
from plutomi.rules.engine.hours import hours_of
from plutomi.rules.engine.timers import NEVER, Due, Stay, come_due, due, next_due, questions_timed, trouble
from plutomi.rules.engine.triggers import Elapsed
from tests.rules.engine.made import MOMENT, TIMERS, rule
from tests.rules.engine.test_hours import OFFICE, STARTS

UTC_HOURS = hours_of("UTC", OFFICE, [])
NEW_YORK = hours_of("America/New_York", OFFICE, [])
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
DAY = timedelta(days=1)


def after(kind: str, amount: int = 3, unit: str = "days", **rest):
    return rule(when={"kind": kind, "amount": amount, "unit": unit, **rest})


def on(days: int):
    return rule(when={"kind": "date", "question": "starts", "days": days})


@pytest.mark.parametrize(
    ("timer", "stay", "expected"),
    [
        (after("stayed"), Stay(NOON), NOON + 3 * DAY),
        (after("stayed"), Stay(NOON, NOON + DAY, NOON + DAY), NOON + 3 * DAY),
        (after("not_completed"), Stay(NOON, NOON + DAY), NOON + 3 * DAY),
        (after("not_completed"), Stay(NOON, None, NOON + DAY), None),
        (after("idle"), Stay(NOON), NOON + 3 * DAY),
        (after("idle"), Stay(NOON, NOON + DAY), NOON + 4 * DAY),
        (after("idle"), Stay(NOON, NOON + DAY, NOON + 2 * DAY), NOON + 5 * DAY),
        (after("stayed", 5, "hours", business=True), Stay(NOON), NOON + timedelta(hours=5)),
        (after("stayed", 6, "hours", business=True), Stay(NOON), NOON + timedelta(hours=22)),
        (rule(), Stay(NOON), None),
        (on(0), Stay(NOON, answers={"starts": "2026-03-10"}), datetime(2026, 3, 10, tzinfo=UTC)),
        (on(-7), Stay(NOON, answers={"starts": "2026-03-10"}), datetime(2026, 3, 3, tzinfo=UTC)),
        (on(-8), Stay(NOON, answers={"starts": "2026-03-10"}), NOON),  # that day is not over yet
        (on(-9), Stay(NOON, answers={"starts": "2026-03-10"}), None),  # that one is
        (on(0), Stay(NOON), None),
        (on(0), Stay(NOON, answers={"starts": "soon"}), None),
        (on(3_000), Stay(NOON, answers={"starts": "9999-12-30"}), None),
    ],
)
def test_when_a_rule_is_due(timer, stay, expected):
    assert due(timer, UTC_HOURS, stay) == expected


def test_the_day_of_a_date_begins_where_the_opening_is():
    begins = datetime(2026, 3, 10, tzinfo=ZoneInfo("America/New_York"))
    assert due(on(0), NEW_YORK, Stay(NOON, answers={"starts": "2026-03-10"})) == begins


def test_the_clock_is_told_the_next_time_to_look():
    book = Book([after("stayed"), after("idle", 1), on(1), rule()])
    stay = Stay(NOON, answers={"starts": "2026-03-10"})
    times = [NOON + DAY, NOON + 3 * DAY, datetime(2026, 3, 11, tzinfo=UTC)]
    assert next_due(book, UTC_HOURS, stay) == times[0]
    assert [next_due(book, UTC_HOURS, stay, one) for one in times] == [*times[1:], None]
    assert questions_timed(book) == {"starts"}


def test_a_rule_is_asked_once_and_again_once_it_is_changed():
    early, late = replace(after("stayed", 1), position=1), after("stayed", 3)
    book, stay = Book([early, late]), Stay(NOON)
    assert MOMENT < NOON
    assert come_due(book, UTC_HOURS, stay, NOON + DAY - timedelta(seconds=1)) == ()
    assert come_due(book, UTC_HOURS, stay, NOON + DAY) == (Due(early, NOON + DAY),)
    assert come_due(book, UTC_HOURS, stay, NOON + 2 * DAY, looked_at=NOON + DAY) == ()
    assert come_due(book, UTC_HOURS, stay, NOON + 9 * DAY) == (Due(late, NOON + 3 * DAY), Due(early, NOON + DAY))
    changed = replace(early, changed_at=NOON + 2 * DAY)
    again = come_due(Book([changed]), UTC_HOURS, stay, NOON + 3 * DAY, looked_at=NOON + DAY)
    assert again == (Due(changed, NOON + DAY, is_again=True),)


@given(when=TIMERS, start=STARTS)
def test_no_timer_is_due_before_its_time(when, start):
    found = due(rule(when=when), UTC_HOURS, Stay(start))
    long = timedelta(**{when["unit"]: when["amount"]})
    assert found is None or found >= start + long
    assert when["business"] or found == start + long


@given(whens=some.lists(TIMERS, max_size=5), start=STARTS, looks=some.lists(some.timedeltas(timedelta(0)), max_size=5))
def test_whenever_the_clock_looks_each_is_asked_exactly_once(whens, start, looks):
    book, stay = Book([rule(at, when=when) for at, when in enumerate(whens)]), Stay(start)
    looked_at, asked = None, []
    for wait in [*sorted(one % (9_000 * DAY) for one in looks), 9_000 * DAY]:
        found = come_due(book, UTC_HOURS, stay, start + wait, looked_at)
        asked += [one.rule.id for one in found if not one.is_again]
        looked_at = start + wait
    possible = [one.id for one in book.timers if due(one, UTC_HOURS, stay)]
    assert sorted(asked) == sorted(possible)


def test_without_business_hours_one_says_so():
    closed = hours_of("UTC", {}, [])
    assert trouble(Elapsed("stayed", 1, "days", True), closed) == NEVER
    assert trouble(Elapsed("stayed", 1, "days", False), closed) == trouble(rule().when, closed) == ""
    assert trouble(Elapsed("stayed", 1, "days", True), UTC_HOURS) == ""
