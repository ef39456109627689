"""What rules do beyond moving within an opening: each action the ordinary verb, all of a rule's or none."""

import json
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
from plutomi.domain.rules.walking import Walker
from plutomi.errors import Refusal, TooMany
from plutomi.models import Org, Stage
from plutomi.models.applicant import MAX_REASON
from plutomi.rules.engine.actions import Share
from plutomi.rules.engine.sharing import share

Doer = Callable[[AsyncSession, Actor, Sequence[Walker], Any], Awaitable[None]]


async def act(session: AsyncSession, walkers: Sequence[Walker]) -> None:
    """Do what is pending, together for whom the same rule is followed for the same reason."""
    alike: dict[str, list[Walker]] = {}
    for walker in walkers:
        if walker.pending:
            because = walker.pending.because
            why = (str(walker.pending.rule.id), str(because.cause), because.depth, because.told)
            alike.setdefault(json.dumps(why, default=str), []).append(walker)
    for group in alike.values():
        await _act(session, group)


async def _act(session: AsyncSession, walkers: Sequence[Walker]) -> None:
    """A rule's actions, in order, all or none: a refusal shows on the rule; of several each is then tried alone."""
    pending: Any = walkers[0].pending
    rule, chain = pending.rule, session.info[CHAIN]
    actor = Actor("rule", walkers[0].org_id, rule.id, rule.name, because=pending.because)
    begun = len(chain)
    try:
        async with session.begin_nested():
            for action in rule.actions:
                await DOERS[action.kind](session, actor, walkers, action)
    except Refusal as refusal:
        del chain[begun:]
        if len(walkers) > 1:
            for walker in walkers:
                await _act(session, [walker])
            return
        (walker,) = walkers
        walker.has_failed = True
        about = {"opening_id": walker.opening_id, "applicant_id": walker.applicant_id}
        record(session, actor, "rule.failed", rule.id, data={"reason": refusal.message}, **about)


def _each(do: Callable[[AsyncSession, Actor, Walker, Any], Awaitable[None]]) -> Doer:
    """What is done for one after the other."""

    async def done(session: AsyncSession, actor: Actor, walkers: Sequence[Walker], action: Any) -> None:
        for walker in walkers:
            await do(session, actor, walker, action)

    return done


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


async def _label(session: AsyncSession, actor: Actor, walkers: Sequence[Walker], action: Any) -> None:
    await labelling.label(session, actor, _ids(walkers), action.label_id)


async def _unlabel(session: AsyncSession, actor: Actor, walkers: Sequence[Walker], action: Any) -> None:
    await labelling.unlabel(session, actor, _ids(walkers), action.label_id)


async def _assign(session: AsyncSession, actor: Actor, walkers: Sequence[Walker], action: Any) -> None:
    if len(action.user_ids) == 1:
        await assigning.assign(session, actor, _ids(walkers), action.user_ids[0])
    else:
        await assigning.assign_in_turn(session, actor, _ids(walkers), action.user_ids)


async def _email(session: AsyncSession, actor: Actor, walkers: Sequence[Walker], action: Any) -> None:
    await lettering.send_all(session, actor, _ids(walkers), action.template_id)


async def _deadline(session: AsyncSession, actor: Actor, walkers: Sequence[Walker], action: Any) -> None:
    at = now() + timedelta(**{action.unit: action.amount})
    await deadlines.set_deadlines(session, actor, _ids(walkers), at)


async def _distribute(session: AsyncSession, actor: Actor, walker: Walker, action: Any) -> None:
    """To one of several stages by weight, among those with room; who counts waits for whoever counts just now."""
    await session.get_one(Org, walker.org_id, with_for_update={"key_share": True}, populate_existing=True)
    counted = await facts.counts(session, walker.org_id, [one.stage_id for one in action.among if one.most is not None])
    free = [one for one in action.among if one.most is None or counted[f"stages.{one.stage_id.hex}.count"] < one.most]
    if not free:
        raise TooMany("None of the stages it distributes to has room.")
    await _go(session, actor, walker, _drawn(walker, actor, free))


def _ids(walkers: Sequence[Walker]) -> list[UUID]:
    return [one.applicant_id for one in walkers]


def _drawn(walker: Walker, actor: Actor, free: Sequence[Share]) -> UUID:
    """One by weight, for one applicant always the same."""
    left = share(walker.applicant_id, f"{actor.id}") / 100 * sum(one.weight for one in free)
    for one in free:
        left -= one.weight
        if left < 0:
            return one.stage_id
    return free[-1].stage_id


DOERS: dict[str, Doer] = {
    "move": _each(_move),
    "reject": _each(_reject),
    "withdraw": _each(_withdraw),
    "label": _label,
    "unlabel": _unlabel,
    "assign": _assign,
    "email": _email,
    "deadline": _deadline,
    "distribute": _each(_distribute),
}
