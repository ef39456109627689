"""What changes with a stage's rules: its version, by which processes know them, and what the clock owes those there."""

from typing import Any
from uuid import UUID

from sqlalchemy import Sequence, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.clock import now
from plutomi.db import owes
from plutomi.models import Org, Rule, Stage

# Never the same twice, so that what a failed transaction saw is not taken for what another made.
NEXT = Sequence("rules_version").next_value()


async def hold(session: AsyncSession, org_id: UUID) -> None:
    """Changes of an org's rules are made one after the other: together they may go round in a circle."""
    found = select(col(Org.id)).where(col(Org.id) == org_id)
    await session.execute(found.with_for_update(key_share=True))


async def renew(session: AsyncSession, org_id: UUID, opening_id: UUID, stage_id: UUID | None, is_timed: bool) -> None:
    """A stage's rules, or without one its opening's, are others from this transaction on.

    With `is_timed` the clock reckons anew when it must look at those who stand there.
    """
    await _renew(session, org_id, is_timed, col(Stage.opening_id) == opening_id, stage_id)


async def renew_followed(session: AsyncSession, org_id: UUID, opening_id: UUID) -> None:
    """What an opening's timers reckon with has changed, in all its stages that have rules."""
    await _renew(session, org_id, True, (col(Stage.opening_id) == opening_id) & (col(Stage.rules_version) > 0), None)


async def welcome(session: AsyncSession, stage: Stage) -> None:
    """A new stage follows its opening's own rules, if there are any."""
    general = select(col(Rule.id)).where(
        col(Rule.org_id) == stage.org_id, col(Rule.opening_id) == stage.opening_id, col(Rule.stage_id).is_(None)
    )
    if (await session.execute(general.limit(1))).first() is not None:
        await session.flush()
        await renew(session, stage.org_id, stage.opening_id, stage.id, is_timed=False)


async def _renew(session: AsyncSession, org_id: UUID, is_timed: bool, where: Any, stage_id: UUID | None) -> None:
    changed: dict[str, Any] = {"rules_version": NEXT}
    if is_timed:
        changed |= {"plan_owed_at": now(), "planned_at": None, "planned_to": None}
        owes(session)
    statement = update(Stage).where(col(Stage.org_id) == org_id, where).values(changed)
    if stage_id is not None:
        statement = statement.where(col(Stage.id) == stage_id)
    await session.execute(statement.execution_options(synchronize_session=False))
