"""Retrying what was parked: asked for by a person who has mended what was wrong."""

from plutomi import db
from plutomi.domain import parking


async def retry_all(url: str) -> int:
    """Every org's parked events go back to the relay; how many."""
    db.open_database(url)
    try:
        return await retry_open()
    finally:
        await db.close_database()


async def retry_open() -> int:
    """The same on the database that is open."""
    async with db.transaction() as session:
        orgs = await parking.parked(session)
    many = 0
    for org_id in orgs:
        async with db.transaction(org_id) as session:
            many += await parking.retry(session, org_id)
    return many
