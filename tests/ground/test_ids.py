"""Ids grow with time, and between two ranks there is always another."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plutomi.ids import DIGITS, new_id, rank_between, rank_on_top

RANKS = some.text(DIGITS, min_size=1, max_size=30).filter(lambda rank: not rank.endswith("0"))


def test_ids_grow_with_time_even_within_a_millisecond():
    made = [new_id() for _ in range(1000)]
    assert made == sorted(made)
    assert len(set(made)) == 1000
    assert {id.version for id in made} == {7}


def test_a_later_id_stands_above_an_earlier_one():
    ranks = [rank_on_top(new_id()) for _ in range(100)]
    assert all(later <= earlier for earlier, later in pairwise(ranks))
    assert all(len(rank) == 25 and not rank.endswith("0") for rank in ranks)


@given(one=RANKS, other=RANKS)
def test_between_two_ranks_there_is_another(one, other):
    if one == other:
        with pytest.raises(ValueError, match="no rank"):
            rank_between(one, other)
        return
    low, high = sorted((one, other))
    between = rank_between(low, high)
    assert low < between < high
    assert low.encode() < between.encode() < high.encode()
    assert not between.endswith("0")


@given(rank=RANKS)
def test_above_the_first_and_below_the_last_there_is_room(rank):
    assert rank_between(None, rank) < rank < rank_between(rank, None)
    assert not rank_between(None, rank).endswith("0")
    assert not rank_between(rank, None).endswith("0")


@given(choices=some.lists(some.integers(0, 1000), max_size=60))
def test_any_series_of_drops_keeps_the_order(choices):
    order = [rank_between(None, None)]
    for choice in choices:
        at = choice % (len(order) + 1)
        above, below = order[at - 1] if at else None, order[at] if at < len(order) else None
        order.insert(at, rank_between(above, below))
    assert order == sorted(set(order))


def test_a_thousand_drops_into_one_gap_stay_short_enough():
    low, high = "a", "b"
    for _ in range(1000):
        high = rank_between(low, high)
    assert len(high) < 400


def test_the_wrong_way_round_is_refused():
    with pytest.raises(ValueError, match="no rank"):
        rank_between("b", "a")
