"""Planning: after rules have changed, when the clock must look at those who stand there; batch by batch."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Integer, Uuid, bindparam, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.clock import now
from plutomi.domain.rowsets import rows
from plutomi.domain.rules import books, dues
from plutomi.domain.rules.following import reader, standing, walker_of
from plutomi.domain.rules.walking import Walker
from plutomi.ids import NOBODY
from plutomi.models import Placement, Stage
from plutomi.ready import Ready, Row

BATCH = 1_000
GRACE = timedelta(minutes=1)  # who was entering while the rules changed has entered by then


async def plan(session: AsyncSession, org_id: UUID) -> int:
    """One batch of one stage of the org's; how many stand in it, 0 when the org owes none. Safe to run twice."""
    owed = select(Stage).where(col(Stage.org_id) == org_id, col(Stage.plan_owed_at) <= now())
    owed = owed.order_by(col(Stage.plan_owed_at)).limit(1).with_for_update(skip_locked=True, key_share=True)
    stage = (await session.execute(owed)).scalar_one_or_none()
    if stage is None:
        return 0
    followed = await books.of_stage(session, org_id, stage.id, stage.rules_version)
    if followed is None or not followed.book.timers:  # a look that comes too early does no harm
        stage.plan_owed_at = stage.planned_at = stage.planned_to = None
        return 1
    found = await _BATCH.rows(session, _after(stage))
    await _reckon(session, org_id, found)
    _note(stage, found)
    return max(1, len(found))


def _after(stage: Stage) -> dict[str, Any]:
    since = {"at": stage.planned_at or stage.created_at - timedelta(days=36_500), "id": stage.planned_to or NOBODY}
    return {"org": stage.org_id, "stage": stage.id, "most": BATCH, **since}


async def _reckon(session: AsyncSession, org_id: UUID, found: Sequence[Row]) -> None:
    walkers = [walker_of(org_id, row) for row in found if not row.is_looping]
    before = {one.applicant_id: one.due_at for one in walkers}
    await dues.reckon(session, walkers, reader(session, org_id))
    changed = [_row(one) for one in walkers if one.due_at != before[one.applicant_id]]
    if changed:
        await _WRITE.rows(session, {"org": org_id, "planned": changed})


def _note(stage: Stage, found: Sequence[Row]) -> None:
    """How far it is done. Once it is, those who have entered since are looked after once more, a little later."""
    if len(found) == BATCH:
        stage.planned_at, stage.planned_to = found[-1].entered_at, found[-1].applicant_id
    elif stage.planned_at is not None and stage.planned_to is None:
        stage.plan_owed_at = stage.planned_at = None
    else:
        stage.plan_owed_at, stage.planned_at, stage.planned_to = now() + GRACE, now() - GRACE, None


def _row(walker: Walker) -> dict[str, Any]:
    return {"applicant_id": walker.applicant_id, "due_at": walker.due_at}


def _batch_statement() -> Any:
    """The next of those who stand there, in the order they entered; locked, so that nobody moves them meanwhile."""
    order = (col(Placement.entered_at), col(Placement.applicant_id))
    since = tuple_(bindparam("at", type_=DateTime(timezone=True)), bindparam("id", type_=Uuid))
    here = standing().where(col(Placement.stage_id) == bindparam("stage", type_=Uuid), tuple_(*order) > since)
    some = here.order_by(*order).limit(bindparam("most", type_=Integer))
    return some.with_for_update(of=Placement, key_share=True)


def _write_statement() -> Any:
    source = rows(Placement, "planned", "applicant_id", "due_at")
    place: Any = Placement.__table__  # type: ignore[attr-defined]
    written = (
        place.update()
        .where(place.c.org_id == bindparam("org", type_=Uuid), place.c.applicant_id == source.c.applicant_id)
        .values(due_at=source.c.due_at)
        .returning(place.c.applicant_id)
        .cte("written")
    )
    return select(literal(1).label("done")).add_cte(written)


_BATCH = Ready(_batch_statement())
_WRITE = Ready(_write_statement())
