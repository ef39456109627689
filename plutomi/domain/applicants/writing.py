"""The rows that verbs leave behind: answers, and events and count deltas as the hot paths insert them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, Insert, delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.clock import now
from plutomi.domain.rowsets import insert_rows
from plutomi.ids import new_id
from plutomi.models import Answer, Applicant, Event, StageDelta
from plutomi.rules.asked import Asked

EVENT_COLUMNS = (
    "org_id", "id", "type", "subject_id", "opening_id", "applicant_id", "actor_kind", "actor_id", "actor_name", "ip",
    "cause", "depth", "data", "at",
)  # fmt: skip
ANSWER_COLUMNS = (
    "org_id", "applicant_id", "question_id", "stage_id", "title", "type", "value", "version", "is_secure",
    "answered_at",
)  # fmt: skip


def insert_events(gate: CTE | None = None) -> Insert:
    """Inserts the bound `events`."""
    return insert_rows(Event, "events", *EVENT_COLUMNS, gate=gate)


def insert_deltas(gate: CTE | None = None) -> Insert:
    """Inserts the bound `deltas`."""
    return insert_rows(StageDelta, "deltas", "org_id", "id", "stage_id", "opening_id", "delta", gate=gate)


def delta(org_id: UUID, opening_id: UUID, stage_id: UUID, by: int) -> dict[str, Any]:
    return {"org_id": org_id, "id": new_id(), "stage_id": stage_id, "opening_id": opening_id, "delta": by}


def answer_rows(
    org_id: UUID, applicant_id: UUID, stage_id: UUID, asked: tuple[Asked, ...], answers: Mapping[UUID, Any]
) -> list[dict[str, Any]]:
    """The rows of `answers`, each with its question's words of today."""
    at = now()
    return [
        {
            "org_id": org_id,
            "applicant_id": applicant_id,
            "question_id": question.question_id,
            "stage_id": stage_id,
            "title": question.title,
            "type": question.type,
            "value": answers[question.question_id],
            "version": question.version,
            "is_secure": question.is_secure,
            "answered_at": at,
        }
        for question in asked
        if question.question_id in answers
    ]


async def write_answers(
    session: AsyncSession,
    applicant: Applicant,
    stage_id: UUID,
    asked: tuple[Asked, ...],
    before: Mapping[UUID, Any],
    values: Mapping[UUID, Any],
) -> None:
    """Replace the answers to what was asked; those that are not given any more go."""
    gone = [id for id in before if id not in values]
    if gone:
        await session.execute(_of(applicant, gone))
    rows = answer_rows(applicant.org_id, applicant.id, stage_id, asked, values)
    if rows:
        statement = insert(Answer).values(rows)
        new = {key: statement.excluded[key] for key in ANSWER_COLUMNS[3:]}
        await session.execute(
            statement.on_conflict_do_update(index_elements=["org_id", "applicant_id", "question_id"], set_=new)
        )


def _of(applicant: Applicant, ids: list[UUID]) -> Any:
    return delete(Answer).where(
        col(Answer.org_id) == applicant.org_id,
        col(Answer.applicant_id) == applicant.id,
        col(Answer.question_id).in_(ids),
    )
