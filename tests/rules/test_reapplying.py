"""Who may apply again, from when on, and how that is said."""

from datetime import UTC, datetime

import pytest

from plutomi.clock import living_in
from plutomi.rules.reapplying import Policy

ONCE = "This opening takes each person once, so you cannot apply to it again."
LEFT = datetime(2026, 11, 1, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("policy", "at", "is_allowed", "words"),
    [
        (Policy("once", 30), (2036, 1, 1), False, ONCE),
        (Policy("unlimited", 30), (2026, 11, 2), True, "You can apply again."),
        (Policy("after", 30), (2026, 11, 30), False, "You can apply again from December 1, 2026 on."),
        (Policy("after", 30), (2026, 12, 1), True, "You can apply again."),
    ],
)  # fmt: skip
def test_the_days_count_from_the_withdrawal(policy, at, is_allowed, words):
    moment = datetime(*at, tzinfo=UTC)
    assert (policy.allows(LEFT, moment), policy.words_for(LEFT, moment)) == (is_allowed, words)


def test_a_day_begins_where_somebody_lives():
    policy, late = Policy("after", 1), datetime(2026, 11, 1, 13, 30, tzinfo=UTC)
    with living_in("Asia/Tokyo"):
        assert policy.words_for(late, late) == "You can apply again from November 2, 2026 on."
        assert policy.allows(late, datetime(2026, 11, 1, 15, 0, tzinfo=UTC))
    with living_in("America/Los_Angeles"):
        assert not policy.allows(late, datetime(2026, 11, 2, 7, 59, tzinfo=UTC))
        assert policy.allows(late, datetime(2026, 11, 2, 8, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        (Policy("once", 30), "You can apply once: if you withdraw, that is final."),
        (Policy("unlimited", 30), "If you withdraw, you can apply again at any time."),
        (Policy("after", 30), "If you withdraw, you can apply again 30 days later."),
        (Policy("after", 1), "If you withdraw, you can apply again 1 day later."),
    ],
)
def test_everybody_is_told_beforehand(policy, words):
    assert policy.words == words
