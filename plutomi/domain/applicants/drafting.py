"""An applicant's form as it is being written: each field saved as it is left, on whatever device."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.clock import now
from plutomi.domain import forms
from plutomi.domain.actors import Actor
from plutomi.domain.applicants.standing import oneself, placement_of
from plutomi.domain.files.waiting import keep_for
from plutomi.errors import StageClosed
from plutomi.models import Draft
from plutomi.rules.answers import Asked
from plutomi.rules.drafts import Typed, key_of, merge, read_typed


async def save(session: AsyncSession, actor: Actor, stage_id: UUID, given: Any) -> Typed:
    """Merge what was `typed` into the draft of the stage the applicant stands in; all of it then.

    Field by field what was typed last counts, so devices do not wipe each other; what was typed before the form was
    sent comes too late. No event: it is nothing anybody has said. StageClosed when they stand elsewhere by now.
    """
    applicant = await oneself(session, actor)
    placement = await placement_of(session, applicant)
    if placement is None or placement.stage_id != stage_id:
        raise StageClosed
    asked = forms.read((await session.execute(forms.of_stage(actor.org_id, stage_id))).scalar())
    new = read_typed(given, {one.key for one in asked}, _ms(now()))
    sent = _ms(placement.completed_at) if placement.completed_at else 0
    typed = merge(await typed_of(session, actor.org_id, applicant.id, stage_id), new, sent)
    if typed:
        placement.active_at = now()
        await _keep(session, actor.org_id, applicant.id, stage_id, typed)
        await keep_for(session, actor.org_id, applicant.id, asked, new)
    return typed


async def typed_of(session: AsyncSession, org_id: UUID, applicant_id: UUID, stage_id: UUID) -> Typed:
    """What was typed at this stage and not sent."""
    found = select(col(Draft.typed)).where(*_of(org_id, applicant_id), col(Draft.stage_id) == stage_id)
    return (await session.execute(found)).scalar() or {}


async def drop(session: AsyncSession, org_id: UUID, applicant_id: UUID, stage_id: UUID | None = None) -> None:
    """Forget the draft of a stage, or of all: it was sent, or they have left."""
    which = [col(Draft.stage_id) == stage_id] if stage_id else []
    await session.execute(
        delete(Draft).where(*_of(org_id, applicant_id), *which).execution_options(synchronize_session=False)
    )


def begun(asked: tuple[Asked, ...], typed: Typed) -> int:
    """How many of the form's questions have something in them."""
    keys = {key_of(name) for name, one in typed.items() if one["said"]}
    return sum(one.key in keys for one in asked)


async def _keep(session: AsyncSession, org_id: UUID, applicant_id: UUID, stage_id: UUID, typed: Typed) -> None:
    row = {"org_id": org_id, "applicant_id": applicant_id, "stage_id": stage_id, "typed": typed, "saved_at": now()}
    kept = insert(Draft).values(row)
    new = {"typed": kept.excluded.typed, "saved_at": kept.excluded.saved_at}
    await session.execute(kept.on_conflict_do_update(index_elements=["org_id", "applicant_id", "stage_id"], set_=new))


def _of(org_id: UUID, applicant_id: UUID) -> tuple[Any, ...]:
    return col(Draft.org_id) == org_id, col(Draft.applicant_id) == applicant_id


def _ms(moment: Any) -> int:
    return round(moment.timestamp() * 1000)
