"""Following rules inside the transaction that gives them cause, until everybody concerned rests."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.domain.rowsets import among
from plutomi.domain.rules import dues, facts
from plutomi.domain.rules.places import Place, Places
from plutomi.domain.rules.settling import settle
from plutomi.domain.rules.walking import Ask, Reader, Walker, walk
from plutomi.models import Placement, Stage
from plutomi.ready import Ready, Row
from plutomi.rules.engine.hours import Hours
from plutomi.rules.engine.triggers import Trigger

CHAIN = "rules"  # of a session: what has happened and is not looked at yet


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that rules may be asked about; `cause` and `depth` are of its event, None where there is none."""

    applicant_id: UUID
    trigger: Trigger
    cause: UUID | None = None
    depth: int = 0


async def follow(session: AsyncSession, org_id: UUID, happenings: Sequence[Happening]) -> list[Walker]:
    """Ask the rules of the stages they stand in, do what they say, and what follows from that; how it went at first.

    What verbs called by rules give cause to is looked at when those rules are done; [] is answered then.
    """
    chain: list[Happening] | None = session.info.get(CHAIN)
    if chain is not None:
        chain += happenings
        return []
    async with chained(session, org_id, happenings) as chain:
        return await _turn(session, org_id, _next(chain)) if chain else []


@asynccontextmanager
async def chained(
    session: AsyncSession, org_id: UUID, happenings: Sequence[Happening] = ()
) -> AsyncIterator[list[Happening]]:
    """What verbs called by rules give cause to within, comes after."""
    chain = session.info[CHAIN] = list(happenings)
    try:
        yield chain
        while chain:
            await _turn(session, org_id, _next(chain))
    finally:
        del session.info[CHAIN]


def _next(chain: list[Happening]) -> list[Happening]:
    """What is looked at together: the first of each applicant's happenings. The rest stays in the chain."""
    turn: dict[UUID, Happening] = {}
    rest = [one for one in chain if turn.setdefault(one.applicant_id, one) is not one]
    chain[:] = rest
    return list(turn.values())


async def _turn(session: AsyncSession, org_id: UUID, happenings: Sequence[Happening]) -> list[Walker]:
    rows = await _STANDING.rows(session, {"org": org_id, "ids": [one.applicant_id for one in happenings]})
    here, places = {row.applicant_id: row for row in rows}, Places(org_id, map(place_of, rows))
    asks = [
        Ask(walker_of(org_id, here[one.applicant_id], one.cause, one.depth), one.trigger)
        for one in happenings
        if one.applicant_id in here
    ]
    return await go(session, asks, places, reader(session, org_id))


async def go(session: AsyncSession, asks: Sequence[Ask], places: Places, read: Reader) -> list[Walker]:
    """Let them walk, write down where they have come to, and do what is left to verbs."""
    from plutomi.domain.rules import acting  # it calls the verbs, which call us

    await walk(session, asks, places, read)
    walkers = [one.walker for one in asks]
    await dues.reckon(session, [one for one in walkers if one.has_left], read)
    await settle(session, walkers, places)
    await acting.act(session, walkers)
    return walkers


def walker_of(org_id: UUID, row: Row, cause: UUID | None = None, depth: int = 0) -> Walker:
    """Somebody where they stand, from a row with the columns of STANDING."""
    return Walker(
        org_id=org_id,
        applicant_id=row.applicant_id,
        opening_id=row.opening_id,
        stage_id=row.stage_id,
        version=row.rules_version,
        entered_at=row.entered_at,
        completed_at=row.completed_at,
        active_at=row.active_at,
        looked_at=row.looked_at,
        due_at=row.due_at,
        is_looping=row.is_looping,
        cause=cause,
        depth=depth,
    )


def place_of(row: Row) -> Place:
    return Place(row.stage_id, row.stage, row.opening_id, row.rules_version, row.next_stage_id)


def reader(session: AsyncSession, org_id: UUID) -> Reader:
    """Facts as they are kept."""

    async def read(names: frozenset[str], hours: Hours, subjects: Collection[facts.Subject]) -> dict[UUID, facts.Known]:
        return await facts.load(session, org_id, names, hours, subjects)

    return read


def standing() -> Any:
    """A statement: people where they stand, locked, with what their stage is; the caller says who."""
    columns = ("applicant_id", "opening_id", "stage_id", "entered_at", "completed_at", "active_at", "looked_at")
    placed = [col(getattr(Placement, name)) for name in (*columns, "due_at", "is_looping")]
    stage: Any = (col(Stage.name).label("stage"), col(Stage.rules_version), col(Stage.next_stage_id))
    joined = (col(Stage.org_id) == Placement.org_id) & (col(Stage.id) == Placement.stage_id)
    found = select(*placed, *stage).join(Stage, joined).where(col(Placement.org_id) == bindparam("org", type_=Uuid))
    return found


_STANDING = Ready(
    standing().where(col(Placement.applicant_id) == among("ids")).with_for_update(of=Placement, key_share=True)
)
