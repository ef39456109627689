"""An opening cloned: settings, stages, forms, rules and area; nobody who applied, and nothing that is shared unseen."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col, select

from plutomi.domain import openings
from plutomi.domain.actors import Actor, admit
from plutomi.domain.cloning.copies import Copies
from plutomi.domain.rules import making, versions
from plutomi.domain.siblings import lock
from plutomi.models import Opening, Rule, RuleUse, Section, ServiceArea, Stage, StageQuestion
from plutomi.models.opening import MAX_NAME

COPY = " (copy)"


async def clone(session: AsyncSession, actor: Actor, id: UUID, name: Any = "") -> Opening:
    """A private copy of an opening under a new address. Questions stay the bank's, which both openings ask.

    What pointed to the opening's stages points to the copies'; what pointed elsewhere still does. Without a name it is
    called as the opening is, marked as a copy. Invalid by field; TooMany rules in the org.
    """
    await admit(session, actor)
    await versions.hold(session, actor.org_id)
    kept = await lock(session, Opening, actor.org_id, id)
    made = await openings.create(session, actor, name or copy_name(kept.name), like=kept)
    copies = Copies(actor.org_id)
    copies.lead(id, made.id)
    here = _of_opening(Stage, id)
    await copies.copy(session, Stage, here, plan_owed_at=None, planned_at=None, planned_to=None)
    stages = select(col(Stage.id)).where(col(Stage.org_id) == actor.org_id, here)
    for table in (Section, StageQuestion):
        await copies.copy(session, table, col(table.stage_id).in_(stages))
    await copy_rules(session, copies, _of_opening(Rule, id))
    await copies.copy(session, ServiceArea, _of_opening(ServiceArea, id), owed_at=None, assessed_to=None)
    await versions.renew_followed(session, actor.org_id, made.id)
    return made


async def copy_rules(session: AsyncSession, copies: Copies, where: Any) -> None:
    """The rules that `where` holds of, each at its first version, and what they point to; TooMany."""
    rules = select(col(Rule.id)).where(col(Rule.org_id) == copies.org_id, where)
    ids = list((await session.execute(rules)).scalars())
    await making.check_number(session, copies.org_id, more=len(ids))
    await copies.copy(session, Rule, where, version=1)
    await copies.copy(session, RuleUse, col(RuleUse.rule_id).in_(ids))


def copy_name(name: str) -> str:
    return name[: MAX_NAME - len(COPY)].rstrip() + COPY


def _of_opening(table: type[SQLModel], id: UUID) -> Any:
    return table.__table__.c.opening_id == id  # type: ignore[attr-defined]
