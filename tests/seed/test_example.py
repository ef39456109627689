"""The example is what a newcomer meets: made once, true to its description, and as if the weeks had been lived."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from plutomi import clock
from plutomi.clock import now
from plutomi.db import transaction
from plutomi.domain import boards, orgs
from plutomi.domain.actors import Actor
from plutomi.domain.health import check
from plutomi.domain.orgs import by_slug
from plutomi.gateways import files as rooms
from plutomi.ids import NOBODY
from plutomi.jobs.relay import relay_all, roll_up_all
from plutomi.jobs.rules import plan_org, sweep_org
from plutomi.models import (
    Answer,
    Draft,
    Event,
    File,
    Membership,
    Note,
    Opening,
    Org,
    Placement,
    Question,
    Section,
    Stage,
    StageQuestion,
    User,
)
from plutomi.seed import forms, story
from plutomi.seed.people import VEHICLES
from plutomi.settings import get_settings
from tests import make
from tests.browsers import browser
from tests.domain.verbs import applicants, counts, events, letters, stages_of, standing

NEW_YORK = ["Questionnaire", "Waiting List", "Document Upload", "Final Review", "Ready to Drive"]


@pytest.fixture
async def acme(database) -> Org:
    assert await story.tell()
    return await by_slug("acme")


async def all_of(org: Org, table, *order):
    async with transaction(org.id) as session:
        return list((await session.execute(select(table).order_by(*order))).scalars())


async def new_york(org: Org) -> Opening:
    (found,) = [one for one in await all_of(org, Opening) if one.slug == "new-york-city"]
    return found


async def owner(org: Org) -> Actor:
    (member,) = await all_of(org, Membership)
    async with transaction() as session:
        user = await session.get_one(User, member.user_id)
    assert (user.email, user.email_key, member.role) == ("owner@acme.example", "owner@acme.example", "owner")
    return Actor("user", org.id, user.id, user.name)


async def test_it_is_made_once(acme):
    before = len(await events(acme.id))
    assert not await story.tell()
    assert len(await events(acme.id)) == before


async def test_what_fails_in_the_middle_leaves_no_half_of_it(committed, monkeypatch):
    monkeypatch.setattr(story.Story, "put_in_order", None)
    with pytest.raises(TypeError):
        await story.tell()
    async with transaction() as session:
        assert not (await session.execute(select(Org))).all() + (await session.execute(select(User))).all()


async def test_its_owner_may_have_been_here_before(database):
    user = await make.user("owner@acme.example", name="Olive")
    assert await story.tell()
    acme = await by_slug("acme")
    assert (await owner(acme)).id == user.id
    assert (await owner(acme)).name == "Olive"


async def test_its_owner_belongs_to_it(acme):
    assert acme.name == "Acme"
    me = await owner(acme)
    async with transaction(user_id=me.id) as session:
        assert [org.slug for org in await orgs.mine(session, me.id)] == ["acme"]


async def test_new_york_has_its_five_stages_and_leads_on_as_it_says(acme):
    opening = await new_york(acme)
    found = await stages_of(opening)
    assert (opening.name, opening.state) == ("New York City", "public")
    assert [stage.name for stage in found] == NEW_YORK
    named = {stage.id: stage.name for stage in found}
    assert {stage.name: named.get(stage.next_stage_id) for stage in found} == {
        "Questionnaire": "Document Upload",
        "Document Upload": "Final Review",
        "Waiting List": None,
        "Final Review": None,
        "Ready to Drive": None,
    }


async def test_its_questions_are_real_ones_and_asked_where_they_belong(acme):
    found = {stage.id: stage.name for stage in await stages_of(await new_york(acme))}
    keys = {question.id: question.key for question in await all_of(acme, Question)}
    asked: dict[str, list[str]] = {}
    for use in await all_of(acme, StageQuestion, col(StageQuestion.position)):
        asked.setdefault(found.get(use.stage_id, ""), []).append(keys[use.question_id])
    assert asked["Questionnaire"] == [key for keys in forms.QUESTIONNAIRE.values() for key in keys]
    assert asked["Document Upload"] == list(forms.PAPERS)
    assert len({question.type for question in await all_of(acme, Question)}) >= 6


async def test_its_questionnaire_has_sections_and_everybody_answered_just_what_was_shown_to_them(acme):
    assert [section.title for section in await all_of(acme, Section, Section.position)] == ["About you", "Driving"]
    keys = {question.id: question.key for question in await all_of(acme, Question)}
    given: dict = {}
    for answer in await all_of(acme, Answer):
        given.setdefault(answer.applicant_id, {})[keys[answer.question_id]] = answer.value
    drivers = [answers for answers in given.values() if "vehicle" in answers]
    for answers in drivers:
        assert ("years_driving" in answers) == ("record_check" in answers) == answers["has_license"]
        assert ("car_year" in answers) == (answers["vehicle"] == "Car")
    assert {answers["has_license"] for answers in drivers} == {True, False}
    assert {answers["vehicle"] for answers in drivers} == set(VEHICLES)


async def test_who_is_past_the_documents_has_sent_a_file_that_is_there(acme):
    photo = next(one for one in await all_of(acme, Question) if one.key == "license_photo")
    sent = [one for one in await all_of(acme, Event) if one.type == "applicant.submitted"]
    kept = {one.id: one for one in await all_of(acme, File) if one.question_id == photo.id}
    answers = [one for one in await all_of(acme, Answer) if one.question_id == photo.id]
    assert {one.applicant_id for one in answers} == {one.applicant_id for one in sent}
    assert {one.type for one in kept.values()} == {"image/jpeg", "application/pdf"}
    for answer in answers:
        file = kept[UUID(answer.value[0]["id"])]
        content = b"".join([piece async for piece in rooms.room(get_settings()).read(file.key)])
        assert (file.applicant_id, file.state, len(content)) == (answer.applicant_id, "clean", file.size)


async def test_its_openings_keep_the_time_of_where_they_are(acme):
    found = {one.slug: one.time_zone for one in await all_of(acme, Opening)}
    assert found["new-york-city"] == "America/New_York"
    assert found["chicago-warehouse"] == "America/Chicago"


async def test_there_are_other_openings_and_a_few_dozen_people_with_answers_and_histories(acme):
    assert len(await all_of(acme, Opening)) >= 2
    people = await applicants(acme.id)
    assert 24 <= len(people) <= 100
    assert len({person.email_key for person in people}) == len(people)
    assert len({person.name for person in people}) > len(people) * 0.9
    answered = {answer.applicant_id for answer in await all_of(acme, Answer)}
    assert answered == {person.id for person in people}
    assert await all_of(acme, Note)
    assert len({placement.stage_id for placement in await all_of(acme, Placement)}) >= 6


async def test_its_counts_are_exact_before_and_after_they_are_rolled_up(acme):
    me = await owner(acme)
    for _ in range(2):
        for opening in await all_of(acme, Opening):
            where = list((await standing(acme)).values())
            assert await counts(me, opening) == [where.count(stage.id) for stage in await stages_of(opening)]
        await roll_up_all()


async def test_every_history_is_in_the_order_of_time_and_in_the_past(acme):
    people = {person.id: person for person in await applicants(acme.id)}
    told: dict = {}
    for event in await events(acme.id):
        assert event.at <= now()
        if event.applicant_id:
            told.setdefault(event.applicant_id, []).append(event)
    assert told.keys() == people.keys()
    for id, history in told.items():
        assert history[0].type == "applicant.applied"
        assert abs(history[0].at - people[id].applied_at) < timedelta(seconds=1)
        assert [event.at for event in history] == sorted(event.at for event in history)
        assert history[-1].at - history[0].at < timedelta(days=story.DAYS + 1)


async def test_where_people_stand_is_where_their_history_ends(acme):
    last: dict = {}
    for event in await events(acme.id):
        if event.type == "applicant.moved":
            last[event.applicant_id] = event.data["to"]
        if event.type == "applicant.withdrawn":
            last[event.applicant_id] = None
    where = {id: str(stage_id) for id, stage_id in (await standing(acme)).items()}
    assert {id: stage for id, stage in last.items() if stage} == {id: where[id] for id, stage in last.items() if stage}
    assert not [id for id, stage in last.items() if stage is None and id in where]


async def test_the_latest_arrivals_stand_first(acme):
    board = await _board(acme)
    entered = [[card["entered_at"] for card in column["cards"]] for column in board.columns]
    assert any(len(column) > 2 for column in entered)
    assert entered == [sorted(column, reverse=True) for column in entered]


async def _board(acme: Org):
    async with transaction(acme.id) as session:
        return await boards.snapshot(session, await _actor(session, acme), (await _opening(session)).id)


async def _actor(session, acme: Org) -> Actor:
    member = (await session.execute(select(Membership))).scalar_one()
    return Actor("user", acme.id, member.user_id, "Olivia Owner")


async def _opening(session) -> Opening:
    return (await session.execute(select(Opening).where(col(Opening.slug) == "new-york-city"))).scalar_one()


async def test_some_have_begun_a_form_some_have_said_why_they_left_and_some_were_written_to(acme):
    assert await all_of(acme, Draft)
    gone = [person for person in await applicants(acme.id) if person.withdrawn_at]
    assert any(person.withdrawn_for for person in gone)
    assert {letter.template for letter in await letters(acme.id)} == {"message"}
    opening = await new_york(acme)
    assert (opening.reapply, opening.reapply_days) == ("after", 30)


async def test_its_past_owes_nobody_an_email(acme):
    assert all(event.relayed_at for event in await events(acme.id))
    await relay_all()
    assert {letter.state for letter in await letters(acme.id)} == {"sent"}
    assert await letters(NOBODY) == []
    assert (await check()).outbox == "ok"


async def test_after_it_the_clock_runs_as_it_did(acme):
    assert clock.moved() is None
    async with transaction(acme.id) as session:
        newest = (await session.execute(select(Event).order_by(col(Event.id).desc()).limit(1))).scalar_one()
    assert newest.at <= now()


async def test_its_stages_are_in_one_order(acme):
    for opening in await all_of(acme, Opening):
        found = await all_of(acme, Stage, col(Stage.position))
        assert [s.position for s in found if s.opening_id == opening.id] == list(range(len(await stages_of(opening))))


async def test_its_rules_hold_for_who_waits_and_who_comes(acme):
    opening = await new_york(acme)
    questionnaire, waiting, *_ = await stages_of(opening)
    standing_there = {id for id, stage in (await standing(opening)).items() if stage == questionnaire.id}
    assert standing_there
    while await plan_org(acme.id):
        pass
    with clock.standing_at(now() + timedelta(days=31)):
        while await sweep_org(acme.id):
            pass
    after = await standing(opening)
    assert {after[id] for id in standing_there} == {waiting.id}
    swept = [event for event in await events(acme.id) if event.actor_kind == "rule"]
    assert sorted(event.applicant_id for event in swept) == sorted(standing_there)


async def test_new_yorks_plain_form_with_its_conditions_is_small(acme):
    async with browser() as visitor:
        answer = await visitor.get("/embed/acme/new-york-city", headers={"accept-encoding": "gzip"})
    assert "data-show-if" in answer.text
    assert int(answer.headers["content-length"]) < 10 * 1024
