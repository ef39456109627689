"""Circles are found as a walk through every way would find them, and told in words."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plutomi.rules.engine.cycles import MAX_TOLD, Cycle, Step, arrows_of, find, words
from tests.rules.engine.made import LABEL, rule

HERE, THERE = UUID(int=100), UUID(int=200)
A, B, C, D = (UUID(int=number) for number in range(1, 5))
STAGES = [Step(A, HERE), Step(B, HERE), Step(C, HERE), Step(D, THERE)]
DAYS = {"kind": "stayed", "amount": 1, "unit": "days"}
ENTERED, COMPLETED = {"kind": "entered"}, {"kind": "completed"}


def moves(origin: UUID | None, target: UUID, when: dict = ENTERED, opening_id: UUID = HERE, **rest):
    then = [*rest.pop("first", []), {"kind": "move", "stage_id": str(target)}]
    return opening_id, rule(stage_id=origin, when=when, then=then, **rest)


def breakers(found: list[Cycle]) -> list[str]:
    return [one.is_broken_by for one in found]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([moves(A, B)], []),
        ([moves(A, A)], []),  # who is there already stays
        ([moves(A, B), moves(B, A)], [""]),
        ([moves(A, B), moves(B, C), moves(C, A)], [""]),
        ([moves(A, B), moves(B, A, DAYS)], ["time"]),
        ([moves(A, B), moves(B, A, COMPLETED)], ["fact"]),
        ([moves(A, B), moves(B, C, DAYS), moves(C, A, COMPLETED)], ["time"]),
        ([moves(A, B), moves(B, A, {"kind": "changed"})], ["fact"]),
        ([moves(A, B), moves(B, A, {"kind": "file_judged"})], ["fact"]),
        ([moves(A, B), moves(B, A, {"kind": "labelled", "label_id": str(LABEL)})], ["fact"]),
        ([moves(A, B), moves(B, A), moves(B, A, DAYS)], ["", "time"]),
        ([moves(A, D), moves(D, A, opening_id=THERE)], [""]),  # through another opening
        ([moves(None, A, COMPLETED)], []),
        ([moves(None, A), moves(A, B)], [""]),  # the opening's holds in B, too
        ([moves(None, A, DAYS), moves(A, B)], ["time"]),
        ([moves(None, A), moves(A, D)], []),  # but not in another opening
        ([moves(A, UUID(int=9)), moves(UUID(int=9), A)], []),  # that is none of these stages
        ([moves(A, B, **{"if": {"fact": "answers.a", "op": "is", "value": "x"}}), moves(B, A)], [""]),
    ],
)
def test_circles_and_what_breaks_them(rules, expected):
    assert breakers(find(STAGES, rules)) == expected


def test_distributing_leads_to_each():
    spread = [{"kind": "distribute", "among": [{"stage_id": str(B)}, {"stage_id": str(C)}]}]
    found = find(STAGES, [(HERE, rule(stage_id=A, when=ENTERED, then=spread)), moves(C, A)])
    assert [one.stage_ids for one in found] == [(A, C)]


@pytest.mark.parametrize(("asks", "expected"), [(True, ["fact"]), (False, [""])])
def test_where_a_form_leads_counts_too(asks, expected):
    stages = [Step(A, HERE, next_stage_id=B, asks=asks), Step(B, HERE)]
    assert breakers(find(stages, [moves(B, A)])) == expected
    assert breakers(find([Step(A, HERE, asks=asks), Step(B, HERE)], [moves(A, B, COMPLETED), moves(B, A)])) == expected


def test_a_label_that_rules_add_and_remove_breaks_nothing():
    when = {"kind": "labelled", "label_id": str(LABEL)}
    tag, untag = ({"kind": kind, "label_id": str(LABEL)} for kind in ("label", "unlabel"))
    assert breakers(find(STAGES, [moves(A, B, first=[tag]), moves(B, A, when)])) == ["fact"]
    assert breakers(find(STAGES, [moves(A, B, first=[tag]), moves(B, A, when, first=[untag])])) == [""]


def test_a_circle_is_told_in_words():
    rules = [moves(A, B), moves(B, A)]
    (found,) = find(STAGES, rules)
    assert found == Cycle((A, B), (rules[0][1].id, rules[1][1].id), "")
    assert words(found, {A: "Form", B: "Talk"}) == (
        "People would go round without end: “Form” → “Talk” → “Form”. Let time, or something they do, come in between."
    )
    said = words(Cycle((A, B), (), "time"), {A: "Form"})
    assert said.endswith("“Form” → “a stage” → “Form”, each time after a while.")


def test_thousands_of_rules_take_no_time_to_speak_of():
    stages = [Step(UUID(int=number), HERE) for number in range(1, 2_001)]
    rules = [moves(one.id, other.id, DAYS) for one, other in zip(stages, stages[1:] + stages[:1], strict=True)]
    rules += [moves(one.id, stages[0].id, DAYS) for one in stages[1:]]
    assert len(find(stages, rules)) == MAX_TOLD


WHENS = some.sampled_from([ENTERED, COMPLETED, DAYS, {"kind": "changed"}])
IDS = some.sampled_from([A, B, C, D])
WORLDS = some.tuples(
    some.lists(some.tuples(some.none() | IDS, some.booleans()), min_size=4, max_size=4),
    some.lists(some.tuples(some.none() | IDS, some.lists(IDS, min_size=1, max_size=2), WHENS), max_size=6),
)


def built(world):
    stages = [
        Step(id, HERE if id != D else THERE, next_stage_id, asks)
        for id, (next_stage_id, asks) in zip((A, B, C, D), world[0], strict=True)
    ]
    among = [[{"stage_id": str(id)} for id in dict.fromkeys(targets)] for _, targets, _ in world[1]]
    rules = [
        (THERE if origin == D else HERE, rule(stage_id=origin, when=when, then=[{"kind": "distribute", "among": to}]))
        for (origin, _, when), to in zip(world[1], among, strict=True)
    ]
    return stages, rules


def walks(arrows, path):
    """Every simple circle that begins with this path, as its arrows."""
    for arrow in arrows:
        if arrow.origin == path[-1].target:
            if arrow.target == path[0].origin:
                yield [*path, arrow]
            elif arrow.target not in {one.origin for one in path}:
                yield from walks(arrows, [*path, arrow])


@given(world=WORLDS)
def test_they_are_what_a_walk_through_every_way_finds(world):
    stages, rules = built(world)
    arrows, found = arrows_of(stages, rules), find(stages, rules)
    every = [round for arrow in arrows for round in walks(arrows, [arrow])]
    endless = [round for round in every if not any(arrow.by for arrow in round)]
    assert bool(endless) == any(not one.is_broken_by for one in found)
    known = {
        (tuple(arrow.origin for arrow in round), tuple(arrow.rule_id for arrow in round if arrow.rule_id))
        for round in every
    }
    assert all((one.stage_ids, one.rule_ids) in known for one in found)
    on_endless = {arrow.origin for round in endless for arrow in round}
    assert all(set(one.stage_ids) <= on_endless for one in found if not one.is_broken_by)
    waiting = {arrow for round in every for arrow in round if arrow.by}
    if len(found) < MAX_TOLD:
        told = [set(zip(one.stage_ids, [*one.stage_ids[1:], one.stage_ids[0]], strict=True)) for one in found]
        assert all(any((arrow.origin, arrow.target) in steps for steps in told) for arrow in waiting)


@given(world=WORLDS)
def test_who_walks_at_once_rests_when_nothing_is_refused(world):
    stages, rules = built(world)
    at_once = [arrow for arrow in arrows_of(stages, rules) if not arrow.by]
    standing = {stage.id for stage in stages}
    for _ in stages:
        standing = {arrow.target for arrow in at_once if arrow.origin in standing}
    assert bool(standing) == any(not one.is_broken_by for one in find(stages, rules))
