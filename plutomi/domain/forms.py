"""What a stage's form asks, read in one statement with what surrounds it."""

from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, func
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlmodel import col, select

from plutomi.models import Question, Stage, StageQuestion
from plutomi.rules.answers import Asked


def asked_in(stage_id: Any, org_id: Any) -> ScalarSelect[Any]:
    """A scalar subquery: the questions of a stage, in order, as one jsonb array for `read()`."""
    row = func.jsonb_build_array(
        Question.id, Question.key, Question.title, Question.type, Question.description, Question.options,
        StageQuestion.is_required,
    )  # fmt: skip
    return (
        select(func.jsonb_agg(aggregate_order_by(row, col(StageQuestion.position))))
        .join(
            Question, (col(Question.org_id) == StageQuestion.org_id) & (col(Question.id) == StageQuestion.question_id)
        )
        .where(col(StageQuestion.org_id) == org_id, col(StageQuestion.stage_id) == stage_id)
        .scalar_subquery()
    )


def read(rows: list[list[Any]] | None) -> tuple[Asked, ...]:
    """What `asked_in()` found."""
    return tuple(
        Asked(UUID(id), key, title, type, description, tuple(options), is_required)
        for id, key, title, type, description, options, is_required in rows or ()
    )


def of_stage(org_id: UUID, stage_id: UUID) -> Any:
    """A statement: one stage's form."""
    return select(asked_in(col(Stage.id), col(Stage.org_id))).where(
        col(Stage.org_id) == org_id, col(Stage.id) == stage_id
    )


def of_opening(org_id: UUID, opening_id: UUID) -> Any:
    """A statement: an opening's first form, whether or not it takes anybody now."""
    found = select(asked_in(col(Stage.id), col(Stage.org_id))).where(
        col(Stage.org_id) == org_id, col(Stage.opening_id) == opening_id
    )
    return found.order_by(col(Stage.position)).limit(1)
