"""A member corrects answers and contact details: recorded, and rules that wait for a change follow."""

from datetime import UTC, datetime, timedelta

import pytest

from plutomi.clock import now, standing_at
from plutomi.db import transaction
from plutomi.domain import openings, questions
from plutomi.domain.actors import Actor
from plutomi.domain.applicants import amending, answering, keeping, reading
from plutomi.domain.files import asking
from plutomi.errors import Conflict, Forbidden, Invalid, NotFound
from plutomi.models import Applicant, Placement
from plutomi.rules.asked import MASK
from tests import make
from tests.domain.rules import rule
from tests.domain.test_trying import ADULT, aged, world
from tests.domain.verbs import applicants, do, events, standing


async def someone(age=17):
    actor, stages = await world()
    await aged(actor, stages[0], age)
    (one,) = await applicants(actor.org_id)
    (question, _), *_ = await do(actor, questions.bank)
    return actor, stages, one, question


async def said(actor, one):
    return [answer.value for answer in await do(actor, reading.answers, one.id)]


@pytest.mark.usefixtures("database")
async def test_an_answer_is_corrected_for_them_and_recorded():
    actor, (first, *_), one, question = await someone()
    await do(actor, amending.amend, one.id, question.id, "18")
    assert await said(actor, one) == [18]
    event = (await events(actor.org_id))[-1]
    assert (event.type, event.actor_kind, event.data["stage"]) == ("applicant.corrected", "user", first.name)
    assert event.data["changed"] == {"age": {"title": "Your age?", "from": 17, "to": 18}}
    many = len(await events(actor.org_id))
    await do(actor, amending.amend, one.id, question.id, 18)
    assert len(await events(actor.org_id)) == many, "the same is no change"
    with pytest.raises(Invalid) as refusal:
        await do(actor, amending.amend, one.id, question.id, "old")
    assert "answers.age" in refusal.value.errors
    await do(actor, questions.adjust, first.id, question.id, is_required=False)
    await do(actor, amending.amend, one.id, question.id, None)
    assert await said(actor, one) == []
    await do(actor, amending.amend, one.id, question.id, 20)  # they said it on the phone
    assert await said(actor, one) == [20]


@pytest.mark.usefixtures("database")
async def test_limits_counted_from_today_are_counted_where_the_applicant_is():
    actor, (first, *_), one, _ = await someone()
    since = await do(actor, questions.create, "since", "Since when?", type="date", limits={"max": "today"})
    await do(actor, questions.attach, first.id, since.id)
    async with transaction(actor.org_id) as session:
        (await session.get_one(Applicant, (actor.org_id, one.id))).time_zone = "Pacific/Kiritimati"
    with standing_at(datetime(2026, 6, 1, 12, tzinfo=UTC)):  # when it is the 2nd there
        await do(actor, amending.amend, one.id, since.id, "2026-06-02")
        with pytest.raises(Invalid):
            await do(actor, amending.amend, one.id, since.id, "2026-06-03")


@pytest.mark.usefixtures("database")
async def test_rules_follow_what_was_corrected():
    actor, (first, second, third), one, question = await someone()
    opening = await do(actor, openings.get, first.opening_id)
    await rule(actor, first, second, {"kind": "changed", "questions": ["age"]}, **{"if": ADULT})
    await do(actor, amending.amend, one.id, question.id, 30)
    assert (await standing(opening))[one.id] == second.id
    named = {"fact": "applicant.email", "op": "matches", "value": "*@acme.example"}
    await rule(actor, second, third, "changed", **{"if": named})
    await do(actor, keeping.correct, one.id, phone="+12125550100")
    assert (await standing(opening))[one.id] == second.id
    await do(actor, keeping.correct, one.id, email="ann@acme.example")
    assert (await standing(opening))[one.id] == third.id


@pytest.mark.usefixtures("database")
async def test_what_only_they_can_answer_stays_theirs():
    actor, (first, *_), one, question = await someone()
    stranger, *_ = await someone()
    with pytest.raises(NotFound):
        await do(stranger, amending.amend, one.id, question.id, 18)
    for kind in ("applicant", "anyone"):
        with pytest.raises(Forbidden):
            await do(Actor(kind, actor.org_id, one.id), amending.amend, one.id, question.id, 18)
    signs = await do(actor, questions.create, "signs", "Sign here", type="signature")
    await do(actor, questions.attach, first.id, signs.id)
    with pytest.raises(Forbidden):
        await do(actor, amending.amend, one.id, signs.id, {"name": "Ann"})
    await do(actor, questions.detach, first.id, question.id)
    with pytest.raises(Conflict):
        await do(actor, amending.amend, one.id, question.id, 18)
    assert await said(actor, one) == [17]


@pytest.mark.usefixtures("database")
async def test_a_secure_answer_is_masked_where_it_was_corrected_and_its_reading_is_recorded():
    actor, (first, *_), one, question = await someone()
    await do(actor, questions.adjust, first.id, question.id, is_secure=True)
    me = Actor("applicant", actor.org_id, one.id, one.name)
    await do(me, answering.submit, first.id, {"age": "17"})
    asked, value = await do(actor, amending.at_hand, one.id, question.id)
    assert (asked.key, value) == ("age", 17)
    assert (await events(actor.org_id))[-1].type == "answer.revealed"
    await do(actor, amending.amend, one.id, question.id, 18)
    assert (await events(actor.org_id))[-1].data["changed"]["age"] == {"title": "Your age?", "from": MASK, "to": MASK}


@pytest.mark.usefixtures("database")
async def test_a_file_sent_is_a_sign_of_life():
    actor, (first, *_) = await world()
    paper = await do(actor, questions.create, "paper", "Your licence", type="file")
    await do(actor, questions.attach, first.id, paper.id)
    one = await make.applicant(first)
    await do(Actor("applicant", actor.org_id, one.id), asking.at_stage, "paper")
    async with transaction(actor.org_id) as session:
        placement = await session.get_one(Placement, (actor.org_id, one.id))
        assert placement.active_at > now() - timedelta(minutes=1)
