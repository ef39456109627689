"""The questions a stage asks: their order, their sections, and the settings of each use."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain import conditions, forms
from plutomi.domain.actors import Actor, admit
from plutomi.domain.areas import HIDDEN
from plutomi.domain.events import record
from plutomi.domain.questions.bank import find
from plutomi.domain.questions.settings import SETTINGS, read_settings
from plutomi.domain.siblings import insert_at, lock, renumber
from plutomi.errors import Invalid, NotFound, Taken
from plutomi.models import Answer, Applicant, Question, Section, Stage, StageQuestion
from plutomi.rules.asked import Asked

HERE: Any = object()  # the section a question stands in already


@dataclass(frozen=True, slots=True)
class Use:
    """A question in a stage's form; `position` counts within its section, 0 first."""

    question: Question
    asked: Asked
    position: int
    section_id: UUID | None

    def __getattr__(self, name: str) -> Any:
        """The settings of this use, as its form asks: `is_required`, `help`, `show_if` and so on."""
        return getattr(self.asked, name)


async def attach(
    session: AsyncSession,
    actor: Actor,
    stage_id: UUID,
    question_id: UUID,
    position: int | None = None,
    is_required: bool = True,
    section_id: UUID | None = None,
    **given: Any,
) -> None:
    """Ask a question in a stage, at `position` of its section (0 first, None last). Taken when it is asked already."""
    await admit(session, actor)
    stage = await lock(session, Stage, actor.org_id, stage_id)
    question = await find(session, actor, question_id, is_held=True)
    uses, sections = await form_of(session, stage)
    if any(use.question_id == question_id for use in uses):
        raise Taken("This stage asks that question already.")
    settings = read_settings(given | {"is_required": is_required})
    use = StageQuestion(org_id=actor.org_id, stage_id=stage_id, question_id=question_id, position=0, **settings)
    insert_at(uses, use, None)
    session.add(use)
    _put(uses, sections, use, section_id, position)
    await conditions.keep_order(session, actor.org_id, stage.opening_id, question_id)
    place = {"position": use.position, "section_id": section_id and str(section_id)}
    _record_use(session, actor, "question.attached", stage, question, **place, **settings)


async def detach(session: AsyncSession, actor: Actor, stage_id: UUID, question_id: UUID) -> dict[str, Any]:
    """Stop asking a question in a stage; answers given stay. StillInUse when another is shown by its answer.

    Returns its section and settings, as attach() takes them.
    """
    await admit(session, actor)
    stage = await lock(session, Stage, actor.org_id, stage_id)
    uses, _ = await form_of(session, stage)
    use = _use(uses, question_id)
    await session.delete(use)
    await session.flush()
    renumber([one for one in uses if one is not use])
    await conditions.keep_order(session, actor.org_id, stage.opening_id)
    _record_use(session, actor, "question.detached", stage, await find(session, actor, question_id))
    return {name: getattr(use, name) for name in ("section_id", *SETTINGS)}


async def move(
    session: AsyncSession,
    actor: Actor,
    stage_id: UUID,
    question_id: UUID,
    position: int,
    section_id: UUID | None = HERE,
) -> None:
    """Put a question at `position` of its section, or of the one given (None: before all sections)."""
    await admit(session, actor)
    stage = await lock(session, Stage, actor.org_id, stage_id)
    uses, sections = await form_of(session, stage)
    use = _use(uses, question_id)
    target = use.section_id if section_id is HERE else section_id
    _put(uses, sections, use, target, position)
    await conditions.keep_order(session, actor.org_id, stage.opening_id)
    question = await find(session, actor, question_id)
    place = {"position": use.position, "section_id": target and str(target)}
    _record_use(session, actor, "question.moved", stage, question, **place)


async def arrange(session: AsyncSession, actor: Actor, stage_id: UUID, ids: Sequence[UUID]) -> None:
    """Set the whole order, sections staying as they are; Invalid unless `ids` are exactly the stage's questions."""
    await admit(session, actor)
    stage = await lock(session, Stage, actor.org_id, stage_id)
    found, sections = await form_of(session, stage)
    uses = {use.question_id: use for use in found}
    if sorted(ids) != sorted(uses):
        raise Invalid({"question_ids": "These must be all of the stage's questions, each once."})
    renumber(in_sections([uses[id] for id in ids], sections))
    await conditions.keep_order(session, actor.org_id, stage.opening_id)
    order = [str(one) for one in ids]
    record(session, actor, "question.moved", stage.id, opening_id=stage.opening_id, data={"order": order})


async def adjust(session: AsyncSession, actor: Actor, stage_id: UUID, question_id: UUID, **given: Any) -> None:
    """Change settings of one use (settings.py says which); what is not given stays. Invalid by field."""
    await admit(session, actor)
    stage = await lock(session, Stage, actor.org_id, stage_id)
    use = _use((await form_of(session, stage))[0], question_id)
    changed = {name: value for name, value in read_settings(given, use).items() if value != getattr(use, name)}
    if not changed:
        return
    use.sqlmodel_update(changed)
    if "show_if" in changed:
        await conditions.keep_order(session, actor.org_id, stage.opening_id, question_id)
    if changed.get("is_secure"):
        await _secure(session, use)
    _record_use(session, actor, "question.changed", stage, await find(session, actor, question_id), **changed)


async def require(session: AsyncSession, actor: Actor, stage_id: UUID, question_id: UUID, is_required: bool) -> None:
    """Say whether a stage's form needs this answer."""
    await adjust(session, actor, stage_id, question_id, is_required=is_required)


async def of_stage(session: AsyncSession, actor: Actor, stage_id: UUID) -> Sequence[Use]:
    """A stage's questions in order, for members."""
    await admit(session, actor)
    asked = forms.read((await session.execute(forms.of_stage(actor.org_id, stage_id))).scalar())
    found = select(Question).where(
        col(Question.org_id) == actor.org_id, col(Question.id).in_([one.question_id for one in asked])
    )
    questions = {one.id: one for one in (await session.execute(found)).scalars()}
    uses: list[Use] = []
    for one in asked:
        section_id = one.section.id if one.section else None
        position = uses[-1].position + 1 if uses and uses[-1].section_id == section_id else 0
        uses.append(Use(questions[one.question_id], one, position, section_id))
    return uses


def in_sections(uses: Sequence[StageQuestion], sections: Sequence[Section]) -> list[StageQuestion]:
    """Uses as a form shows them: those without a section first; within a section as they come."""
    places = {section.id: at for at, section in enumerate(sections)}
    return sorted(uses, key=lambda use: places[use.section_id] if use.section_id else -1)


def _put(
    uses: Sequence[StageQuestion],
    sections: Sequence[Section],
    use: StageQuestion,
    section_id: UUID | None,
    position: int | None,
) -> None:
    if section_id is not None and all(section.id != section_id for section in sections):
        raise Invalid({"section_id": "This stage has no such section."})
    use.section_id = section_id
    others = [one for one in in_sections(uses, sections) if one is not use]
    beside = [one for one in others if one.section_id == section_id]
    beside.insert(len(beside) if position is None else max(0, min(position, len(beside))), use)
    renumber(in_sections([one for one in others if one.section_id != section_id] + beside, sections))


async def form_of(session: AsyncSession, stage: Stage) -> tuple[list[StageQuestion], list[Section]]:
    """A stage's uses and its sections, both in order."""
    uses = select(StageQuestion).where(_within(StageQuestion, stage)).order_by(col(StageQuestion.position))
    sections = select(Section).where(_within(Section, stage)).order_by(col(Section.position))
    return list((await session.execute(uses)).scalars()), list((await session.execute(sections)).scalars())


def _within(table: Any, stage: Stage) -> Any:
    return (col(table.org_id) == stage.org_id) & (col(table.stage_id) == stage.id)


def _use(uses: Sequence[StageQuestion], question_id: UUID) -> StageQuestion:
    for use in uses:
        if use.question_id == question_id:
            return use
    raise NotFound("This stage does not ask that question.")


async def _secure(session: AsyncSession, use: StageQuestion) -> None:
    """What was answered here before is masked too."""
    given = (
        col(Answer.org_id) == use.org_id,
        col(Answer.stage_id) == use.stage_id,
        col(Answer.question_id) == use.question_id,
    )
    await session.execute(update(Answer).where(*given).values(is_secure=True))
    living = select(col(Answer.applicant_id)).where(*given, col(Answer.type) == "address")
    theirs = (col(Applicant.org_id) == use.org_id, col(Applicant.id).in_(living), col(Applicant.area_reason) != "")
    hidden = update(Applicant).where(*theirs).values(area_reason=HIDDEN)
    await session.execute(hidden.execution_options(synchronize_session=False))


def _record_use(session: AsyncSession, actor: Actor, type: str, stage: Stage, question: Question, **data: Any) -> None:
    told = {"stage_id": str(stage.id), "stage": stage.name, "title": question.title, **data}
    record(session, actor, type, question.id, opening_id=stage.opening_id, data=told)
