"""What an applicant answered before, as conditions look at it and as forms show it again."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.models import Answer, Question
from plutomi.rules.asked import Asked
from plutomi.rules.conditions import facts_of
from plutomi.rules.facts import facts_from


async def known(session: AsyncSession, org_id: UUID, id: UUID, asked: Sequence[Asked]) -> dict[str, Any]:
    """Facts of what they answered in other forms; none, and no statement, when no condition of this form asks."""
    wanted = {fact for one in asked for fact in _facts(one)}
    own = {one.question_id for one in asked}
    if not {fact.split(".")[1] for fact in wanted if "." in fact} - {one.key for one in asked}:
        return {}
    found = (
        select(col(Question.id), col(Question.key), col(Answer.type), col(Answer.value))
        .join(Question, (col(Question.org_id) == Answer.org_id) & (col(Question.id) == Answer.question_id))
        .where(col(Answer.org_id) == org_id, col(Answer.applicant_id) == id)
    )
    facts: dict[str, Any] = {}
    for question_id, key, type, value in await session.execute(found):
        if question_id not in own:
            facts |= facts_from(key, type, value)
    return {name: value for name, value in facts.items() if name in wanted}


async def answered(session: AsyncSession, org_id: UUID, id: UUID, asked: Sequence[Asked]) -> dict[UUID, Any]:
    """What they answered to these questions, by question id."""
    found = select(col(Answer.question_id), col(Answer.value)).where(
        col(Answer.org_id) == org_id,
        col(Answer.applicant_id) == id,
        col(Answer.question_id).in_([one.question_id for one in asked]),
    )
    return dict((await session.execute(found)).all())


def keep_hidden(asked: Sequence[Asked], given: Mapping[str, Any], before: Mapping[UUID, Any]) -> dict[str, Any]:
    """What was given, with the answers to hidden questions as they are: only the first address can give them."""
    kept = {one.key: before[one.question_id] for one in asked if one.is_hidden and one.question_id in before}
    hidden = {one.key for one in asked if one.is_hidden}
    return {key: value for key, value in given.items() if key not in hidden} | kept


def keep_signed(values: Mapping[UUID, Any], asked: Sequence[Asked], before: Mapping[UUID, Any]) -> dict[UUID, Any]:
    """The values, a signature of the same name keeping the time it was given at."""
    same = {
        one.question_id: before[one.question_id]
        for one in asked
        if one.type == "signature" and _name(values, one) and _name(values, one) == _name(before, one)
    }
    return dict(values) | same


def _name(values: Mapping[UUID, Any], asked: Asked) -> Any:
    value = values.get(asked.question_id)
    return value.get("name") if isinstance(value, Mapping) else None


def _facts(asked: Asked) -> frozenset[str]:
    return facts_of(asked.show_if) | facts_of(asked.section.show_if if asked.section else None)
