"""The whole board, 20 stages of 25 cards with exact counts: a large org's against a middling one's."""

import time

from bench.bars import Bar, Side, in_turn
from bench.scale import rounds, some
from bench.worlds import LARGE, MIDDLE, World, roll_up
from plutomi import db
from plutomi.domain import boards

NEEDS = {MIDDLE, LARGE}


async def measure(worlds: dict) -> list[Bar]:
    for size in NEEDS:
        await roll_up(worlds[size].url, worlds[size].places)
    engines = {size: db.connect(worlds[size].url, 1) for size in (LARGE, MIDDLE)}
    sides = [_snapshots(worlds[size], engine) for size, engine in engines.items()]
    try:
        large, middle = await in_turn(*sides, times=2 * rounds() + 1)
    finally:
        for engine in engines.values():
            await engine.dispose()
    what = f"Board at {LARGE.applicants:,} applicants, 20 x 25 cards"
    return [Bar(what, large, middle, "ms", f"at {MIDDLE.applicants:,}", 1.5)]


def _snapshots(world: World, engine) -> Side:  # type: ignore[no-untyped-def]
    async def measured() -> float:
        db.bind(engine)
        await _once(world)
        number, begun = some(60, 2), time.perf_counter()
        for _ in range(number):
            await _once(world)
        return (time.perf_counter() - begun) / number * 1000

    return measured


async def _once(world: World) -> None:
    async with db.transaction(world.place.org_id) as session:
        board = await boards.snapshot(session, world.actor, world.place.opening_id)
    assert len(board.columns) == 20
