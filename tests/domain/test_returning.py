"""Withdrawing with a reason, applying again as the opening allows it, and being put back."""

import asyncio
from datetime import timedelta

import pytest

from plutomi.clock import now, standing_at
from plutomi.domain import openings, questions, relaying, stages
from plutomi.domain.actors import Actor
from plutomi.domain.applicants import answering, reading, reapplying, returning
from plutomi.errors import Conflict, Forbidden, Invalid, NotFound, NotYet, OpeningClosed, TooSoon
from plutomi.ids import new_id
from tests import make
from tests.domain.verbs import applicants, apply, card, counts, do, events, letters, stages_of, standing, types


async def world(reapply="unlimited", days=30, leads_on=False):
    """(member, opening, stages, Grace by her link), who has answered the first stage and withdrawn."""
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org, state="public")
    first, second, third = await stages_of(opening)
    question = await do(actor, questions.create, "bike", "Do you own a bike?", type="yes_no")
    await do(actor, questions.attach, first.id, question.id)
    if leads_on:
        await do(actor, stages.change, first.id, next_stage_id=second.id)
    await do(actor, openings.change, opening.id, reapply=reapply, reapply_days=days)
    applied = await apply(opening, answers={"bike": "yes"})
    me = Actor("applicant", org.id, applied.applicant_id)
    await do(me, answering.withdraw, "pay", " Too far\r\nfor that ")
    return actor, opening, (first, second, third), me


async def relay(org_id):
    async def all_of_it(session, actor):
        return await relaying.relay(session, org_id)

    await do(Actor("clock", org_id), all_of_it)


async def test_why_somebody_left_is_kept(database):
    actor, opening, (first, *_), _ = await world()
    (grace,) = await applicants(actor.org_id)
    assert (grace.withdrawn_for, grace.withdrawn_words) == ("pay", "Too far\nfor that")
    data = (await events(actor.org_id))[-1].data
    assert data == {"from": str(first.id), "from_name": first.name, "why": "pay", "words": "Too far\nfor that"}
    assert await standing(opening) == {}


@pytest.mark.parametrize("why", ["", "nonsense", None, ["pay"], 7])
async def test_nobody_has_to_say_why(database, why):
    actor, _, _, me = await world()
    await do(me, reapplying.come_back)
    await do(me, answering.withdraw, why, None)
    (grace,) = await applicants(actor.org_id)
    assert (grace.withdrawn_for, grace.withdrawn_words, grace.withdrawn_at is None) == ("", "", False)


async def test_more_words_than_there_is_room_for_are_refused_and_nobody_leaves(database):
    _, opening, _, me = await world()
    await do(me, reapplying.come_back)
    with pytest.raises(Invalid) as refused:
        await do(me, answering.withdraw, "pay", "x" * 1001)
    assert refused.value.errors.keys() == {"words"}
    assert len(await standing(opening)) == 1


async def test_by_ones_own_link_one_stands_in_the_first_stage_again(database):
    actor, opening, (first, *_), me = await world("unlimited", leads_on=True)
    assert await do(me, reapplying.come_back) == first.id
    assert await do(me, reapplying.come_back) == first.id, "twice is the same as once"
    assert await standing(opening) == {me.id: first.id}
    assert await counts(actor, opening) == [1, 0, 0]
    page = await do(me, reading.portal)
    assert list(page.values.values()) == [True], "what was answered before is offered as a start"
    returned = (await events(actor.org_id))[-1]
    assert (returned.type, returned.data["answers"], returned.data["why"]) == (
        "applicant.returned",
        {"bike": {"title": "Do you own a bike?", "value": True}},
        "pay",
    )
    (grace,) = await applicants(actor.org_id)
    assert (grace.withdrawn_at, grace.withdrawn_for, grace.withdrawn_words) == (None, "", "")
    await do(me, answering.submit, first.id, {"bike": "no"})
    assert await counts(actor, opening) == [0, 1, 0]


async def test_the_opening_decides(database):
    actor, opening, _, me = await world("once")
    with pytest.raises(NotYet, match="once"):
        await do(me, reapplying.come_back)
    await do(actor, openings.change, opening.id, reapply="after", reapply_days=2)
    with pytest.raises(NotYet, match="You can apply again from"):
        await do(me, reapplying.come_back)
    with standing_at(now() + timedelta(days=2)):
        await do(me, reapplying.come_back)
    assert len(await standing(opening)) == 1


async def test_a_closed_opening_takes_nobody_back_by_themselves(database):
    actor, opening, _, me = await world()
    await do(actor, openings.set_state, opening.id, "closed")
    with pytest.raises(OpeningClosed):
        await do(me, reapplying.come_back)


async def test_the_form_sent_again_brings_back_who_may_come_back(database):
    actor, opening, (_, second, _), me = await world("unlimited", leads_on=True)
    again = await apply(opening, email="GRACE@example.com", answers={"bike": "no"}, source="poster")
    assert (again.applicant_id, again.is_new) == (me.id, False)
    assert await standing(opening) == {me.id: second.id}
    assert await counts(actor, opening) == [0, 1, 0]
    assert [answer.value for answer in await do(actor, reading.answers, me.id)] == [False]
    *_, returned, moved = await events(actor.org_id)
    assert (returned.type, moved.type, moved.cause) == ("applicant.returned", "applicant.moved", returned.id)
    before = {"bike": {"title": "Do you own a bike?", "value": True}}
    assert (returned.data["answers"], returned.data["source"]) == (before, "poster")


async def test_what_the_form_sent_again_leaves_out_is_not_their_answer_any_more(database):
    actor, opening, (first, *_), me = await world("unlimited")
    for key, settings in (("van", {"is_required": False}), ("ad", {"is_hidden": True, "prefill": "ad"})):
        question = await do(actor, questions.create, key, f"{key}?", type="short_text")
        await do(actor, questions.attach, first.id, question.id, **settings)
    await apply(opening, answers={"bike": "no", "van": "A small one", "ad": "spring"})
    await do(me, answering.withdraw)
    await apply(opening, answers={"bike": "yes"})
    said = {answer.title: answer.value for answer in await do(actor, reading.answers, me.id)}
    assert said == {"Do you own a bike?": True, "ad?": "spring"}, "nobody saw the hidden question"
    before = (await events(actor.org_id))[-1].data["answers"]
    assert before["van"] == {"title": "van?", "value": "A small one"}


async def test_two_questions_of_the_same_words_keep_an_answer_each(database):
    actor, opening, (first, *_), me = await world("once")
    for key in ("start", "end"):
        question = await do(actor, questions.create, key, "Which day?", type="short_text")
        await do(actor, questions.attach, first.id, question.id)
    await apply(opening, answers={"bike": "no", "start": "Monday", "end": "Friday"})
    kept = (await events(actor.org_id))[-1].data["answers"]
    assert [kept[key] for key in ("start", "end")] == [
        {"title": "Which day?", "value": "Monday"},
        {"title": "Which day?", "value": "Friday"},
    ]
    await do(actor, returning.restore, me.id, first.id)
    assert (await events(actor.org_id))[-1].data["answers"].keys() == {"bike"}


async def test_where_the_form_leads_nowhere_it_is_complete(database):
    actor, opening, (first, *_), me = await world("unlimited")
    await apply(opening, answers={"bike": "no"})
    assert await standing(opening) == {me.id: first.id}
    assert not (await card(actor, me.id))["is_missing_answers"]


async def test_who_may_not_come_back_is_told_so_by_email_and_what_they_sent_is_kept(database):
    actor, opening, _, _ = await world("after", 30)
    await apply(opening, answers={"bike": "no"})
    assert await standing(opening) == {}
    kept = (await events(actor.org_id))[-1].data["answers"]
    assert kept == {"bike": {"title": "Do you own a bike?", "value": False}}
    await relay(actor.org_id)
    told = {letter.template: letter.context.get("again", "") for letter in await letters(actor.org_id)}
    assert told["applied_already"].startswith("You can apply again from ")
    assert told["withdrawn"] == told["applied_already"]


async def test_who_is_still_in_is_told_nothing_of_coming_back(database):
    actor, opening, _, me = await world()
    await do(me, reapplying.come_back)
    await apply(opening, answers={"bike": "no"})
    await relay(actor.org_id)
    assert [
        letter.context["again"] for letter in await letters(actor.org_id) if letter.template == "applied_already"
    ] == [""]


async def test_one_address_is_not_written_to_without_end_but_what_is_sent_is_kept(database):
    actor, opening, _, _ = await world("once")
    for number in range(6):
        await apply(opening, answers={"bike": "yes"}, phone=f"+1212555010{number}")
    again = [event for event in await events(actor.org_id) if event.type == "applicant.reapplied"]
    assert [event.data["phone"][-1] for event in again] == list("012345")
    await relay(actor.org_id)
    assert await written_again(actor.org_id) == returning.MOST
    with standing_at(now() + timedelta(days=1, minutes=1)):
        await apply(opening, answers={"bike": "yes"})
        await relay(actor.org_id)
    assert await written_again(actor.org_id) == returning.MOST + 1


async def test_nobodys_history_is_buried_under_what_is_sent_in_their_name(database, monkeypatch):
    monkeypatch.setattr("plutomi.domain.applicants.applying.KEPT", 5)
    actor, opening, _, _ = await world("once")
    for _ in range(8):
        await apply(opening, answers={"bike": "yes"})
    assert (await types(actor.org_id)).count("applicant.reapplied") == 5


async def written_again(org_id):
    return [letter.template for letter in await letters(org_id)].count("applied_already")


async def test_who_comes_back_too_often_stays_out_and_what_they_sent_is_kept(database):
    actor, opening, _, me = await world()
    for _ in range(returning.MOST):
        await do(me, reapplying.come_back)
        await do(me, answering.withdraw)
    await apply(opening, answers={"bike": "no"})
    assert await standing(opening) == {}
    last = (await events(actor.org_id))[-1]
    assert (last.type, last.data["answers"]["bike"]["value"]) == ("applicant.reapplied", False)


async def test_coming_and_going_has_its_measure_too(database):
    _, _, _, me = await world()
    for _ in range(returning.MOST):
        await do(me, reapplying.come_back)
        await do(me, answering.withdraw)
    with pytest.raises(TooSoon):
        await do(me, reapplying.come_back)


async def test_coming_back_twice_at_once_makes_one_card(committed):
    actor, opening, _, me = await world()
    both = [do(me, reapplying.come_back), apply(opening, answers={"bike": "yes"}), do(me, reapplying.come_back)]
    await asyncio.gather(*both)
    assert await counts(actor, opening) == [1, 0, 0]


async def test_a_member_puts_back_who_has_withdrawn_whatever_the_policy(database):
    actor, opening, (_, second, _), me = await world("once")
    placed = await do(actor, returning.restore, me.id, second.id)
    assert (placed.stage_id, await counts(actor, opening)) == (second.id, [0, 1, 0])
    assert (await events(actor.org_id))[-1].data["to_name"] == second.name
    with pytest.raises(Conflict):
        await do(actor, returning.restore, me.id, second.id)
    await relay(actor.org_id)
    assert "restored" in [letter.template for letter in await letters(actor.org_id)]


async def test_only_members_of_the_org_put_anybody_back_and_only_into_its_stages(database):
    actor, opening, (first, *_), me = await world()
    eve, _, (foreign, *_), _ = await world()
    other = await make.opening(type("O", (), {"id": actor.org_id})())
    for who, stage_id, refusal in (
        (eve, foreign.id, NotFound),
        (actor, foreign.id, NotFound),
        (actor, (await stages_of(other))[0].id, NotFound),
        (actor, new_id(), NotFound),
        (me, first.id, Forbidden),
    ):
        with pytest.raises(refusal):
            await do(who, returning.restore, me.id, stage_id)
    assert await standing(opening) == {}


WRONG = [{"reapply": "never"}, {"reapply": None}, *({"reapply_days": days} for days in (0, "x", 3651, None, "٣"))]


@pytest.mark.parametrize("given", WRONG)
async def test_what_is_no_policy_is_refused_at_its_field(database, given):
    actor, opening, _, _ = await world()
    with pytest.raises(Invalid) as refused:
        await do(actor, openings.change, opening.id, **given)
    assert refused.value.errors.keys() == given.keys()
