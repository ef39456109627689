"""An applicant goes to another opening whole, once, and both boards follow."""

import asyncio

import pytest

from plutomi.db import transaction
from plutomi.domain import areas, live, openings, questions, relaying
from plutomi.domain.actors import Actor
from plutomi.domain.applicants import keeping, messaging, reading, transferring
from plutomi.errors import CardElsewhere, Conflict, Forbidden, NotFound, Refusal
from plutomi.models import Applicant, Event, File
from tests import make
from tests.domain.verbs import apply, counts, do, events, letters, stages_of, standing


async def world(**rest):
    """(member, New York with Grace in its first stage, Boston, their stages, Grace by her link)."""
    org = await make.org()
    actor = await make.actor(org)
    york, boston = await make.opening(org, state="public"), await make.opening(org, "Boston", state="public")
    question = await do(actor, questions.create, "bike", "Do you own a bike?", type="yes_no")
    await do(actor, questions.attach, (await stages_of(york))[0].id, question.id)
    applied = await apply(york, answers={"bike": "yes"}, **rest)
    return (
        actor,
        york,
        boston,
        await stages_of(york),
        await stages_of(boston),
        Actor("applicant", org.id, applied.applicant_id),
        question,
    )


async def test_all_that_was_sent_written_and_noted_goes_along(database):
    actor, york, boston, stages, (_, there, _), me, question = await world()
    await do(actor, keeping.write_note, me.id, "Call her")
    await do(actor, messaging.write, me.id, "Hello", "Are you free?")
    grace = await do(actor, reading.get, me.id)
    file = await make.file(grace, question)
    placement = await do(actor, transferring.transfer, me.id, there.id, stages[0].id)
    assert (placement.opening_id, placement.stage_id, placement.version) == (boston.id, there.id, 2)
    assert await standing(boston) == {me.id: there.id}
    assert (await counts(actor, york), await counts(actor, boston)) == ([0, 0, 0], [0, 1, 0])
    whole = await do(actor, reading.dossier, me.id)
    assert (whole.opening.id, whole.answers[0].value, len(whole.notes), whole.messages[0].subject) == (
        boston.id,
        True,
        1,
        "Hello",
    )
    page = await do(me, reading.portal)
    assert (page.opening.name, [one.name for one in page.stages]) == ("Boston", ["Stage 1", "Stage 2", "Stage 3"])
    async with transaction(actor.org_id) as session:
        assert (await session.get_one(File, (actor.org_id, file.id))).opening_id == boston.id


async def test_the_event_tells_both_ends_and_so_do_both_boards(database):
    actor, york, boston, stages, (_, there, _), me, _ = await world()
    await do(actor, transferring.transfer, me.id, there.id)
    told = (await events(actor.org_id))[-1]
    assert (told.type, told.opening_id) == ("applicant.transferred", boston.id)
    ends = [told.data[key] for key in ("from_opening_name", "from_name", "to_opening_name", "to_name")]
    assert ends == [york.name, "Stage 1", "Boston", "Stage 2"]
    ops = await do(actor, live.operations, [told])
    (left,), (came,) = ops[york.id], ops[boston.id]
    assert (left["card"], left["from"], left["to"], left["version"]) == (None, str(stages[0].id), None, 2)
    assert (came["card"]["stage_id"], came["from"], came["to"], came["card"]["version"]) == (
        str(there.id),
        None,
        str(there.id),
        2,
    )
    emptied = Event(**told.model_dump() | {"data": {}})
    assert york.id not in await do(actor, live.operations, [emptied])


async def test_they_are_written_that_their_application_goes_on_elsewhere(database):
    actor, _, _, _, (_, there, _), me, question = await world()
    await do(actor, questions.attach, there.id, question.id)

    async def relay(session, actor):
        return await relaying.relay(session, actor.org_id)

    await do(actor, relay)
    await do(actor, transferring.transfer, me.id, there.id)
    await do(actor, relay)
    letter = (await letters(actor.org_id))[-1]
    told = {key: letter.context[key] for key in ("opening", "from_opening", "stage")}
    assert (letter.template, told) == (
        "transferred",
        {"opening": "Boston", "from_opening": "New York City", "stage": "Stage 2"},
    )


async def test_who_has_applied_there_already_stays(database):
    actor, york, boston, stages, (there, *_), me, _ = await world()
    await apply(boston)
    with pytest.raises(Conflict, match="applied to Boston already"):
        await do(actor, transferring.transfer, me.id, there.id)
    assert (await standing(york))[me.id] == stages[0].id


async def test_a_transfer_is_refused_in_ones_own_opening_from_elsewhere_and_by_strangers(database):
    actor, _, _, stages, (there, *_), me, _ = await world()
    stranger, _, _, theirs, *_ = await world()
    for who, id, target, refusal in (
        (actor, me.id, stages[1].id, NotFound),
        (actor, me.id, theirs[0].id, NotFound),
        (stranger, me.id, theirs[0].id, NotFound),
        (me, me.id, there.id, Forbidden),
    ):
        with pytest.raises(refusal):
            await do(who, transferring.transfer, id, target)
    with pytest.raises(CardElsewhere):
        await do(actor, transferring.transfer, me.id, there.id, stages[1].id)


async def test_they_are_held_against_the_area_of_the_opening_they_come_to(database):
    actor, york, _, stages, (there, *_), _, _ = await world()
    home = await do(actor, questions.create, "home", "Where do you live?", type="address")
    await do(actor, questions.attach, stages[0].id, home.id)
    await do(actor, areas.change, there.opening_id, [{"kind": "postcodes", "country": "US", "postcodes": ["10001"]}])
    address = {"country": "US", "street": "1 Main St", "city": "New York", "region": "NY", "postcode": "10001"}
    applied = await apply(york, "ada@example.com", answers={"bike": "yes", "home": address})
    await do(actor, transferring.transfer, applied.applicant_id, there.id)
    ada = await do(actor, reading.get, applied.applicant_id)
    assert (ada.area, ada.area_reason) == ("inside", "10001 is one of its postcodes.")


async def test_what_was_told_of_them_goes_when_their_new_opening_is_deleted(database):
    actor, york, boston, _, (there, *_), me, _ = await world()
    await do(actor, transferring.transfer, me.id, there.id)
    await do(actor, openings.delete, york.id)
    kept = [one for one in await events(actor.org_id) if one.applicant_id == me.id]
    assert all(one.data for one in kept), "they are still there, and so is their history"
    await do(actor, openings.delete, boston.id)
    assert not any(one.data for one in await events(actor.org_id) if one.applicant_id == me.id)


async def test_of_many_transfers_and_applications_at_once_each_stands_once_and_is_counted(committed):
    actor, york, boston, stages, there, me, _ = await world()
    asked = [do(actor, transferring.transfer, me.id, stage.id, stages[0].id) for stage in there * 3]
    answers = await asyncio.gather(*asked, apply(boston), return_exceptions=True)
    assert all(isinstance(one, Refusal) for one in answers if isinstance(one, Exception)), answers
    places = await standing(boston)
    on_boards = [await counts(actor, york), await counts(actor, boston)]
    assert sum(map(sum, on_boards)) == len(places)
    async with transaction(actor.org_id) as session:
        grace = await session.get_one(Applicant, (actor.org_id, me.id))
    assert places[me.id] in {stage.id for stage in (stages if grace.opening_id == york.id else there)}


async def test_letters_owed_before_still_find_them(database):
    actor, _, _, _, (there, *_), me, _ = await world()
    await do(actor, messaging.write, me.id, "Hello", "Are you free?")
    await do(actor, transferring.transfer, me.id, there.id)
    assert len(await letters(actor.org_id)) == 1
