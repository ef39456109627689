"""The relay: events become the emails owed and the boards' news."""

from uuid import UUID

from plutomi.db import transaction
from plutomi.domain import counting, relaying
from plutomi.domain.owing import Work, orgs_owing
from plutomi.jobs.isolate import PATIENCE, failures, is_passing, one_by_one
from plutomi.jobs.pulse import Pace, in_turns

REST, MOST_REST = 3, 0.03  # a batch costs twenty times what one more event in it does; boards wait no longer than this
pace = Pace(REST, MOST_REST)


async def relay_org(org_id: UUID) -> int:
    """One batch of one org; one by one when its batch has failed too often."""
    async with pace.turn():
        try:
            if failures[org_id] < PATIENCE:
                async with transaction(org_id) as session:
                    many = await relaying.relay(session, org_id)
            else:
                many = await one_by_one(org_id)
        except Exception as error:
            failures[org_id] += not is_passing(error)
            raise
        failures.pop(org_id, None)
        return many


async def relay_all() -> None:
    """Every org that owes; what a process left behind when it died is found here."""
    await in_turns(relay_org, await waiting("event"))


async def roll_up_org(org_id: UUID) -> int:
    """One batch of one org; what more there is waits for the next tick."""
    async with transaction(org_id) as session:
        await counting.roll_up(session, org_id)
    return 0


async def roll_up_all() -> None:
    await in_turns(roll_up_org, await waiting("stage_delta"))


async def waiting(work: Work) -> list[UUID]:
    async with transaction() as session:
        return list(await orgs_owing(session, work))
