"""Rules: made, changed, ordered, refused in words."""

import asyncio

import pytest
from sqlmodel import col, select

from plutomi.db import transaction
from plutomi.domain import openings, questions, stages
from plutomi.domain.rules import circles, listing, making, ordering
from plutomi.errors import Conflict, Invalid, NotFound, StillInUse, TooMany
from plutomi.models import Rule, RuleUse, Stage
from tests import make
from tests.domain.rules import moves, rule
from tests.domain.verbs import do, stages_of, types


async def world():
    org = await make.org()
    actor = await make.actor(org)
    opening = await make.opening(org, state="public")
    return actor, opening, await stages_of(opening)


async def versions(actor, *stage_ids):
    async with transaction(actor.org_id) as session:
        found = select(col(Stage.id), col(Stage.rules_version), col(Stage.plan_owed_at))
        rows = {id: (version, owed) for id, version, owed in await session.execute(found)}
    return [rows[id] for id in stage_ids]


async def test_a_rule_is_kept_as_it_was_written(database):
    actor, _, (first, second, _third) = await world()
    condition = {"all": [{"fact": "applicant.source", "op": "is", "value": "fair"}]}
    made = await rule(actor, first, second, **{"if": condition})
    (kept,) = await do(actor, listing.of_stage, first.id)
    assert (kept.id, kept.position, kept.version, kept.is_on, kept.broken) == (made.id, 0, 1, True, "")
    assert kept.condition == condition
    assert kept.then == moves(second)
    assert "rule.created" in await types(actor.org_id)
    async with transaction(actor.org_id) as session:
        use = (await session.execute(select(RuleUse))).scalar_one()
    assert (use.kind, use.target_id) == ("stage", second.id)


async def test_every_wrong_field_is_named(database):
    actor, _, (first, *_rest) = await world()
    with pytest.raises(Invalid) as refusal:
        await rule(actor, first, [{"kind": "move", "stage_id": "x"}], {"kind": "stayed", "amount": 0, "unit": "days"})
    assert set(refusal.value.errors) >= {"when.amount", "then.0.stage_id"}
    with pytest.raises(Invalid) as refusal:
        await do(actor, making.create, first.opening_id, first.id, name=" ", when={"kind": "entered"}, then=[])
    assert set(refusal.value.errors) == {"name", "then"}


async def test_what_is_not_the_orgs_is_not_there(database):
    actor, _, (first, second, _) = await world()
    theirs, opening, (foreign, *_rest) = await world()
    with pytest.raises(Invalid) as refusal:
        await rule(actor, first, foreign)
    assert set(refusal.value.errors) == {"then.0.stage_id"}
    with pytest.raises(Invalid) as refusal:
        await rule(actor, first, second, **{"if": {"fact": "answers.nothing", "op": "is", "value": "x"}})
    assert [field.partition(".")[0] for field in refusal.value.errors] == ["if"]
    await do(theirs, questions.create, "bike", "Do you own a bike?", type="yes_no")
    with pytest.raises(Invalid):
        await rule(actor, first, second, **{"if": {"fact": "answers.bike", "op": "is", "value": True}})
    made = await rule(actor, first, second)
    for verb, *given in (
        (listing.get, made.id),
        (making.change, made.id, 1),
        (making.switch, made.id, False),
        (making.delete, made.id),
        (ordering.move, made.id, 0),
        (listing.of_stage, first.id),
        (ordering.arrange_stage, first.id, []),
        (ordering.arrange_opening, first.opening_id, []),
    ):
        with pytest.raises(NotFound):
            await do(theirs, verb, *given)
    with pytest.raises(NotFound):
        await do(theirs, making.create, first.opening_id, first.id, name="Mine", when={}, then=[])
    with pytest.raises(NotFound):
        await do(actor, making.create, opening.id, first.id, name="Mine", when={}, then=[])


async def test_a_stale_edit_is_refused(database):
    actor, _, (first, second, third) = await world()
    made = await rule(actor, first, second)
    changed = await do(actor, making.change, made.id, 1, then=moves(third))
    assert changed.version == 2
    with pytest.raises(Conflict):
        await do(actor, making.change, made.id, 1, then=moves(second))
    renamed = await do(actor, making.change, made.id, 2, name="Other words")
    assert (renamed.version, renamed.name, renamed.then) == (2, "Other words", moves(third))


async def test_each_change_gives_the_stage_another_version(database):
    actor, opening, (first, second, third) = await world()
    assert await versions(actor, first.id) == [(0, None)]
    made = await rule(actor, first, second)
    seen = await versions(actor, first.id, second.id)
    assert seen[0][0] > 0
    assert seen[0][1] is None, "no clock is needed for it"
    assert seen[1] == (0, None)
    await do(actor, making.switch, made.id, False)
    again = await versions(actor, first.id)
    assert again[0][0] > seen[0][0]
    await rule(actor, first, second, {"kind": "stayed", "amount": 1, "unit": "days"})
    assert (await versions(actor, first.id))[0][1] is not None
    when = {"kind": "entered"}
    await do(actor, making.create, opening.id, name="Anywhere", when=when, then=moves(third))
    assert all(version > 0 for version, _ in await versions(actor, first.id, second.id, third.id))
    before = await versions(actor, first.id)
    await do(actor, making.delete, made.id)
    assert (await versions(actor, first.id))[0][0] > before[0][0]


async def test_fifty_at_once_leave_one_order(committed):
    actor, _, (first, second, _) = await world()
    made = [await rule(actor, first, second) for _ in range(8)]
    await asyncio.gather(*(do(actor, ordering.move, made[n % 8].id, (n * 3) % 8) for n in range(50)))
    order = await do(actor, listing.of_stage, first.id)
    assert [one.position for one in order] == list(range(8))
    assert {one.id for one in order} == {one.id for one in made}


async def test_a_stage_has_at_most_two_hundred(database):
    actor, opening, (first, second, _) = await world()
    async with transaction(actor.org_id) as session:
        for position in range(200):
            place = {"org_id": actor.org_id, "opening_id": opening.id, "stage_id": first.id}
            session.add(Rule(**place, position=position, name="x", when={"kind": "entered"}, then=moves(second)))
    with pytest.raises(TooMany):
        await rule(actor, first, second)


async def test_what_rules_point_to_is_asked_about_before_it_goes(database):
    actor, _, (first, second, third) = await world()
    made = await rule(actor, first, second)
    with pytest.raises(StillInUse, match="Onward"):
        await do(actor, stages.delete, second.id)
    await do(actor, stages.delete, second.id, stop_rules=True)
    kept = await do(actor, listing.get, made.id)
    assert second.name in kept.broken
    mended = await do(actor, making.change, made.id, kept.version, then=moves(third))
    assert mended.broken == ""
    await do(actor, stages.delete, first.id)
    with pytest.raises(NotFound):
        await do(actor, listing.get, made.id)


async def test_questions_and_openings_are_asked_about_too(database):
    actor, opening, (first, second, _) = await world()
    question = await do(actor, questions.create, "age", "Your age?", type="number")
    made = await rule(actor, first, second, **{"if": {"fact": "answers.age", "op": "at_least", "value": 18}})
    with pytest.raises(StillInUse):
        await do(actor, questions.archive, question.id)
    await do(actor, questions.archive, question.id, stop_rules=True)
    assert (await do(actor, listing.get, made.id)).broken
    async with transaction(actor.org_id) as session:
        elsewhere = await openings.create(session, actor, "Elsewhere")
        away = await stages.create(session, actor, elsewhere.id, "Away")
    await rule(actor, first, away)
    with pytest.raises(StillInUse):
        await do(actor, openings.delete, elsewhere.id)
    await do(actor, openings.delete, opening.id)
    await do(actor, openings.delete, elsewhere.id)


async def test_what_timers_reckon_with_is_the_openings(database):
    actor, opening, (first, second, _) = await world()
    assert (opening.time_zone, opening.hours["mon"], opening.holidays) == ("UTC", [["09:00", "17:00"]], [])
    with pytest.raises(Invalid) as refusal:
        await do(actor, openings.change, opening.id, time_zone="Mars", hours={"mon": [["9", "x"]]}, holidays=["x"])
    assert set(refusal.value.errors) >= {"hours.mon.0"}
    await rule(actor, first, second, {"kind": "stayed", "amount": 1, "unit": "hours", "business": True})
    (before,) = await versions(actor, first.id)
    changed = await do(actor, openings.change, opening.id, time_zone="America/New_York", holidays=["2026-12-25"])
    assert (changed.time_zone, changed.holidays) == ("America/New_York", ["2026-12-25"])
    (after,) = await versions(actor, first.id)
    assert after[0] > before[0]
    assert await versions(actor, second.id) == [(0, None)]


async def test_what_would_go_round_without_end_is_refused_in_words(database):
    actor, _, (first, second, third) = await world()
    await rule(actor, first, second, "entered")
    await rule(actor, second, third, "entered")
    with pytest.raises(Invalid) as refusal:
        await rule(actor, third, first, "entered")
    assert all(stage.name in refusal.value.errors["then"] for stage in (first, second, third))
    off = await rule(actor, third, first, "entered", is_on=False)
    with pytest.raises(Invalid):
        await do(actor, making.switch, off.id, True)
    await rule(actor, third, first, {"kind": "stayed", "amount": 1, "unit": "days"})
    (circle,) = await do(actor, circles.around, first.opening_id)
    assert circle.is_broken_by == "time"
    assert len(await do(actor, listing.of_stage, third.id)) == 2
