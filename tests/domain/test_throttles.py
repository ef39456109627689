"""Counting: a window that moves, and forgets whom it need not remember."""

import pytest

from plutomi.domain import throttles
from plutomi.domain.throttles import Window


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1000.0

    monkeypatch.setattr(throttles, "monotonic", lambda: Clock.now)
    return Clock


def test_so_many_are_taken_and_the_next_is_told_how_long_to_wait(clock):
    window = Window(60)
    assert [window.hit("ann", 3) for _ in range(3)] == [0, 0, 0]
    clock.now += 20
    assert window.hit("ann", 3) == 40
    assert window.hit("bob", 3) == 0


def test_each_hit_leaves_the_window_in_its_own_time(clock):
    window = Window(60)
    for _ in range(2):
        assert window.hit("ann", 2) == 0
        clock.now += 30
    assert window.hit("ann", 2) == 0  # the first is a minute old
    assert window.hit("ann", 2) == 30


def test_a_refused_one_is_not_counted(clock):
    window = Window(60)
    window.hit("ann", 1)
    clock.now += 59
    assert window.hit("ann", 1) == 1
    clock.now += 1
    assert window.hit("ann", 1) == 0


def test_a_lower_limit_holds_at_once(clock):
    window = Window(60)
    for _ in range(5):
        window.hit("ann", 10)
        clock.now += 1
    assert window.hit("ann", 2) == 58  # until but one of the five is a minute old


def test_who_has_not_come_for_a_while_takes_no_memory(clock):
    window = Window(60)
    for number in range(1000):
        window.hit(str(number), 1)
        clock.now += 1
    assert len(window._hits) <= 61
