"""Conditions within forms: what shows a question must have been asked before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.errors import Invalid, StillInUse
from plutomi.models import Question, Section, Stage, StageQuestion
from plutomi.rules.conditions import facts_of

FACTS = "answers."


@dataclass(frozen=True, slots=True)
class Shown:
    """Something of a form that may have a condition; a question brings its `key`."""

    id: UUID
    title: str
    show_if: dict[str, Any] | None
    key: str = ""


async def keep_order(session: AsyncSession, org_id: UUID, opening_id: UUID, changed_id: UUID | None = None) -> None:
    """Let pass an opening whose conditions name only questions that its forms ask earlier.

    Otherwise Invalid at `show_if` when the question or section that was changed is the one with the condition, and
    StillInUse naming the one that is.
    """
    await session.flush()
    if not await _has_conditions(session, org_id, opening_id):
        return
    seen: set[str] = set()
    for shown in await _in_order(session, org_id, opening_id):
        for fact in sorted(facts_of(shown.show_if)):
            key = fact.removeprefix(FACTS).split(".")[0]
            if fact.startswith(FACTS) and key in seen:
                continue
            if shown.id == changed_id:
                raise Invalid({"show_if": f"No question with the key “{key}” is asked before this."})
            raise StillInUse(f"“{shown.title}” is shown by the answer to “{key}”, which must be asked before it.")
        seen.add(shown.key)


async def _has_conditions(session: AsyncSession, org_id: UUID, opening_id: UUID) -> bool:
    there = (
        select(table).where(
            col(table.org_id) == org_id, col(table.stage_id) == col(Stage.id), col(table.show_if).is_not(None)
        )
        for table in (StageQuestion, Section)
    )
    found = select(col(Stage.id)).where(col(Stage.org_id) == org_id, col(Stage.opening_id) == opening_id)
    return (await session.execute(found.where(or_(*(one.exists() for one in there))).limit(1))).first() is not None


async def _in_order(session: AsyncSession, org_id: UUID, opening_id: UUID) -> Sequence[Shown]:
    """Everything the opening's forms show, in order, each section before its questions."""
    within = (col(Stage.org_id) == org_id, col(Stage.opening_id) == opening_id)
    questions = (
        select(  # type: ignore[call-overload]
            Stage.position, Section.position, StageQuestion.position, Question.id, Question.title,
            StageQuestion.show_if, Question.key,
        )
        .join(StageQuestion, (col(StageQuestion.org_id) == Stage.org_id) & (col(StageQuestion.stage_id) == Stage.id))
        .join(Question, (col(Question.org_id) == Stage.org_id) & (col(Question.id) == StageQuestion.question_id))
        .outerjoin(Section, (col(Section.org_id) == Stage.org_id) & (col(Section.id) == StageQuestion.section_id))
        .where(*within)
    )  # fmt: skip
    sections = (
        select(Stage.position, Section.position, Section.id, Section.title, Section.show_if)  # type: ignore[call-overload]
        .join(Section, (col(Section.org_id) == Stage.org_id) & (col(Section.stage_id) == Stage.id))
        .where(*within)
    )
    placed = [
        ((stage, -1 if at is None else at, use), Shown(*rest))
        for stage, at, use, *rest in await session.execute(questions)
    ]
    placed += [((stage, at, -1), Shown(*rest)) for stage, at, *rest in await session.execute(sections)]
    return [shown for _, shown in sorted(placed, key=lambda one: one[0])]
