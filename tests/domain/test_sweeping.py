"""The clock: who is due is looked at once, whatever happens meanwhile."""

import asyncio
import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select, update

from plutomi import clock
from plutomi.db import transaction
from plutomi.domain import labels, questions, stages, templates
from plutomi.domain.actors import Actor
from plutomi.domain.applicants import answering, labelling, moving
from plutomi.domain.rules import making, sweeping
from plutomi.errors import CardElsewhere, Conflict
from plutomi.jobs.rules import plan_org, sweep_org, sweep_round
from plutomi.models import Org, Placement, Stage
from tests import make
from tests.domain.rules import moves, rule
from tests.domain.verbs import counts, do, events, letters, stages_of, standing

ROOT = Path(__file__).resolve().parents[2]
THIRTY = {"kind": "not_completed", "amount": 30, "unit": "days"}


def stayed(amount: int, unit: str = "days") -> dict:
    return {"kind": "stayed", "amount": amount, "unit": unit}


async def world(stages: int = 3):
    actor = await make.actor()
    opening = await make.opening(await org_of(actor), state="public", stages=stages)
    return actor, opening, await stages_of(opening)


async def org_of(actor) -> Org:
    async with transaction(actor.org_id) as session:
        return await session.get_one(Org, actor.org_id)


async def plan(actor: Actor) -> None:
    """Until nothing is owed, the looks after it included."""
    for minutes in (0, 2, 4):
        with clock.standing_at(clock.now() + timedelta(minutes=minutes)):
            while await plan_org(actor.org_id):
                pass


async def sweep(actor: Actor, days: float = 0) -> int:
    """Everything that is due so many days on."""
    many = 0
    with clock.standing_at(clock.now() + timedelta(days=days)):
        while some := await sweep_org(actor.org_id):
            many += some
    return many


async def moved(actor: Actor) -> list:
    return [event for event in await events(actor.org_id) if event.type == "applicant.moved"]


async def due(applicant):
    async with transaction(applicant.org_id) as session:
        return (await session.get_one(Placement, (applicant.org_id, applicant.id))).due_at


async def test_who_has_not_completed_the_form_in_thirty_days_is_moved_once(database):
    actor, opening, (first, waiting, _) = await world()
    question = await do(actor, questions.create, "age", "Your age?", type="number")
    await do(actor, questions.attach, first.id, question.id)
    crowd = [await make.applicant(first) for _ in range(7)]
    made = await rule(actor, first, waiting, THIRTY)
    late = await make.applicant(first)
    done = Actor("applicant", actor.org_id, crowd[0].id, "Grace")
    await do(done, answering.submit, first.id, {"age": "40"})
    await plan(actor)
    assert await sweep(actor, days=29.9) == 0
    assert await sweep(actor, days=30.1) == 7
    assert await counts(actor, opening) == [1, 7, 0]
    log = await moved(actor)
    assert sorted(event.applicant_id for event in log) == sorted(one.id for one in [*crowd[1:], late])
    assert {(event.actor_kind, event.actor_id, event.cause, event.depth) for event in log} == {
        ("rule", made.id, None, 1)
    }
    assert log[0].data["rule"] == {"version": 1, "when": "not_completed", "facts": {}}
    assert await sweep(actor, days=300) == 0


async def test_who_enters_is_due_at_once_reckoned(database):
    actor, _, (first, second, third) = await world()
    await rule(actor, second, third, stayed(2, "hours"))
    someone = await make.applicant(first)
    await do(actor, moving.move, moving.Move(someone.id, second.id))
    assert abs(await due(someone) - clock.now() - timedelta(hours=2)) < timedelta(seconds=10)
    await do(actor, moving.move, moving.Move(someone.id, first.id))
    assert await due(someone) is None


async def test_any_number_of_sweepers_move_everybody_once(committed):
    actor, opening, (first, second, third) = await world()
    await rule(actor, first, second, stayed(1))
    await rule(actor, second, third, "entered")
    for _ in range(25):
        await make.applicant(first)
    await plan(actor)

    async def work() -> None:
        async def some() -> int:
            async with transaction(actor.org_id) as session:
                return (await sweeping.sweep(session, actor.org_id, most=4)).many

        while await some():
            pass

    with clock.standing_at(clock.now() + timedelta(days=2)):
        await asyncio.gather(*(work() for _ in range(4)))
    log = await moved(actor)
    assert len(log) == 50
    assert len({(event.applicant_id, event.data["to"]) for event in log}) == 50
    assert await counts(actor, opening) == [0, 0, 25]


async def test_a_hand_move_at_the_due_instant_wins_whole_or_loses_whole(committed):
    actor, _, (first, second, third) = await world()
    await rule(actor, first, second, stayed(1))
    crowd = [await make.applicant(first) for _ in range(12)]
    await plan(actor)

    async def drag(applicant) -> bool:
        try:
            await do(actor, moving.move, moving.Move(applicant.id, third.id, from_stage_id=first.id))
        except (CardElsewhere, Conflict):
            return False
        return True

    with clock.standing_at(clock.now() + timedelta(days=2)):
        won, *_ = await asyncio.gather(
            asyncio.gather(*(drag(one) for one in crowd)), *(sweep_org(actor.org_id) for _ in range(3))
        )
        await sweep_org(actor.org_id)
    where = await standing(await org_of(actor))
    for applicant, has_won in zip(crowd, won, strict=True):
        assert where[applicant.id] == (third.id if has_won else second.id)
    assert len(await moved(actor)) == 12


async def test_changing_and_switching_off_hold_for_those_who_wait(database):
    actor, _, (first, second, third) = await world()
    made = await rule(actor, first, second, stayed(30))
    off = await rule(actor, first, second, stayed(3))
    someone = await make.applicant(first)
    await plan(actor)
    await do(actor, making.switch, off.id, False)
    await plan(actor)
    assert await sweep(actor, days=4) <= 1
    assert await moved(actor) == []
    await do(actor, making.change, made.id, 1, when=stayed(2), then=moves(third))
    await plan(actor)
    await sweep(actor, days=4)
    assert (await standing(await org_of(actor)))[someone.id] == third.id


async def test_nobody_is_written_to_twice_because_a_rule_was_edited(database):
    actor, _, (first, second, _) = await world()
    template = await do(actor, templates.create, name="Hello", subject="Hi", body="Still there?")
    email = [{"kind": "email", "template_id": str(template.id)}]
    made = await rule(actor, first, email, stayed(3))
    had = await make.applicant(first)
    await plan(actor)
    await sweep(actor, days=4)
    assert [one.applicant_id for one in await letters(actor.org_id)] == [had.id]
    label = await do(actor, labels.create, "Slow")
    with clock.standing_at(clock.now() + timedelta(days=4.1)):
        new = await make.applicant(first)
        await do(actor, making.change, made.id, 1, then=[{"kind": "label", "label_id": str(label.id)}, *email])
        await plan(actor)
        await sweep(actor, days=4)
    assert [one.applicant_id for one in await letters(actor.org_id)] == [had.id, new.id]
    assert second


async def test_down_for_days_everything_is_done_once_in_its_order(database):
    actor, _, (first, second, third) = await world()
    label = await do(actor, labels.create, "Slow")
    await rule(actor, first, second, stayed(5))
    await rule(actor, first, [{"kind": "label", "label_id": str(label.id)}], stayed(3))
    await rule(actor, second, third, stayed(1))
    someone = await make.applicant(first)
    await plan(actor)
    await sweep(actor, days=9)
    log = [event.type for event in await events(actor.org_id) if event.actor_kind == "rule"]
    assert log == ["applicant.labelled", "applicant.moved"]
    assert (await standing(await org_of(actor)))[someone.id] == second.id
    await sweep(actor, days=11)
    assert (await standing(await org_of(actor)))[someone.id] == third.id


async def test_one_orgs_clock_knows_nothing_of_anothers(database):
    ours, _, (first, second, _) = await world()
    theirs, _, (other, another, _) = await world()
    await rule(ours, first, second, stayed(1))
    await rule(theirs, other, another, stayed(1))
    await make.applicant(first)
    await make.applicant(other)
    await plan(ours)
    await plan(theirs)
    await sweep(ours, days=2)
    assert len(await moved(ours)) == 1
    assert await moved(theirs) == []
    with clock.standing_at(clock.now() + timedelta(days=2)):
        assert await sweep_round()
    assert len(await moved(theirs)) == 1


async def test_one_who_cannot_be_looked_at_keeps_nobody_else_waiting(database, monkeypatch):
    actor, _, (first, second, _) = await world()
    await rule(actor, first, second, stayed(1))
    bad, good = await make.applicant(first), await make.applicant(first)
    await plan(actor)
    real = sweeping.look

    async def look(session, org_id, ids):
        if bad.id in ids:
            raise ZeroDivisionError
        await real(session, org_id, ids)

    async def fails(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(sweeping, "sweep", fails)
    monkeypatch.setattr(sweeping, "look", look)
    with clock.standing_at(clock.now() + timedelta(days=2)):
        assert await sweep_org(actor.org_id) == 2
        assert await sweep_org(actor.org_id) == 0
    where = await standing(await org_of(actor))
    assert (where[bad.id], where[good.id]) == (first.id, second.id)


async def test_what_is_done_for_many_at_once_is_as_for_each_alone(database):
    actor, _, (first, second, _) = await world()
    late = await do(actor, labels.create, "Late", "#c2570c")
    words = {"subject": "{{ applicant.name }}", "body": "{{ stage.name }}"}
    letter = await do(actor, templates.create, name="Late", **words)
    said = [
        {"kind": "label", "label_id": str(late.id)},
        {"kind": "email", "template_id": str(letter.id)},
        {"kind": "assign", "user_ids": [str(actor.id)]},
        {"kind": "deadline", "amount": 3},
    ]
    made = await rule(actor, first, said, stayed(1))
    onward = await rule(actor, first, second, {"kind": "labelled", "label_id": str(late.id)})
    full, *others = [await make.applicant(first, name) for name in ("Full", "Ann", "Ben", "Cleo")]
    for number in range(10):
        other = await do(actor, labels.create, f"{number}", "#c2570c")
        await do(actor, labelling.label, [full.id], other.id)
    await plan(actor)
    await sweep(actor, days=2)
    where = await standing(await org_of(actor))
    assert [where[one.id] for one in (full, *others)] == [first.id, *[second.id] * 3]
    told = await events(actor.org_id)
    by_rule = [one.type for one in told if one.actor_id == made.id]
    assert Counter(by_rule) == {
        "rule.failed": 1, "applicant.labelled": 3, "applicant.messaged": 3, "applicant.assigned": 3,
        "applicant.deadline_set": 3,
    }  # fmt: skip
    assert {one.context["subject"] for one in await letters(actor.org_id)} == {"Ann", "Ben", "Cleo"}
    assert {one.applicant_id for one in told if one.actor_id == onward.id} == {one.id for one in others}
    assert await sweep(actor, days=3) == 0, "who could not be labelled is not asked again"


async def test_a_plan_reaches_everybody_batch_by_batch(database, monkeypatch):
    monkeypatch.setattr("plutomi.domain.rules.planning.BATCH", 3)
    actor, _, (first, second, _) = await world()
    crowd = [await make.applicant(first) for _ in range(8)]
    async with transaction(actor.org_id) as session:  # a crowd that came at one moment
        await session.execute(update(Placement).values(entered_at=clock.now()))
    await rule(actor, first, second, stayed(1))
    await plan(actor)
    assert all([await due(one) for one in crowd])
    async with transaction(actor.org_id) as session:
        found = select(col(Stage.plan_owed_at)).where(col(Stage.id) == first.id)
        assert (await session.execute(found)).scalar() is None


async def test_who_goes_to_another_stage_because_theirs_was_deleted_is_followed_too(database):
    actor, opening, (first, second, third) = await world()
    await rule(actor, second, third, "entered", **{"if": {"fact": "applicant.name", "op": "is", "value": "Ada"}})
    await rule(actor, second, third, stayed(1))
    ada, grace = await make.applicant(first, name="Ada"), await make.applicant(first)
    await do(actor, stages.delete, first.id, second.id)
    where = await standing(opening)
    assert (where[ada.id], where[grace.id]) == (third.id, second.id)
    await sweep(actor)
    assert await due(grace) > clock.now() + timedelta(hours=23)


SWEEP_FOR_EVER = """
import asyncio, sys
from datetime import timedelta
from uuid import UUID
from plutomi import clock, db
from plutomi.domain.rules import sweeping

async def main(url, org_id):
    db.open_database(url)
    with clock.standing_at(clock.now() + timedelta(days=2)):
        while True:
            async with db.transaction(UUID(org_id)) as session:
                await sweeping.sweep(session, UUID(org_id), most=3)

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.usefixtures("committed")
async def test_a_sweeper_killed_midway_leaves_each_moved_once_or_not_at_all(database_url: str):
    actor, opening, (first, second, _) = await world()
    await rule(actor, first, second, stayed(1))
    for _ in range(40):
        await make.applicant(first)
    await plan(actor)
    command = [sys.executable, "-c", SWEEP_FOR_EVER, database_url, str(actor.org_id)]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ)  # noqa: ASYNC220  killed below
    try:
        for _ in range(1200):
            if await moved(actor):
                break
            assert process.poll() is None
            await asyncio.sleep(0.02)
    finally:
        process.kill()
        process.wait()
    done = {event.applicant_id for event in await moved(actor)}
    where = await standing(opening)
    assert done == {id for id, stage_id in where.items() if stage_id == second.id}
    await sweep(actor, days=2)
    log = await moved(actor)
    assert len(log) == len({event.applicant_id for event in log}) == 40
    assert await counts(actor, opening) == [0, 40, 0]
