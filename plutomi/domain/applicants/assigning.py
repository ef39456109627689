"""Who looks after an applicant: given to a member, dealt out among several in turn, or given back."""

from collections.abc import Collection, Sequence
from itertools import cycle
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain import members
from plutomi.domain.actors import Actor, admit
from plutomi.domain.applicants.standing import several
from plutomi.domain.events import record
from plutomi.errors import Conflict
from plutomi.models import Applicant, Membership


async def assign(session: AsyncSession, actor: Actor, ids: Collection[UUID], user_id: UUID | None) -> int:
    """Give applicants to a member, or to nobody (None); how many changed hands. Conflict when it is no member."""
    await admit(session, actor)
    people = await several(session, actor.org_id, ids)
    if user_id is not None:
        await _holding(session, actor.org_id, [user_id])
    return await _give(session, actor, [(one, user_id) for one in people.values()])


async def assign_in_turn(session: AsyncSession, actor: Actor, ids: Collection[UUID], user_ids: Collection[UUID]) -> int:
    """Deal applicants out among those of `user_ids` who are members, each in their turn; how many changed hands.

    Whom one of them looks after already stays with them. Conflict when none is a member.
    """
    await admit(session, actor)
    people = await several(session, actor.org_id, ids)
    present = await _holding(session, actor.org_id, user_ids)
    waiting = [one for one in people.values() if one.assignee_id not in {member.user_id for member in present}]
    turns = sorted(present, key=lambda member: (member.turn, member.user_id))
    last = turns[-1].turn
    dealt = []
    for number, (one, member) in enumerate(zip(waiting, cycle(turns), strict=False), 1):
        member.turn = last + number
        dealt.append((one, member.user_id))
    return await _give(session, actor, dealt)


async def _holding(session: AsyncSession, org_id: UUID, user_ids: Collection[UUID]) -> Sequence[Membership]:
    """The members, locked in one order: whoever deals at the same moment waits, and then sees whose turn it is."""
    found = select(Membership).where(col(Membership.org_id) == org_id, col(Membership.user_id).in_(set(user_ids)))
    locked = found.order_by(col(Membership.user_id)).with_for_update(key_share=True)
    fresh = locked.execution_options(populate_existing=True)
    present = (await session.execute(fresh)).scalars().all()
    if not present:
        raise Conflict("They are not members of your organization.")
    return present


async def _give(session: AsyncSession, actor: Actor, given: Sequence[tuple[Applicant, UUID | None]]) -> int:
    changed = [(one, to, one.assignee_id) for one, to in given if one.assignee_id != to]
    names = await members.named(session, actor.org_id, {id for _, *ids in changed for id in ids if id})
    for one, to, before in changed:
        one.assignee_id = to
        data = {"from": before and str(before), "from_name": names.get(before, "") if before else ""}
        data |= {"to": to and str(to), "to_name": names.get(to, "") if to else ""}
        record(session, actor, "applicant.assigned", one.id, opening_id=one.opening_id, applicant_id=one.id, data=data)
    return len(changed)
