"""Counts stay exact while cards move, counts are rolled up and boards are looked at, all at once."""

import asyncio
import random
from contextlib import suppress

from sqlmodel import func, select

from plutomi.db import transaction
from plutomi.domain import stages
from plutomi.domain.applicants import moving
from plutomi.domain.applicants.moving import Move
from plutomi.errors import Refusal
from plutomi.jobs.relay import roll_up_all
from plutomi.models import StageDelta
from tests import make
from tests.domain.verbs import counts, do, stages_of, standing

PEOPLE, MOVES = 12, 15


async def open_deltas(org_id) -> int:
    async with transaction(org_id) as session:
        return (await session.execute(select(func.count()).select_from(StageDelta))).scalar_one()


async def test_counts_are_exact_at_every_moment_of_moves_and_roll_ups(committed):
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org)
    found = await stages_of(opening)
    people = [await make.applicant(found[0]) for _ in range(PEOPLE)]
    chance, is_over = random.Random(7), asyncio.Event()

    async def shuffle() -> None:
        for _ in range(MOVES):
            await do(actor, moving.move, Move(chance.choice(people).id, chance.choice(found).id))

    async def roll() -> None:
        while not is_over.is_set():
            await roll_up_all()
            await asyncio.sleep(0.005)

    async def watch() -> None:
        while not is_over.is_set():
            assert sum(await counts(actor, opening)) == PEOPLE
            await asyncio.sleep(0.005)

    beside = [asyncio.create_task(work()) for work in (roll, roll, watch)]
    await asyncio.gather(*(shuffle() for _ in range(4)))
    is_over.set()
    await asyncio.gather(*beside)
    await roll_up_all()
    assert await open_deltas(org.id) == 0
    where = list((await standing(opening)).values())
    assert await counts(actor, opening) == [where.count(stage.id) for stage in found]


async def test_a_stage_that_goes_while_its_count_is_rolled_up_stops_no_other_org(committed):
    orgs = [await make.org() for _ in range(3)]
    for org in orgs:
        actor, opening = await make.actor(org), await make.opening(org)
        first, second, _ = await stages_of(opening)
        await make.applicant(first)
        with suppress(Refusal):
            await asyncio.gather(roll_up_all(), do(actor, stages.delete, first.id, second.id))
        await roll_up_all()
        assert await counts(actor, opening) == [1, 0]
        assert await open_deltas(org.id) == 0
