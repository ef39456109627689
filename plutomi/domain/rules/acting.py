"""What rules do beyond moving within an opening: each action the ordinary verb, all of a rule's or none."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.clock import now
from plutomi.domain.actors import Actor
from plutomi.domain.applicants import assigning, deadlines, labelling, leaving, lettering, moving, transferring
from plutomi.domain.events import record
from plutomi.domain.rules import facts
from plutomi.domain.rules.following import CHAIN
from plutomi.domain.rules.walking import Pending, Walker
from plutomi.errors import Refusal, TooMany
from plutomi.models import Org, Stage
from plutomi.models.applicant import MAX_REASON
from plutomi.rules.engine.actions import Share
from plutomi.rules.engine.sharing import share

Doer = Callable[[AsyncSession, Actor, Walker, Any], Awaitable[None]]


async def act(session: AsyncSession, walker: Walker, pending: Pending) -> None:
    """Do what a rule says, in order. When one of its actions is refused none is done, and it shows on the rule."""
    rule, chain = pending.rule, session.info[CHAIN]
    actor = Actor("rule", walker.org_id, rule.id, rule.name, because=pending.because)
    begun = len(chain)
    try:
        async with session.begin_nested():
            for action in rule.actions:
                await DOERS[action.kind](session, actor, walker, action)
    except Refusal as refusal:
        del chain[begun:]
        walker.has_failed = True
        about = {"opening_id": walker.opening_id, "applicant_id": walker.applicant_id}
        record(session, actor, "rule.failed", rule.id, data={"reason": refusal.message}, **about)


async def _move(session: AsyncSession, actor: Actor, walker: Walker, action: Any) -> None:
    await _go(session, actor, walker, action.stage_id)


async def _go(session: AsyncSession, actor: Actor, walker: Walker, stage_id: UUID) -> None:
    """To a stage of whatever opening."""
    stage = await session.get(Stage, (walker.org_id, stage_id))
    if stage is None or stage.opening_id == walker.opening_id:
        await moving.move(session, actor, moving.Move(walker.applicant_id, stage_id))
    else:
        await transferring.transfer(session, actor, walker.applicant_id, stage_id)


async def _reject(session: AsyncSession, actor: Actor, walker: Walker, action: Any) -> None:
    await leaving.reject(session, actor, walker.applicant_id, action.reason[:MAX_REASON], action.tell)


async def _withdraw(session: AsyncSession, actor: Actor, walker: Walker, action: Any) -> None:
    await leaving.withdraw_for(session, actor, walker.applicant_id, action.reason[:MAX_REASON])


async def _label(session: AsyncSession, actor: Actor, walker: Walker, action: Any) -> None:
    await labelling.label(session, actor, [walker.applicant_id], action.label_id)


async def _unlabel(session: AsyncSession, actor: Actor, walker: Walker, action: Any) -> None:
    await labelling.unlabel(session, actor, [walker.applicant_id], action.label_id)


async def _assign(session: AsyncSession, actor: Actor, walker: Walker, action: Any) -> None:
    if len(action.user_ids) == 1:
        await assigning.assign(session, actor, [walker.applicant_id], action.user_ids[0])
    else:
        await assigning.assign_in_turn(session, actor, [walker.applicant_id], action.user_ids)


async def _email(session: AsyncSession, actor: Actor, walker: Walker, action: Any) -> None:
    await lettering.send(session, actor, walker.applicant_id, action.template_id)


async def _deadline(session: AsyncSession, actor: Actor, walker: Walker, action: Any) -> None:
    at = now() + timedelta(**{action.unit: action.amount})
    await deadlines.set_deadline(session, actor, walker.applicant_id, at)


async def _distribute(session: AsyncSession, actor: Actor, walker: Walker, action: Any) -> None:
    """To one of several stages by weight, among those with room; who counts waits for whoever counts just now."""
    await session.get_one(Org, walker.org_id, with_for_update={"key_share": True}, populate_existing=True)
    counted = await facts.counts(session, walker.org_id, [one.stage_id for one in action.among if one.most is not None])
    free = [one for one in action.among if one.most is None or counted[f"stages.{one.stage_id.hex}.count"] < one.most]
    if not free:
        raise TooMany("None of the stages it distributes to has room.")
    await _go(session, actor, walker, _drawn(walker, actor, free))


def _drawn(walker: Walker, actor: Actor, free: Sequence[Share]) -> UUID:
    """One by weight, for one applicant always the same."""
    left = share(walker.applicant_id, f"{actor.id}") / 100 * sum(one.weight for one in free)
    for one in free:
        left -= one.weight
        if left < 0:
            return one.stage_id
    return free[-1].stage_id


DOERS: dict[str, Doer] = {
    "move": _move,
    "reject": _reject,
    "withdraw": _withdraw,
    "label": _label,
    "unlabel": _unlabel,
    "assign": _assign,
    "email": _email,
    "deadline": _deadline,
    "distribute": _distribute,
}
