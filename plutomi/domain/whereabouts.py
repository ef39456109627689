"""Where an opening is, for who belongs to several orgs: a colleague's link may lead into another of theirs."""

from dataclasses import replace
from uuid import UUID

from plutomi.db import transaction
from plutomi.domain import openings, orgs
from plutomi.domain.actors import Actor
from plutomi.errors import NotFound
from plutomi.models import Org


async def elsewhere(actor: Actor, opening_id: UUID) -> Org | None:
    """Another org of this member that has an opening; None when the one at hand has it, or none of theirs does.

    Reads in transactions of its own: each org is a scope.
    """
    if actor.id is None or await _has(actor, opening_id):
        return None
    async with transaction(user_id=actor.id) as session:
        others = [org for org in await orgs.mine(session, actor.id) if org.id != actor.org_id]
    for org in others:
        if await _has(replace(actor, org_id=org.id), opening_id):
            return org
    return None


async def _has(actor: Actor, opening_id: UUID) -> bool:
    try:
        async with transaction(actor.org_id) as session:
            await openings.get(session, actor, opening_id)
    except NotFound:
        return False
    return True
