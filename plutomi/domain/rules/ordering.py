"""The order rules are asked in: dragged, one or all, under a lock on their stage or opening."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.domain.actors import Actor, admit
from plutomi.domain.events import record
from plutomi.domain.rules import reading, versions
from plutomi.domain.siblings import lock, move_to, renumber
from plutomi.errors import Invalid
from plutomi.models import Opening, Rule, Stage


async def move(session: AsyncSession, actor: Actor, id: UUID, position: int) -> Sequence[Rule]:
    """Put a rule at `position` among those it stands with (0 is first); the new order."""
    await admit(session, actor)
    rule = await reading.find(session, actor.org_id, id)
    await hold_parent(session, actor.org_id, rule.opening_id, rule.stage_id)
    found = await reading.in_order(session, actor.org_id, rule.opening_id, rule.stage_id)
    order = move_to(found, rule, position)
    await versions.renew(session, actor.org_id, rule.opening_id, rule.stage_id, is_timed=False)
    data = {"name": rule.name, "position": rule.position}
    record(session, actor, "rule.moved", rule.id, opening_id=rule.opening_id, data=data)
    return order


async def arrange_stage(session: AsyncSession, actor: Actor, stage_id: UUID, ids: Sequence[UUID]) -> Sequence[Rule]:
    """Set the whole order of a stage's rules; Invalid unless `ids` are exactly those."""
    await admit(session, actor)
    stage = await lock(session, Stage, actor.org_id, stage_id)
    return await _arrange(session, actor, stage.opening_id, stage_id, ids)


async def arrange_opening(session: AsyncSession, actor: Actor, opening_id: UUID, ids: Sequence[UUID]) -> Sequence[Rule]:
    """The same of an opening's own rules."""
    await admit(session, actor)
    await lock(session, Opening, actor.org_id, opening_id)
    return await _arrange(session, actor, opening_id, None, ids)


async def hold_parent(session: AsyncSession, org_id: UUID, opening_id: UUID, stage_id: UUID | None) -> None:
    """Lock what an order of rules belongs to; NotFound when it isn't the org's."""
    if stage_id:
        await lock(session, Stage, org_id, stage_id)
    else:
        await lock(session, Opening, org_id, opening_id)


async def _arrange(
    session: AsyncSession, actor: Actor, opening_id: UUID, stage_id: UUID | None, ids: Sequence[UUID]
) -> Sequence[Rule]:
    rules = {rule.id: rule for rule in await reading.in_order(session, actor.org_id, opening_id, stage_id)}
    if sorted(ids) != sorted(rules):
        raise Invalid({"rule_ids": "These must be all of the rules here, each once."})
    order = renumber([rules[id] for id in ids])
    await versions.renew(session, actor.org_id, opening_id, stage_id, is_timed=False)
    data = {"order": [str(id) for id in ids]}
    record(session, actor, "rule.moved", stage_id or opening_id, opening_id=opening_id, data=data)
    return order
