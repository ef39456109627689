"""A trial says who comes first: a rule above, or one whose time comes sooner."""

import pytest

from plutomi.domain.rules import making, ordering, trying
from plutomi.errors import NotFound
from tests import make
from tests.domain.rules import moves, rule
from tests.domain.test_trying import ADULT, aged, world
from tests.domain.verbs import do

OLD = {"fact": "answers.age", "op": "at_least", "value": 60}


def days(many):
    return {"kind": "not_completed", "amount": many, "unit": "days"}


def outcomes(trial):
    return {(one.state, one.reason) for one in trial.shown}


@pytest.mark.usefixtures("database")
async def test_who_is_taken_by_a_rule_above_stays_with_it():
    actor, (first, second, third) = await world()
    await aged(actor, first, 40, 70)
    above = await rule(actor, first, third, **{"if": OLD})
    said = {"when": {"kind": "completed"}, "if": ADULT, "then": moves(second)}
    trial = await trying.try_whole(actor, first.id, said)
    assert outcomes(trial) == {("matched", ""), ("unmatched", "The rule “Onward” comes first")}
    own = await rule(actor, first, second, **{"if": ADULT})
    in_place = trying.Spot(own.id)
    assert outcomes(await trying.try_whole(actor, first.id, said, spot=in_place)) == outcomes(trial)
    await do(actor, ordering.move, own.id, 0)
    assert outcomes(await trying.try_whole(actor, first.id, said, spot=in_place)) == {("matched", "")}
    await do(actor, ordering.move, own.id, 1)
    await do(actor, making.switch, above.id, False)
    assert outcomes(await trying.try_whole(actor, first.id, said, spot=in_place)) == {("matched", "")}


@pytest.mark.usefixtures("database")
async def test_of_timers_the_one_whose_time_comes_sooner_takes_them():
    actor, (first, second, third) = await world()
    await make.applicant(first)
    said = {"when": days(30), "then": moves(second)}
    await rule(actor, first, third, days(40))
    assert outcomes(await trying.try_whole(actor, first.id, said)) == {("matched", "")}
    label = [{"kind": "deadline", "amount": 3}]
    await rule(actor, first, label, days(20))  # they stay
    assert outcomes(await trying.try_whole(actor, first.id, said)) == {("matched", "")}
    await rule(actor, first, third, days(10))
    trial = await trying.try_whole(actor, first.id, said)
    assert outcomes(trial) == {("unmatched", "The rule “Onward” comes first")}


@pytest.mark.usefixtures("database")
async def test_a_rule_of_any_stage_comes_after_the_stages_own():
    actor, (first, second, third) = await world()
    await aged(actor, first, 40)
    await do(actor, making.create, first.opening_id, name="Anywhere", when={"kind": "completed"}, then=moves(third))
    said = {"when": {"kind": "completed"}, "then": moves(second)}
    assert outcomes(await trying.try_whole(actor, first.id, said)) == {("matched", "")}
    anywhere = await trying.try_whole(actor, first.id, said, spot=trying.Spot(is_anywhere=True))
    assert outcomes(anywhere) == {("unmatched", "The rule “Anywhere” comes first")}


@pytest.mark.usefixtures("database")
async def test_another_orgs_rule_is_no_place():
    actor, (first, second, _) = await world()
    stranger, (theirs, onward, _) = await world()
    other = await rule(stranger, theirs, onward)
    said = {"when": {"kind": "completed"}, "then": moves(second)}
    with pytest.raises(NotFound):
        await trying.try_whole(actor, first.id, said, spot=trying.Spot(other.id))
