"""The board's arithmetic, run by the same Node that builds the pages."""

import json
import random

import pytest

from tests.components.nodes import run

STAGES = ["review", "trial", "hired"]
ALL_SEEN = {"xmin": 10, "xmax": 10, "xip": []}


def ask(*calls):
    return run("board_driver.mjs", "dragging/board_model.js", calls)


def card(id, stage="review", rank="m", version=1):
    return {"id": id, "name": id, "stage_id": stage, "rank": rank, "version": version}


def snapshot(cards, seen=ALL_SEEN, next=None, counts=None):
    held = {stage: [c for c in cards if c["stage_id"] == stage] for stage in STAGES}
    columns = [
        {"id": s, "name": s, "position": i, "count": (counts or {}).get(s, len(held[s])), "cards": held[s]}
        for i, s in enumerate(STAGES)
    ]
    return {"opening": {}, "seen": seen, "columns": [{**c, "next": (next or {}).get(c["id"])} for c in columns]}


def op(id, to, from_=None, tx=50, **place):
    placed = card(place.pop("applicant", "ann"), to, **place) if to else None
    return {
        "id": id,
        "tx": tx,
        "kind": "card",
        "card": placed,
        "of": placed["id"] if placed else "ann",
        "from": from_,
        "to": to,
    }


def play(start, *steps, moves=()):
    return ask(["play", {"snapshot": start, "steps": steps, "moves": moves}])[0]


def ops(*given):
    return {"do": "ops", "ops": given}


def review(played):
    return played[0][1:]


@pytest.mark.parametrize(
    ("tx", "expected"),
    [(9, True), (10, True), (11, False), (14, True), (15, False), (99, False)],
)
def test_a_transaction_is_seen_when_it_had_committed_before_the_snapshot(tx, expected):
    assert ask(["isSeen", {"xmin": 10, "xmax": 15, "xip": [11, 13]}, tx]) == [expected]


def test_cards_are_ordered_by_rank_bytes_and_then_by_id():
    pairs = [(("Z", "a"), ("a", "a")), (("a", "a"), ("a", "b")), (("a", "z"), ("aa", "a")), (("9", "z"), ("A", "a"))]
    calls = [["precedes", card(a[1], rank=a[0]), card(b[1], rank=b[0])] for a, b in pairs]
    backward = [["precedes", right, left] for _, left, right in calls]
    assert ask(*calls, *backward) == [True] * 4 + [False] * 4


def test_a_moved_card_changes_both_counts_and_stands_by_its_rank():
    start = snapshot([card("ann"), card("bo", "trial", "d"), card("cy", "trial", "t")])
    assert play(start, ops(op("e", "trial", "review", rank="k", version=2))) == [
        ["review", 0, []],
        ["trial", 3, ["bo", "ann", "cy"]],
        ["hired", 0, []],
    ]


def test_a_card_is_whole_though_its_operation_says_the_rest():
    moved = op("e", "trial", "review", version=2)
    moved["card"] = {key: value for key, value in moved["card"].items() if key not in ("id", "stage_id")}
    back = op("f", "review", "trial", version=3)
    assert play(snapshot([card("ann")]), ops(moved))[1] == ["trial", 1, ["ann"]]
    assert play(snapshot([card("ann")]), ops(moved), ops(back))[0] == ["review", 1, ["ann"]]


def test_an_event_is_applied_once():
    moved = op("e", "trial", "review", version=2)
    assert play(snapshot([card("ann")]), ops(moved, moved), ops(moved))[1] == ["trial", 1, ["ann"]]


def test_an_operation_the_snapshot_held_changes_nothing():
    start = snapshot([card("ann", "trial", version=2)])
    assert play(start, ops(op("e", "trial", "review", tx=9, version=2)))[1] == ["trial", 1, ["ann"]]


def test_an_older_version_counts_but_does_not_move_the_card_back():
    late, early = op("e2", "hired", "trial", version=3), op("e1", "trial", "review", version=2)
    assert play(snapshot([card("ann")]), ops(late), ops(early)) == [
        ["review", 0, []],
        ["trial", 0, []],
        ["hired", 1, ["ann"]],
    ]


def test_a_deleted_card_leaves_and_no_late_operation_brings_it_back():
    gone = op("e2", None, "trial")
    assert play(snapshot([card("ann")]), ops(gone), ops(op("e1", "trial", "review", version=2))) == [
        ["review", 0, []],
        ["trial", 0, []],
        ["hired", 0, []],
    ]


def test_a_card_beyond_the_loaded_window_is_only_counted_until_its_page_comes():
    start = snapshot([card("bo", rank="d")], next={"review": "c1"}, counts={"review": 2})
    arrived = ops(op("e", "review", rank="k"))
    page = {"do": "page", "stage": "review", "cursor": "c1", "page": {"cards": [card("cy", rank="t")], "next": None}}
    assert review(play(start, arrived)) == [3, ["bo"]]
    assert review(play(start, arrived, page)) == [3, ["bo", "ann", "cy"]]


def test_the_window_ends_where_the_page_ended_even_when_its_last_card_has_left():
    start = snapshot([card("bo", rank="d"), card("cy", rank="t")], next={"review": "c1"}, counts={"review": 9})
    left = op("e1", "trial", "review", applicant="cy", version=2)
    assert review(play(start, ops(left, op("e2", "review", rank="k")))) == [9, ["bo", "ann"]]


def test_a_page_that_answers_an_old_cursor_is_ignored():
    start = snapshot([card("bo", rank="d")], next={"review": "c2"}, counts={"review": 2})
    page = {"do": "page", "stage": "review", "cursor": "c1", "page": {"cards": [card("cy", rank="t")], "next": None}}
    assert review(play(start, page)) == [2, ["bo"]]


def test_a_page_does_not_bring_back_a_card_that_has_moved_on():
    start = snapshot([card("bo", rank="d")], next={"review": "c1"}, counts={"review": 2})
    page = {"do": "page", "stage": "review", "cursor": "c1", "page": {"cards": [card("ann", rank="t")], "next": None}}
    assert play(start, ops(op("e", "hired", "review", version=2)), page) == [
        ["review", 1, ["bo"]],
        ["trial", 0, []],
        ["hired", 1, ["ann"]],
    ]


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        (None, "bo", ["ann", "bo", "cy"]),
        ("bo", "cy", ["bo", "ann", "cy"]),
        ("cy", None, ["bo", "cy", "ann"]),
        ("gone", "cy", ["bo", "ann", "cy"]),
        ("gone", "gone too", ["bo", "cy", "ann"]),
        (None, None, ["ann", "bo", "cy"]),
    ],
)
def test_a_pending_move_lies_between_its_neighbours_or_near_what_is_left_of_them(above, below, expected):
    start = snapshot([card("ann"), card("bo", "trial", "d"), card("cy", "trial", "t")])
    move = {"applicant_id": "ann", "to_stage_id": "trial", "above_id": above, "below_id": below}
    assert play(start, moves=[move])[:2] == [["review", 0, []], ["trial", 3, expected]]


def test_a_pending_move_of_a_card_that_is_gone_or_to_a_stage_that_is_gone_changes_nothing():
    start = snapshot([card("ann")])
    there = {"above_id": None, "below_id": None}
    moves = [
        {"applicant_id": "bo", "to_stage_id": "trial", **there},
        {"applicant_id": "ann", "to_stage_id": "closed", **there},
        {"stage_id": "closed", "position": 0},
    ]
    assert play(start, moves=moves) == play(start)


def test_a_pending_column_move_puts_the_stage_at_its_position():
    assert [c[0] for c in play(snapshot([]), moves=[{"stage_id": "review", "position": 2}])] == [
        "trial",
        "hired",
        "review",
    ]


def test_the_neighbours_of_a_place_leave_out_the_card_that_is_moved():
    cards = [card(id) for id in ("ann", "bo", "cy")]
    asked = ask(*[["neighbours", cards, "bo", index] for index in range(3)], ["neighbours", [], "bo", 0])
    assert [(n["above_id"], n["below_id"]) for n in asked] == [(None, "ann"), ("ann", "cy"), ("cy", None), (None, None)]


@pytest.mark.parametrize(
    ("last", "seqs", "newest", "fresh", "is_gap"),
    [
        (3, [2, 3], 3, [], False),
        (3, [3, 4, 5], 5, [4, 5], False),
        (3, [5, 6], 6, [5, 6], True),
        (3, [], 7, [], True),
        (3, [4], 6, [4], True),
        (900, [], 1, [], True),
    ],
)
def test_a_skipped_number_or_a_new_numbering_is_a_gap(last, seqs, newest, fresh, is_gap):
    (answer,) = ask(["sift", last, [{"seq": seq} for seq in seqs], newest])
    assert ([given["seq"] for given in answer["fresh"]], answer["isGap"]) == (fresh, is_gap)


def test_time_in_a_stage_is_short_on_the_card_and_whole_for_the_ear():
    at, start = "1970-01-01T00:00:00Z", 0
    seconds = [start - 5, 59, 60, 7200, 86400, 3 * 86400]
    assert ask(*[["since", at, second * 1000] for second in seconds]) == [
        ["now", "less than a minute"],
        ["now", "less than a minute"],
        ["1 min", "1 minute"],
        ["2 h", "2 hours"],
        ["1 d", "1 day"],
        ["3 d", "3 days"],
    ]


class Server:
    """What the database knows: the oracle for boards that hear of it late, twice and out of order."""

    def __init__(self, dice):
        self.dice, self.tx, self.ops = dice, 100, []
        self.cards = {f"a{i}": card(f"a{i}", dice.choice(STAGES), self.rank()) for i in range(dice.randint(0, 14))}

    def rank(self):
        return "".join(self.dice.choice("aAz09m") for _ in range(3))

    def act(self):
        self.tx += 1
        known = self.dice.choice([None, *self.cards])
        before = self.cards.pop(known, None) if known else None
        after = None
        if known is None or self.dice.random() < 0.85:
            id = known or f"b{self.tx}"
            after = card(id, self.dice.choice(STAGES), self.rank(), before["version"] + 1 if before else 1)
            self.cards[id] = after
        self.ops.append(
            {"id": f"e{self.tx}", "tx": self.tx, "kind": "card", "card": after, "of": (after or before)["id"]}
            | {"from": before and before["stage_id"], "to": after and after["stage_id"]}
        )

    def column(self, stage):
        return sorted((c for c in self.cards.values() if c["stage_id"] == stage), key=lambda c: (c["rank"], c["id"]))

    def page(self, stage, cursor, size):
        after = tuple(json.loads(cursor)) if cursor else ("", "")
        rest = [c for c in self.column(stage) if (c["rank"], c["id"]) > after]
        cards = rest[:size]
        more = json.dumps([cards[-1]["rank"], cards[-1]["id"]]) if len(rest) > size else None
        return {"cards": cards, "next": more}

    def snapshot(self, size):
        columns = [
            {"id": s, "name": s, "position": i, "count": len(self.column(s)), **self.page(s, None, size)}
            for i, s in enumerate(STAGES)
        ]
        seen = {"xmin": self.tx + 1, "xmax": self.tx + 1, "xip": []}
        return {"opening": {}, "columns": columns, "seen": seen}

    def truth(self):
        return [[s, len(self.column(s)), [c["id"] for c in self.column(s)]] for s in STAGES]


def live_board(seed):
    """A board that opens in the middle of things, and hears all that follows in some order or other."""
    dice = random.Random(seed)
    server, steps = Server(dice), []
    for _ in range(dice.randint(0, 6)):
        server.act()
    start = server.snapshot(size=3)
    cursors = {column["id"]: column["next"] for column in start["columns"]}
    owed = dice.sample(server.ops, min(2, len(server.ops)))  # already in the snapshot, and told again

    def deliver():
        dice.shuffle(owed)
        told = [owed.pop() for _ in range(dice.randint(0, len(owed)))]
        owed.extend(o for o in told if dice.random() < 0.2)  # told twice
        steps.append({"do": "ops", "ops": told})

    def turn(stage):
        page = server.page(stage, cursors[stage], 3)
        late = dice.random() < 0.5  # the page was read before what is told next
        if late:
            server.act()
            owed.append(server.ops[-1])
            deliver()
        steps.append({"do": "page", "stage": stage, "cursor": cursors[stage], "page": page})
        cursors[stage] = page["next"]

    for _ in range(dice.randint(0, 30)):
        server.act()
        owed.append(server.ops[-1])
        if dice.random() < 0.4:
            deliver()
        if (stage := dice.choice(STAGES)) and cursors[stage] and dice.random() < 0.4:
            turn(stage)
    steps.append({"do": "ops", "ops": owed[:]})
    owed.clear()
    while waiting := [stage for stage in STAGES if cursors[stage]]:
        turn(waiting[0])
    steps.append({"do": "ops", "ops": owed})
    return {"snapshot": start, "steps": steps}, server.truth()


def test_whatever_the_order_in_which_a_board_hears_of_things_it_ends_as_the_server():
    boards = [live_board(seed) for seed in range(600)]
    answers = ask(*[["play", board] for board, _ in boards])
    wrong = [seed for seed, (answer, (_, truth)) in enumerate(zip(answers, boards, strict=True)) if answer != truth]
    assert wrong == []


MOVE = {"applicant_id": "ann", "to_stage_id": "trial", "above_id": None, "below_id": None}
BEFORE, AFTER = snapshot([card("ann")]), snapshot([card("ann", "trial", version=2)])
AT_REVIEW, AT_TRIAL = ["review", 1, ["ann"]], ["trial", 1, ["ann"]]


def live(answers, *steps, url="/board", **patience):
    """What is shown after each step: the server answers in turn, None for a failure."""
    given = {"answers": answers, "steps": [{"do": "open"}, *steps], "patience": patience, "url": url}
    return run("store_driver.mjs", "dragging/board_store.js", given)


def held(body):
    return {"body": body, "isHeld": True}


def receive(*given, **more):
    return {"do": "receive", "ops": [{**o, "seq": i + 1} for i, o in enumerate(given)], "seq": len(given), **more}


def test_a_moved_card_stays_until_the_acknowledgement_brings_its_operation():
    moved = receive(op("e", "trial", "review", version=2), acked=1)
    seen = live([{"body": BEFORE}], receive(), {"do": "move", "move": MOVE}, receive(), moved)["seen"]
    assert [AT_TRIAL in step["shown"] for step in seen] == [False, False, True, True, True]


def test_a_refused_move_returns():
    seen = live([{"body": BEFORE}], receive(), {"do": "move", "move": MOVE}, receive(acked=1, refusal="Full."))["seen"]
    assert [AT_REVIEW in step["shown"] for step in seen] == [True, True, False, True]


def test_on_a_part_of_a_board_a_moved_card_stays_too_until_that_part_is_fetched_anew():
    moved = receive(op("e", "trial", "review", version=2), acked=1)
    steps = [receive(), {"do": "move", "move": MOVE}, moved, {"do": "wait", "ms": 1100}]
    seen = live([{"body": BEFORE}, {"body": AFTER}], *steps, url="/board?label_id=1")["seen"][2:]
    assert [AT_TRIAL in step["shown"] for step in seen] == [True, True, True]
    assert [step["asked"] for step in seen] == [1, 1, 2]


def test_on_a_part_of_a_board_a_refused_move_returns():
    steps = [receive(), {"do": "move", "move": MOVE}, receive(acked=1, refusal="Full.")]
    seen = live([{"body": BEFORE}], *steps, url="/board?label_id=1")["seen"]
    assert AT_REVIEW in seen[-1]["shown"]


def test_a_move_nobody_acknowledges_is_said_to_be_slow_and_then_given_up():
    wait = {"do": "wait", "ms": 200}
    steps = [receive(), {"do": "move", "move": MOVE}, wait, wait, {"do": "move", "move": MOVE}]
    seen = live([{"body": BEFORE}, {"body": BEFORE}], *steps, slow=100, lost=300)["seen"][2:]
    assert [(step["isSlow"], step["hasLost"]) for step in seen] == [
        (False, False),
        (True, False),
        (False, True),
        (False, False),
    ]
    assert [AT_TRIAL in step["shown"] for step in seen] == [True, True, False, True]
    assert [step["asked"] for step in seen] == [1, 1, 2, 2]


def test_an_acknowledged_move_is_slow_no_more():
    moved = receive(op("e", "trial", "review", version=2), acked=1)
    steps = [receive(), {"do": "move", "move": MOVE}, {"do": "wait", "ms": 60}, moved, {"do": "wait", "ms": 200}]
    seen = live([{"body": BEFORE}], *steps, slow=20, lost=200)["seen"][3:]
    assert [(step["isSlow"], step["hasLost"]) for step in seen] == [(True, False), (False, False), (False, False)]


def test_of_two_moves_in_flight_the_acknowledged_one_goes_and_the_other_stays():
    onward = {**MOVE, "to_stage_id": "hired"}
    first = receive(op("e", "trial", "review", version=2), acked=1)
    ran = live([{"body": BEFORE}], receive(), {"do": "move", "move": MOVE}, {"do": "move", "move": onward}, first)
    assert ran["seen"][-1]["shown"] == [["review", 0, []], ["trial", 0, []], ["hired", 1, ["ann"]]]


def test_a_gap_fetches_the_board_anew_and_an_acknowledged_move_waits_for_it():
    skipped = {"do": "receive", "seq": 7, "acked": 1}
    steps = [receive(), {"do": "move", "move": MOVE}, skipped, {"do": "release"}]
    seen = live([{"body": BEFORE}, held(AFTER)], *steps)["seen"]
    assert [AT_TRIAL in step["shown"] for step in seen[2:]] == [True, True, True]
    assert [step["asked"] for step in seen] == [1, 1, 1, 2, 2]


def test_operations_that_come_while_a_snapshot_is_under_way_are_laid_on_it():
    seen = live([held(BEFORE)], receive(), receive(op("e", "trial", "review", version=2)), {"do": "release"})["seen"]
    assert seen[-1]["shown"][1] == AT_TRIAL


def test_a_changed_stage_fetches_the_board_as_deep_as_it_had_been_scrolled():
    first = snapshot([card("ann", rank="a")], next={"review": "c1"}, counts={"review": 2})
    page = {"cards": [card("bo", rank="b")], "next": None}
    columns = receive({"id": "e", "tx": 50, "kind": "columns"})
    answers = [{"body": first}, {"body": page}, {"body": first}, {"body": page}]
    ran = live(answers, receive(), {"do": "more", "stage": "review"}, columns)
    assert ran["asked"] == ["/board", "/board/review?after=c1&limit=50", "/board", "/board/review?after=c1&limit=200"]
    assert review(ran["seen"][-1]["shown"]) == [2, ["ann", "bo"]]


def test_a_moved_stage_does_not_jump_back_while_the_board_is_fetched():
    moved = receive({"id": "e", "tx": 50, "kind": "columns"}, acked=1)
    move = {"do": "move", "move": {"stage_id": "review", "position": 2}}
    seen = live([{"body": BEFORE}, held(BEFORE)], receive(), move, moved)["seen"]
    assert [step["shown"][2][0] for step in seen] == ["hired", "hired", "review", "review"]


def test_a_failed_fetch_keeps_what_is_shown_and_a_retry_heals_it():
    steps = [receive(), {"do": "receive", "seq": 7}, {"do": "retry"}]
    seen = live([{"body": BEFORE}, {}, {"body": AFTER}], *steps)["seen"]
    assert [(AT_REVIEW in step["shown"], step["isFailing"]) for step in seen[2:]] == [(True, True), (False, False)]


def test_a_failed_page_can_be_asked_for_again():
    first = snapshot([card("ann", rank="a")], next={"review": "c1"}, counts={"review": 2})
    page = {"cards": [card("bo", rank="b")], "next": None}
    more = {"do": "more", "stage": "review"}
    seen = live([{"body": first}, {}, {"body": page}], more, more)["seen"]
    assert [step["failed"] for step in seen] == [[], ["review"], []]
    assert review(seen[-1]["shown"]) == [2, ["ann", "bo"]]


def test_an_operations_card_is_told_in_short():
    start = snapshot([card("ann") | {"labels": [1], "entered_at": "2026-11-23T11:20:10+00:00"}])
    moved = op("e", "trial", "review") | {"card": {"n": "Ann", "r": "k", "v": 2, "e": 0, "l": [1, 2], "o": None}}
    assert play(start, ops(moved)) == [["review", 0, []], ["trial", 1, ["ann"]], ["hired", 0, []]]


def test_who_was_transferred_away_is_gone_until_a_later_version_comes_back():
    start = snapshot([card("ann", version=3)])
    gone = {
        "id": "e",
        "tx": 50,
        "kind": "card",
        "of": "ann",
        "card": None,
        "version": 4,
        "from": "review",
        "to": None,
    }
    back = op("f", "trial", version=5)
    assert play(start, ops(gone))[0] == ["review", 0, []]
    assert play(start, ops(gone, back))[1] == ["trial", 1, ["ann"]]
    assert play(start, ops(back, gone))[1] == ["trial", 1, ["ann"]]


def test_a_deadline_says_how_long_there_is_or_was():
    day = 86_400_000
    calls = [["until", 2 * day, 0], ["until", 0, 3 * day], ["until", 0, 0], ["until", 90_000, 0]]
    assert ask(*calls) == [
        ["2 d", "due in 2 days", False],
        ["3 d", "overdue by 3 days", True],
        ["now", "due now", True],
        ["1 min", "due in 1 minute", False],
    ]


def test_a_label_or_a_member_that_the_board_has_not_heard_of_is_noticed():
    start = snapshot([card("ann")]) | {"labels": [{"number": 1}], "members": [{"id": "bo"}]}
    told = [{"l": [1], "o": "bo"}, {"l": [], "o": None}, {}, {"l": [1, 2]}, {"o": "cy"}]
    calls = [["strange", start, {"card": one}] for one in told] + [["strange", start, {"card": None}]]
    assert ask(*calls) == [False, False, False, True, True, False]
