"""Putting labels on applicants and taking them off, one or many at once."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete as delete_from
from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain import labels
from plutomi.domain.actors import Actor, admit
from plutomi.domain.applicants.standing import several
from plutomi.domain.events import record
from plutomi.domain.rules.following import Happening, follow
from plutomi.errors import TooMany
from plutomi.models import Applicant, ApplicantLabel, Event, Label
from plutomi.models.label import MAX_WORN
from plutomi.rules.engine.triggers import Trigger


async def label(session: AsyncSession, actor: Actor, ids: Collection[UUID], label_id: UUID) -> int:
    """Put a label on applicants; how many did not carry it yet. TooMany labels on one of them."""
    await admit(session, actor)
    people = await several(session, actor.org_id, ids)
    one = await labels.find(session, actor.org_id, label_id)
    rows = [{"org_id": actor.org_id, "applicant_id": id, "label_id": label_id} for id in people]
    new = insert(ApplicantLabel).values(rows).on_conflict_do_nothing().returning(col(ApplicantLabel.applicant_id))
    changed = list((await session.execute(new)).scalars())
    await _refuse_too_many(session, actor.org_id, changed)
    made = _record(session, actor, "applicant.labelled", one, [people[id] for id in changed])
    trigger = Trigger("labelled", label_id=label_id)
    await follow(session, actor.org_id, [Happening(id, trigger, event.id, event.depth) for id, event in made])
    return len(made)


async def unlabel(session: AsyncSession, actor: Actor, ids: Collection[UUID], label_id: UUID) -> int:
    """Take a label off applicants; how many carried it."""
    await admit(session, actor)
    people = await several(session, actor.org_id, ids)
    one = await labels.find(session, actor.org_id, label_id)
    worn = _worn(actor.org_id, people, col(ApplicantLabel.label_id) == label_id)
    gone = delete_from(ApplicantLabel).where(*worn).returning(col(ApplicantLabel.applicant_id))
    changed = list((await session.execute(gone)).scalars())
    return len(_record(session, actor, "applicant.unlabelled", one, [people[id] for id in changed]))


async def worn_by(session: AsyncSession, org_id: UUID, id: UUID) -> Sequence[Label]:
    """The labels one applicant carries, by name."""
    found = (
        select(Label)
        .join(ApplicantLabel, (col(ApplicantLabel.org_id) == Label.org_id) & (ApplicantLabel.label_id == Label.id))
        .where(col(ApplicantLabel.org_id) == org_id, col(ApplicantLabel.applicant_id) == id)
    )
    return (await session.execute(found.order_by(col(Label.name_key), col(Label.id)))).scalars().all()


async def worn_by_each(session: AsyncSession, org_id: UUID, ids: Collection[UUID]) -> dict[UUID, list[Label]]:
    """The labels several applicants carry, each one's by name; who carries none is left out."""
    found = (
        select(col(ApplicantLabel.applicant_id), Label)
        .join(Label, (col(Label.org_id) == ApplicantLabel.org_id) & (col(Label.id) == ApplicantLabel.label_id))
        .where(*_worn(org_id, ids))
        .order_by(col(Label.name_key), col(Label.id))
    )
    worn: dict[UUID, list[Label]] = {}
    for id, label in (await session.execute(found)).all() if ids else ():
        worn.setdefault(id, []).append(label)
    return worn


async def _refuse_too_many(session: AsyncSession, org_id: UUID, ids: Collection[UUID]) -> None:
    wearing = select(col(ApplicantLabel.applicant_id)).where(*_worn(org_id, ids))
    over = wearing.group_by(col(ApplicantLabel.applicant_id)).having(func.count() > MAX_WORN).limit(1)
    if ids and (await session.execute(over)).first():
        raise TooMany(f"An applicant can carry at most {MAX_WORN} labels.")


def _worn(org_id: UUID, ids: Collection[UUID], *more: Any) -> tuple[Any, ...]:
    return (col(ApplicantLabel.org_id) == org_id, col(ApplicantLabel.applicant_id).in_(ids), *more)


def _record(
    session: AsyncSession, actor: Actor, type: str, label: Label, people: Sequence[Applicant]
) -> list[tuple[UUID, Event]]:
    data = {"label_id": str(label.id), "label": label.name}
    return [
        (one.id, record(session, actor, type, one.id, opening_id=one.opening_id, applicant_id=one.id, data=data))
        for one in people
    ]
