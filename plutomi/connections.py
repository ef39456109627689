"""Connections of their own, outside the pool: to hear what is notified, and to hold a lock."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

import asyncpg

from plutomi.db import LOST, PATIENCE, engine
from plutomi.outages import Outage
from plutomi.settings import asyncpg_url

Hear = Callable[[str], None]
LISTEN_PAUSE = 1.0  # seconds between attempts to listen again


async def listen(hearers: Mapping[str, Hear], missed: Callable[[], None]) -> None:
    """Hear what is notified on each of these channels, for ever.

    After a lost connection `missed` is called and it goes on.
    """
    outage = Outage(f"listening to the database on {', '.join(hearers)}")

    def connected() -> None:
        outage.end()
        missed()

    while True:
        try:
            await _listen_once(hearers, connected)
            outage.begin("the connection was closed")
        except LOST as error:
            outage.begin(repr(error))
        await asyncio.sleep(LISTEN_PAUSE)


async def _listen_once(hearers: Mapping[str, Hear], missed: Callable[[], None]) -> None:
    ended = asyncio.Event()
    connection = await _connect(" ".join(hearers))
    try:
        connection.add_termination_listener(lambda _: ended.set())
        for channel in hearers:
            await connection.add_listener(channel, lambda *heard: hearers[heard[2]](heard[3]))
        missed()
        await ended.wait()
    finally:
        await connection.close(timeout=1)


@asynccontextmanager
async def sole_holder(key: int) -> AsyncIterator[asyncio.Event | None]:
    """Hold PostgreSQL's advisory lock `key` if nobody else does; None when somebody does.

    The event is set when the connection, and the lock with it, is lost.
    """
    connection = await _connect("lock")
    try:
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        yield lost if await connection.fetchval("select pg_try_advisory_lock($1)", key) else None
    finally:
        await connection.close(timeout=1)


async def _connect(purpose: str) -> asyncpg.Connection:
    named = {"application_name": f"plutomi {purpose}"}
    return await asyncpg.connect(asyncpg_url(engine().url), timeout=PATIENCE, server_settings=named)
