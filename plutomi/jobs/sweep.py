"""Sweeping: drafts that nobody has touched for a month."""

from plutomi.clock import now
from plutomi.db import transaction
from plutomi.domain import beginnings


async def sweep_drafts() -> None:
    """Org by org, each in a transaction of its own."""
    before = now() - beginnings.KEPT
    async with transaction() as session:
        orgs = await beginnings.orgs_with_drafts(session, before)
    for org_id in orgs:
        async with transaction(org_id) as session:
            await beginnings.sweep(session, org_id, before)
