"""Data to look at and to measure with: the example org, made by the verbs; and any number of applicants, by COPY."""

import asyncio

from plutomi import db
from plutomi.seed import crowd, story


def example(url: str) -> bool:
    """Make the example org Acme unless it is there; whether it was made."""
    return asyncio.run(_with_database(url, story.tell()))


def many(url: str, applicants: int, orgs: int) -> None:
    """Make `orgs` new orgs with `applicants` applicants between them. Acme's owner belongs to each."""
    asyncio.run(crowd.gather(url, applicants, orgs))


async def _with_database(url, work):  # type: ignore[no-untyped-def]
    db.open_database(url)
    try:
        return await work
    finally:
        await db.close_database()
