"""A stage cloned, within its opening or into another: its form, rules and style."""

from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain import conditions, stages
from plutomi.domain.actors import Actor, admit
from plutomi.domain.cloning.copies import Copies
from plutomi.domain.cloning.openings import copy_name, copy_rules
from plutomi.domain.rules import versions
from plutomi.models import Rule, RuleUse, Section, Stage, StageQuestion

ELSEWHERE = "It led to a stage of the opening it was copied from. Say where it leads here."


async def clone(
    session: AsyncSession,
    actor: Actor,
    id: UUID,
    opening_id: UUID | None = None,
    name: Any = "",
    position: int | None = None,
) -> Stage:
    """A copy of a stage at `position`: without one right after it, or last in another opening.

    In another opening, what pointed to a stage of its own points to the one there of the same name. Where there is
    none, its form's completion leads nowhere and its rules stand still, saying so. StillInUse when its form has
    conditions on questions that are not asked before it there; TooMany.
    """
    await admit(session, actor)
    await versions.hold(session, actor.org_id)
    kept = await stages.get(session, actor, id)
    target = opening_id or kept.opening_id
    is_away = target != kept.opening_id
    if position is None and not is_away:
        position = kept.position + 1
    named = name or (kept.name if is_away else copy_name(kept.name))
    made = await stages.create(session, actor, target, named, position, like=kept)
    await session.flush()
    copies = Copies(actor.org_id)
    copies.lead(id, made.id)
    astray = await _lead_away(session, copies, kept, target) if is_away else set()
    made.next_stage_id = None if kept.next_stage_id in astray else kept.next_stage_id and copies.of(kept.next_stage_id)
    await _copy_form(session, copies, id)
    await copy_rules(session, copies, col(Rule.stage_id) == id)
    await _stop_astray(session, made, astray)
    await conditions.keep_order(session, actor.org_id, target)
    if kept.rules_version:
        await versions.renew(session, actor.org_id, target, made.id, is_timed=False)
    return made


async def _copy_form(session: AsyncSession, copies: Copies, id: UUID) -> None:
    await copies.copy(session, Section, col(Section.stage_id) == id)
    await copies.copy(session, StageQuestion, col(StageQuestion.stage_id) == id)


async def _lead_away(session: AsyncSession, copies: Copies, kept: Stage, target: UUID) -> set[UUID]:
    """Lead the opening's other stages over to those of the same name there; the ones that have none."""
    here = [one for one in await stages.in_order(session, kept.org_id, kept.opening_id) if one.id != kept.id]
    there = {one.name: one.id for one in reversed(await stages.in_order(session, kept.org_id, target))}
    for one in here:
        if one.name in there:
            copies.lead(one.id, there[one.name])
    copies.lead(kept.opening_id, target)
    return {one.id for one in here if one.name not in there}


async def _stop_astray(session: AsyncSession, made: Stage, astray: set[UUID]) -> None:
    """Rules that would send people back to the opening they were copied from stand still."""
    leading = select(col(RuleUse.rule_id)).where(
        col(RuleUse.org_id) == made.org_id, col(RuleUse.kind) == "stage", col(RuleUse.target_id).in_(astray)
    )
    theirs = (col(Rule.org_id) == made.org_id, col(Rule.stage_id) == made.id, col(Rule.id).in_(leading))
    await session.execute(update(Rule).where(*theirs).values(broken=ELSEWHERE))
