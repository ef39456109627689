"""The org's bank of questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.clock import now
from plutomi.domain import fields, option_lists
from plutomi.domain.actors import Actor, admit
from plutomi.domain.events import record
from plutomi.domain.rules import uses, versions
from plutomi.domain.siblings import lock
from plutomi.errors import Conflict, Invalid, NotFound, StillInUse, Taken
from plutomi.ids import new_id
from plutomi.models import Opening, Question, Stage, StageQuestion
from plutomi.models.question import CHOICE_TYPES, QUESTION_TYPES
from plutomi.models.slug import slugify
from plutomi.rules.limits import read_limits

MAX_KEY, MAX_TITLE, MAX_DESCRIPTION = 50, 300, 500
WORDS = ("title", "description", "type", "options", "option_list_id", "limits")


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
    values = await _read(session, actor, {"title": title, **rest})
    values["key"] = _key(key or values["title"])
    question = Question(org_id=actor.org_id, id=new_id(), **values)
    row = insert(Question).values(question.model_dump()).on_conflict_do_nothing(constraint="question_key")
    if (await session.execute(row.returning(col(Question.id)))).scalar() is None:
        raise Taken(f"There is a question with the key “{values['key']}” already.")
    record(session, actor, "question.created", question.id, data={"key": question.key, "title": question.title})
    return question


async def change(session: AsyncSession, actor: Actor, id: UUID, version: int | None = None, **given: Any) -> Question:
    """Change its words, type, options or limits, and so its version. Answers keep the words they were given to.

    Conflict when `version` is given and not the present one.
    """
    await admit(session, actor)
    question = await _locked(session, actor, id)
    if version not in (None, question.version):
        raise Conflict("Somebody has changed this question in the meantime. Please look again.")
    kept = {field: getattr(question, field) for field in WORDS}
    if given.get("type", question.type) != question.type:
        kept["limits"] = {}
    if given.get("options") and "option_list_id" not in given:
        kept["option_list_id"] = None
    read = await _read(session, actor, kept | given)
    changed = {field: value for field, value in read.items() if value != getattr(question, field)}
    if changed:
        question.sqlmodel_update(changed | {"version": question.version + 1})
        told = changed | {"option_list_id": str(read["option_list_id"])} if "option_list_id" in changed else changed
        record(session, actor, "question.changed", id, data={"to": told})
    return question


async def archive(session: AsyncSession, actor: Actor, id: UUID, *, stop_rules: bool = False) -> None:
    """Take a question out of the bank and keep its answers; StillInUse while a stage asks it.

    UsedByRules while rules look at it: with `stop_rules` those stand still.
    """
    await admit(session, actor)
    await versions.hold(session, actor.org_id)
    question = await _locked(session, actor, id)
    used = await used_in(session, actor, id)
    if used:
        raise StillInUse(f"This question is asked in {len(used)} {'stage' if len(used) == 1 else 'stages'}.")
    await uses.release(session, actor, "question", id, question.title, is_forced=stop_rules)
    question.archived_at, question.option_list_id = now(), None
    question.key = f"{question.key[:40]}~{question.id.hex[-8:]}"
    record(session, actor, "question.archived", id, data={"title": question.title})


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
    return await find(session, actor, id)


async def limits_of(session: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The limits of these questions as they are now, archived ones' too; without those that have none."""
    await admit(session, actor)
    found = select(col(Question.id), col(Question.limits)).where(
        col(Question.org_id) == actor.org_id, col(Question.id).in_(ids), col(Question.limits) != {}
    )
    return dict((await session.execute(found)).all()) if ids else {}


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


async def find(session: AsyncSession, actor: Actor, id: UUID, is_held: bool = False) -> Question:
    """A question of the bank; `is_held` keeps it from being archived meanwhile."""
    found = select(Question).where(
        col(Question.org_id) == actor.org_id, col(Question.id) == id, col(Question.archived_at).is_(None)
    )
    found = found.with_for_update(read=True) if is_held else found
    question = (await session.execute(found)).scalar_one_or_none()
    if question is None:
        raise NotFound
    return question


async def _locked(session: AsyncSession, actor: Actor, id: UUID) -> Question:
    """One of the bank, to be changed; NotFound once it is archived."""
    question = await lock(session, Question, actor.org_id, id)
    if question.archived_at is not None:
        raise NotFound
    return question


async def _read(session: AsyncSession, actor: Actor, given: dict[str, Any]) -> dict[str, Any]:
    values = fields.read(
        {
            "title": lambda: fields.line(given.get("title"), MAX_TITLE, "Write the question."),
            "description": lambda: fields.text(given.get("description"), MAX_DESCRIPTION),
            "type": lambda: fields.one_of(given.get("type") or "short_text", QUESTION_TYPES),
        }
    )
    choices = await _choices(session, actor, given) if values["type"] in CHOICE_TYPES else ([], None)
    values["options"], values["option_list_id"] = choices
    return values | {"limits": read_limits(values["type"], given.get("limits"))}


async def _choices(session: AsyncSession, actor: Actor, given: dict[str, Any]) -> tuple[list[str], UUID | None]:
    """The options of a choice and the list they come from, if from one."""
    id = given.get("option_list_id")
    if id is None:
        return option_lists.read_options(given.get("options")), None
    try:
        return (await option_lists.find(session, actor.org_id, id, is_held=True)).options, id
    except NotFound:
        raise Invalid({"option_list_id": "There is no such list of options."}) from None


def _key(source: Any) -> str:
    key = slugify(str(source)).replace("-", "_")[:MAX_KEY].strip("_")
    if not key:
        raise Invalid({"key": "Use letters and digits."})
    return key
