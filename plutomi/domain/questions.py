"""The org's bank of questions, and their places in stages' forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.clock import now
from plutomi.domain import fields
from plutomi.domain.actors import Actor, admit
from plutomi.domain.events import record
from plutomi.domain.siblings import insert_at, lock, move_to, renumber
from plutomi.errors import Invalid, NotFound, StillInUse, Taken
from plutomi.ids import new_id
from plutomi.models import Opening, Question, Stage, StageQuestion
from plutomi.models.question import CHOICE_TYPES, QUESTION_TYPES
from plutomi.models.slug import slugify
from plutomi.rules.limits import read_limits

MAX_KEY, MAX_TITLE, MAX_DESCRIPTION, MAX_OPTION, MAX_OPTIONS = 50, 300, 500, 200, 200


@dataclass(frozen=True, slots=True)
class Use:
    """A question in a stage's form."""

    question: Question
    position: int
    is_required: bool


@dataclass(frozen=True, slots=True)
class UsedIn:
    """A stage that asks a question."""

    stage_id: UUID
    stage_name: str
    opening_id: UUID
    opening_name: str


async def create(session: AsyncSession, actor: Actor, key: Any, title: Any, **rest: Any) -> Question:
    """A new question in the bank; `key` is made from the title when empty and never changes. Taken when in use."""
    await admit(session, actor)
    values = _read({"title": title, **rest})
    values["key"] = _key(key or values["title"])
    question = Question(org_id=actor.org_id, id=new_id(), **values)
    row = insert(Question).values(question.model_dump()).on_conflict_do_nothing(constraint="question_key")
    if (await session.execute(row.returning(col(Question.id)))).scalar() is None:
        raise Taken(f"There is a question with the key “{values['key']}” already.")
    record(session, actor, "question.created", question.id, data={"key": question.key, "title": question.title})
    return question


async def change(session: AsyncSession, actor: Actor, id: UUID, **given: Any) -> Question:
    """Change title, description, type, options or limits. Answers keep the words they were given to."""
    await admit(session, actor)
    question = await lock(session, Question, actor.org_id, id)
    kept = {field: getattr(question, field) for field in ("title", "description", "type", "options", "limits")}
    if given.get("type", question.type) != question.type:
        given = {"limits": {}} | given
    changed = {f: v for f, v in _read(kept | given).items() if v != kept[f]}
    if changed:
        question.sqlmodel_update(changed | {"version": question.version + 1})
        record(session, actor, "question.changed", id, data={"to": changed})
    return question


async def archive(session: AsyncSession, actor: Actor, id: UUID) -> None:
    """Take a question out of the bank and keep its answers; StillInUse while a stage asks it."""
    await admit(session, actor)
    question = await lock(session, Question, actor.org_id, id)
    used = await used_in(session, actor, id)
    if used:
        raise StillInUse(f"This question is asked in {len(used)} {'stage' if len(used) == 1 else 'stages'}.")
    question.archived_at = now()
    question.key = f"{question.key[:40]}~{question.id.hex[-8:]}"
    record(session, actor, "question.archived", id, data={"title": question.title})


async def attach(
    session: AsyncSession,
    actor: Actor,
    stage_id: UUID,
    question_id: UUID,
    position: int | None = None,
    is_required: bool = True,
) -> None:
    """Ask a question in a stage, at `position` (0 first, None last). Taken when it is asked there already."""
    await admit(session, actor)
    stage = await _locked(session, actor, stage_id)
    question = await _find(session, actor, question_id, is_held=True)
    uses = await _rows(session, stage)
    if any(use.question_id == question_id for use in uses):
        raise Taken("This stage asks that question already.")
    use = StageQuestion(
        org_id=actor.org_id, stage_id=stage_id, question_id=question_id, position=0, is_required=is_required
    )
    insert_at(uses, use, position)
    session.add(use)
    _record_use(session, actor, "question.attached", stage, question, position=use.position, is_required=is_required)


async def detach(session: AsyncSession, actor: Actor, stage_id: UUID, question_id: UUID) -> None:
    """Stop asking a question in a stage; answers given stay."""
    await admit(session, actor)
    stage = await _locked(session, actor, stage_id)
    uses = await _rows(session, stage)
    use = _use(uses, question_id)
    await session.delete(use)
    await session.flush()
    renumber([one for one in uses if one is not use])
    _record_use(session, actor, "question.detached", stage, await _find(session, actor, question_id))


async def move(session: AsyncSession, actor: Actor, stage_id: UUID, question_id: UUID, position: int) -> None:
    """Put a question at `position` in a stage's form."""
    await admit(session, actor)
    stage = await _locked(session, actor, stage_id)
    uses = await _rows(session, stage)
    use = _use(uses, question_id)
    move_to(uses, use, position)
    question = await _find(session, actor, question_id)
    _record_use(session, actor, "question.moved", stage, question, position=use.position)


async def arrange(session: AsyncSession, actor: Actor, stage_id: UUID, ids: Sequence[UUID]) -> None:
    """Set the whole order; Invalid unless `ids` are exactly the stage's questions."""
    await admit(session, actor)
    stage = await _locked(session, actor, stage_id)
    uses = {use.question_id: use for use in await _rows(session, stage)}
    if sorted(ids) != sorted(uses):
        raise Invalid({"question_ids": "These must be all of the stage's questions, each once."})
    renumber([uses[id] for id in ids])
    order = [str(one) for one in ids]
    record(session, actor, "question.moved", stage.id, opening_id=stage.opening_id, data={"order": order})


async def require(session: AsyncSession, actor: Actor, stage_id: UUID, question_id: UUID, is_required: bool) -> None:
    """Say whether a stage's form needs this answer."""
    await admit(session, actor)
    stage = await _locked(session, actor, stage_id)
    _use(await _rows(session, stage), question_id).is_required = is_required
    question = await _find(session, actor, question_id)
    _record_use(session, actor, "question.changed", stage, question, is_required=is_required)


async def bank(session: AsyncSession, actor: Actor, search: str = "") -> Sequence[tuple[Question, int]]:
    """The org's questions by title, each with the number of stages that ask it."""
    await admit(session, actor)
    uses = (
        select(col(StageQuestion.question_id), func.count().label("uses"))
        .where(col(StageQuestion.org_id) == actor.org_id)
        .group_by(col(StageQuestion.question_id))
        .subquery()
    )
    found = (
        select(Question, func.coalesce(uses.c.uses, 0))
        .outerjoin(uses, uses.c.question_id == col(Question.id))
        .where(col(Question.org_id) == actor.org_id, col(Question.archived_at).is_(None))
        .order_by(func.lower(Question.title), col(Question.id))
    )
    if words := fields.lenient(search):
        found = found.where(col(Question.title).icontains(words, autoescape=True))
    return (await session.execute(found)).all()


async def get(session: AsyncSession, actor: Actor, id: UUID) -> Question:
    await admit(session, actor)
    return await _find(session, actor, id)


async def used_in(session: AsyncSession, actor: Actor, id: UUID) -> Sequence[UsedIn]:
    """The stages that ask a question."""
    await admit(session, actor)
    found = (
        select(col(Stage.id), col(Stage.name), col(Opening.id), col(Opening.name))
        .join(
            StageQuestion, (col(StageQuestion.org_id) == col(Stage.org_id)) & (col(StageQuestion.stage_id) == Stage.id)
        )
        .join(Opening, (col(Opening.org_id) == col(Stage.org_id)) & (col(Opening.id) == Stage.opening_id))
        .where(col(StageQuestion.org_id) == actor.org_id, col(StageQuestion.question_id) == id)
        .order_by(col(Opening.name), col(Stage.position))
    )
    return [UsedIn(*row) for row in await session.execute(found)]


async def of_stage(session: AsyncSession, actor: Actor, stage_id: UUID) -> Sequence[Use]:
    """A stage's questions in order, for members."""
    await admit(session, actor)
    found = (
        select(Question, col(StageQuestion.position), col(StageQuestion.is_required))
        .join(
            StageQuestion,
            (col(StageQuestion.org_id) == Question.org_id) & (col(StageQuestion.question_id) == Question.id),
        )
        .where(col(StageQuestion.org_id) == actor.org_id, col(StageQuestion.stage_id) == stage_id)
        .order_by(col(StageQuestion.position))
    )
    return [Use(*row) for row in await session.execute(found)]


async def _locked(session: AsyncSession, actor: Actor, stage_id: UUID) -> Stage:
    return await lock(session, Stage, actor.org_id, stage_id)


async def _rows(session: AsyncSession, stage: Stage) -> list[StageQuestion]:
    found = select(StageQuestion).where(
        col(StageQuestion.org_id) == stage.org_id, col(StageQuestion.stage_id) == stage.id
    )
    return list((await session.execute(found.order_by(col(StageQuestion.position)))).scalars())


def _use(uses: Sequence[StageQuestion], question_id: UUID) -> StageQuestion:
    for use in uses:
        if use.question_id == question_id:
            return use
    raise NotFound("This stage does not ask that question.")


async def _find(session: AsyncSession, actor: Actor, id: UUID, is_held: bool = False) -> Question:
    """A question of the bank; `is_held` keeps it from being archived meanwhile."""
    found = select(Question).where(
        col(Question.org_id) == actor.org_id, col(Question.id) == id, col(Question.archived_at).is_(None)
    )
    found = found.with_for_update(read=True) if is_held else found
    question = (await session.execute(found)).scalar_one_or_none()
    if question is None:
        raise NotFound
    return question


def _record_use(session: AsyncSession, actor: Actor, type: str, stage: Stage, question: Question, **data: Any) -> None:
    told = {"stage_id": str(stage.id), "stage": stage.name, "title": question.title, **data}
    record(session, actor, type, question.id, opening_id=stage.opening_id, data=told)


def _read(given: dict[str, Any]) -> dict[str, Any]:
    values = fields.read(
        {
            "title": lambda: fields.line(given.get("title"), MAX_TITLE, "Write the question."),
            "description": lambda: fields.text(given.get("description"), MAX_DESCRIPTION),
            "type": lambda: fields.one_of(given.get("type") or "short_text", QUESTION_TYPES),
            "options": lambda: _options(given.get("options")),
        }
    )
    values["limits"] = read_limits(values["type"], given.get("limits"))
    if values["type"] not in CHOICE_TYPES:
        values["options"] = []
    elif len(values["options"]) < 2:
        raise Invalid({"options": "Give at least two options."})
    return values


def _options(given: Any) -> list[str]:
    """Clean options in order, each once; a string is read line by line."""
    lines = given.splitlines() if isinstance(given, str) else given or []
    if not isinstance(lines, list | tuple):
        raise ValueError("Options must be a list.")
    options = list(dict.fromkeys(filter(None, (fields.line(one, MAX_OPTION) for one in lines))))
    if len(options) > MAX_OPTIONS:
        raise ValueError(f"There can be at most {MAX_OPTIONS} options.")
    return options


def _key(source: Any) -> str:
    key = slugify(str(source)).replace("-", "_")[:MAX_KEY].strip("_")
    if not key:
        raise Invalid({"key": "Use letters and digits."})
    return key
