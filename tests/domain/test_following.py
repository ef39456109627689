"""Rules followed inside the transaction that gives them cause."""

import pytest
from sqlmodel import col, select

from plutomi.db import transaction
from plutomi.domain import labels as label_verbs
from plutomi.domain import questions, templates
from plutomi.domain.actors import Actor
from plutomi.domain.applicants import answering, labelling, moving
from plutomi.domain.rules import making
from plutomi.models import ApplicantLabel, Org, Placement, Rule
from tests import make
from tests.domain.rules import moves, rule
from tests.domain.verbs import apply, counts, do, events, stages_of, standing


async def world(stages: int = 4):
    org = await make.org()
    actor = await make.actor(org)
    opening = await make.opening(org, state="public", stages=stages)
    return actor, opening, await stages_of(opening)


def me(applicant) -> Actor:
    return Actor("applicant", applicant.org_id, applicant.id, applicant.name)


async def place(applicant) -> Placement | None:
    async with transaction(applicant.org_id) as session:
        return await session.get(Placement, (applicant.org_id, applicant.id))


async def org_of(actor) -> Org:
    async with transaction(actor.org_id) as session:
        return await session.get_one(Org, actor.org_id)


async def asks(actor, stage, key="age", type="number", **rest):
    question = await do(actor, questions.create, key, "Your age?", type=type)
    await do(actor, questions.attach, stage.id, question.id, **rest)
    return question


@pytest.mark.parametrize(("zone", "at"), [("America/New_York", 1), ("Asia/Tokyo", 0), ("", 0)])
async def test_a_rule_looks_at_where_somebody_is(database, zone, at):
    actor, opening, stages = await world()
    await asks(actor, stages[0])
    here = {"fact": "applicant.time_zone", "op": "contains", "value": "america/"}
    await rule(actor, stages[0], stages[1], **{"if": here})
    applied = await apply(opening, answers={"age": "40"}, time_zone=zone)
    assert await standing(opening) == {applied.applicant_id: stages[at].id}


async def test_who_completes_a_form_goes_where_a_rule_leads(database):
    actor, _, (first, second, third, _) = await world()
    await asks(actor, first)
    adult = {"fact": "answers.age", "op": "at_least", "value": 18}
    made = await rule(actor, first, second, **{"if": adult})
    await rule(actor, first, third, **{"if": {"none": [adult]}})
    grown, young = await make.applicant(first), await make.applicant(first)
    assert await do(me(grown), answering.submit, first.id, {"age": "40"}) == second.id
    assert await do(me(young), answering.submit, first.id, {"age": "12"}) == third.id
    log = [event for event in await events(actor.org_id) if event.applicant_id == grown.id]
    submitted, moved = log
    assert (moved.type, moved.actor_kind, moved.actor_id, moved.actor_name) == (
        "applicant.moved", "rule", made.id, "Onward",
    )  # fmt: skip
    assert (moved.cause, moved.depth) == (submitted.id, 1)
    assert moved.data["rule"] == {"version": 1, "when": "completed", "facts": {"answers.age": 40}}
    assert submitted.data["rules"] == [[str(made.id), 1, "matched", ""]]
    told = next(event.data["rules"] for event in await events(actor.org_id) if event.applicant_id == young.id)
    assert [one[2] for one in told] == ["unmatched", "matched"]
    assert told[0][3]


async def test_where_no_rule_leads_the_stage_does(database):
    actor, _, (first, second, third, _) = await world()
    await asks(actor, first)
    async with transaction(actor.org_id) as session:
        (await session.merge(first)).next_stage_id = third.id
    await rule(actor, first, second, **{"if": {"fact": "answers.age", "op": "at_least", "value": 18}})
    young = await make.applicant(first)
    assert await do(me(young), answering.submit, first.id, {"age": "12"}) == third.id


async def test_secure_answers_are_masked_in_the_trace(database):
    actor, _, (first, second, _, _) = await world()
    await asks(actor, first, is_secure=True)
    await rule(actor, first, second, **{"if": {"fact": "answers.age", "op": "at_least", "value": 18}})
    grown = await make.applicant(first)
    await do(me(grown), answering.submit, first.id, {"age": "40"})
    assert (await events(actor.org_id))[-1].data["rule"]["facts"] == {"answers.age": "\u2022\u2022\u2022\u2022"}


async def test_a_drag_is_followed_on_and_answers_where_they_stand(database):
    actor, opening, (first, second, third, fourth) = await world()
    await rule(actor, second, third, "entered")
    await rule(actor, third, fourth, "entered")
    someone = await make.applicant(first)
    moved = await do(actor, moving.move, moving.Move(someone.id, second.id))
    assert moved.to_stage_id == fourth.id
    log = [event for event in await events(actor.org_id) if event.type == "applicant.moved"]
    assert [(event.actor_kind, event.depth) for event in log] == [("user", 0), ("rule", 1), ("rule", 2)]
    assert [event.cause for event in log[1:]] == [event.id for event in log[:-1]]
    assert (await standing(opening))[someone.id] == fourth.id


async def test_a_ring_is_stopped_and_shown(database):
    actor, _, (first, second, third, _) = await world()
    await rule(actor, second, third, "entered")
    async with transaction(actor.org_id) as session:  # slips through what refuses it when it is saved
        there = {"org_id": actor.org_id, "opening_id": third.opening_id, "stage_id": third.id, "position": 0}
        session.add(Rule(**there, name="Back", when={"kind": "entered"}, then=moves(second)))
        (await session.merge(third)).rules_version = 1
    someone = await make.applicant(first)
    await do(actor, moving.move, moving.Move(someone.id, second.id))
    log = await events(actor.org_id)
    assert [event.type for event in log].count("applicant.moved") == 21
    assert log[-1].type == "applicant.looped"
    stuck = await place(someone)
    assert stuck.is_looping
    assert stuck.due_at is None
    await do(actor, moving.move, moving.Move(someone.id, first.id))
    assert not (await place(someone)).is_looping


async def test_a_rule_of_the_opening_is_asked_after_the_stages_own(database):
    actor, opening, (first, second, third, fourth) = await world()
    everywhere = {"when": {"kind": "entered"}, "then": moves(fourth)}
    await do(actor, making.create, opening.id, name="Everywhere", **everywhere)
    await rule(actor, second, third, "entered")
    one, other = await make.applicant(first), await make.applicant(first)
    await do(actor, moving.move, moving.Move(one.id, second.id))
    await do(actor, moving.move, moving.Move(other.id, third.id))
    assert set((await standing(opening)).values()) == {fourth.id}


async def test_actions_are_done_in_order_and_what_they_cause_comes_after(database):
    actor, _, (first, second, third, _) = await world()
    label = await do(actor, label_verbs.create, "Good")
    template = await do(actor, templates.create, name="Hello", subject="Hi", body="Welcome!")
    labels = {"kind": "label", "label_id": str(label.id)}
    then = [labels, {"kind": "email", "template_id": str(template.id)}, {"kind": "assign", "user_ids": [str(actor.id)]}]
    await rule(actor, second, [*then, {"kind": "deadline", "amount": 3, "unit": "days"}], "entered")
    await rule(actor, second, third, {"kind": "labelled", "label_id": str(label.id)})
    someone = await make.applicant(first)
    await do(actor, moving.move, moving.Move(someone.id, second.id))
    log = [event.type for event in await events(actor.org_id) if event.applicant_id == someone.id]
    assert log == [
        "applicant.moved", "applicant.labelled", "applicant.messaged", "applicant.assigned", "applicant.deadline_set",
        "applicant.moved",
    ]  # fmt: skip
    assert (await place(someone)).stage_id == third.id
    rules = [event for event in await events(actor.org_id) if event.actor_kind == "rule"]
    assert [event.depth for event in rules] == [1, 1, 1, 1, 2]


async def test_an_action_that_is_refused_undoes_the_rule_and_shows_on_it(committed):
    actor, _, (first, second, third, _) = await world()
    label = await do(actor, label_verbs.create, "Good")
    full = {"kind": "distribute", "among": [{"stage_id": str(third.id), "weight": 1, "most": 1}]}
    made = await rule(actor, second, [{"kind": "label", "label_id": str(label.id)}, full], "entered")
    await make.applicant(third)
    someone = await make.applicant(first)
    await do(actor, moving.move, moving.Move(someone.id, second.id))
    assert (await place(someone)).stage_id == second.id
    async with transaction(actor.org_id) as session:
        assert (await session.execute(select(col(ApplicantLabel.label_id)))).first() is None
    failed = (await events(actor.org_id))[-1]
    assert (failed.type, failed.subject_id, failed.actor_id) == ("rule.failed", made.id, made.id)
    assert failed.applicant_id == someone.id
    assert "room" in failed.data["reason"]


async def test_what_cannot_be_held_against_a_fact_never_matches_and_shows(database):
    actor, _, (first, second, _, _) = await world()
    await asks(actor, first, is_required=False)
    made = await rule(actor, first, second, **{"if": {"none": [{"fact": "answers.age", "op": "less", "value": 18}]}})
    someone = await make.applicant(first)
    assert await do(me(someone), answering.submit, first.id, {}) == first.id
    failed = next(event for event in await events(actor.org_id) if event.type == "rule.failed")
    assert (failed.subject_id, failed.applicant_id, failed.actor_name) == (made.id, someone.id, "Onward")


@pytest.mark.parametrize("then", ["reject", "withdraw"])
async def test_a_rule_may_decide_against_somebody(database, then):
    actor, _, (first, second, _, _) = await world()
    more = {"tell": True} if then == "reject" else {}
    await rule(actor, second, [{"kind": then, "reason": "Too far away", **more}], "entered")
    someone = await make.applicant(first)
    await do(actor, moving.move, moving.Move(someone.id, second.id))
    assert await place(someone) is None


async def test_a_rule_leads_into_another_opening(database):
    actor, _, (first, second, _, _) = await world()
    elsewhere = await make.opening(await org_of(actor), stages=2)
    target, _ = await stages_of(elsewhere)
    await rule(actor, second, target, "entered")
    someone = await make.applicant(first)
    await do(actor, moving.move, moving.Move(someone.id, second.id))
    assert (await place(someone)).stage_id == target.id


async def test_an_answer_corrected_is_looked_at(database):
    actor, _, (first, second, _, _) = await world()
    await asks(actor, first)
    await rule(actor, first, second, {"kind": "changed", "questions": ["age"]})
    someone = await make.applicant(first)
    assert await do(me(someone), answering.submit, first.id, {"age": "40"}) == first.id
    assert await do(me(someone), answering.submit, first.id, {"age": "40"}) == first.id
    assert await do(me(someone), answering.submit, first.id, {"age": "41"}) == second.id


async def test_a_member_who_labels_many_sets_rules_off(database):
    actor, opening, (first, second, _, _) = await world()
    label = await do(actor, label_verbs.create, "Good")
    await rule(actor, first, second, {"kind": "labelled", "label_id": str(label.id)})
    crowd = [await make.applicant(first) for _ in range(3)]
    await do(actor, labelling.label, [one.id for one in crowd], label.id)
    assert set((await standing(opening)).values()) == {second.id}


async def test_who_applies_is_led_on_at_once(database):
    actor, opening, (first, second, third, _) = await world()
    await asks(actor, first)
    await rule(actor, first, second, **{"if": {"fact": "answers.age", "op": "at_least", "value": 18}})
    await rule(actor, second, third, "entered")
    applied = await apply(opening, answers={"age": "30"})
    young = await apply(opening, "b@example.com", answers={"age": "3"})
    places = await standing(opening)
    assert places[applied.applicant_id] == third.id
    assert places[young.applicant_id] == first.id
    log = [event for event in await events(actor.org_id) if event.applicant_id == applied.applicant_id]
    assert [event.type for event in log] == ["applicant.applied", "applicant.moved", "applicant.moved"]
    assert [event.depth for event in log] == [0, 1, 2]
    assert [one[2] for one in log[0].data["rules"]] == ["matched"]
    assert log[1].data["rule"]["facts"] == {"answers.age": 30}
    (told,) = [event for event in await events(actor.org_id) if event.applicant_id == young.applicant_id]
    assert [one[2] for one in told.data["rules"]] == ["unmatched"]


async def test_who_applies_goes_where_the_stage_leads_when_no_rule_does(database):
    actor, opening, (first, second, third, fourth) = await world()
    await asks(actor, first)
    async with transaction(actor.org_id) as session:
        (await session.merge(first)).next_stage_id = third.id
    await rule(actor, first, second, **{"if": {"fact": "answers.age", "op": "at_least", "value": 18}})
    await rule(actor, third, fourth, "entered", **{"if": {"fact": "answers.age", "op": "less", "value": 5}})
    young, younger = await apply(opening, answers={"age": "12"}), await apply(opening, "b@x.org", answers={"age": "3"})
    places = await standing(opening)
    assert (places[young.applicant_id], places[younger.applicant_id]) == (third.id, fourth.id)
    assert await counts(actor, opening) == [0, 0, 1, 1]


async def test_who_applies_may_be_labelled_and_is_then_led_on(database):
    actor, opening, (first, second, third, _) = await world()
    label = await do(actor, label_verbs.create, "Good")
    async with transaction(actor.org_id) as session:
        (await session.merge(first)).next_stage_id = third.id
    await rule(actor, first, [{"kind": "label", "label_id": str(label.id)}])
    await rule(actor, third, second, "entered", **{"if": {"fact": "labels", "op": "contains", "value": label.id.hex}})
    applied = await apply(opening)
    assert (await standing(opening))[applied.applicant_id] == second.id
    kinds = [event.type for event in await events(actor.org_id) if event.applicant_id]
    assert kinds == ["applicant.applied", "applicant.labelled", "applicant.moved", "applicant.moved"]


async def test_who_has_applied_elsewhere_is_known_to_rules(database):
    actor, opening, (first, second, _, _) = await world()
    elsewhere = await make.opening(await org_of(actor), state="public")
    await rule(actor, first, second, **{"if": {"fact": "applicant.earlier", "op": "at_least", "value": 1}})
    await apply(elsewhere, "twice@example.com")
    again, new = await apply(opening, "twice@example.com"), await apply(opening, "new@example.com")
    places = await standing(opening)
    assert (places[again.applicant_id], places[new.applicant_id]) == (second.id, first.id)
