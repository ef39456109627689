"""What runs beside the pages in one process: the database, the pulses, the live hub, the clock."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from plutomi import db
from plutomi.connections import listen
from plutomi.domain import live, sessions
from plutomi.jobs.deliver import deliver_org
from plutomi.jobs.pulse import Pulse
from plutomi.jobs.relay import relay_org
from plutomi.jobs.rules import keep_sweeping
from plutomi.jobs.timetable import keep_time
from plutomi.jobs.trimming import keep_trim
from plutomi.rules import places
from plutomi.settings import get_settings

# What every process hears of the others.
HEARERS = {live.CHANNEL: live.hub.hear, sessions.CHANNEL: lambda _: sessions.forget()}


@asynccontextmanager
async def lifespan(with_clock: bool | None = None) -> AsyncIterator[None]:
    """Open the database and run the background work until the end."""
    settings = get_settings()
    db.open_database(settings.database_url, settings.database_pool)
    tasks: list[Coroutine[Any, Any, Any]] = [asyncio.to_thread(places.warm)]
    relay, deliver = Pulse(relay_org), Pulse(deliver_org)
    tasks += [relay.beat(), deliver.beat(), listen(HEARERS, _look_again), keep_trim()]
    if settings.run_clock if with_clock is None else with_clock:
        tasks += [keep_time(), keep_sweeping()]
    with db.after_commit(relay.wake), db.after_commit(deliver.wake):
        try:
            async with _running(tasks):
                yield
        finally:
            await db.close_database()


def _look_again() -> None:
    """Something may not have been heard."""
    live.hub.miss()
    sessions.forget()


@asynccontextmanager
async def _running(work: list[Coroutine[Any, Any, Any]]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
