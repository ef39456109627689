"""A live board: how much one moved card sends, and when the other viewers have it."""

import asyncio
import math
import random
import time
from uuid import UUID

import asyncpg

from bench.bars import Bar, p95
from bench.clients import Tab
from bench.scale import seconds, some
from bench.servers import serving
from bench.visitors import BOARD, viewers
from bench.worlds import MIDDLE, TINY, World
from plutomi.models.applicant import MAX_NAME

NEEDS = {TINY, MIDDLE}
VIEWERS, MOVES, PAUSE = 50, 60, 0.25
ALONE = 1.0  # seconds, so that no delta repeats another's operations
WITHIN = 5.0  # seconds after which news has not come


async def measure(worlds: dict) -> list[Bar]:
    bars = []
    for size in (TINY, MIDDLE):
        world: World = worlds[size]
        with serving("bench.slow:app", world.url) as server:
            bars.append(await _weigh(server.url, world, size.applicants))
            if size is MIDDLE:
                bars.append(await _follow(server.url, world))
    return bars


async def _weigh(url: str, world: World, size: int) -> Bar:
    """The heaviest frame of some moves, one of them of a name as long as names may be."""
    frames: list[str] = []
    cards = await world.cards(some(8, 2))
    await _rename(world, cards[-1][0], "N" * MAX_NAME)
    async with viewers(url, world, 2) as (mover, other):
        mover.heard = other.heard = lambda frame, at: frames.append(frame)
        for card in cards:
            await _move(mover, world, *card)
            await asyncio.sleep(seconds(ALONE))
    heaviest = max(len(frame.encode()) for frame in frames if '"kind":"card"' in frame)
    return Bar(f"One moved card on a board of {size:,}", heaviest, 1024, "bytes", "1 KB", 1.0)


async def _follow(url: str, world: World) -> Bar:
    """How long the others wait for the news of a move, the sender's own round trip apart."""
    waits: list[float] = []
    number = some(VIEWERS, 3)
    async with viewers(url, world, number + 1) as (mover, *others):
        for card in await world.cards(some(MOVES, 3)):
            waits += await _news(mover, others, world, *card)
            await asyncio.sleep(PAUSE)
    return Bar(f"A move until {number} others have it, p95", p95(waits) * 1000, 200, "ms", "200 ms", 1.0)


async def _news(mover: Tab, others: list[Tab], world: World, id: UUID, stage: UUID) -> list[float]:
    """Seconds until each of the others heard of this card; infinite for whoever did not."""
    came: dict[int, float] = {}
    all_came = asyncio.Event()

    def hear(number: int, frame: str, at: float) -> None:
        if str(id) in frame:
            came.setdefault(number, at)
            if len(came) == len(others):
                all_came.set()

    for number, tab in enumerate(others):
        tab.heard = lambda frame, at, number=number: hear(number, frame, at)
    begun = time.perf_counter()
    await _move(mover, world, id, stage)
    try:
        async with asyncio.timeout(WITHIN):
            await all_came.wait()
    except TimeoutError:
        pass
    return [came.get(number, math.inf) - begun for number in range(len(others))]


async def _move(tab: Tab, world: World, id: UUID, stage: UUID) -> None:
    to = random.choice([one for one in world.place.stage_ids if one != stage])
    given = {"applicant_id": str(id), "from_stage_id": str(stage), "to_stage_id": str(to)}
    given["seq"] = time.time_ns() // 1000
    await tab.send(f"{BOARD}.move_card", "ack_rx_state_", given=given)


async def _rename(world: World, id: UUID, name: str) -> None:
    connection = await asyncpg.connect(world.url)
    async with connection.transaction():
        await connection.execute("select set_config('app.org_id', $1, true)", str(world.place.org_id))
        await connection.execute("update applicant set name = $2 where id = $1", id, name)
    await connection.close()
