"""Isolating: when a batch has failed again and again, its events are relayed one by one and the bad one is parked."""

import logging
from collections import Counter
from uuid import UUID

import asyncpg
from sqlalchemy.exc import DBAPIError

from plutomi.db import transaction
from plutomi.domain import parking, relaying
from plutomi.errors import Conflict

log = logging.getLogger(__name__)
PATIENCE = 3  # failures of an org's batch, in this process, before its events are looked at one by one
# The database is away (db.Away), or another transaction was quicker: no event is to blame.
PASSING = (OSError, Conflict, asyncpg.TransactionRollbackError)
failures: Counter[UUID] = Counter()


def is_passing(error: BaseException) -> bool:
    """Whether it may go by itself, so that nothing is parked for it."""
    cause = error.orig.__cause__ if isinstance(error, DBAPIError) and error.orig else None
    return isinstance(error, PASSING) or isinstance(cause, PASSING)


async def one_by_one(org_id: UUID) -> int:
    """A batch's worth of the org's events, each in a transaction of its own; how many there were."""
    for done in range(relaying.BATCH):
        event_id: UUID | None = None
        try:
            async with transaction(org_id) as session:
                event_id = await parking.next_event(session, org_id)
                if event_id is None:
                    return done
                await relaying.relay(session, org_id, most=1)
        except Exception as error:
            if event_id is None or is_passing(error):
                raise
            await _park(org_id, event_id, error)
    return relaying.BATCH


async def _park(org_id: UUID, event_id: UUID, error: Exception) -> None:
    log.error("event %s of org %s cannot be relayed and is parked", event_id, org_id, exc_info=error)
    async with transaction(org_id) as session:
        await parking.park(session, org_id, event_id, repr(error))
