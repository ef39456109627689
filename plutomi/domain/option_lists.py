"""Lists of options that several questions share. Each question keeps a copy, which follows its list."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain import fields
from plutomi.domain.actors import Actor, admit
from plutomi.domain.events import record
from plutomi.domain.siblings import lock
from plutomi.errors import Invalid, NotFound, StillInUse, Taken
from plutomi.ids import new_id
from plutomi.models import OptionList, Question

MAX_NAME, MAX_OPTION, MAX_OPTIONS = 100, 200, 200


async def create(session: AsyncSession, actor: Actor, name: Any, options: Any) -> OptionList:
    """A new list; Taken when another has its name."""
    await admit(session, actor)
    made = OptionList(org_id=actor.org_id, id=new_id(), name=_name(name), options=read_options(options))
    row = insert(OptionList).values(made.model_dump()).on_conflict_do_nothing(constraint="option_list_name")
    if (await session.execute(row.returning(col(OptionList.id)))).scalar() is None:
        raise Taken(f"There is a list named “{made.name}” already.")
    record(session, actor, "option_list.created", made.id, data={"name": made.name, "options": made.options})
    return made


async def change(session: AsyncSession, actor: Actor, id: UUID, **given: Any) -> OptionList:
    """Change name or options; the questions that share it follow, each a version on."""
    await admit(session, actor)
    found = await lock(session, OptionList, actor.org_id, id)
    read = {"name": _name(given.get("name", found.name)), "options": read_options(given.get("options", found.options))}
    changed = {field: value for field, value in read.items() if value != getattr(found, field)}
    if not changed:
        return found
    found.sqlmodel_update(changed)
    try:
        await session.flush()
    except IntegrityError as error:
        raise Taken(f"There is a list named “{read['name']}” already.") from error
    if "options" in changed:
        following = {"options": changed["options"], "version": col(Question.version) + 1}
        sharing = (col(Question.org_id) == actor.org_id, col(Question.option_list_id) == id)
        await session.execute(update(Question).where(*sharing).values(following))
    record(session, actor, "option_list.changed", id, data={"to": changed})
    return found


async def delete(session: AsyncSession, actor: Actor, id: UUID) -> None:
    """Delete a list; StillInUse while a question shares it."""
    await admit(session, actor)
    found = await lock(session, OptionList, actor.org_id, id)
    sharing = select(func.count()).where(col(Question.org_id) == actor.org_id, col(Question.option_list_id) == id)
    if uses := (await session.execute(sharing)).scalar_one():
        raise StillInUse(f"This list is used by {uses} {'question' if uses == 1 else 'questions'}.")
    await session.delete(found)
    record(session, actor, "option_list.deleted", id, data={"name": found.name})


async def bank(session: AsyncSession, actor: Actor) -> Sequence[tuple[OptionList, int]]:
    """The org's lists by name, each with the number of questions that share it."""
    await admit(session, actor)
    sharing = select(func.count()).where(
        col(Question.org_id) == col(OptionList.org_id), col(Question.option_list_id) == col(OptionList.id)
    )
    found = select(OptionList, sharing.scalar_subquery()).where(col(OptionList.org_id) == actor.org_id)
    return (await session.execute(found.order_by(func.lower(OptionList.name), col(OptionList.id)))).all()


async def get(session: AsyncSession, actor: Actor, id: UUID) -> OptionList:
    await admit(session, actor)
    return await find(session, actor.org_id, id)


async def find(session: AsyncSession, org_id: UUID, id: UUID, is_held: bool = False) -> OptionList:
    """A list of the org; `is_held` keeps it as it is until the transaction ends."""
    found = select(OptionList).where(col(OptionList.org_id) == org_id, col(OptionList.id) == id)
    found = found.with_for_update(read=True) if is_held else found
    one = (await session.execute(found)).scalar_one_or_none()
    if one is None:
        raise NotFound
    return one


def read_options(given: Any) -> list[str]:
    """Clean options in order, each once; a string is read line by line. Invalid with less than two."""
    options: list[str] = fields.read({"options": lambda: _options(given)})["options"]
    if len(options) < 2:
        raise Invalid({"options": "Give at least two options."})
    return options


def _options(given: Any) -> list[str]:
    lines = given.splitlines() if isinstance(given, str) else given or []
    if not isinstance(lines, list | tuple):
        raise ValueError("Options must be a list.")
    options = list(dict.fromkeys(filter(None, (fields.line(one, MAX_OPTION) for one in lines))))
    if len(options) > MAX_OPTIONS:
        raise ValueError(f"There can be at most {MAX_OPTIONS} options.")
    return options


def _name(value: Any) -> str:
    return str(fields.read({"name": lambda: fields.line(value, MAX_NAME, "Give the list a name.")})["name"])
