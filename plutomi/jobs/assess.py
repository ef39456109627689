"""Assessing: a changed service area held against the applicants who are there."""

from uuid import UUID

from plutomi.db import transaction
from plutomi.domain import assessing
from plutomi.jobs.pulse import Pace, in_turns
from plutomi.jobs.relay import waiting

_pace = Pace(rest=1.0)


async def assess_org(org_id: UUID) -> int:
    """One batch of one org."""
    async with _pace.turn(), transaction(org_id) as session:
        return await assessing.assess(session, org_id)


async def assess_all() -> None:
    await in_turns(assess_org, await waiting("area"))
