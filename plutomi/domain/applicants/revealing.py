"""Secure answers: masked for members until one of them asks to see one, which the log remembers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain.actors import Actor, admit, may_see_secure
from plutomi.domain.events import record
from plutomi.errors import Forbidden, NotFound
from plutomi.models import Answer, Applicant
from plutomi.ready import Row
from plutomi.rules.asked import MASK


def masked(answers: Sequence[Row]) -> list[Row]:
    """The answers as members read them."""
    return [one._replace(value=MASK) if one.is_secure else one for one in answers]


async def reveal(session: AsyncSession, actor: Actor, applicant_id: UUID, question_id: UUID) -> Answer:
    """One answer as it was given. Forbidden to those who may not see secure ones; that it was seen is recorded."""
    await admit(session, actor)
    if not may_see_secure(actor):
        raise Forbidden("You may not see this answer.")
    found = (
        select(Answer, Applicant)
        .join(Applicant, (col(Applicant.org_id) == Answer.org_id) & (col(Applicant.id) == Answer.applicant_id))
        .where(
            col(Answer.org_id) == actor.org_id,
            col(Answer.applicant_id) == applicant_id,
            col(Answer.question_id) == question_id,
        )
    )
    row = (await session.execute(found)).first()
    if row is None:
        raise NotFound
    answer, applicant = row
    if answer.is_secure:
        about: dict[str, Any] = {"opening_id": applicant.opening_id, "applicant_id": applicant_id}
        record(session, actor, "answer.revealed", question_id, data={"title": answer.title}, **about)
    return answer
