"""What a rule of an opening may look at and lead to: stages, questions, labels, members, templates, by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain import labels, members, openings, stages, templates
from plutomi.domain.actors import Actor
from plutomi.domain.members import Member
from plutomi.models import EmailTemplate, Label, Opening, Question, Rule, RuleUse, Stage, StageQuestion

MOST = 2_000  # stages of other openings
MOST_ASKED = 100_000  # more than one form asks


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A stage of another opening."""

    id: UUID
    name: str
    opening: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`asked` are the questions of the opening's forms, each with the position of the first stage that asks it."""

    opening: Opening
    stages: Sequence[Stage]
    elsewhere: Sequence[Elsewhere]
    asked: Sequence[tuple[Question, int]]
    labels: Sequence[Label]
    members: Sequence[Member]
    templates: Sequence[EmailTemplate]


async def around(session: AsyncSession, actor: Actor, opening_id: UUID, *, is_whole: bool = False) -> Surroundings:
    """For members; NotFound. Of other openings' stages those that its rules name; with `is_whole` all, up to MOST."""
    return Surroundings(
        await openings.get(session, actor, opening_id),
        await stages.list_of(session, actor, opening_id),
        await _elsewhere(session, actor.org_id, opening_id, is_whole),
        await _asked(session, actor.org_id, opening_id),
        await labels.list_all(session, actor),
        await members.list_all(session, actor),
        await templates.list_all(session, actor),
    )


async def _elsewhere(session: AsyncSession, org_id: UUID, opening_id: UUID, is_whole: bool) -> list[Elsewhere]:
    joined = (col(Opening.org_id) == col(Stage.org_id)) & (col(Opening.id) == col(Stage.opening_id))
    found: Any = select(col(Stage.id), col(Stage.name), col(Opening.name)).join(Opening, joined)
    found = found.where(col(Stage.org_id) == org_id, col(Stage.opening_id) != opening_id)
    if not is_whole:
        of_rule = (col(RuleUse.org_id) == col(Rule.org_id)) & (col(RuleUse.rule_id) == col(Rule.id))
        named = select(col(RuleUse.target_id)).join(Rule, of_rule)
        named = named.where(col(Rule.org_id) == org_id, col(Rule.opening_id) == opening_id, RuleUse.kind == "stage")
        found = found.where(col(Stage.id).in_(named))
    order = (func.lower(Opening.name), col(Opening.id), col(Stage.position))
    return [Elsewhere(*row) for row in await session.execute(found.order_by(*order).limit(MOST))]


async def _asked(session: AsyncSession, org_id: UUID, opening_id: UUID) -> list[tuple[Question, int]]:
    of_stage = (col(Stage.org_id) == col(StageQuestion.org_id)) & (col(Stage.id) == col(StageQuestion.stage_id))
    place = col(Stage.position) * MOST_ASKED + col(StageQuestion.position)
    first = (
        select(col(StageQuestion.question_id).label("id"), func.min(place).label("place"))
        .join(Stage, of_stage)
        .where(col(Stage.org_id) == org_id, col(Stage.opening_id) == opening_id)
        .group_by(col(StageQuestion.question_id))
        .subquery()
    )
    found = select(Question, first.c.place).join(first, first.c.id == col(Question.id))
    found = found.where(col(Question.org_id) == org_id).order_by(first.c.place)
    return [(question, at // MOST_ASKED) for question, at in await session.execute(found)]
