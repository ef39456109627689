"""Holding a changed service area against the applicants who are there: batch by batch, each one statement."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.clock import now
from plutomi.domain.actors import clock
from plutomi.domain.areas import columns
from plutomi.domain.events import record
from plutomi.domain.rowsets import rows
from plutomi.models import Answer, Applicant, ServiceArea, StageQuestion
from plutomi.rules.shapes import area_of

BATCH = 1_000


async def assess(session: AsyncSession, org_id: UUID) -> int:
    """One batch of one area of the org's; how many applicants it was, 0 when the org owes none. Safe to run twice."""
    owed = select(ServiceArea).where(col(ServiceArea.org_id) == org_id, col(ServiceArea.owed_at) <= now())
    owed = owed.order_by(col(ServiceArea.owed_at)).limit(1).with_for_update(skip_locked=True)
    kept = (await session.execute(owed)).scalar_one_or_none()
    if kept is None:
        return 0
    locked = list((await session.execute(_batch(kept))).all())
    given = await session.execute(_addresses(org_id, [row.id for row in locked]))
    addresses = {id: (value if isinstance(value, dict) else None, is_secure) for id, value, is_secure in given}
    area = area_of(kept.shapes)
    changed = []
    for id, was, was_reason in locked:
        new = columns(area, *addresses.get(id, (None, False)))
        if (was, was_reason) != (new["area"], new["area_reason"]):
            changed.append({"org_id": org_id, "id": id} | new)
    if changed:
        await session.execute(_write(), {"assessed": changed})
    if len(locked) == BATCH:
        kept.assessed_to = locked[-1].id
    else:
        await _finish(session, kept)
    return max(1, len(locked))  # there may be another area behind this one


async def _finish(session: AsyncSession, kept: ServiceArea) -> None:
    kept.owed_at = kept.assessed_to = None
    counted = select(col(Applicant.area), func.count()).where(
        col(Applicant.org_id) == kept.org_id, col(Applicant.opening_id) == kept.opening_id
    )
    counts = dict((await session.execute(counted.group_by(col(Applicant.area)))).all())
    data = {outcome: counts.get(outcome, 0) for outcome in ("inside", "outside", "unknown")}
    actor = clock(kept.org_id)
    record(session, actor, "opening.area_assessed", kept.opening_id, opening_id=kept.opening_id, data=data)


def _batch(kept: ServiceArea) -> Select[Any]:
    """The next applicants and what is kept of them; locked, so that nobody corrects an address meanwhile."""
    found = (
        select(Applicant.id, Applicant.area, Applicant.area_reason)  # type: ignore[call-overload]
        .where(col(Applicant.org_id) == kept.org_id, col(Applicant.opening_id) == kept.opening_id)
        .order_by(col(Applicant.id))
        .limit(BATCH)
        .with_for_update(key_share=True)
    )
    return found.where(col(Applicant.id) > kept.assessed_to) if kept.assessed_to else found


def _addresses(org_id: UUID, ids: list[UUID]) -> Select[Any]:
    """The address each gave last; of several in one form the first."""
    use = (
        (col(StageQuestion.org_id) == Answer.org_id)
        & (col(StageQuestion.stage_id) == Answer.stage_id)
        & (col(StageQuestion.question_id) == Answer.question_id)
    )
    return (
        select(Answer.applicant_id, Answer.value, Answer.is_secure)  # type: ignore[call-overload]
        .ext(distinct_on(col(Answer.applicant_id)))
        .outerjoin(StageQuestion, use)
        .where(col(Answer.org_id) == org_id, col(Answer.applicant_id).in_(ids), col(Answer.type) == "address")
        .order_by(col(Answer.applicant_id), col(Answer.answered_at).desc(), col(StageQuestion.position).nulls_last())
    )


def _write() -> Any:
    source = rows(Applicant, "assessed", "org_id", "id", "area", "area_reason")
    return (
        update(Applicant)
        .where(col(Applicant.org_id) == source.c.org_id, col(Applicant.id) == source.c.id)
        .values(area=source.c.area, area_reason=source.c.area_reason)
        .execution_options(synchronize_session=False)
    )
