"""Held submissions: nothing is lost, nobody else sees them, and letting one in is applying."""

import pytest
from sqlmodel import select

from plutomi.domain import openings, questions
from plutomi.domain.actors import anyone, clock
from plutomi.domain.applicants import holding, reading, receiving
from plutomi.errors import Forbidden, Invalid, NotFound, OpeningClosed
from plutomi.models import Held
from plutomi.rules.traps import TRAP
from tests import make
from tests.domain.verbs import applicants, apply, do, events, stages_of, types

GIVEN = {"name": "Grace", "email": "grace@example.com", "answers": {"bike": "yes"}, TRAP: "Buy now", "source": "ad"}


@pytest.fixture
async def opening(database):
    org = await make.org()
    made = await make.opening(org, state="public")
    question = await do(clock(org.id), questions.create, "bike", "Do you own a bike?", type="yes_no")
    await do(clock(org.id), questions.attach, (await stages_of(made))[0].id, question.id)
    return made


async def hold(opening, **changes) -> Held:
    await do(anyone(opening.org_id, "192.0.2.7"), holding.hold, opening.slug, GIVEN | changes)
    return (await do(clock(opening.org_id), holding.list_held, opening.id))[0]


async def test_what_is_held_is_kept_whole_and_no_applicant(opening):
    held = await hold(opening)
    assert (held.name, held.given["answers"], held.given[TRAP], held.ip) == (
        "Grace", {"bike": "yes"}, "Buy now", "192.0.2.7",
    )  # fmt: skip
    assert await applicants(opening.org_id) == []
    (event,) = [one for one in await events(opening.org_id) if one.type == "submission.held"]
    assert (event.subject_id, event.opening_id) == (held.id, opening.id)


@pytest.mark.parametrize("odd", ["a\0b", "\ud800", ["x\0"]], ids=["nul", "half", "list"])
async def test_whatever_a_program_writes_can_be_kept(opening, odd):
    assert TRAP in (await hold(opening, **{TRAP: odd, "more\0": odd})).given


async def test_letting_in_is_applying(opening):
    held = await hold(opening)
    applied = await do(clock(opening.org_id), holding.release, held.id)
    (applicant,) = await applicants(opening.org_id)
    assert (applicant.id, applicant.source) == (applied.applicant_id, "ad")
    (answer,) = await do(clock(opening.org_id), reading.answers, applicant.id)
    assert answer.value is True
    told = {one.type: one for one in await events(opening.org_id)}
    assert told["applicant.applied"].actor_kind == "anyone"
    assert (told["submission.released"].applicant_id, told["submission.released"].data) == (
        applicant.id,
        {"left_out": {}},
    )
    assert await do(clock(opening.org_id), holding.list_held, opening.id) == []
    with pytest.raises(NotFound):
        await do(clock(opening.org_id), holding.release, held.id)


async def test_what_the_form_of_today_cannot_take_stands_in_the_event(opening):
    held = await hold(opening)
    ((question, _),) = await do(clock(opening.org_id), questions.bank)
    more = await do(clock(opening.org_id), questions.create, "car", "Do you own a car?", type="yes_no")
    await do(clock(opening.org_id), questions.attach, (await stages_of(opening))[0].id, more.id)
    changed = {"type": "one_choice", "options": ["A", "B"]}
    await do(clock(opening.org_id), questions.change, question.id, **changed)
    await do(clock(opening.org_id), holding.release, held.id)
    (event,) = [one for one in await events(opening.org_id) if one.type == "submission.released"]
    assert event.data == {"left_out": {"bike": "yes"}}


async def test_letting_in_somebody_known_makes_no_second_applicant(opening):
    await apply(opening, "grace@example.com", answers={"bike": "no"})
    held = await hold(opening)
    await do(clock(opening.org_id), holding.release, held.id)
    assert len(await applicants(opening.org_id)) == 1
    assert "applicant.reapplied" in await types(opening.org_id)


async def test_nothing_is_let_into_a_closed_opening_and_nothing_lost(opening):
    held = await hold(opening)
    await do(clock(opening.org_id), openings.set_state, opening.id, "closed")
    with pytest.raises(OpeningClosed):
        await do(clock(opening.org_id), holding.release, held.id)
    assert len(await do(clock(opening.org_id), holding.list_held, opening.id)) == 1


async def test_throwing_away_leaves_only_that_there_was_one(opening):
    held = await hold(opening)
    await do(clock(opening.org_id), holding.discard, held.id)
    assert "grace" not in str([one.data for one in await events(opening.org_id)])
    assert (await types(opening.org_id))[-1] == "submission.discarded"


async def test_only_members_and_only_of_its_org(opening):
    held = await hold(opening)
    stranger, foreign = anyone(opening.org_id), await make.actor()
    for verb, id in ((holding.list_held, opening.id), (holding.release, held.id), (holding.discard, held.id)):
        with pytest.raises(Forbidden):
            await do(stranger, verb, id)
        with pytest.raises(NotFound):
            await do(foreign, verb, id)


async def test_what_is_wrong_is_said_to_programs_too(opening):
    with pytest.raises(Invalid):
        await do(anyone(opening.org_id), holding.hold, opening.slug, {TRAP: "x"})


async def test_the_trap_is_seen_wherever_it_is_sprung(opening):
    await receiving.receive(opening.org_id, opening.slug, GIVEN, "192.0.2.7")
    await receiving.receive(opening.org_id, opening.slug, GIVEN | {TRAP: " "}, "192.0.2.7")
    assert len(await applicants(opening.org_id)) == 1
    from plutomi.db import transaction

    async with transaction(opening.org_id) as session:
        assert len((await session.execute(select(Held))).all()) == 1
