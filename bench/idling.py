"""Idling: the memory of one more client who looks at a board and does nothing."""

import asyncio

from bench.bars import Bar
from bench.scale import seconds, some
from bench.servers import serving
from bench.visitors import viewers
from bench.worlds import MIDDLE

NEEDS = {MIDDLE}
CLIENTS, FIRST, REST = 200, 20, 5.0


async def measure(worlds: dict) -> list[Bar]:
    world, number = worlds[MIDDLE], some(CLIENTS, 4)
    with serving("bench.slow:app", world.url) as server:
        async with viewers(server.url, world, some(FIRST, 2)):  # what the first clients load is not theirs alone
            await asyncio.sleep(seconds(REST))
            before = server.memory()
            async with viewers(server.url, world, number):
                await asyncio.sleep(seconds(REST))
                each = (server.memory() - before) / number
    what = f"Memory of each of {number} signed-in clients on a board"
    return [Bar(what, each / 1024, 250, "KB", "250 KB", 1.0)]
