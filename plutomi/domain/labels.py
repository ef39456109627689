"""Labels: made, renamed, recoloured, deleted. Who carries them is applicants/labelling.py's."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain import fields
from plutomi.domain.actors import Actor, admit
from plutomi.domain.events import record
from plutomi.domain.rules import uses, versions
from plutomi.domain.siblings import lock
from plutomi.errors import NotFound, Taken, TooMany
from plutomi.ids import new_id
from plutomi.models import ApplicantLabel, Label, Org
from plutomi.models.color import PALETTE, read_color
from plutomi.models.label import MAX_LABELS, MAX_NAME
from plutomi.models.text import fold

PLAIN = next(iter(PALETTE.values()))


async def create(session: AsyncSession, actor: Actor, name: Any, color: Any = PLAIN) -> Label:
    """A new label; Taken when another has its name, however it is written."""
    await admit(session, actor)
    read = _read(name, color)
    await session.get_one(Org, actor.org_id, with_for_update={"key_share": True})  # one at a time: numbers are given
    mine = select(func.count(), func.max(col(Label.number))).where(col(Label.org_id) == actor.org_id)
    many, last = (await session.execute(mine)).one()
    if many >= MAX_LABELS:
        raise TooMany(f"There can be at most {MAX_LABELS} labels.")
    made = Label(org_id=actor.org_id, id=new_id(), number=(last or 0) + 1, **read)
    row = insert(Label).values(made.model_dump()).on_conflict_do_nothing(constraint="label_name")
    if (await session.execute(row.returning(col(Label.id)))).scalar() is None:
        raise _taken(made.name)
    record(session, actor, "label.created", made.id, data={"name": made.name, "color": made.color})
    return made


async def change(session: AsyncSession, actor: Actor, id: UUID, **given: Any) -> Label:
    """Change `name` or `color`; what is not given stays. Who carries it goes on doing so."""
    await admit(session, actor)
    label = await lock(session, Label, actor.org_id, id)
    read = _read(given.get("name", label.name), given.get("color", label.color))
    changed = {field: value for field, value in read.items() if value != getattr(label, field)}
    if not changed:
        return label
    before = {"name": label.name, "color": label.color}
    label.sqlmodel_update(changed)
    try:
        await session.flush()
    except IntegrityError as error:
        raise _taken(read["name"]) from error
    told = {field: value for field, value in changed.items() if field != "name_key"}
    record(session, actor, "label.changed", id, data={"from": {field: before[field] for field in told}, "to": told})
    return label


async def delete(session: AsyncSession, actor: Actor, id: UUID, *, stop_rules: bool = False) -> int:
    """Delete a label; how many applicants carried it. UsedByRules: with `stop_rules` those stand still."""
    await admit(session, actor)
    await versions.hold(session, actor.org_id)
    label = await lock(session, Label, actor.org_id, id)
    await uses.release(session, actor, "label", id, label.name, is_forced=stop_rules)
    worn = select(func.count()).where(col(ApplicantLabel.org_id) == actor.org_id, col(ApplicantLabel.label_id) == id)
    many = (await session.execute(worn)).scalar_one()
    await session.delete(label)
    record(session, actor, "label.deleted", id, data={"name": label.name, "applicants": many})
    return many


async def list_all(session: AsyncSession, actor: Actor) -> Sequence[Label]:
    """The org's labels by name, for members."""
    await admit(session, actor)
    return await of_org(session, actor.org_id)


async def of_org(session: AsyncSession, org_id: UUID) -> Sequence[Label]:
    found = select(Label).where(col(Label.org_id) == org_id)
    return (await session.execute(found.order_by(col(Label.name_key), col(Label.id)))).scalars().all()


async def worn(session: AsyncSession, actor: Actor) -> Sequence[tuple[Label, int]]:
    """The org's labels by name, each with how many applicants carry it."""
    labels = await list_all(session, actor)
    carried = select(col(ApplicantLabel.label_id), func.count()).where(col(ApplicantLabel.org_id) == actor.org_id)
    counts = dict((await session.execute(carried.group_by(col(ApplicantLabel.label_id)))).all())
    return [(label, counts.get(label.id, 0)) for label in labels]


async def get(session: AsyncSession, actor: Actor, id: UUID) -> Label:
    await admit(session, actor)
    return await find(session, actor.org_id, id)


async def find(session: AsyncSession, org_id: UUID, id: UUID) -> Label:
    """A label of the org; NotFound when it isn't."""
    label = await session.get(Label, (org_id, id))
    if label is None:
        raise NotFound
    return label


def _read(name: Any, color: Any) -> dict[str, Any]:
    readers = {"name": lambda: fields.line(name, MAX_NAME, "Give the label a name."), "color": lambda: _color(color)}
    read = fields.read(readers)
    return read | {"name_key": fold(read["name"]) or read["name"]}


def _color(value: Any) -> str:
    return str(read_color(value if isinstance(value, str) else ""))


def _taken(name: str) -> Taken:
    return Taken(f"There is a label named “{name}” already.")
