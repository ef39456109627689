"""Rules as they are kept: found, in their order, and as the engine takes them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.errors import NotFound
from plutomi.models import Rule
from plutomi.rules.engine import rule as engine
from plutomi.rules.engine import triggers

WORDS = ("name", "stage_id", "position", "changed_at", "version", "id")


async def in_order(session: AsyncSession, org_id: UUID, opening_id: UUID, stage_id: UUID | None) -> Sequence[Rule]:
    """The rules that stand in one order, read anew."""
    here = col(Rule.stage_id) == stage_id if stage_id else col(Rule.stage_id).is_(None)
    found = select(Rule).where(col(Rule.org_id) == org_id, col(Rule.opening_id) == opening_id, here)
    anew = found.order_by(col(Rule.position)).execution_options(populate_existing=True)
    return (await session.execute(anew)).scalars().all()


async def find(session: AsyncSession, org_id: UUID, id: UUID) -> Rule:
    """A rule by id, read anew; NotFound when it isn't the org's."""
    found = select(Rule).where(col(Rule.org_id) == org_id, col(Rule.id) == id)
    rule = (await session.execute(found.execution_options(populate_existing=True))).scalar_one_or_none()
    if rule is None:
        raise NotFound
    return rule


def said(rule: Rule) -> dict[str, Any]:
    """What it says, as it is written and read."""
    return {"when": rule.when, "if": rule.condition, "expression": rule.expression, "then": rule.then}


def compiled(rule: Rule) -> engine.Rule:
    """As the engine takes it."""
    return engine.place(engine.read(said(rule)), **{name: getattr(rule, name) for name in WORDS})


def is_timer(rule: Rule) -> bool:
    """Whether the clock looks for it."""
    return triggers.KINDS[rule.when["kind"]].is_timer
