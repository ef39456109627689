"""Stages keep one order whatever happens at once, and none goes while somebody would be lost with it."""

import asyncio
from uuid import UUID

import pytest

from plutomi.db import transaction
from plutomi.domain import questions, stages
from plutomi.domain.applicants import moving
from plutomi.errors import Conflict, Invalid, NotFound, OpeningNeedsStage, Refusal, StillInUse, TooMany
from plutomi.ids import new_id
from plutomi.models import Opening
from plutomi.models.opening import MAX_SIBLINGS
from tests import make
from tests.domain.verbs import apply, counts, do, events, names, stages_of, standing, types


async def order(opening: Opening) -> list[str]:
    found = await stages_of(opening)
    assert [stage.position for stage in found] == list(range(len(found)))
    return [stage.name for stage in found]


@pytest.mark.parametrize(
    ("position", "expected"),
    [(0, "N123"), (1, "1N23"), (3, "123N"), (None, "123N"), (99, "123N"), (10**30, "123N"), (-5, "N123")],
)
async def test_a_stage_is_added_at_its_position_the_first_too(database, position, expected):
    org = await make.org()
    opening = await make.opening(org)
    stage = await do(await make.actor(org), stages.create, opening.id, "N", position)
    assert "".join(name[-1] for name in await order(opening)) == expected
    assert stage.position == expected.index("N")


async def test_there_are_at_most_200_stages(database):
    org = await make.org()
    opening = await make.opening(org, stages=MAX_SIBLINGS)
    with pytest.raises(TooMany):
        await do(await make.actor(org), stages.create, opening.id, "One more")


async def test_a_stage_can_be_moved_to_the_front_and_past_the_end(database):
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org)
    first, _, third = await stages_of(opening)
    await do(actor, stages.move, third.id, 0)
    assert await order(opening) == ["Stage 3", "Stage 1", "Stage 2"]
    await do(actor, stages.move, first.id, 99)
    assert await order(opening) == ["Stage 3", "Stage 2", "Stage 1"]


async def test_an_order_is_taken_only_when_it_names_every_stage_once(database):
    org = await make.org()
    actor, opening, other = await make.actor(org), await make.opening(org), await make.opening(org)
    ids = [stage.id for stage in await stages_of(opening)]
    foreign = (await stages_of(other))[0].id
    for wrong in (ids[:2], [*ids, ids[0]], [ids[0]] * 3, [*ids[:2], foreign], [*ids[:2], new_id()], []):
        with pytest.raises(Invalid) as refused:
            await do(actor, stages.arrange, opening.id, wrong)
        assert refused.value.errors.keys() == {"stage_ids"}
    await do(actor, stages.arrange, opening.id, ids[::-1])
    assert await order(opening) == ["Stage 3", "Stage 2", "Stage 1"]


async def test_fifty_reorders_at_once_leave_one_permutation(committed):
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org, stages=8)
    ids = [stage.id for stage in await stages_of(opening)]

    async def reorder(number: int) -> None:
        if number % 2:
            await do(actor, stages.move, ids[number % 8], number % 5)
        else:
            await do(actor, stages.arrange, opening.id, ids[number % 8 :] + ids[: number % 8])

    await asyncio.gather(*map(reorder, range(50)))
    assert sorted(await order(opening)) == [f"Stage {n}" for n in range(1, 9)]
    assert (await types(org.id)).count("stage.moved") == 50


async def test_stages_added_moved_and_deleted_at_once_lose_nothing(committed):
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org, stages=5)
    ids = [stage.id for stage in await stages_of(opening)]
    await asyncio.gather(
        *(do(actor, stages.create, opening.id, f"New {n}", 0) for n in range(10)),
        *(do(actor, stages.move, ids[n], 4 - n) for n in range(3)),
        do(actor, stages.delete, ids[3]),
        do(actor, stages.delete, ids[4]),
    )
    assert sorted(await order(opening)) == sorted([f"New {n}" for n in range(10)] + ["Stage 1", "Stage 2", "Stage 3"])


@pytest.mark.parametrize("name", ["", "\u200b", "a" * 101, None, 7])
async def test_a_stage_needs_a_name(database, name):
    org = await make.org()
    opening = await make.opening(org)
    with pytest.raises(Invalid) as refused:
        await do(await make.actor(org), stages.create, opening.id, name)
    assert refused.value.errors.keys() == {"name"}


async def test_a_stage_leads_to_another_of_its_opening_only(database):
    org = await make.org()
    actor, opening, other = await make.actor(org), await make.opening(org), await make.opening(org)
    first, second, _ = await stages_of(opening)
    assert (await do(actor, stages.change, first.id, next_stage_id=second.id)).next_stage_id == second.id
    for wrong in (first.id, (await stages_of(other))[0].id):
        with pytest.raises(Invalid):
            await do(actor, stages.change, first.id, next_stage_id=wrong)
    with pytest.raises(NotFound):
        await do(actor, stages.change, first.id, next_stage_id=new_id())
    await do(actor, stages.delete, second.id)
    async with transaction(org.id) as session:
        assert (await stages.find(session, org.id, first.id)).next_stage_id is None


async def test_renaming_says_so_and_keeps_where_it_leads(database):
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org)
    first, second, _ = await stages_of(opening)
    await do(actor, stages.change, first.id, next_stage_id=second.id)
    renamed = await do(actor, stages.change, first.id, name="Questionnaire")
    assert (renamed.name, renamed.next_stage_id) == ("Questionnaire", second.id)
    assert (await events(org.id))[-1].data == {"to": {"name": "Questionnaire"}}


async def test_a_stage_that_holds_applicants_is_deleted_only_when_they_have_where_to_go(database):
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org)
    first, second, _ = await stages_of(opening)
    for name in ("Ann", "Bob", "Cleo"):
        await make.applicant(first, name=name)
    await make.applicant(second, name="Dora")
    with pytest.raises(StillInUse):
        await do(actor, stages.delete, first.id)
    assert await order(opening) == ["Stage 1", "Stage 2", "Stage 3"]
    await do(actor, stages.delete, first.id, second.id)
    assert await order(opening) == ["Stage 2", "Stage 3"]
    assert await names(actor, opening) == [["Cleo", "Bob", "Ann", "Dora"], []]
    assert await counts(actor, opening) == [4, 0]
    assert (await types(org.id)).count("applicant.moved") == 3


async def test_applicants_of_a_deleted_stage_go_to_no_other_opening_and_not_back_into_it(database):
    org = await make.org()
    actor, opening, other = await make.actor(org), await make.opening(org), await make.opening(org)
    first = (await stages_of(opening))[0]
    await make.applicant(first)
    for wrong in (first.id, (await stages_of(other))[0].id, new_id()):
        with pytest.raises(Invalid) as refused:
            await do(actor, stages.delete, first.id, wrong)
        assert refused.value.errors.keys() == {"move_to"}
    assert await counts(actor, opening) == [1, 0, 0]


async def test_the_last_stage_of_a_public_opening_stays(database):
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org, stages=1, state="public")
    (stage,) = await stages_of(opening)
    with pytest.raises(OpeningNeedsStage):
        await do(actor, stages.delete, stage.id)


async def test_a_stage_deleted_while_people_arrive_loses_none_of_them(committed):
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org, state="public")
    first, second, third = await stages_of(opening)
    walkers = [await make.applicant(third) for _ in range(10)]
    moves = (do(actor, moving.move, moving.Move(one.id, first.id)) for one in walkers)
    arrivals = (apply(opening, email=f"a{n}@example.com") for n in range(20))
    answers = await asyncio.gather(
        *arrivals, do(actor, stages.delete, first.id, second.id), *moves, return_exceptions=True
    )
    faults = [answer for answer in answers if isinstance(answer, BaseException)]
    assert all(isinstance(fault, Refusal) for fault in faults), faults
    assert all(isinstance(fault, Conflict | NotFound) for fault in faults), faults
    stand = await standing(opening)
    arrived = {answer.applicant_id for answer in answers[:20] if not isinstance(answer, BaseException)}
    assert stand.keys() == arrived | {one.id for one in walkers}
    assert first.id not in stand.values()
    assert await order(opening) == ["Stage 2", "Stage 3"]
    assert await counts(actor, opening) == [list(stand.values()).count(id) for id in (second.id, third.id)]


async def test_a_card_moved_out_of_a_stage_while_it_is_deleted_stays_where_it_was_put(committed):
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org)
    first, second, third = await stages_of(opening)
    cards = [await make.applicant(first) for _ in range(12)]
    answers = await asyncio.gather(
        *(do(actor, moving.move, moving.Move(one.id, third.id, first.id)) for one in cards),
        do(actor, stages.delete, first.id, second.id),
        return_exceptions=True,
    )
    assert answers[-1] is None
    stand = await standing(opening)
    for card, answer in zip(cards, answers[:-1], strict=True):
        assert isinstance(answer, moving.Moved | Conflict), answer
        assert stand[card.id] == (third.id if isinstance(answer, moving.Moved) else second.id)
    assert sum(await counts(actor, opening)) == 12


@pytest.mark.parametrize("verb", [stages.get, stages.change, stages.delete])
async def test_a_stage_of_another_org_is_as_absent_as_one_that_never_was(database, verb):
    ours, theirs = await make.actor(), await make.org()
    foreign: UUID = (await stages_of(await make.opening(theirs)))[0].id
    messages = set()
    for id in (foreign, new_id()):
        with pytest.raises(NotFound) as refused:
            await do(ours, verb, id)
        messages.add(refused.value.message)
    assert len(messages) == 1


async def test_lines_say_how_many_stand_in_each_stage_and_how_much_it_asks(database):
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org)
    first, second, _ = await stages_of(opening)
    for stage in (first, first, second):
        await make.applicant(stage)
    question = await do(actor, questions.create, "", "Do you drive?")
    await do(actor, questions.attach, second.id, question.id)
    lines = await do(actor, stages.lines_of, opening.id)
    assert [(line.applicants, line.questions) for line in lines] == [(2, 0), (1, 1), (0, 0)]
    assert await do(await make.actor(), stages.lines_of, opening.id) == []
