"""How often rules were followed, and how often they could not be: from the last of their events."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, column, func, literal_column, select, true, values
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.domain.actors import Actor, admit
from plutomi.models import Applicant, Event

MOST = 100  # events of a rule that are counted


@dataclass(frozen=True, slots=True)
class Tally:
    """`is_more` when there were others before those that were counted."""

    times: int = 0
    errors: int = 0
    last_at: datetime | None = None
    is_more: bool = False


async def of_rules(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> dict[UUID, Tally]:
    """For members, by rule; those that did nothing are left out."""
    await admit(session, actor)
    if not ids:
        return {}
    wanted: Any = values(column("id", Uuid), name="wanted").data([(id,) for id in ids])
    each: Any = (
        select(col(Event.type), col(Event.at), col(Event.applicant_id), col(Event.cause), col(Event.id))
        .where(
            col(Event.org_id) == bindparam("org", actor.org_id),
            col(Event.actor_kind) == literal_column("'rule'"),  # as the index over them says it
            col(Event.actor_id) == wanted.c.id,
        )
        .order_by(col(Event.id).desc())
        .limit(MOST)
        .lateral("each")
    )
    has_failed = each.c.type == "rule.failed"
    # What one rule does to somebody in one go has one cause.
    times = func.count(func.distinct(each.c.applicant_id, func.coalesce(each.c.cause, each.c.id))).filter(~has_failed)
    found = select(
        wanted.c.id, times, func.count().filter(has_failed), func.max(each.c.at).filter(~has_failed), func.count()
    )
    rows = await session.execute(found.select_from(wanted.join(each, true())).group_by(wanted.c.id))
    return {id: Tally(did, failed, last, many >= MOST) for id, did, failed, last, many in rows}


async def people(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of those of `ids` who are there, for members."""
    await admit(session, actor)
    found = select(col(Applicant.id), col(Applicant.name)).where(
        col(Applicant.org_id) == actor.org_id, col(Applicant.id).in_(ids)
    )
    return dict((await session.execute(found)).all())
