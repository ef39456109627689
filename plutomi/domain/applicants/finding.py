"""Finding applicants over all of an org's openings: search as you type, pages by cursor."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Integer, Select, Text, Uuid, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.domain import fields
from plutomi.domain.actors import Actor, admit
from plutomi.domain.narrowing import EVERYBODY, Only, kept
from plutomi.models import Applicant, Opening, Placement, Stage
from plutomi.models.search import grams_sought, pattern_of, sought
from plutomi.models.text import fold

PAGE, MOST = 50, 500


@dataclass(frozen=True, slots=True)
class Found:
    """An applicant as lists show them; no stage once they have withdrawn or were rejected."""

    id: UUID
    name: str
    email: str
    phone: str
    applied_at: datetime
    withdrawn_at: datetime | None
    rejected_at: datetime | None
    assignee_id: UUID | None
    opening_id: UUID
    opening_name: str
    stage_id: UUID | None
    stage_name: str | None


async def find(
    session: AsyncSession,
    actor: Actor,
    query: str = "",
    opening_id: UUID | None = None,
    before: UUID | None = None,
    most: int = PAGE,
    only: Only = EVERYBODY,
) -> Sequence[Found]:
    """Applicants by any part of name, email or phone, newest first, `before` an id; less than `most` is the end."""
    await admit(session, actor)
    most = max(1, min(most, MOST))
    words = sought(fold(fields.lenient(query)))
    found = _lines(actor.org_id).limit(most)
    if words and only:
        found = found.where(*_holding(actor.org_id, words))
    elif words:
        found = found.where(col(Applicant.id).in_(_matching(actor.org_id, words, opening_id, before, most)))
    if before is not None:
        found = found.where(col(Applicant.id) < before)
    if opening_id is not None:
        found = found.where(col(Applicant.opening_id) == opening_id)
    return [Found(*row) for row in await session.execute(found.where(kept()) if only else found, only.bound)]


async def those(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> Sequence[Found]:
    """These applicants as lists show them, newest first; who is not there is left out."""
    await admit(session, actor)
    rows = await session.execute(_lines(actor.org_id).where(col(Applicant.id).in_(ids))) if ids else ()
    return [Found(*row) for row in rows]


def _holding(org_id: UUID, words: str) -> tuple[ColumnElement[bool], ...]:
    """Whether they match, asked of each whom a label or a member leaves: these may stand behind many others who do."""
    wanted, patterns = _terms(org_id, words)
    return col(Applicant.grams).bool_op("@>")(wanted), col(Applicant.search_text).like(func.all(patterns))


def _matching(org_id: UUID, words: str, opening_id: UUID | None, before: UUID | None, most: int) -> Select[Any]:
    """The ids of the newest who match, by the function that may use the text index under row-level security."""
    scope = (cast(opening_id, Uuid), cast(before, Uuid))
    return select(func.search_applicants(org_id, *_terms(org_id, words), *scope, most).column_valued("id"))


def _terms(org_id: UUID, words: str) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """The grams they must have, and the patterns."""
    return cast(grams_sought(org_id, words), ARRAY(Integer)), cast(pattern_of(words), ARRAY(Text))


def _lines(org_id: UUID) -> Select[Any]:
    return (
        select(  # type: ignore[call-overload]
            Applicant.id,
            Applicant.name,
            Applicant.email,
            Applicant.phone,
            Applicant.applied_at,
            Applicant.withdrawn_at,
            Applicant.rejected_at,
            Applicant.assignee_id,
            Opening.id,
            Opening.name,
            Stage.id,
            Stage.name,
        )
        .join(Opening, (col(Opening.org_id) == Applicant.org_id) & (col(Opening.id) == Applicant.opening_id))
        .outerjoin(
            Placement, (col(Placement.org_id) == Applicant.org_id) & (col(Placement.applicant_id) == Applicant.id)
        )
        .outerjoin(Stage, (col(Stage.org_id) == Placement.org_id) & (col(Stage.id) == Placement.stage_id))
        .where(col(Applicant.org_id) == org_id)
        .order_by(col(Applicant.id).desc())
    )
