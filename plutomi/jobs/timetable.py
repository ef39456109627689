"""The timetable: what runs when, in the one process that holds the clock."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from plutomi import connections, db
from plutomi.clock import now
from plutomi.domain import logins, sessions
from plutomi.domain.applicants import receiving
from plutomi.domain.health import CLOCK_LOCK
from plutomi.jobs.assess import assess_all
from plutomi.jobs.deliver import deliver_all
from plutomi.jobs.files import scan_all, shred_all, sweep_all
from plutomi.jobs.relay import relay_all, roll_up_all
from plutomi.jobs.sweep import sweep_drafts
from plutomi.outages import Outage

log = logging.getLogger(__name__)
logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that comes while the last still works is as it should
POLL = 2.0  # seconds between attempts to become the one
KEPT = timedelta(days=30)
REPEATED = timedelta(days=3)  # for which a form sent again is known


def timetable() -> AsyncIOScheduler:
    """Every recurring job. Each may run twice or late and does no harm."""
    scheduler = AsyncIOScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1})
    scheduler.add_job(_until_stopped, "interval", [relay_all], seconds=1, id="relay")
    scheduler.add_job(_until_stopped, "interval", [deliver_all], seconds=2, id="deliver")
    scheduler.add_job(_until_stopped, "interval", [roll_up_all], seconds=5, id="roll_up")
    scheduler.add_job(_until_stopped, "interval", [assess_all], seconds=3, id="assess")
    scheduler.add_job(_until_stopped, "interval", [scan_all], seconds=5, id="scan")
    scheduler.add_job(_until_stopped, "interval", [shred_all], seconds=5, id="shred")
    scheduler.add_job(_until_stopped, "interval", [sweep_all], minutes=10, id="sweep")
    scheduler.add_job(_until_stopped, "interval", [forget_old], hours=1, id="forget_old")
    scheduler.add_job(_until_stopped, "interval", [sweep_drafts], hours=1, id="sweep_drafts")
    return scheduler


async def keep_time() -> None:
    """For ever: become the one that runs the clock, and run it while the lock is held."""
    outage = Outage("the database that says who runs the clock")
    while True:
        try:
            async with connections.sole_holder(CLOCK_LOCK) as lost:
                outage.end()
                if lost is not None:
                    await _run_until(lost)
        except db.LOST as error:
            outage.begin(repr(error))
        await asyncio.sleep(POLL)


async def forget_old() -> None:
    """Delete login links, sessions and receipts that have long been over."""
    async with db.transaction() as session:
        await logins.forget_old(session, now() - KEPT)
        await sessions.forget_old(session, now() - KEPT)
        await receiving.forget_old(session, now() - REPEATED)


async def _until_stopped(job: Callable[[], Awaitable[None]]) -> None:
    """A job that is cut off at shutdown is no failure: the next tick, here or elsewhere, goes on with its work."""
    with suppress(asyncio.CancelledError):
        await job()


async def _run_until(lost: asyncio.Event) -> None:
    scheduler = timetable()
    scheduler.start()
    log.info("this process runs the clock")
    try:
        await lost.wait()
    finally:
        scheduler.shutdown(wait=False)
