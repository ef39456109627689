"""Search at a million applicants in 100 orgs: behind row-level security against the same query without it."""

import itertools
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg

from bench.bars import Bar, Side, in_turn
from bench.scale import some
from bench.worlds import SHARED, World
from plutomi import db
from plutomi.db import APP_ROLE
from plutomi.domain.actors import Actor
from plutomi.domain.applicants.finding import PAGE, find
from plutomi.models.search import grams_sought, pattern_of
from plutomi.models.text import fold
from plutomi.seed.people import FIRST, LAST

NEEDS = {SHARED}
BY_FUNCTION = "select id from search_applicants($1, $2, $3, null, null, $4) as id"
BY_QUERY = """select a.id from applicant a where a.org_id = $1 and a.grams @> $2::int[]
    and a.search_text like all ($3::text[]) order by a.id desc limit $4"""
SCANS = "select coalesce(sum(seq_scan), 0) from pg_stat_xact_user_tables where relname = 'applicant'"
CUSTOM = {"plan_cache_mode": "force_custom_plan", "jit": "off"}  # as the function itself plans


async def measure(worlds: dict) -> list[Bar]:
    world: World = worlds[SHARED]
    searches = _searches(world, some(120, 8))
    async with _as_app(world) as app, _as_owner(world) as owner:
        db.open_database(world.url, 1)
        try:
            walled, free, whole = await in_turn(
                _timed(app, BY_FUNCTION, searches), _timed(owner, BY_QUERY, searches), _verb(world, searches)
            )
        finally:
            await db.close_database()
        scans = await _scans(app, searches)
    many = f"{SHARED.applicants:,} applicants in {SHARED.orgs} orgs"
    against = "as the tables' owner, no row-level security"
    return [
        Bar(f"Search at {many}", walled, free, "ms", against, 2.0),
        Bar("Its sequential scans", scans, len(searches), "", "searches", 0.0),
        Bar("The whole verb, with names, openings and stages", whole, free, "ms", against),
    ]


def _searches(world: World, number: int) -> list[tuple[Any, ...]]:
    """What people type: names, their beginnings, two words, a bit of an address or a phone number, nonsense."""
    chance = random.Random(1)
    kinds = (
        lambda: chance.choice(LAST),
        lambda: chance.choice(FIRST)[:2],
        lambda: f"{chance.choice(FIRST)} {chance.choice(LAST)[:3]}",
        lambda: f"{chance.choice(LAST)}{chance.randint(1, 9)}",
        lambda: f"5550{chance.randint(100, 199)}",
        lambda: "xqzw",
    )
    typed = [fold(kind()) for kind in itertools.islice(itertools.cycle(kinds), number)]
    return [(chance.choice(world.places).org_id, words) for words in typed]


def _timed(connection: asyncpg.Connection, query: str, searches: list[tuple[Any, ...]]) -> Side:
    async def measured() -> float:
        begun = time.perf_counter()
        for org, words in searches:
            await _search(connection, query, org, words)
        return (time.perf_counter() - begun) / len(searches) * 1000

    return measured


async def _search(connection: asyncpg.Connection, query: str, org: UUID, words: str) -> None:
    async with connection.transaction():
        await connection.execute("select set_config('app.org_id', $1, true)", str(org))
        await connection.fetch(query, org, grams_sought(org, words), pattern_of(words), PAGE)


def _verb(world: World, searches: list[tuple[Any, ...]]) -> Side:
    async def measured() -> float:
        begun = time.perf_counter()
        for org, words in searches:
            async with db.transaction(org) as session:
                await find(session, Actor("user", org, world.owner), words)
        return (time.perf_counter() - begun) / len(searches) * 1000

    return measured


async def _scans(connection: asyncpg.Connection, searches: list[tuple[Any, ...]]) -> float:
    """How often these searches read the whole table."""
    async with connection.transaction():
        for org, words in searches:
            await _search(connection, BY_FUNCTION, org, words)
        return float(await connection.fetchval(SCANS))


@asynccontextmanager
async def _as_app(world: World) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(world.url, server_settings=CUSTOM | {"role": APP_ROLE})
    yield connection
    await connection.close()


@asynccontextmanager
async def _as_owner(world: World) -> AsyncIterator[asyncpg.Connection]:
    """The tables' owner, whom the wall binds as well until it is taken down."""
    connection = await asyncpg.connect(world.url, server_settings=CUSTOM)
    await connection.execute("alter table applicant no force row level security")
    try:
        yield connection
    finally:
        await connection.execute("alter table applicant force row level security")
        await connection.close()
