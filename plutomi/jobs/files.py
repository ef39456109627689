"""Files: held ones scanned, unclaimed ones swept, and what is owed to destruction destroyed."""

import asyncio
import logging
from uuid import UUID

from plutomi.clock import now
from plutomi.db import transaction
from plutomi.domain.files import incoming, scanning, sweeping
from plutomi.gateways import files as rooms
from plutomi.gateways.files import RoomAway
from plutomi.jobs.pulse import in_turns
from plutomi.models.file import key_of, small_of
from plutomi.settings import get_settings

log = logging.getLogger(__name__)


async def scan_org(org_id: UUID) -> int:
    """One batch of one org's held files."""
    async with transaction(org_id) as session:
        held = await scanning.claim(session, org_id)
    for file in held:
        await scanning.scan(file)
    return len(held)


async def scan_all() -> None:
    await in_turns(scan_org, await _waiting("held"))


async def shred_org(org_id: UUID) -> int:
    """One batch of one org: the bytes first, then the note of them, so that a kill in between only repeats it."""
    async with transaction(org_id) as session:
        owed = await sweeping.claim_shreds(session, org_id)
    for id in owed:
        key = key_of(org_id, id)
        try:
            await rooms.room(get_settings()).drop(key, small_of(key))
        except RoomAway:
            log.warning("file %s of org %s could not be destroyed; the next tick tries again", id, org_id)
            continue
        async with transaction(org_id) as session:
            await sweeping.shredded(session, org_id, id)
    return len(owed)


async def shred_all() -> None:
    await in_turns(shred_org, await _waiting("shred"))


async def sweep_org(org_id: UUID) -> int:
    """One batch of one org's files that nobody handed in."""
    async with transaction(org_id) as session:
        return await sweeping.forget_unclaimed(session, org_id)


async def sweep_all() -> None:
    """Everybody's, and what uploads that were cut off left on this machine's disk."""
    await asyncio.to_thread(incoming.clear_forgotten)
    await in_turns(sweep_org, await _waiting("unclaimed"))


async def _waiting(work: sweeping.Work) -> list[UUID]:
    as_of = now() - sweeping.KEPT if work == "unclaimed" else None
    async with transaction() as session:
        return list(await sweeping.orgs_owing(session, work, as_of))
