"""Moving a card: the verb against the same move as seven plain statements."""

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from bench.bars import Bar, in_turn
from bench.scale import some
from bench.worlds import MIDDLE, World
from plutomi import clock, db
from plutomi.db import APP_ROLE
from plutomi.domain.applicants.moving import Move, move
from plutomi.ids import new_id, rank_on_top
from plutomi.models import Event, Membership, Placement, Stage, StageDelta

NEEDS = {MIDDLE}
CONNECTIONS = 4
MEMBER = "select 1 from membership where org_id = $1 and user_id = $2"
CARD = """select p.opening_id, p.stage_id, s.name from placement p join stage s on s.org_id = p.org_id
    and s.id = p.stage_id where p.org_id = $1 and p.applicant_id = $2 for no key update of p"""
TARGET = "select name from stage where org_id = $1 and id = $2"
TOP = "select min(rank) from placement where org_id = $1 and stage_id = $2"
CHANGE = """update placement set stage_id = $3, rank = $4, entered_at = $5, completed_at = null, due_at = null,
    version = version + 1 where org_id = $1 and applicant_id = $2"""
EVENT = """insert into event (org_id, id, type, subject_id, opening_id, applicant_id, actor_kind, actor_id, actor_name,
    ip, depth, data, at) values ($1, $2, 'applicant.moved', $3, $4, $3, 'user', $5, $6, '', 0, $7, $8)"""
DELTA = "insert into stage_delta (org_id, id, stage_id, opening_id, delta) values ($1, $2, $3, $4, $5)"
Mover = Callable[[UUID, UUID], Awaitable[None]]


async def measure(worlds: dict) -> list[Bar]:
    world: World = worlds[MIDDLE]
    cards = [card for card, _ in await world.cards(some(2_000, 50))]
    async with _plain(world) as plain:
        db.open_database(world.url, CONNECTIONS)
        try:
            movers = (_verb(world), plain, _orm(world))
            verb, seven, orm = await in_turn(*(lambda mover=mover: _rate(world, cards, mover) for mover in movers))
        finally:
            await db.close_database()
    against = "seven plain asyncpg statements"
    return [
        Bar("Move, the whole verb", verb, seven, "/s", against, 0.8, is_least=True),
        Bar("The same move by the async ORM", orm, seven, "/s", against),
    ]


async def _rate(world: World, cards: list[UUID], mover: Mover) -> float:
    """Moves a second of different cards to random stages, at so many connections."""
    left = iter(random.sample(cards, len(cards) // 4))
    number, begun = len(cards) // 4, time.perf_counter()

    async def work() -> None:
        for card in left:
            await mover(card, random.choice(world.place.stage_ids))

    await asyncio.gather(*(work() for _ in range(CONNECTIONS)))
    return number / (time.perf_counter() - begun)


def _verb(world: World) -> Mover:
    async def go(card: UUID, to: UUID) -> None:
        async with db.transaction(world.place.org_id) as session:
            await move(session, world.actor, Move(card, to))

    return go


@asynccontextmanager
async def _plain(world: World) -> AsyncIterator[Mover]:
    org, owner, name = world.place.org_id, world.owner, world.actor.name
    settings = {"role": APP_ROLE, "jit": "off"}

    async def go(card: UUID, to: UUID) -> None:
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute("select set_config('app.org_id', $1, true)", str(org))
            assert await connection.fetchval(MEMBER, org, owner)
            found = await connection.fetchrow(CARD, org, card)
            to_name = await connection.fetchval(TARGET, org, to)
            await connection.fetchval(TOP, org, to)
            now, opening, origin = clock.now(), found["opening_id"], found["stage_id"]
            await connection.execute(CHANGE, org, card, to, rank_on_top(new_id()), now)
            told = {"from": str(origin), "from_name": found["name"], "to": str(to), "to_name": to_name}
            await connection.execute(EVENT, org, new_id(), card, opening, owner, name, json.dumps(told), now)
            deltas = [(org, new_id(), origin, opening, -1), (org, new_id(), to, opening, 1)]
            await connection.executemany(DELTA, deltas)

    async with asyncpg.create_pool(
        world.url, min_size=CONNECTIONS, max_size=CONNECTIONS, server_settings=settings
    ) as pool:
        yield go


def _orm(world: World) -> Mover:
    async def go(card: UUID, to: UUID) -> None:
        async with db.transaction(world.place.org_id) as session:
            await _by_rows(session, world, card, to)

    return go


async def _by_rows(session: AsyncSession, world: World, card: UUID, to: UUID) -> None:
    """The move as one would write it with the ORM: rows loaded, changed, flushed."""
    org = world.place.org_id
    member = select(Membership).where(col(Membership.org_id) == org, col(Membership.user_id) == world.owner)
    (await session.execute(member)).scalar_one()
    standing = select(Placement).where(col(Placement.org_id) == org, col(Placement.applicant_id) == card)
    place = (await session.execute(standing.with_for_update(key_share=True))).scalar_one()
    origin = await session.get_one(Stage, (org, place.stage_id))
    target = await session.get_one(Stage, (org, to))
    top = select(col(Placement.rank)).where(col(Placement.org_id) == org, col(Placement.stage_id) == to)
    (await session.execute(top.order_by(col(Placement.rank)).limit(1))).scalar()
    place.stage_id, place.rank, place.entered_at = to, rank_on_top(new_id()), clock.now()
    place.completed_at, place.version = None, place.version + 1
    told = {"from": str(origin.id), "from_name": origin.name, "to": str(to), "to_name": target.name}
    event = {"subject_id": card, "applicant_id": card, "opening_id": place.opening_id, "actor_kind": "user"}
    event |= {"actor_id": world.owner, "actor_name": world.actor.name, "data": told}
    session.add(Event(org_id=org, type="applicant.moved", **event))
    for stage, by in ((origin, -1), (target, 1)):
        session.add(StageDelta(org_id=org, stage_id=stage.id, opening_id=place.opening_id, delta=by))
