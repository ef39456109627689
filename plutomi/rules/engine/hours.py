"""Time as an opening keeps it: its zone, its business hours, its holidays. Safe where clocks jump.

Minutes and hours are as long as they are; a day on is the same time on the clock. A time that spring leaves out is the
moment it jumps to; of one that autumn repeats the first counts. Nothing is looked for farther than twenty years on.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FARTHEST = 20  # years
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
Span = tuple[int, int]  # minutes of a day, from and to


@dataclass(frozen=True, slots=True)
class Hours:
    """`week` holds each day's spans from Monday on, in order and apart from each other."""

    zone: ZoneInfo
    week: tuple[tuple[Span, ...], ...]
    holidays: frozenset[date] = frozenset()

    @property
    def are_none(self) -> bool:
        """Whether it is never open."""
        return not any(self.week)


def hours_of(zone: str, week: Mapping[str, Any], holidays: Iterable[str]) -> Hours:
    """An opening's, as they are kept."""
    spans = tuple(tuple((_minute(first), _minute(last)) for first, last in week.get(day, ())) for day in DAYS)
    return _hours(zone, spans, frozenset(map(date.fromisoformat, holidays)))


def later(hours: Hours, start: datetime, amount: int, unit: str, business: bool) -> datetime | None:
    """The moment so long after `start`; None if that never comes."""
    try:
        if not business:
            return _days_on(hours, start, amount) if unit == "days" else start + amount * _LONG[unit]
        return _business_days_on(hours, start, amount) if unit == "days" else _open(hours, start, amount * _LONG[unit])
    except OverflowError:  # past the year 9999
        return None


def midnight(hours: Hours, day: date) -> datetime:
    """The moment a day begins there."""
    return _instant(hours.zone, day, 0)


def is_open(hours: Hours, moment: datetime) -> bool:
    """Whether it is within business hours."""
    opened = _year(hours, moment.astimezone(hours.zone).year)
    at = bisect_right(opened.begins, moment) - 1
    return at >= 0 and moment < opened.ends[at]


def told(hours: Hours, moment: datetime) -> dict[str, Any]:
    """The facts of time (facts.py)."""
    local = moment.astimezone(hours.zone)
    return {
        "time.date": local.date().isoformat(),
        "time.hour": local.hour,
        "time.weekday": local.isoweekday(),
        "time.is_business": is_open(hours, moment),
    }


_LONG = {"minutes": MINUTE, "hours": timedelta(hours=1)}


def _minute(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute)


@lru_cache(maxsize=1_000)
def _hours(zone: str, week: tuple[tuple[Span, ...], ...], holidays: frozenset[date]) -> Hours:
    return Hours(ZoneInfo(zone), week, holidays)


def _instant(zone: ZoneInfo, day: date, minute: int, seconds: timedelta = timedelta(0)) -> datetime:
    """The moment the clock there shows that time; where it is left out, the moment it jumps to."""
    wall = datetime.combine(day, time()) + minute * MINUTE + seconds
    before, after = wall.replace(tzinfo=zone), wall.replace(tzinfo=zone, fold=1)
    moment = before.astimezone(UTC)
    if _offset(after) <= _offset(before):
        return moment
    return _jump(zone, after.astimezone(UTC), moment)


def _jump(zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """The moment between these at which the clock jumps, to the second."""
    low, high = int(early.timestamp()), int(late.timestamp()) + 1
    offset = _offset(early.astimezone(zone))
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(datetime.fromtimestamp(middle, zone)) == offset:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high, UTC)


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta(0)


def _days_on(hours: Hours, start: datetime, amount: int) -> datetime:
    local = start.astimezone(hours.zone)
    return _at(hours, local.date() + amount * DAY, local)


def _at(hours: Hours, day: date, clock: datetime) -> datetime:
    """That day, at the time the clock shows."""
    rest = timedelta(seconds=clock.second, microseconds=clock.microsecond)
    return _instant(hours.zone, day, clock.hour * 60 + clock.minute, rest)


@dataclass(frozen=True, slots=True)
class _Year:
    """The spans of a year's open days as moments; `passed` is the open time before each, and at last in all."""

    begins: tuple[datetime, ...]
    ends: tuple[datetime, ...]
    passed: tuple[timedelta, ...]
    days: tuple[date, ...]


@lru_cache(maxsize=200)
def _year(hours: Hours, year: int) -> _Year:
    begins, ends, days, passed = [], [], [], [timedelta(0)]
    day = date(year, 1, 1)
    while day.year == year:
        spans = hours.week[day.weekday()] if day not in hours.holidays else ()
        for first, last in spans:
            begin, end = _instant(hours.zone, day, first), _instant(hours.zone, day, last)
            if begin < end:
                begins.append(begin)
                ends.append(end)
                passed.append(passed[-1] + (end - begin))
        if spans:
            days.append(day)
        day += DAY
    return _Year(tuple(begins), tuple(ends), tuple(passed), tuple(days))


def _open(hours: Hours, start: datetime, wanted: timedelta) -> datetime | None:
    """The moment by which it was open for so long since `start`."""
    first = start.astimezone(hours.zone).year
    for year in range(first, first + FARTHEST):
        opened = _year(hours, year)
        if year == first:
            wanted += _passed(opened, start)
        if wanted <= opened.passed[-1]:
            at = bisect_left(opened.passed, wanted) - 1
            return opened.begins[at] + (wanted - opened.passed[at])
        wanted -= opened.passed[-1]
    return None


def _passed(opened: _Year, moment: datetime) -> timedelta:
    """How long it was open in that year until then."""
    at = bisect_right(opened.begins, moment) - 1
    return opened.passed[at] + min(moment, opened.ends[at]) - opened.begins[at] if at >= 0 else timedelta(0)


def _business_days_on(hours: Hours, start: datetime, amount: int) -> datetime | None:
    """The same time so many open days on, or when it opens next; who comes when it is closed comes when it opens."""
    begin = _next_open(hours, start)
    if begin is None:
        return None
    local = begin.astimezone(hours.zone)
    left, first = amount, local.date()
    for year in range(first.year, first.year + FARTHEST):
        days = _year(hours, year).days
        at = bisect_right(days, first) + left - 1 if year == first.year else left - 1
        if at < len(days):
            return _next_open(hours, _at(hours, days[at], local))
        left = at + 1 - len(days)
    return None


def _next_open(hours: Hours, moment: datetime) -> datetime | None:
    """This moment if it is open, or the next at which it opens."""
    first = moment.astimezone(hours.zone).year
    for year in range(first, first + FARTHEST):
        opened = _year(hours, year)
        at = bisect_right(opened.ends, moment)
        if at < len(opened.begins):
            return max(moment, opened.begins[at])
    return None
