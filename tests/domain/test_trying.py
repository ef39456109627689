"""Trying a rule, and what rules have done."""

import pytest

from plutomi.domain import questions
from plutomi.domain.actors import Actor
from plutomi.domain.applicants import answering, moving
from plutomi.domain.rules import history, trying
from plutomi.errors import Forbidden, Invalid, NotFound
from tests import make
from tests.domain.rules import moves, rule
from tests.domain.verbs import do, events, stages_of

ADULT = {"fact": "answers.age", "op": "at_least", "value": 18}


async def world():
    org = await make.org()
    actor = await make.actor(org)
    opening = await make.opening(org, state="public")
    return actor, await stages_of(opening)


async def aged(actor, first, *ages):
    question = await do(actor, questions.create, "age", "Your age?", type="number")
    await do(actor, questions.attach, first.id, question.id)
    for age in ages:
        one = await make.applicant(first)
        if age is not None:
            me = Actor("applicant", actor.org_id, one.id, one.name)
            await do(me, answering.submit, first.id, {"age": str(age)})


@pytest.mark.usefixtures("database")
async def test_a_trial_says_whom_a_rule_would_be_followed_for_and_why_not_the_others():
    actor, (first, second, _) = await world()
    await aged(actor, first, 40, 12, None, 70)
    before = await events(actor.org_id)
    said = {"when": {"kind": "completed"}, "if": ADULT, "then": moves(second)}
    trial = await trying.try_whole(actor, first.id, said)
    assert (trial.of, trial.tried) == (4, 4)
    assert dict(trial.counts) == {"matched": 2, "unmatched": 1, "error": 1}
    assert {one.reason for one in trial.shown if one.state == "error"} == {"answers.age is missing"}
    assert await events(actor.org_id) == before
    nobody = await trying.try_whole(actor, second.id, said)
    assert (nobody.of, nobody.tried) == (0, 0)


@pytest.mark.usefixtures("database")
async def test_a_trial_of_a_timer_says_when(monkeypatch):
    monkeypatch.setattr(trying, "BATCH", 2)
    actor, (first, second, third) = await world()
    await aged(actor, first, 40, None, None)
    said = {"when": {"kind": "not_completed", "amount": 30, "unit": "days"}, "then": moves(second)}
    seen = [trial.tried async for trial in trying.trials(actor, first.id, said)]
    assert seen[0] == 0
    trial = await trying.try_whole(actor, first.id, said)
    assert dict(trial.counts) == {"matched": 2, "not_due": 1}
    assert all(one.at for one in trial.shown if one.state == "matched")
    someone = await make.applicant(first)
    await do(actor, moving.move, moving.Move(someone.id, third.id))
    await do(actor, moving.move, moving.Move(someone.id, first.id))
    last = await trying.try_whole(actor, third.id, {"when": {"kind": "entered"}, "then": moves(second)}, "last")
    assert [one.applicant_id for one in last.shown] == [someone.id]


@pytest.mark.usefixtures("database")
async def test_trials_and_runs_are_the_orgs_own():
    actor, (first, second, _) = await world()
    stranger, _ = await world()
    said = {"when": {"kind": "entered"}, "then": moves(second)}
    with pytest.raises(NotFound):
        await trying.try_whole(stranger, first.id, said)
    with pytest.raises(Forbidden):
        await trying.try_whole(Actor("anyone", actor.org_id), first.id, said)
    with pytest.raises(Invalid):
        await trying.try_whole(actor, first.id, said | {"if": ADULT})
    made = await rule(actor, second, first, "entered")
    someone = await make.applicant(first)
    await do(actor, moving.move, moving.Move(someone.id, second.id))
    (run,) = await do(actor, history.runs, made.id)
    assert (run.type, run.applicant_id) == ("applicant.moved", someone.id)
    with pytest.raises(NotFound):
        await do(stranger, history.runs, made.id)
