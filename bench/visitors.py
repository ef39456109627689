"""Signed-in people at their pages: sessions made in the database, tabs that carry their cookies."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from reflex.state import State
from sqlalchemy import update
from sqlmodel import col

from bench.clients import Tab, tabs
from bench.worlds import World
from plutomi import db
from plutomi.domain import sessions
from plutomi.models import Session
from plutomi.state.boards import BoardState
from plutomi.tokens import digest

HYDRATE = f"{State.get_full_name()}.hydrate"
BOARD = BoardState.get_full_name()


async def cookies(world: World, number: int) -> list[str]:
    """Cookie headers of so many live sessions in the world's first org."""
    db.open_database(world.url, 1)
    try:
        async with db.transaction() as session:
            secrets = [await sessions.start(session, world.owner, "192.0.2.1", "bench") for _ in range(number)]
            mine = col(Session.token_digest).in_([digest(secret) for secret in secrets])
            await session.execute(update(Session).where(mine).values(org_id=world.place.org_id))
    finally:
        await db.close_database()
    return [f"{sessions.cookie_name()}={secret}" for secret in secrets]


@asynccontextmanager
async def viewers(url: str, world: World, number: int) -> AsyncIterator[list[Tab]]:
    """So many people looking at the world's first board, each with a session of their own."""
    query = {"opening_id": str(world.place.opening_id)}
    async with AsyncExitStack() as stack:
        made = []
        for cookie in await cookies(world, number):
            opened = tabs(url, 1, HYDRATE, "/openings/[opening_id]", query, cookie)
            made += await stack.enter_async_context(opened)
            await made[-1].send(f"{BOARD}.load", "head_rx_state_")
            await made[-1].send(f"{BOARD}.watch", "snapshot_url")
        yield made
