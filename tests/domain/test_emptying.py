"""A stage that goes hands everybody on at once, and nobody can tell it from moving each by hand."""

import pytest
from sqlalchemy import event

from plutomi.domain import stages
from plutomi.domain.applicants import emptying, moving
from plutomi.domain.applicants.moving import Move
from plutomi.ids import new_id
from plutomi.models import Event
from tests import make
from tests.domain.verbs import counts, do, events, names, stages_of

OWN = {"org_id", "id", "subject_id", "opening_id", "applicant_id", "actor_id", "tx", "at"}


async def place(people: int = 0):
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org)
    found = await stages_of(opening)
    made = [await make.applicant(found[0], f"Person {n}") for n in range(people)]
    return actor, opening, found, made


def told(events: list[Event], stages: list) -> list[dict]:
    """The moves without what is each one's own, stages by their place."""
    at = {str(stage.id): place for place, stage in enumerate(stages)}
    moves = [event for event in events if event.type == "applicant.moved"]
    assert all(event.subject_id == event.applicant_id for event in moves)
    return [
        event.model_dump(exclude=OWN) | {"data": {key: at.get(value, value) for key, value in event.data.items()}}
        for event in moves
    ]


async def test_each_has_the_event_of_a_move_by_hand_and_the_order_holds(database):
    actor, opening, found, made = await place(4)
    await make.applicant(found[1], "Already There")
    await do(actor, stages.delete, found[0].id, found[1].id)
    by_hand = await place(4)
    await make.applicant(by_hand[2][1], "Already There")
    for one in by_hand[3]:
        await do(by_hand[0], moving.move, Move(one.id, by_hand[2][1].id))
    at_once, singly = await events(opening.org_id), await events(by_hand[1].org_id)
    assert told(at_once, found) == told(singly, by_hand[2])
    assert [e.applicant_id for e in at_once if e.type == "applicant.moved"] == [one.id for one in made]
    assert {e.actor_id for e in at_once} == {actor.id}
    assert [lane for lane in await names(actor, opening) if lane] == [
        lane for lane in await names(by_hand[0], by_hand[1]) if lane
    ]
    assert (await counts(actor, opening), (await counts(by_hand[0], by_hand[1]))[1:]) == ([5, 0], [5, 0])


async def test_nobody_of_another_org_moves(database):
    other = await place(2)
    actor, _, found, _ = await place(2)
    await do(actor, stages.delete, found[0].id, found[1].id)
    assert await counts(other[0], other[1]) == [2, 0, 0]
    assert await events(other[1].org_id) == []


async def test_more_people_take_no_more_statements(database, engine):
    async def statements(people: int) -> int:
        actor, _, found, _ = await place(people)
        said: list[str] = []

        def hear(conn, cursor, statement, *rest) -> None:
            said.append(statement)

        event.listen(engine.sync_engine, "before_cursor_execute", hear)
        await do(actor, stages.delete, found[0].id, found[1].id)
        event.remove(engine.sync_engine, "before_cursor_execute", hear)
        return len(said)

    assert await statements(2) == await statements(25)


async def test_more_than_a_batch_stand_in_one_order(database, monkeypatch):
    monkeypatch.setattr(emptying, "BATCH", 3)
    actor, opening, found, _ = await place(8)
    before = (await names(actor, opening))[0]
    await do(actor, stages.delete, found[0].id, found[1].id)
    assert await names(actor, opening) == [before, []]
    assert await counts(actor, opening) == [8, 0]


@pytest.mark.parametrize("first", [None, "zzz", "fe5df74b711d8cdd41ba5619i", "0" * 20 + "1", "05", "1"])
def test_whatever_stands_on_top_all_come_before_it_in_their_order(first):
    ranks = emptying._ranks([new_id() for _ in range(50)], first)
    assert ranks == sorted(set(ranks), reverse=True)
    assert first is None or ranks[0] < first
    assert not any(rank.endswith("0") for rank in ranks)
