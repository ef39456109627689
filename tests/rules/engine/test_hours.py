"""Time is counted as the opening keeps it: where clocks jump, on holidays, over nights and weekends."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plutomi.errors import Invalid
from plutomi.models.zone import read_zone
from plutomi.rules.engine.hours import DAYS, Hours, hours_of, is_open, later, midnight, told
from plutomi.rules.engine.opening_hours import read_holidays, read_week
from tests.rules.test_answers import ANYTHING

OFFICE = {day: [["09:00", "17:00"]] for day in DAYS[:5]}
NEW_YORK = hours_of("America/New_York", OFFICE, ["2026-07-03"])


def at(words: str, zone: str = "America/New_York", fold: int = 0) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "business", "due"),
    [
        ("2026-01-05 10:00", 30, "days", False, "2026-02-04 10:00"),
        ("2026-02-20 10:00", 30, "days", False, "2026-03-22 10:00"),  # over the jump of spring: the same time of day
        ("2026-03-07 02:30", 1, "days", False, "2026-03-08 03:00"),  # which is left out: the moment it jumps to
        ("2026-10-31 01:30", 1, "days", False, "2026-11-01 01:30"),  # which comes twice: the first
        ("2026-03-07 10:00", 24, "hours", False, "2026-03-08 11:00"),
        ("2026-10-31 10:00", 24 * 60, "minutes", False, "2026-11-01 09:00"),
        ("2026-01-05 10:00", 90, "minutes", True, "2026-01-05 11:30"),
        ("2026-01-05 16:30", 60, "minutes", True, "2026-01-06 09:30"),
        ("2026-01-05 16:00", 1, "hours", True, "2026-01-05 17:00"),
        ("2026-01-09 16:00", 2, "hours", True, "2026-01-12 10:00"),
        ("2026-01-10 12:00", 1, "hours", True, "2026-01-12 10:00"),
        ("2026-07-02 16:00", 2, "hours", True, "2026-07-06 10:00"),  # Friday is a holiday
        ("2026-01-05 10:00", 3, "days", True, "2026-01-08 10:00"),
        ("2026-01-08 10:00", 3, "days", True, "2026-01-13 10:00"),
        ("2026-01-10 10:00", 1, "days", True, "2026-01-13 09:00"),
        ("2026-01-09 18:00", 1, "days", True, "2026-01-13 09:00"),
        ("2026-12-31 10:00", 1, "days", True, "2027-01-01 10:00"),
        ("2026-07-02 10:00", 1, "days", True, "2026-07-06 10:00"),
    ],
)
def test_so_long_after(start, amount, unit, business, due):
    assert later(NEW_YORK, at(start), amount, unit, business) == at(due)


def test_the_second_of_an_hour_that_comes_twice_is_a_moment_of_its_own():
    second = at("2026-11-01 01:30", fold=1)
    assert later(NEW_YORK, second, 1, "hours", False) == at("2026-11-01 02:30")
    assert later(NEW_YORK, second, 1, "days", False) == at("2026-11-02 01:30")


def test_where_a_whole_day_was_left_out_it_begins_when_the_clock_jumped():
    assert midnight(hours_of("Pacific/Apia", {}, []), date(2011, 12, 30)) == at("2011-12-31", "Pacific/Apia")


def test_a_night_shift_over_the_hour_that_comes_twice_lasts_an_hour_longer():
    night = hours_of("America/New_York", {"sun": [["00:00", "04:00"]]}, [])
    assert later(night, at("2026-11-01 00:00"), 4, "hours", True) == at("2026-11-01 03:00")
    night = hours_of("America/New_York", {"sun": [["00:00", "04:00"]]}, [])
    assert later(night, at("2026-03-08 00:00"), 3, "hours", True) == at("2026-03-08 04:00")


@pytest.mark.parametrize("unit", ["minutes", "hours", "days"])
def test_without_business_hours_nothing_is_ever_due(unit):
    never = hours_of("UTC", {}, [])
    assert never.are_none
    assert later(never, at("2026-01-05 10:00"), 1, unit, True) is None
    assert not is_open(never, at("2026-01-05 10:00"))


def test_what_is_too_far_away_never_comes():
    rare = hours_of("UTC", {"mon": [["09:00", "09:01"]]}, [])
    assert later(rare, at("2026-01-05 10:00"), 525_600, "minutes", True) is None
    assert later(rare, at("2026-01-05 10:00"), 3_650, "days", True) is None
    assert later(NEW_YORK, datetime(9999, 12, 30, tzinfo=UTC), 3_650, "days", False) is None


def test_the_facts_of_time_are_those_of_the_opening():
    moment = at("2026-01-05 17:00")
    assert told(NEW_YORK, moment) == {
        "time.date": "2026-01-05",
        "time.hour": 17,
        "time.weekday": 1,
        "time.is_business": False,
    }
    assert is_open(NEW_YORK, moment - timedelta(microseconds=1))


ZONES = some.sampled_from(["UTC", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata"])
SPANS = some.sampled_from([[], [["09:00", "17:00"]], [["08:00", "12:00"], ["13:30", "18:00"]], [["10:00", "24:00"]]])
HOURS = some.builds(
    lambda zone, week, holidays: hours_of(zone, dict(zip(DAYS, week, strict=True)), holidays),
    ZONES,
    some.lists(SPANS, min_size=7, max_size=7),
    some.lists(some.dates(date(2026, 2, 20), date(2026, 4, 20)).map(str), max_size=5),
)
BEGIN = datetime(2026, 2, 20, tzinfo=UTC)
STARTS = some.integers(0, 314 * 1440).map(lambda minutes: BEGIN + timedelta(minutes=minutes))
SPRING = some.integers(0, 50 * 1440).map(lambda minutes: BEGIN + timedelta(minutes=minutes))


def plainly_open(hours: Hours, moment: datetime) -> bool:
    local = moment.astimezone(hours.zone)
    minute = local.hour * 60 + local.minute
    return local.date() not in hours.holidays and any(a <= minute < b for a, b in hours.week[local.weekday()])


@given(hours=HOURS, start=SPRING, amount=some.integers(1, 1_500))
def test_business_minutes_agree_with_a_walk_from_minute_to_minute(hours, start, amount):
    found = later(hours, start, amount, "minutes", True)
    moment, left = start, amount
    while left and moment < start + timedelta(days=8):
        left -= plainly_open(hours, moment)
        moment += timedelta(minutes=1)
    if not left:
        assert found == moment
    else:
        assert found is None or found >= moment


@given(hours=HOURS, start=STARTS, amount=some.integers(1, 40))
def test_business_days_agree_with_a_walk_from_day_to_day(hours, start, amount):
    found = later(hours, start, amount, "days", True)
    if hours.are_none:
        assert found is None
        return
    while not plainly_open(hours, start):
        start += timedelta(minutes=1)
    clock, day = start.astimezone(hours.zone), start.astimezone(hours.zone).date()
    while amount:
        day += timedelta(days=1)
        amount -= bool(hours.week[day.weekday()]) and day not in hours.holidays
    moment = datetime.combine(day, clock.time().replace(fold=0), hours.zone).astimezone(UTC)
    while not plainly_open(hours, moment):
        moment += timedelta(minutes=1)
    assert found == moment


@given(
    hours=HOURS,
    start=STARTS,
    wait=some.timedeltas(timedelta(0), timedelta(days=3)),
    amount=some.integers(1, 100),
    unit=some.sampled_from(["minutes", "hours", "days"]),
    business=some.booleans(),
)
def test_who_comes_later_is_due_no_earlier_and_longer_takes_longer(hours, start, wait, amount, unit, business):
    """But for the hour that comes twice: who came in its second half keeps the time their clock showed."""
    first, more = (later(hours, start, number, unit, business) for number in (amount, amount + 1))
    if first is None or more is None:
        assert business
        return
    assert start < first < more
    least = start + (amount - 1) * timedelta(days=1) if unit == "days" else start + timedelta(**{unit: amount})
    assert first >= least
    second = start + wait
    if not start.astimezone(hours.zone).fold and not second.astimezone(hours.zone).fold:
        assert later(hours, second, amount, unit, business) >= first


@pytest.mark.parametrize(
    ("raw", "places"),
    [
        (7, {"hours"}),
        ({"moon": []}, {"hours"}),
        ({"mon": 7}, {"hours.mon"}),
        ({"mon": [["09:00"]]}, {"hours.mon.0"}),
        ({"mon": [["09:00", "08:00"]]}, {"hours.mon.0"}),
        ({"mon": [["09:00", "12:00"], ["24:00", "24:00"]]}, {"hours.mon.1"}),
        ({"tue": [["09:00", "12:00"], ["11:00", "13:00"]]}, {"hours.tue"}),
        ({"tue": [["09:00", "12:00"]] * 6}, {"hours.tue"}),
    ],
)
def test_what_are_no_business_hours_is_refused_by_place(raw, places):
    with pytest.raises(Invalid) as refused:
        read_week(raw)
    assert refused.value.errors.keys() == places


def test_hours_are_kept_in_order_and_days_without_any_left_out():
    raw = {"tue": [["13:00", "24:00"], ["09:00", "12:00"]], "mon": []}
    assert read_week(raw) == {"tue": [["09:00", "12:00"], ["13:00", "24:00"]]}


@given(raw=ANYTHING)
def test_anything_else_is_refused(raw):
    for reader in (read_week, read_holidays, read_zone):
        with suppress(ValueError, Invalid):
            reader(raw)


def test_zones_and_holidays():
    assert read_zone("Europe/Berlin") == "Europe/Berlin"
    assert read_holidays(["2026-12-25", " 2026-01-01 ", "2026-12-25", ""]) == ["2026-01-01", "2026-12-25"]
    for reader, raw in ((read_zone, "Mars/Base"), (read_zone, "../etc/passwd"), (read_holidays, ["2026-02-30"])):
        with pytest.raises(ValueError, match="like"):
            reader(raw)
