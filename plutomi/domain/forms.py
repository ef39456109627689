"""What a stage's form asks, read in one statement with what surrounds it."""

from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, case, func, null
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlmodel import col, select

from plutomi.models import Question, Section, Stage, StageQuestion
from plutomi.rules.asked import Asked, AskedSection


def asked_in(stage_id: Any, org_id: Any) -> ScalarSelect[Any]:
    """A scalar subquery: the questions of a stage, in order, as one jsonb array for `read()`."""
    section = case(
        (col(Section.id).is_(None), null()),
        else_=func.jsonb_build_array(Section.id, Section.title, Section.description, Section.show_if),
    )
    row = func.jsonb_build_array(
        Question.id, Question.key, Question.title, Question.type, Question.description,
        Question.options, StageQuestion.is_required, Question.limits,
        StageQuestion.help, StageQuestion.placeholder, StageQuestion.prefill, StageQuestion.is_hidden,
        StageQuestion.is_secure, StageQuestion.show_if, section, Question.version,
    )  # fmt: skip
    order = (col(Section.position).nulls_first(), col(StageQuestion.position))
    return (
        select(func.jsonb_agg(aggregate_order_by(row, *order)))
        .join(
            Question, (col(Question.org_id) == StageQuestion.org_id) & (col(Question.id) == StageQuestion.question_id)
        )
        .outerjoin(
            Section, (col(Section.org_id) == StageQuestion.org_id) & (col(Section.id) == StageQuestion.section_id)
        )
        .where(col(StageQuestion.org_id) == org_id, col(StageQuestion.stage_id) == stage_id)
        .scalar_subquery()
    )


def read(rows: list[list[Any]] | None) -> tuple[Asked, ...]:
    """What `asked_in()` found; questions of one section share it."""
    sections: dict[str, AskedSection] = {}
    return tuple(_asked(row, sections) for row in rows or ())


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


def _asked(row: list[Any], sections: dict[str, AskedSection]) -> Asked:
    id, key, title, type, description, options, *use, show_if, section, version = row
    if section is not None and section[0] not in sections:
        sections[section[0]] = AskedSection(UUID(section[0]), *section[1:])
    within = sections[section[0]] if section is not None else None
    is_required, limits, help, placeholder, prefill, is_hidden, is_secure = use
    return Asked(
        UUID(id), key, title, type, description, tuple(options), is_required, limits, help, placeholder, prefill,
        is_hidden, is_secure, show_if, within, version,
    )  # fmt: skip
