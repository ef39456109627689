"""A flood: what 500 visitors sending to one opening do to those who apply to another, and whether any is lost."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

import asyncpg

from bench.applying import FORM, Site, form, sender
from bench.bars import Bar, in_turn, p95
from bench.clients import Wire, wires
from bench.scale import rounds, seconds, some
from bench.servers import serving
from bench.worlds import SMALL, World
from plutomi import db
from plutomi.domain import openings, stages
from plutomi.models import Opening
from plutomi.seed import crowd

NEEDS = {SMALL}
VISITORS, OTHERS, PACE, ROUND = 500, 8, 0.15, 8.0
TIMES = 3
TAKEN, TOO_SOON = 303, 429
COUNTED = "select count(*) from applicant where org_id = $1 and opening_id = $2"


async def measure(worlds: dict) -> list[Bar]:
    world: World = worlds[SMALL]
    database = await asyncpg.connect(world.url)
    slug, flooded, other = await _openings(world, database)
    with serving("bench.slow:app", world.url) as server:
        site = Site(server.url, f"/apply/{slug}/{other.slug}", world, database)
        crowded = Flood(server.url, f"/apply/{slug}/{flooded.slug}")
        quiet, beside = await in_turn(lambda: _alone(site), lambda: _beside(site, crowded), times=rounds(TIMES))
    kept = await _in_org(world, database, COUNTED, world.place.org_id, flooded.id)
    await database.close()
    assert crowded.taken, "nothing of the flood was taken"
    return [
        Bar(f"Others' p95 beside a flood of {some(VISITORS, 8)}", beside * 1000, quiet * 1000, "ms", "without it", 2.0),
        Bar("Lost of the flood", abs(crowded.taken - kept), crowded.taken, "", "taken", 0.0),
    ]


@dataclass
class Flood:
    """Visitors who send to one opening, each the next form as soon as the last is answered."""

    url: str
    path: str
    taken: int = 0

    @asynccontextmanager
    async def coming(self) -> AsyncIterator[None]:
        """While it comes; afterwards everything sent has its answer."""
        over = asyncio.Event()
        async with wires(self.url, some(VISITORS, 8)) as made, asyncio.TaskGroup() as visitors:
            for wire in made:
                visitors.create_task(self._visit(wire, over))
            try:
                yield
            finally:
                over.set()

    async def _visit(self, wire: Wire, over: asyncio.Event) -> None:
        while not over.is_set():
            status, said = await wire.ask("POST", self.path, urlencode(form()).encode(), **FORM)
            assert status in (TAKEN, TOO_SOON), said
            self.taken += status == TAKEN


async def _beside(site: Site, flood: Flood) -> float:
    await site.settle()
    async with flood.coming():
        return await _waits(site)


async def _alone(site: Site) -> float:
    await site.settle()
    return await _waits(site)


async def _waits(site: Site) -> float:
    """The p95 of applying, each of the others at an even pace."""
    waits: list[float] = []
    until = time.perf_counter() + seconds(ROUND)
    async with wires(site.url, some(OTHERS, 2)) as made:
        await asyncio.gather(*(_apply(wire, site.path, until, waits) for wire in made))
    return p95(waits)


async def _apply(wire: Wire, path: str, until: float, waits: list[float]) -> None:
    send = sender(path)
    while time.perf_counter() < until:
        begun = time.perf_counter()
        await send(wire, urlencode(form()).encode())
        waits.append(time.perf_counter() - begun)
        await asyncio.sleep(random.uniform(0.5, 1.5) * PACE)


async def _openings(world: World, database: asyncpg.Connection) -> tuple[str, Opening, Opening]:
    """The org's slug and two new openings in it, so that all that is counted is of this run."""
    db.open_database(world.url, 1)
    try:
        made = [await _opening(world, name) for name in ("Flooded", "Quiet")]
    finally:
        await db.close_database()
    slug = await _in_org(world, database, "select slug from org where id = $1", world.place.org_id)
    return slug, *made


async def _opening(world: World, name: str) -> Opening:
    async with db.transaction(world.place.org_id) as session:
        made = await openings.create(session, world.actor, name)
        await stages.create(session, world.actor, made.id, "Questionnaire")
        return await openings.set_state(session, world.actor, made.id, "public")


async def _in_org(world: World, database: asyncpg.Connection, query: str, *given: object):  # type: ignore[no-untyped-def]
    async with database.transaction():
        await crowd.enter(database, world.place.org_id)
        return await database.fetchval(query, *given)
