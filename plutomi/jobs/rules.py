"""Rules by the clock: whoever is due is looked at, and changed rules are reckoned with; org by org, in turns."""

import asyncio
import logging
import time
from uuid import UUID

from plutomi.db import transaction
from plutomi.domain.rules import planning, sweeping
from plutomi.domain.rules.sweeping import Work
from plutomi.jobs.isolate import is_passing
from plutomi.jobs.pulse import Pace, attempt

log = logging.getLogger(__name__)
FEW, MANY, LONG = 10, 50, 0.1  # in one transaction, of those whom verbs are done for; and its seconds
TICK = 1.0  # seconds
pace = Pace(rest=1.0, most=1.0)


async def keep_sweeping() -> None:
    """For ever, in each process with a clock: they share the work, and none waits for another."""
    while True:
        worked = False
        try:
            worked = await sweep_round() | await plan_round()
        except Exception:
            log.exception("whose rules are due could not be asked; the next tick tries again")
        await asyncio.sleep(0 if worked else TICK)


async def sweep_round() -> bool:
    """A batch of every org that has somebody due: who has many waits as long as who has one. Whether there was any."""
    return any([await attempt(sweep_org, org_id) for org_id in await _owing("due")])


async def plan_round() -> bool:
    return any([await attempt(plan_org, org_id) for org_id in await _owing("plan")])


async def sweep_org(org_id: UUID) -> int:
    """One batch of one org; whom rules do more for than to move them, some at a time."""
    try:
        async with pace.turn(), transaction(org_id) as session:
            swept = await sweeping.sweep(session, org_id)
    except Exception as error:
        if is_passing(error):
            raise
        log.exception("a batch of org %s failed; its applicants are looked at one by one", org_id)
        return await _one_by_one(org_id)
    await _look_at_all(org_id, swept.left)
    return swept.many


async def _look_at_all(org_id: UUID, ids: list[UUID]) -> None:
    """As many in one transaction as it takes a tenth of a second for: nobody waits long for whom it holds."""
    some = FEW
    while ids:
        at_hand, ids, begun = ids[:some], ids[some:], time.monotonic()
        await look(org_id, at_hand)
        took = time.monotonic() - begun
        some = max(some // 2, FEW) if took > LONG else min(some * 2, MANY) if took < LONG / 2 else some


async def look(org_id: UUID, ids: list[UUID]) -> None:
    """Look at some in one transaction, and when that fails at each alone: one keeps nobody else waiting."""
    try:
        async with pace.turn(), transaction(org_id) as session:
            await sweeping.look(session, org_id, ids)
    except Exception as error:
        if is_passing(error):
            raise
        if len(ids) > 1:
            for id in ids:
                await look(org_id, [id])
            return
        log.exception("applicant %s of org %s could not be looked at", ids[0], org_id)
        async with transaction(org_id) as session:
            await sweeping.postpone(session, org_id, ids[0])


async def plan_org(org_id: UUID) -> int:
    """One batch of one org's changed rules."""
    async with pace.turn(), transaction(org_id) as session:
        return await planning.plan(session, org_id)


async def _one_by_one(org_id: UUID) -> int:
    async with transaction(org_id) as session:
        ids = await sweeping.waiting(session, org_id)
    for id in ids:
        await look(org_id, [id])
    return len(ids)


async def _owing(work: Work) -> list[UUID]:
    async with transaction() as session:
        return list(await sweeping.orgs_owing(session, work))
