"""Sweeping: those whom the clock must look at, the longest due first, some at a time and all in a few statements."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import DateTime, Integer, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.clock import now
from plutomi.db import forgettable
from plutomi.domain.rowsets import among
from plutomi.domain.rules import dues
from plutomi.domain.rules.following import chained, go, place_of, reader, standing, walker_of
from plutomi.domain.rules.looking import TIMER, looks
from plutomi.domain.rules.places import Places
from plutomi.domain.rules.settling import settle
from plutomi.domain.rules.walking import Ask, Walker, walk
from plutomi.models import Applicant, Placement
from plutomi.ready import Ready, Row

BATCH = 250  # a transaction of some 20 ms; people who apply meanwhile wait no longer than for one another
LEASE = timedelta(minutes=1)  # for which whoever is to be done by verbs is left to who found them
PAUSE = timedelta(minutes=15)  # before somebody is looked at again whose look failed
Work = Literal["due", "plan"]


@dataclass(slots=True)
class Swept:
    """How many were looked at, and whom verbs are to be done for, some in a transaction."""

    many: int = 0
    left: list[UUID] = field(default_factory=list)


async def orgs_owing(session: AsyncSession, work: Work) -> Sequence[UUID]:
    """The orgs with somebody due, or with a stage to be planned anew."""
    owing = func.orgs_owing_rules(work, now()).column_valued("org_id")
    return (await session.execute(select(owing))).scalars().all()


async def sweep(session: AsyncSession, org_id: UUID, most: int = BATCH) -> Swept:
    """Look at some of the org's who are due: move whom rules only move. Safe in any number of processes.

    Those whom it holds do not wait for the disk: after a crash they are due still, and what follows from their events
    (letters, webhooks) is committed later, which takes these along.
    """
    await forgettable(session)
    rows = await _DUE.rows(session, {"org": org_id, "at": now(), "most": most})
    if not rows:
        return Swept()
    places, read = Places(org_id, map(place_of, rows)), reader(session, org_id)
    asks = await looks(session, [walker_of(org_id, row) for row in rows], read)
    await walk(session, asks, places, read)
    walkers = [one.walker for one in asks]
    left = {one.applicant_id for one in walkers if one.pending}
    done = [_looked(one) for one in walkers if not one.pending]
    await dues.reckon(session, done, read)
    await settle(session, [*done, *(_leased(org_id, row) for row in rows if row.applicant_id in left)], places, True)
    return Swept(len(rows), [row.applicant_id for row in rows if row.applicant_id in left])


async def look(session: AsyncSession, org_id: UUID, ids: Collection[UUID]) -> None:
    """Look at some who are due, with all that rules may do; not at whom somebody else does so now, or has."""
    theirs = select(col(Applicant.id)).where(col(Applicant.org_id) == org_id, col(Applicant.id).in_(ids))
    locked = theirs.order_by(col(Applicant.id)).with_for_update(skip_locked=True, key_share=True)
    rows = await _here(session, org_id, (await session.execute(locked)).scalars().all())
    read = reader(session, org_id)
    asks = await looks(session, [walker_of(org_id, row) for row in rows.values()], read)
    rounds = {ask.walker.applicant_id: list(ask.rounds or ()) for ask in asks}
    while turn := {id: rounds[id].pop(0) for id in rows if rounds[id]}:
        asked = [Ask(walker_of(org_id, rows[id]), TIMER, [rules]) for id, rules in turn.items()]
        async with chained(session, org_id):
            await go(session, asked, Places(org_id, map(place_of, rows.values())), read)
        again = await _here(session, org_id, list(turn))
        gone = [id for id in turn if id not in again or again[id].entered_at != rows[id].entered_at]
        rows = {id: again.get(id, row) for id, row in rows.items() if id not in gone}
    walkers = [_looked(walker_of(org_id, row)) for row in rows.values()]
    await dues.reckon(session, walkers, read)
    await settle(session, walkers, Places(org_id, map(place_of, rows.values())), is_look=True)


async def _here(session: AsyncSession, org_id: UUID, ids: Sequence[UUID]) -> dict[UUID, Row]:
    """Where these stand, locked; without those who have left, or go round."""
    found = await _THESE.rows(session, {"org": org_id, "ids": ids}) if ids else ()
    return {row.applicant_id: row for row in found if not row.is_looping}


async def waiting(session: AsyncSession, org_id: UUID, most: int = BATCH) -> list[UUID]:
    """Who is due, the longest first."""
    return [row.applicant_id for row in await _DUE.rows(session, {"org": org_id, "at": now(), "most": most})]


async def postpone(session: AsyncSession, org_id: UUID, applicant_id: UUID) -> None:
    """Look at somebody later: it failed."""
    theirs = (col(Placement.org_id) == org_id, col(Placement.applicant_id) == applicant_id)
    await session.execute(update(Placement).where(*theirs).values(due_at=now() + PAUSE))


def _looked(walker: Walker) -> Walker:
    if not walker.has_left:
        walker.looked_at = now()
    return walker


def _leased(org_id: UUID, row: Row) -> Walker:
    """Somebody as they were, to be looked at again if nobody has seen to them until then."""
    walker = walker_of(org_id, row)
    walker.due_at = now() + LEASE
    return walker


def _due_statement() -> Any:
    due = col(Placement.due_at) <= bindparam("at", type_=DateTime(timezone=True))
    oldest = standing().where(due).order_by(col(Placement.due_at), col(Placement.applicant_id))
    some = oldest.limit(bindparam("most", type_=Integer))
    return some.with_for_update(of=Placement, skip_locked=True, key_share=True)


def _these_statement() -> Any:
    theirs = standing().where(col(Placement.applicant_id) == among("ids")).order_by(col(Placement.applicant_id))
    return theirs.with_for_update(of=Placement, key_share=True)


_DUE = Ready(_due_statement())
_THESE = Ready(_these_statement())
