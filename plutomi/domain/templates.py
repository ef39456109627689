"""Email templates: written once, kept for all openings or for one, or for one of its stages."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.clock import now
from plutomi.domain import fields
from plutomi.domain.actors import Actor, admit
from plutomi.domain.applicants.messaging import MAX_BODY, MAX_SUBJECT
from plutomi.domain.events import record
from plutomi.domain.rules import uses, versions
from plutomi.domain.siblings import lock
from plutomi.errors import Invalid, NotFound, Taken, TooMany
from plutomi.ids import new_id
from plutomi.models import EmailTemplate, Opening, Question, Stage, StageQuestion
from plutomi.models.template import MAX_NAME, MAX_TEMPLATES
from plutomi.models.text import fold
from plutomi.rules.letters import FILLABLE, check

WRITTEN = ("name", "subject", "body", "opening_id", "stage_id")


async def create(session: AsyncSession, actor: Actor, **given: Any) -> EmailTemplate:
    """A new template. Invalid by field, also for a name that cannot be filled in; Taken when another is called so."""
    await admit(session, actor)
    read = await _read(session, actor.org_id, given)
    many = select(func.count()).where(col(EmailTemplate.org_id) == actor.org_id)
    if (await session.execute(many)).scalar_one() >= MAX_TEMPLATES:
        raise TooMany(f"There can be at most {MAX_TEMPLATES} templates.")
    made = EmailTemplate(org_id=actor.org_id, id=new_id(), **read)
    row = insert(EmailTemplate).values(made.model_dump()).on_conflict_do_nothing(constraint="email_template_name")
    if (await session.execute(row.returning(col(EmailTemplate.id)))).scalar() is None:
        raise _taken(made.name)
    _record(session, actor, "email_template.created", made, {"name": made.name})
    return made


async def change(session: AsyncSession, actor: Actor, id: UUID, **given: Any) -> EmailTemplate:
    """Change what is given; the rest stays. Letters sent stay as they were."""
    await admit(session, actor)
    template = await lock(session, EmailTemplate, actor.org_id, id)
    read = await _read(session, actor.org_id, {field: getattr(template, field) for field in WRITTEN} | given)
    changed = {field: value for field, value in read.items() if value != getattr(template, field)}
    if not changed:
        return template
    template.sqlmodel_update(changed | {"changed_at": now()})
    try:
        await session.flush()
    except IntegrityError as error:
        raise _taken(read["name"]) from error
    told = {field: str(value) if value else value for field, value in changed.items() if field != "name_key"}
    _record(session, actor, "email_template.changed", template, {"name": template.name, "to": told})
    return template


async def delete(session: AsyncSession, actor: Actor, id: UUID, *, stop_rules: bool = False) -> None:
    """Delete a template; what was sent by it stays. UsedByRules: with `stop_rules` those stand still."""
    await admit(session, actor)
    await versions.hold(session, actor.org_id)
    template = await lock(session, EmailTemplate, actor.org_id, id)
    await uses.release(session, actor, "template", id, template.name, is_forced=stop_rules)
    await session.delete(template)
    _record(session, actor, "email_template.deleted", template, {"name": template.name})


async def list_all(session: AsyncSession, actor: Actor) -> Sequence[EmailTemplate]:
    """The org's templates by name, for members."""
    await admit(session, actor)
    found = select(EmailTemplate).where(col(EmailTemplate.org_id) == actor.org_id)
    return (await session.execute(found.order_by(col(EmailTemplate.name_key)))).scalars().all()


async def get(session: AsyncSession, actor: Actor, id: UUID) -> EmailTemplate:
    await admit(session, actor)
    template = await session.get(EmailTemplate, (actor.org_id, id))
    if template is None:
        raise NotFound
    return template


async def keys(session: AsyncSession, org_id: UUID) -> dict[str, str]:
    """The questions whose answers letters may hold, as title by key: none that a form asks as secure."""
    secure = select(col(StageQuestion.question_id)).where(
        col(StageQuestion.org_id) == org_id, col(StageQuestion.is_secure)
    )
    found = select(col(Question.key), col(Question.title)).where(
        col(Question.org_id) == org_id, col(Question.type).in_(FILLABLE), col(Question.id).not_in(secure)
    )
    return dict((await session.execute(found.order_by(col(Question.key)))).all())


async def _read(session: AsyncSession, org_id: UUID, given: Mapping[str, Any]) -> dict[str, Any]:
    allowed = await keys(session, org_id)
    read = fields.read(
        {
            "name": lambda: fields.line(given.get("name"), MAX_NAME, "Give the template a name."),
            "subject": lambda: check(_subject(given.get("subject")), allowed, may_link=False),
            "body": lambda: check(_body(given.get("body")), allowed, may_link=True),
        }
    )
    read["name_key"] = fold(read["name"]) or read["name"]
    return read | await _place(session, org_id, given.get("opening_id"), given.get("stage_id"))


async def _place(
    session: AsyncSession, org_id: UUID, opening_id: UUID | None, stage_id: UUID | None
) -> dict[str, UUID | None]:
    """The opening and stage it is for; a stage names its opening."""
    stage = await session.get(Stage, (org_id, stage_id)) if stage_id else None
    if stage_id and (stage is None or stage.opening_id != (opening_id or stage.opening_id)):
        raise Invalid({"stage_id": "Choose a stage of this opening."})
    if stage is None and opening_id and await session.get(Opening, (org_id, opening_id)) is None:
        raise Invalid({"opening_id": "There is no such opening."})
    return {"opening_id": stage.opening_id if stage else opening_id, "stage_id": stage_id}


def _subject(value: Any) -> str:
    return fields.line(value, MAX_SUBJECT, "Give it a subject.")


def _body(value: Any) -> str:
    text = fields.text(value, MAX_BODY)
    if not text:
        raise ValueError("Write something first.")
    return text


def _taken(name: str) -> Taken:
    return Taken(f"There is a template named “{name}” already.")


def _record(session: AsyncSession, actor: Actor, type: str, template: EmailTemplate, data: dict[str, Any]) -> None:
    record(session, actor, type, template.id, opening_id=template.opening_id, data=data)
