"""The window of operations that one viewer's board is sent."""

import json
from uuid import uuid4

from plutomi.models.label import MAX_WORN
from plutomi.state.live import MOST, append

BEFORE, AFTER = str(uuid4()), str(uuid4())


def op(name="Grace Hopper", **rest):
    id = str(uuid4())
    card = {"id": id, "name": name, "stage_id": AFTER, "rank": "fe5df7dd77aa8a4c47b68958i", "version": 2}
    card |= {"entered_at": "2026-11-23T11:20:10.581362+00:00", "is_missing_answers": False}
    told = {"id": str(uuid4()), "tx": 1174, "kind": "card", "applicant_id": id, "from": BEFORE, "to": AFTER}
    return told | {"card": card} | rest


def look_again():
    return {"id": "", "tx": 0, "kind": "columns"}


def size(ops):
    return len(json.dumps(ops, ensure_ascii=False, separators=(",", ":")).encode())


def test_a_move_is_one_small_delta_however_many_there_were_before():
    ops, seq = [], 0
    for name in ("Grace Hopper", "N" * 200, "Ångström " * 6, "Ada", "Grace Hopper"):
        ops, seq = append(ops, seq, [op(name)], is_soon=False)
        assert [one["card"]["n"] for one in ops] == [name]
        assert size(ops) < 560


def test_what_follows_at_once_repeats_a_few_before_it():
    ops, seq = [], 0
    for _ in range(6):
        ops, seq = append(ops, seq, [op()], is_soon=True)
    assert ([one["seq"] for one in ops], seq) == ([3, 4, 5, 6], 6)


def test_all_news_are_sent_together_unless_there_are_very_many():
    ops, seq = append([], 0, [op() for _ in range(5)], is_soon=False)
    assert ([one["seq"] for one in ops], seq) == ([1, 2, 3, 4, 5], 5)
    ops, seq = append(ops, seq, [op() for _ in range(MOST + 1)], is_soon=True)
    assert (ops[0]["seq"], ops[-1]["seq"], seq) == (7, 26, 26)


def test_ones_own_move_that_comes_back_as_news_is_not_sent_twice():
    mine = op()
    _, seq = first = append([], 0, [mine], is_soon=False)
    assert append(first[0], seq, [mine], is_soon=True) == first


def test_being_told_to_look_again_counts_each_time():
    ops, seq = append([], 0, [look_again()], is_soon=True)
    ops, seq = append(ops, seq, [look_again()], is_soon=True)
    assert [one["seq"] for one in ops] == [1, 2]


def test_a_card_leaves_out_what_its_operation_says():
    (moved,), _ = append([], 0, [op()], is_soon=False)
    assert {"i", "s"}.isdisjoint(moved["card"])
    (ranked,), _ = append([], 0, [op(to=None)], is_soon=False)
    assert ranked["card"]["s"] == AFTER


def test_a_card_that_carries_all_it_can_is_light_enough():
    laden = {"labels": list(range(900, 900 + MAX_WORN)), "assignee_id": str(uuid4()), "area": "outside"}
    moved = op("N" * 200)
    moved["card"] |= laden | {"deadline_at": "2026-11-23T11:20:10.581362+00:00"}
    ops, _ = append([], 0, [moved], is_soon=False)
    assert size(ops) < 640, "some 410 bytes are the frame's own, and 1,024 are the most"
