"""Emptying a stage: everybody in it goes to another at once, each with an event of their own."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CTE, Select, String, TableValuedAlias, Uuid, bindparam, column, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.db import owes
from plutomi.domain.actors import Actor
from plutomi.domain.applicants.writing import EVENT_COLUMNS, delta, insert_deltas
from plutomi.domain.events import event_row
from plutomi.domain.rules import arriving
from plutomi.domain.rules.following import Happening, follow
from plutomi.ids import new_id, rank_between, rank_on_top
from plutomi.models import Event, Placement, Stage

BATCH, FOLLOWED = 10_000, 500  # applicants in one statement, and followed together


async def move_everyone(session: AsyncSession, actor: Actor, origin: Stage, target: Stage) -> int:
    """Move all who stand in `origin` to the top of `target`, in their order; how many. For a stage that goes.

    The caller has let the actor in and bars the stage, so that nobody arrives meanwhile.
    """
    standing = (await session.execute(_standing(origin))).scalars().all()
    events = [new_id() for _ in standing]
    ranks = _ranks(events, (await session.execute(_first_rank(target))).scalar())
    for at in range(0, len(standing), BATCH):
        batch = slice(at, at + BATCH)
        await session.execute(_MOVE, _parameters(actor, origin, target, standing[batch], ranks[batch], events[batch]))
    if standing:
        owes(session)
    await _follow(session, target, standing, events)
    return len(standing)


async def _follow(session: AsyncSession, target: Stage, standing: Sequence[UUID], events: Sequence[UUID]) -> None:
    """Rules may wait for those who enter."""
    here = (session, target.org_id, target.id, target.rules_version)
    if not await arriving.concerns(*here, arriving.ENTERED):
        return
    happened = [Happening(id, arriving.ENTERED, event) for id, event in zip(standing, events, strict=True)]
    for at in range(0, len(happened), FOLLOWED):
        await follow(session, target.org_id, happened[at : at + FOLLOWED])


def _standing(stage: Stage) -> Select[Any]:
    """Who stands there, locked, the last first: so the first ends on top."""
    found = select(col(Placement.applicant_id)).where(
        col(Placement.org_id) == stage.org_id, col(Placement.stage_id) == stage.id
    )
    in_order = found.order_by(col(Placement.rank).desc(), col(Placement.applicant_id).desc())
    return in_order.with_for_update(key_share=True)


def _first_rank(stage: Stage) -> Select[Any]:
    return select(func.min(col(Placement.rank))).where(
        col(Placement.org_id) == stage.org_id, col(Placement.stage_id) == stage.id
    )


def _ranks(events: Sequence[UUID], first: str | None) -> list[str]:
    """Each before the one made before it, and all before `first`, the top of the stage as it is."""
    ranks = [rank_on_top(id) for id in events]
    if first is None or not ranks or ranks[0] < first:
        return ranks
    above = rank_between(None, first)  # a card from a clock ahead of ours: what begins so stands before it too
    return [f"{above}{len(events) - at:08x}i" for at in range(len(events))]


def _parameters(
    actor: Actor, origin: Stage, target: Stage, standing: Sequence[UUID], ranks: Sequence[str], events: Sequence[UUID]
) -> dict[str, Any]:
    org, opening = origin.org_id, origin.opening_id
    told = {"from": str(origin.id), "from_name": origin.name, "to": str(target.id), "to_name": target.name}
    event = event_row(actor, "applicant.moved", target.id, opening_id=opening, data=told)
    deltas = [delta(org, opening, origin.id, -len(standing)), delta(org, opening, target.id, len(standing))]
    due = event["at"] if target.rules_version else None  # the clock looks when they come, and reckons on from there
    each = {"standing": list(standing), "ranks": list(ranks), "ids": list(events)}
    return {f"event_{key}": event[key] for key in SHARED} | each | {"to": target.id, "due": due, "deltas": deltas}


def _move_statement() -> Select[Any]:
    """Change every placement, record every event, and the two deltas.

    No parameter may be called as a column is: an UPDATE would set that column to it.
    """
    rows = _rows()
    table = Placement.__table__  # type: ignore[attr-defined]
    change = {"stage_id": bindparam("to"), "rank": rows.c.rank, "version": table.c.version + 1}
    change |= {"entered_at": bindparam("event_at"), "completed_at": None, "deadline_at": None}
    change |= {"due_at": bindparam("due"), "looked_at": None, "active_at": None, "is_looping": False}
    moved = (
        table.update()
        .where(table.c.org_id == bindparam("event_org_id", type_=Uuid), table.c.applicant_id == rows.c.applicant_id)
        .values(change)
        .returning(table.c.applicant_id)
        .cte("moved")
    )
    found: Any = select(func.count()).select_from(moved)
    return found.add_cte(_events(rows)).add_cte(insert_deltas().cte("counted"))


def _rows() -> TableValuedAlias:
    names = (("standing", "applicant_id", Uuid), ("ranks", "rank", String), ("ids", "id", Uuid))
    arrays = [bindparam(name, type_=ARRAY(type)) for name, _, type in names]
    return func.unnest(*arrays).table_valued(*[column(key, type) for _, key, type in names]).render_derived()


def _events(rows: TableValuedAlias) -> CTE:
    table = Event.__table__.c  # type: ignore[attr-defined]
    own = {"id": rows.c.id, "subject_id": rows.c.applicant_id, "applicant_id": rows.c.applicant_id}
    values = [own[key] if key in own else bindparam(f"event_{key}", type_=table[key].type) for key in EVENT_COLUMNS]
    return insert(Event).from_select(EVENT_COLUMNS, select(*values), include_defaults=False).cte("recorded")


SHARED = tuple(key for key in EVENT_COLUMNS if key not in ("id", "subject_id", "applicant_id"))
_MOVE = _move_statement()
