"""What recruiters limit questions to is read whole, or refused at each limit's own field."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plutomi.errors import Invalid
from plutomi.models.question import QUESTION_TYPES
from plutomi.rules.limits import READERS, day_of, read_limits
from tests.rules.test_answers import ANYTHING, outcome

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("type", "raw", "limits"),
    [
        ("short_text", {"max_length": "20"}, {"max_length": 20}),
        ("number", {"min": "0", "max": 1.5, "unit": " km ", "is_whole": "on"},
         {"min": 0, "max": 1.5, "unit": "km", "is_whole": True}),
        ("date", {"min": "Today - 18y", "max": "2026-01-01"}, {"min": "today-18y", "max": "2026-01-01"}),
        ("time", {"min": "09:00:00"}, {"min": "09:00"}),
        ("phone", {"country": "gb"}, {"country": "GB"}),
        ("file", {"kinds": ["pdf", "image"], "max_files": 3, "max_mb": 20},
         {"kinds": ["image", "pdf"], "max_files": 3, "max_mb": 20}),
        ("consent", {"text": "One.\r\nTwo."}, {"text": "One.\nTwo."}),
        ("number", {"min": "", "max": None}, {}),
        ("yes_no", None, {}),
    ],
)  # fmt: skip
def test_limits_are_read_by_type(type, raw, limits):
    assert read_limits(type, raw) == limits
    assert read_limits(type, limits) == limits


@pytest.mark.parametrize(
    ("type", "raw", "wrong"),
    [
        ("short_text", {"max_length": 301}, {"limits.max_length"}),
        ("long_text", {"max_length": True}, {"limits.max_length"}),
        ("number", {"min": 5, "max": 4}, {"limits.max"}),
        ("number", {"min": "a", "max": float("nan"), "is_whole": "perhaps"},
         {"limits.min", "limits.max", "limits.is_whole"}),
        ("date", {"min": "today", "max": "today-1d"}, {"limits.max"}),
        ("date", {"min": "tomorrow", "max": "today+99999y"}, {"limits.min", "limits.max"}),
        ("time", {"min": "24:00"}, {"limits.min"}),
        ("phone", {"country": "ZZ"}, {"limits.country"}),
        ("file", {"kinds": ["exe"], "max_files": 0, "max_mb": 21},
         {"limits.kinds", "limits.max_files", "limits.max_mb"}),
        ("rating", {"max": 1}, {"limits.max"}),
        ("yes_no", {"max": 1}, {"limits.max"}),
        ("number", [1], {"limits"}),
    ],
)  # fmt: skip
def test_a_limit_that_cannot_be_is_named(type, raw, wrong):
    with pytest.raises(Invalid) as refused:
        read_limits(type, raw)
    assert refused.value.errors.keys() == wrong


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", TODAY),
        ("today+1d", date(2026, 4, 1)),
        ("today-2w", date(2026, 3, 17)),
        ("today-1m", date(2026, 2, 28)),
        ("today+11m", date(2027, 2, 28)),
        ("today-18y", date(2008, 3, 31)),
        ("2026-01-01", date(2026, 1, 1)),
    ],
)
def test_days_are_counted_from_today(words, day):
    assert day_of(words, TODAY) == day


@pytest.mark.parametrize("words", ["20260531", "2026-W22-7", "2026-5-31", "2026-02-30", "tomorrow", ""])
def test_a_day_is_written_as_browsers_read_it(words):
    with pytest.raises(ValueError, match="day"):
        day_of(words)


NAMES = sorted({name for limits in READERS.values() for name in limits})


@given(type=some.sampled_from(QUESTION_TYPES), raw=ANYTHING | some.dictionaries(some.sampled_from(NAMES), ANYTHING))
def test_any_limits_are_read_or_refused_at_their_fields(type, raw):
    limits, wrong = outcome(lambda: read_limits(type, raw))
    assert all(field == "limits" or field.startswith("limits.") for field in wrong)
    assert limits is None or read_limits(type, limits) == limits
