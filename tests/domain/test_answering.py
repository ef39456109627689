"""Applicants answer and correct while a stage is theirs, and leave when they wish."""

import asyncio

import pytest

from plutomi.domain import questions, stages
from plutomi.domain.actors import Actor
from plutomi.domain.applicants import answering, moving, reading
from plutomi.errors import Forbidden, Invalid, NotFound, StageClosed
from plutomi.ids import new_id
from tests import make
from tests.domain.verbs import applicants, apply, counts, do, events, stages_of, standing, types


async def asked_in_second(leads_on: bool = False):
    """An applicant in the second of three stages, which asks two questions; perhaps it leads to the third."""
    org = await make.org()
    member, opening = await make.actor(org), await make.opening(org, state="public")
    first, second, third = await stages_of(opening)
    for key, is_required in (("bike", True), ("note", False)):
        question = await do(member, questions.create, key, f"{key}?")
        await do(member, questions.attach, second.id, question.id, is_required=is_required)
    if leads_on:
        await do(member, stages.change, second.id, next_stage_id=third.id)
    applied = await apply(opening)
    await do(member, moving.move, moving.Move(applied.applicant_id, second.id))
    return member, Actor("applicant", org.id, applied.applicant_id, "Grace"), opening, (first, second, third)


async def values(member: Actor, grace: Actor) -> dict:
    return {one.title: one.value for one in await do(member, reading.answers, grace.id)}


async def test_where_they_are_is_what_their_browser_said_last(database):
    _, grace, opening, (_, second, _) = await asked_in_second()
    for zone, kept in (("Asia/Tokyo", "Asia/Tokyo"), (None, "Asia/Tokyo"), ("x", "Asia/Tokyo"), ("UTC", "UTC")):
        await do(grace, answering.submit, second.id, {"bike": "yes"}, zone)
        assert [one.time_zone for one in await applicants(opening.org_id)] == [kept]


async def test_answers_are_kept_and_the_form_is_complete(database):
    member, grace, _, (_, second, _) = await asked_in_second()
    assert await do(grace, answering.submit, second.id, {"bike": "yes"}) == second.id
    assert await values(member, grace) == {"bike?": "yes"}
    told = (await events(grace.org_id))[-1]
    assert (told.type, told.actor_kind, told.actor_id) == ("applicant.submitted", "applicant", grace.id)
    assert told.data["changed"] == {"bike": {"title": "bike?", "from": None, "to": "yes"}}


async def test_correcting_changes_answers_and_makes_no_second_ones(database):
    member, grace, _, (_, second, _) = await asked_in_second()
    await do(grace, answering.submit, second.id, {"bike": "yes", "note": "hello"})
    await do(grace, answering.submit, second.id, {"bike": "no"})
    assert await values(member, grace) == {"bike?": "no"}
    told = (await events(grace.org_id))[-1]
    assert told.type == "applicant.corrected"
    assert told.data["changed"]["note"] == {"title": "note?", "from": "hello", "to": None}


async def test_what_is_missing_is_refused_and_nothing_is_kept(database):
    member, grace, _, (_, second, _) = await asked_in_second()
    with pytest.raises(Invalid) as refused:
        await do(grace, answering.submit, second.id, {"note": "only"})
    assert refused.value.errors.keys() == {"answers.bike"}
    assert await values(member, grace) == {}


async def test_a_completed_form_leads_on_once(database):
    member, grace, opening, (_, second, third) = await asked_in_second(leads_on=True)
    assert await do(grace, answering.submit, second.id, {"bike": "yes"}) == third.id
    assert await counts(member, opening) == [0, 0, 1]
    submitted, moved = (await events(grace.org_id))[-2:]
    assert (moved.type, moved.cause, moved.depth) == ("applicant.moved", submitted.id, 1)
    with pytest.raises(StageClosed):
        await do(grace, answering.submit, second.id, {"bike": "no"})


async def test_the_same_form_sent_many_times_at_once_is_submitted_once(committed):
    member, grace, opening, (_, second, third) = await asked_in_second(leads_on=True)
    answers = await asyncio.gather(
        *(do(grace, answering.submit, second.id, {"bike": str(n)}) for n in range(10)), return_exceptions=True
    )
    assert answers.count(third.id) == 1
    assert sum(isinstance(answer, StageClosed) for answer in answers) == 9
    assert await counts(member, opening) == [0, 0, 1]
    assert (await types(grace.org_id)).count("applicant.submitted") == 1
    assert len(await values(member, grace)) == 1


async def test_a_stage_that_is_not_theirs_takes_nothing(database):
    _, grace, _, (first, _, third) = await asked_in_second()
    for id in (first.id, third.id, new_id()):
        with pytest.raises(StageClosed):
            await do(grace, answering.submit, id, {"bike": "yes"})


async def test_withdrawing_takes_the_card_off_the_board_and_keeps_the_record(database):
    member, grace, opening, _ = await asked_in_second()
    await do(grace, answering.withdraw)
    await do(grace, answering.withdraw)
    assert await counts(member, opening) == [0, 0, 0]
    assert await standing(opening) == {}
    record = await do(member, reading.dossier, grace.id)
    assert record.placement is None
    assert record.applicant.withdrawn_at is not None
    assert (await types(grace.org_id)).count("applicant.withdrawn") == 1


async def test_withdrawing_moving_and_submitting_at_once_is_counted_exactly(committed):
    member, grace, opening, (_, second, third) = await asked_in_second(leads_on=True)
    await asyncio.gather(
        do(grace, answering.withdraw),
        do(member, moving.move, moving.Move(grace.id, third.id)),
        do(grace, answering.submit, second.id, {"bike": "yes"}),
        do(grace, answering.withdraw),
        return_exceptions=True,
    )
    assert await counts(member, opening) == [0, 0, 0]
    assert await standing(opening) == {}


async def test_an_applicants_own_page_shows_their_steps_and_answers(database):
    _, grace, opening, (_, second, _) = await asked_in_second()
    await do(grace, answering.submit, second.id, {"bike": "yes"})
    portal = await do(grace, reading.portal)
    assert [stage.name for stage in portal.stages] == ["Stage 1", "Stage 2", "Stage 3"]
    assert (portal.opening.id, portal.placement.stage_id) == (opening.id, second.id)
    assert [portal.values.get(one.question_id) for one in portal.asked] == ["yes", None]


@pytest.mark.parametrize("kind", ["user", "anyone", "clock"])
async def test_nobody_answers_or_withdraws_for_an_applicant(database, kind):
    _, grace, _, (_, second, _) = await asked_in_second()
    other = Actor(kind, grace.org_id, grace.id)
    with pytest.raises(Forbidden):
        await do(other, answering.submit, second.id, {"bike": "yes"})
    with pytest.raises(Forbidden):
        await do(other, answering.withdraw)
    with pytest.raises(NotFound):
        await do(other, reading.portal)


async def test_an_applicant_of_another_org_is_nobody_here(database):
    _, grace, _, (_, second, _) = await asked_in_second()
    elsewhere = Actor("applicant", (await make.org()).id, grace.id)
    for verb, given in ((answering.submit, [second.id, {}]), (answering.withdraw, []), (reading.portal, [])):
        with pytest.raises(NotFound):
            await do(elsewhere, verb, *given)
