"""Sections of a stage's form: made, changed, moved, deleted."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain import conditions, fields
from plutomi.domain.actors import Actor, admit
from plutomi.domain.events import record
from plutomi.domain.questions.asking import form_of, in_sections
from plutomi.domain.questions.settings import read_show_if
from plutomi.domain.siblings import insert_at, lock, move_to, renumber
from plutomi.errors import NotFound
from plutomi.ids import new_id
from plutomi.models import Section, Stage

MAX_TITLE, MAX_DESCRIPTION = 200, 500


async def create(
    session: AsyncSession, actor: Actor, stage_id: UUID, title: Any, position: int | None = None, **given: Any
) -> Section:
    """A new section without questions, at `position` (0 first, None last); `description` and `show_if` may be given."""
    await admit(session, actor)
    stage = await lock(session, Stage, actor.org_id, stage_id)
    _, sections = await form_of(session, stage)
    section = Section(
        org_id=actor.org_id, id=new_id(), stage_id=stage_id, position=0, **_read({"title": title} | given)
    )
    insert_at(sections, section, position)
    session.add(section)
    await conditions.keep_order(session, actor.org_id, stage.opening_id, section.id)
    _record(session, actor, "section.created", stage, section, position=section.position)
    return section


async def change(session: AsyncSession, actor: Actor, id: UUID, **given: Any) -> Section:
    """Change title, description or show_if; what is not given stays. Invalid by field."""
    await admit(session, actor)
    section, stage = await _locked(session, actor, id)
    kept = {name: getattr(section, name) for name in ("title", "description", "show_if")}
    changed = {name: value for name, value in _read(kept | given).items() if value != kept[name]}
    if changed:
        section.sqlmodel_update(changed)
        await conditions.keep_order(session, actor.org_id, stage.opening_id, id)
        _record(session, actor, "section.changed", stage, section, to=changed)
    return section


async def move(session: AsyncSession, actor: Actor, id: UUID, position: int) -> Section:
    """Put a section with its questions at `position` among the form's."""
    await admit(session, actor)
    section, stage = await _locked(session, actor, id)
    uses, sections = await form_of(session, stage)
    renumber(in_sections(uses, move_to(sections, section, position)))
    await conditions.keep_order(session, actor.org_id, stage.opening_id)
    _record(session, actor, "section.moved", stage, section, position=section.position)
    return section


async def delete(session: AsyncSession, actor: Actor, id: UUID) -> None:
    """Delete a section; its questions stay, without a section, behind the others that have none."""
    await admit(session, actor)
    section, stage = await _locked(session, actor, id)
    uses, sections = await form_of(session, stage)
    left = [one for one in sections if one is not section]
    inside = [use for use in uses if use.section_id == id]
    for use in inside:
        use.section_id = None
    renumber(in_sections([use for use in uses if use not in inside] + inside, left))
    await session.flush()
    await session.delete(section)
    await session.flush()
    renumber(left)
    await conditions.keep_order(session, actor.org_id, stage.opening_id)
    _record(session, actor, "section.deleted", stage, section)


async def list_of(session: AsyncSession, actor: Actor, stage_id: UUID) -> Sequence[Section]:
    """A form's sections in order, for members, those without questions too."""
    await admit(session, actor)
    found = select(Section).where(col(Section.org_id) == actor.org_id, col(Section.stage_id) == stage_id)
    return (await session.execute(found.order_by(col(Section.position)))).scalars().all()


async def _locked(session: AsyncSession, actor: Actor, id: UUID) -> tuple[Section, Stage]:
    """A section, read again after its stage was locked, so that its position is true."""
    found = select(Section).where(col(Section.org_id) == actor.org_id, col(Section.id) == id)
    section = (await session.execute(found)).scalar_one_or_none()
    if section is None:
        raise NotFound
    stage = await lock(session, Stage, actor.org_id, section.stage_id)
    again = (await session.execute(found.execution_options(populate_existing=True))).scalar_one_or_none()
    if again is None:
        raise NotFound
    return again, stage


def _read(given: dict[str, Any]) -> dict[str, Any]:
    values = fields.read(
        {
            "title": lambda: fields.line(given.get("title"), MAX_TITLE, "Give the section a title."),
            "description": lambda: fields.text(given.get("description"), MAX_DESCRIPTION),
        }
    )
    return values | {"show_if": read_show_if(given.get("show_if"))}


def _record(session: AsyncSession, actor: Actor, type: str, stage: Stage, section: Section, **data: Any) -> None:
    told = {"stage_id": str(stage.id), "stage": stage.name, "title": section.title, **data}
    record(session, actor, type, section.id, opening_id=stage.opening_id, data=told)
