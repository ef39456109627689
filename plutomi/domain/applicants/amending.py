"""A member corrects one answer of an applicant's: what they said on the phone, or wrote wrongly."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.clock import living_in
from plutomi.domain import forms, questions
from plutomi.domain.actors import Actor, admit, may_see_secure
from plutomi.domain.applicants.answering import changes, reassess
from plutomi.domain.applicants.leading import lead_on
from plutomi.domain.applicants.recalling import answered
from plutomi.domain.applicants.revealing import reveal
from plutomi.domain.applicants.standing import placement_of, zone_of
from plutomi.domain.applicants.writing import write_answers
from plutomi.domain.events import record
from plutomi.domain.siblings import lock
from plutomi.errors import Conflict, Forbidden
from plutomi.models import Answer, Applicant, Stage, StageQuestion
from plutomi.rules.answers import read_answers
from plutomi.rules.asked import Asked
from plutomi.rules.engine.triggers import Trigger

THEIRS = ("file", "consent", "signature")  # nobody sends, agrees or signs for somebody else


async def amend(session: AsyncSession, actor: Actor, id: UUID, question_id: UUID, given: Any) -> None:
    """Put another answer in the place of theirs, or of none; None takes it away, unless the form requires one.

    Rules that wait for a changed answer are followed. Invalid at `answers.KEY`; Forbidden of what only they can
    answer, and of secure answers to those who may not see them; Conflict where nothing asks it any more.
    """
    await admit(session, actor)
    applicant = await lock(session, Applicant, actor.org_id, id)
    stage, asked = await _asked(session, actor, applicant, question_id)
    before = await answered(session, actor.org_id, id, (asked,))
    with living_in(await zone_of(session, applicant)):
        values = read_answers((asked,), {asked.key: given})
    changed = changes((asked,), before, values)
    if not changed:
        return
    await write_answers(session, applicant, stage.id, (asked,), before, values)
    await reassess(session, applicant, (asked,), values)
    about = {"opening_id": applicant.opening_id, "applicant_id": id}
    data = {"stage_id": str(stage.id), "stage": stage.name, "changed": changed}
    event = record(session, actor, "applicant.corrected", id, data=data, **about)
    await follow_change(session, actor, applicant, frozenset(changed), event.id, event.depth)


async def at_hand(session: AsyncSession, actor: Actor, id: UUID, question_id: UUID) -> tuple[Asked, Any]:
    """The question as it is asked, and what they answered; that a secure answer is seen so is recorded.

    Refused as `amend` would be.
    """
    await admit(session, actor)
    applicant = await lock(session, Applicant, actor.org_id, id)
    _, asked = await _asked(session, actor, applicant, question_id)
    given = await answered(session, actor.org_id, id, (asked,))
    if asked.is_secure and given:
        await reveal(session, actor, id, question_id)
    return asked, given.get(question_id)


async def follow_change(
    session: AsyncSession, actor: Actor, applicant: Applicant, changed: frozenset[str], cause: UUID, depth: int
) -> None:
    """Follow the rules of where they stand that wait for something they said to change."""
    placement = await placement_of(session, applicant)
    if placement is None:
        return
    await session.flush()
    stage = await session.get_one(Stage, (actor.org_id, placement.stage_id))
    await lead_on(session, actor, placement, stage, Trigger("changed", questions=changed), cause, depth)


async def _asked(session: AsyncSession, actor: Actor, applicant: Applicant, question_id: UUID) -> tuple[Stage, Asked]:
    """The stage that asks it, and how: the one it was answered in, else the first of their opening."""
    await questions.get(session, actor, question_id)
    given_in = select(col(Answer.stage_id)).where(
        col(Answer.org_id) == actor.org_id,
        col(Answer.applicant_id) == applicant.id,
        col(Answer.question_id) == question_id,
    )
    answered_in = (await session.execute(given_in)).scalar()
    found = (
        select(Stage)
        .join(StageQuestion, (col(StageQuestion.org_id) == Stage.org_id) & (col(StageQuestion.stage_id) == Stage.id))
        .where(col(Stage.org_id) == actor.org_id, col(StageQuestion.question_id) == question_id)
        .where((col(Stage.opening_id) == applicant.opening_id) | (col(Stage.id) == answered_in))
        .order_by(col(Stage.id) != answered_in, col(Stage.position))
    )
    stage = (await session.execute(found.limit(1))).scalar_one_or_none()
    if stage is None:
        raise Conflict("This question is not asked any more, so its answer stays as it is.")
    form = forms.read((await session.execute(forms.of_stage(actor.org_id, stage.id))).scalar())
    asked = next(one for one in form if one.question_id == question_id)
    if asked.type in THEIRS:
        raise Forbidden("Only they can answer this.")
    if asked.is_secure and not may_see_secure(actor):
        raise Forbidden("You may not see this answer.")
    return stage, replace(asked, show_if=None, section=None, is_hidden=False)
