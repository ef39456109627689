"""Applying: whole or not at all, once per address, and nobody learns who applied before."""

import asyncio
from contextvars import copy_context
from datetime import UTC, date, datetime, timedelta

import pytest
from asyncpg import UniqueViolationError
from sqlalchemy import text
from sqlmodel import col, select

from plutomi import db
from plutomi.clock import standing_at
from plutomi.db import transaction
from plutomi.domain import openings, questions, siblings, stages
from plutomi.domain.actors import anyone
from plutomi.domain.applicants import applying, doors, keeping
from plutomi.errors import Conflict, Invalid, NotFound, OpeningClosed
from plutomi.models import Answer, Applicant, Event, Placement, StageDelta
from tests import make
from tests.domain.verbs import applicants, apply, counts, do, events, names, stages_of, standing, types

# fmt: off
HOSTILE_NAMES = [
    "", "  ", "\u200b\u200d\u2060", "\u3164", "\x00", "\ud800", "a" * 201, 7, ["Ann"], {"a": 1}, True, None,
]
KEPT_NAMES = [
    "O", "Madonna", "李", "👩\u200d🚀" * 50, "é" * 200, "\u202eEve\u202c", "O'Neil-Smith", "<b>Ann</b>", "{{ 7*7 }}",
]
# fmt: on
REFUSED_AT_COMMIT = (
    "create temp table once (id int unique deferrable initially deferred) on commit drop",
    "insert into once values (1), (1)",
)


async def open_opening(stages: int = 3, **rest):
    org = await make.org()
    return await make.actor(org), await make.opening(org, stages=stages, **{"state": "public"} | rest)


async def test_somebody_applies_and_stands_on_top_of_the_first_stage(database):
    actor, opening = await open_opening()
    await apply(opening, email="first@example.com", name="First")
    more = {"name": " Second\u00a0One ", "phone": "(212) 555-0123", "source": "ad"}
    applied = await apply(opening, email="Second@Example.com ", **more)
    second = (await applicants(opening.org_id))[-1]
    assert (second.id, second.name, second.email) == (applied.applicant_id, "Second One", "Second@example.com")
    assert (second.email_key, second.phone, second.source) == ("second@example.com", "+12125550123", "ad")
    assert await names(actor, opening) == [["Second One", "First"], [], []]
    assert await counts(actor, opening) == [2, 0, 0]
    assert await types(opening.org_id) == ["applicant.applied"] * 2


async def test_an_application_at_a_door_known_before_is_one_round_trip(committed, monkeypatch):
    _, opening = await open_opening()
    await apply(opening, email="first@example.com")

    async def no_other(session) -> None:
        raise AssertionError("a second round trip")

    with monkeypatch.context() as patch:
        patch.setattr(db, "_begin", no_other)
        await apply(opening, email="second@example.com")
    assert [one.email for one in await applicants(opening.org_id)] == ["first@example.com", "second@example.com"]


async def test_what_is_known_of_another_orgs_door_opens_nothing(committed):
    _, opening = await open_opening()
    await apply(opening)
    other, eve = await make.org(), {"name": "Eve", "email": "eve@example.com", "answers": {}}
    with pytest.raises(NotFound):
        async with transaction(other.id) as session:
            await applying.apply(session, anyone(opening.org_id), opening.slug, eve)
    assert len(await applicants(opening.org_id)) == 1


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("Asia/Tokyo", "Asia/Tokyo"), ("Mars/Base", None), ("../UTC", None), ("", None), (7, None), (["UTC"], None)],
)
async def test_where_somebody_is_stays_with_them_if_there_is_such_a_place(database, sent, kept):
    _, opening = await open_opening()
    await apply(opening, time_zone=sent)
    assert [one.time_zone for one in await applicants(opening.org_id)] == [kept]


@pytest.mark.parametrize(
    ("zone", "latest"),
    [("Asia/Tokyo", "2026-06-01"), ("America/New_York", "2026-05-31"), ("", "2026-05-31"), ("Mars/Base", "2026-05-31")],
)
async def test_today_is_where_somebody_applies_from_or_else_where_the_opening_is(database, zone, latest):
    actor, opening = await open_opening()
    await do(actor, openings.change, opening.id, time_zone="America/Los_Angeles")
    born = await do(actor, questions.create, "born", "Born?", type="date", limits={"max": "today"})
    await do(actor, questions.attach, (await stages_of(opening))[0].id, born.id)
    later = (date.fromisoformat(latest) + timedelta(days=1)).isoformat()
    with standing_at(datetime(2026, 6, 1, 2, 0, tzinfo=UTC)):
        with pytest.raises(Invalid):
            await apply(opening, time_zone=zone, answers={"born": later})
        await apply(opening, time_zone=zone, answers={"born": latest})


async def test_a_first_stage_that_leads_on_is_left_at_once(database):
    actor, opening = await open_opening()
    first, _, third = await stages_of(opening)
    await do(actor, stages.change, first.id, next_stage_id=third.id)
    await apply(opening)
    assert await counts(actor, opening) == [0, 0, 1]
    applied, moved = (await events(opening.org_id))[-2:]
    assert (applied.type, moved.type) == ("applicant.applied", "applicant.moved")
    assert (moved.cause, moved.depth) == (applied.id, 1)
    told = {"from": str(first.id), "from_name": "Stage 1", "to": str(third.id), "to_name": "Stage 3"}
    assert moved.data == told


@pytest.mark.parametrize("name", HOSTILE_NAMES)
async def test_what_is_no_name_is_refused_at_its_field(database, name):
    _, opening = await open_opening()
    with pytest.raises(Invalid) as refused:
        await apply(opening, name=name)
    assert refused.value.errors.keys() == {"name"}
    assert await applicants(opening.org_id) == []


@pytest.mark.parametrize("name", KEPT_NAMES)
async def test_unusual_names_are_names(database, name):
    _, opening = await open_opening()
    await apply(opening, name=name)
    assert [one.name for one in await applicants(opening.org_id)] == [name]


async def test_every_wrong_field_is_named_at_once(database):
    actor, opening = await open_opening()
    question = await do(actor, questions.create, "bike", "Bike?", type="yes_no")
    await do(actor, questions.attach, (await stages_of(opening))[0].id, question.id)
    with pytest.raises(Invalid) as refused:
        await apply(opening, name="", email="nobody", phone="12", answers={"bike": "perhaps"})
    assert refused.value.errors.keys() == {"name", "email", "phone", "answers.bike"}


@pytest.mark.parametrize("answers", [None, "x", 7, [], ["bike"], {"other": 1}, float("nan")])
async def test_answers_of_any_shape_are_read_or_refused_at_their_field(database, answers):
    actor, opening = await open_opening()
    question = await do(actor, questions.create, "bike", "Bike?", type="yes_no")
    await do(actor, questions.attach, (await stages_of(opening))[0].id, question.id)
    with pytest.raises(Invalid) as refused:
        await apply(opening, answers=answers)
    assert refused.value.errors.keys() == {"answers.bike"}


@pytest.mark.parametrize(
    "again", ["zo\u00e9@example.com", "zoe\u0301@example.com", "ZO\u00c9@Example.COM", " zo\u00e9@example.com\u200b"]
)
async def test_the_same_address_in_another_spelling_makes_no_second_applicant(database, again):
    actor, opening = await open_opening()
    first = await apply(opening, email="zo\u00e9@example.com")
    second = await apply(opening, email=again, name="Somebody Else")
    assert (second.applicant_id, second.is_new) == (first.applicant_id, False)
    assert await types(opening.org_id) == ["applicant.applied", "applicant.reapplied"]
    assert (await events(opening.org_id))[-1].data["name"] == "Somebody Else"
    assert [one.name for one in await applicants(opening.org_id)] == ["Grace Hopper"]
    assert await counts(actor, opening) == [1, 0, 0]


async def test_one_address_may_apply_to_two_openings_and_to_two_orgs(database):
    _, opening = await open_opening()
    _, elsewhere = await open_opening()
    other = await make.opening(await make.org(slug="other"), state="public")
    assert all([(await apply(one)).is_new for one in (opening, elsewhere, other)])


async def test_fifty_submits_at_once_make_one_applicant(committed):
    actor, opening = await open_opening()
    answers = await asyncio.gather(*(apply(opening) for _ in range(50)))
    assert len({answer.applicant_id for answer in answers}) == 1
    assert [answer.is_new for answer in answers].count(True) == 1
    assert len(await applicants(opening.org_id)) == 1
    assert await counts(actor, opening) == [1, 0, 0]
    log = await types(opening.org_id)
    assert (log.count("applicant.applied"), log.count("applicant.reapplied")) == (1, 49)


async def test_fifty_strangers_at_once_are_all_counted(committed):
    actor, opening = await open_opening()
    await asyncio.gather(*(apply(opening, email=f"a{n}@example.com") for n in range(50)))
    assert await counts(actor, opening) == [50, 0, 0]
    assert len(await standing(opening)) == 50


async def test_applying_while_the_opening_is_deleted_leaves_all_or_nothing(committed):
    actor, opening = await open_opening()
    answers = await asyncio.gather(
        *(apply(opening, email=f"a{n}@example.com") for n in range(20)),
        do(actor, openings.delete, opening.id),
        return_exceptions=True,
    )
    assert answers[-1] is None
    faults = [answer for answer in answers if isinstance(answer, BaseException)]
    assert all(isinstance(fault, NotFound | Conflict) for fault in faults), faults
    assert await applicants(opening.org_id) == []
    assert await standing(opening) == {}


@pytest.mark.parametrize(("fails_at", "fault"), [("end of the verb", RuntimeError), ("commit", UniqueViolationError)])
async def test_an_error_in_the_middle_leaves_nothing(committed, fails_at, fault):
    actor, opening = await open_opening()
    question = await do(actor, questions.create, "bike", "Bike?", type="yes_no")
    await do(actor, questions.attach, (await stages_of(opening))[0].id, question.id)
    before = len(await events(opening.org_id))
    given = {"name": "Grace", "email": "grace@example.com", "answers": {"bike": "yes"}}

    async def apply_and_fail(session, stranger):
        await applying.apply(session, stranger, opening.slug, given)
        if fails_at == "end of the verb":
            raise RuntimeError("the power went")
        for statement in REFUSED_AT_COMMIT:
            await session.execute(text(statement))

    with pytest.raises(fault):
        await do(anyone(opening.org_id), apply_and_fail)
    async with transaction(opening.org_id) as session:
        for table in (Applicant, Placement, Answer, StageDelta):
            assert (await session.execute(select(table))).all() == [], table
    assert len(await events(opening.org_id)) == before


async def test_a_closed_opening_says_so_and_a_private_one_is_not_there(database):
    _, closed = await open_opening(state="closed")
    with pytest.raises(OpeningClosed):
        await apply(closed)
    _, private = await open_opening(state="private")
    with pytest.raises(NotFound) as hidden:
        await apply(private)
    private.slug = "never-was"
    with pytest.raises(NotFound) as absent:
        await apply(private)
    assert hidden.value.message == absent.value.message


@pytest.mark.parametrize("slug", ["", "\x00", "\ud800", "a" * 10_000, "%", "' or 1=1 --"])
async def test_a_strange_slug_is_not_found(database, slug):
    _, opening = await open_opening()
    opening.slug = slug
    with pytest.raises(NotFound):
        await apply(opening)


async def test_an_opening_of_another_org_is_not_found_by_its_slug(database):
    _, ours = await open_opening(slug="ours")
    _, theirs = await open_opening(slug="theirs")
    with pytest.raises(NotFound):
        await do(anyone(ours.org_id), applying.apply, theirs.slug, {"name": "A", "email": "a@example.com"})
    assert await applicants(theirs.org_id) == []


async def test_what_was_sent_again_is_kept_on_the_timeline(database):
    _, opening = await open_opening()
    first = await apply(opening)
    await apply(opening, phone="+12125550123")
    async with transaction(opening.org_id) as session:
        found = select(Event).where(col(Event.applicant_id) == first.applicant_id, Event.type == "applicant.reapplied")
        (again,) = (await session.execute(found)).scalars()
    assert again.data["phone"] == "+12125550123"


async def test_a_door_that_was_remembered_is_no_way_in_once_it_is_another(database):
    """What a process remembers of an opening, any other may have changed since."""
    actor, opening = await open_opening()
    first, second, _ = await stages_of(opening)
    question = await do(actor, questions.create, "bike", "Bike?", type="one_choice", options=["None", "Old"])
    await do(actor, questions.attach, first.id, question.id, is_required=True)
    await apply(opening, email="1@example.com", answers={"bike": "Old"})
    before = doors.remembered(opening.org_id, opening.slug)
    assert before is not None
    assert len(before.asked) == 1

    await do(actor, questions.change, question.id, options=["None", "New"])
    assert doors.remembered(opening.org_id, opening.slug) is before
    with pytest.raises(Invalid) as refused:
        await apply(opening, email="2@example.com", answers={"bike": "Old"})
    assert list(refused.value.errors) == ["answers.bike"]
    await apply(opening, email="2@example.com", answers={"bike": "New"})

    await do(actor, stages.change, first.id, next_stage_id=second.id)
    third = await apply(opening, email="3@example.com", answers={"bike": "New"})
    assert (await standing(opening))[third.applicant_id] == second.id

    await do(actor, stages.delete, first.id, second.id)
    fourth = await apply(opening, email="4@example.com")
    assert (await standing(opening))[fourth.applicant_id] == second.id

    await do(actor, openings.set_state, opening.id, "closed")
    with pytest.raises(OpeningClosed):
        await apply(opening, email="5@example.com")
    await do(actor, openings.delete, opening.id)
    with pytest.raises(NotFound):
        await apply(opening, email="5@example.com")


async def test_who_applies_again_is_known_behind_a_door_that_changed(database):
    actor, opening = await open_opening()
    await apply(opening)
    await do(actor, openings.change, opening.id, name="Somewhere else")
    again = await apply(opening)
    assert not again.is_new
    assert (await types(opening.org_id))[-1] == "applicant.reapplied"
    assert len(await applicants(opening.org_id)) == 1


async def test_who_is_deleted_while_they_apply_again_is_an_applicant_anew(committed):
    actor, opening = await open_opening()
    first = await apply(opening)
    outside = copy_context()
    async with transaction(opening.org_id) as session:
        await siblings.lock(session, Applicant, opening.org_id, first.applicant_id)
        again = asyncio.create_task(apply(opening), context=outside)
        await somebody_waits(session)
        await keeping.delete(session, actor, first.applicant_id)
    assert (await again).is_new
    assert [one.id for one in await applicants(opening.org_id)] == [(await again).applicant_id]


async def somebody_waits(session):
    """Until another connection waits for what this one holds."""
    waits = text("select count(*) from pg_locks where not granted and locktype in ('transactionid', 'tuple')")
    for _ in range(500):
        if (await session.execute(waits)).scalar_one():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("nobody waits")
