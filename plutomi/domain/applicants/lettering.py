"""Letters made from templates: previewed, begun in the panel, sent."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, or_, select

from plutomi.domain import fields, templates
from plutomi.domain.actors import Actor, admit
from plutomi.domain.applicants import messaging
from plutomi.domain.applicants.messaging import MAX_BODY, MAX_SUBJECT, Written
from plutomi.errors import NotFound
from plutomi.models import Answer, Applicant, EmailTemplate, Opening, Org, Placement, Question, Stage
from plutomi.rules.letters import ANSWERS, SAMPLE, check, fill, names_in, words


class Letter(NamedTuple):
    """Subject and body, filled in; the link is still to come (messaging.write)."""

    subject: str
    body: str


async def send(session: AsyncSession, actor: Actor, id: UUID, template_id: UUID) -> Written:
    """Write to an applicant from a template, as it stands now."""
    template = await templates.get(session, actor, template_id)
    letter = await compose(session, actor, id, template.subject, template.body)
    told = {"template_id": str(template_id), "template": template.name}
    return await messaging.write(session, actor, id, letter.subject, letter.body, **told)


async def send_all(session: AsyncSession, actor: Actor, ids: Collection[UUID], template_id: UUID) -> None:
    """The same to several, or to none of them."""
    template = await templates.get(session, actor, template_id)
    written = {}
    facts = await _facts(session, actor.org_id, ids, {*names_in(template.subject), *names_in(template.body)})
    for id in ids:
        letter = _filled(template.subject, template.body, facts[id])
        written[id] = {"subject": letter.subject, "body": letter.body}
    told = {"template_id": str(template_id), "template": template.name}
    await messaging.write_all(session, actor, written, **told)


async def compose(session: AsyncSession, actor: Actor, id: UUID, subject: str, body: str) -> Letter:
    """The words filled in for one applicant, for members; cut to what a letter may hold."""
    await admit(session, actor)
    facts = await _facts(session, actor.org_id, [id], {*names_in(subject), *names_in(body)})
    return _filled(subject, body, facts[id])


def _filled(subject: str, body: str, facts: Mapping[str, str]) -> Letter:
    return Letter(" ".join(fill(subject, facts).split())[:MAX_SUBJECT], fill(body, facts)[:MAX_BODY])


async def preview(
    session: AsyncSession, actor: Actor, subject: Any, body: Any, applicant_id: UUID | None = None
) -> Letter:
    """How a letter would read, for a real applicant or for a made-up one; Invalid where it could not be saved."""
    await admit(session, actor)
    keys = await templates.keys(session, actor.org_id)
    read = fields.read(
        {
            "subject": lambda: check(fields.line(subject, MAX_SUBJECT), keys, may_link=False),
            "body": lambda: check(fields.text(body, MAX_BODY), keys, may_link=True),
        }
    )
    if applicant_id is not None:
        return await compose(session, actor, applicant_id, read["subject"], read["body"])
    facts = SAMPLE | {f"{ANSWERS}{key}": f"[{title}]" for key, title in keys.items()}
    return Letter(fill(read["subject"], facts), fill(read["body"], facts))


async def fitting(session: AsyncSession, actor: Actor, id: UUID) -> Sequence[EmailTemplate]:
    """The templates for one applicant, by name: everybody's, their opening's, and their stage's."""
    await admit(session, actor)
    theirs = select(col(Applicant.opening_id), col(Placement.stage_id)).outerjoin(
        Placement, (col(Placement.org_id) == Applicant.org_id) & (col(Placement.applicant_id) == Applicant.id)
    )
    row = (await session.execute(theirs.where(col(Applicant.org_id) == actor.org_id, col(Applicant.id) == id))).first()
    if row is None:
        raise NotFound
    found = select(EmailTemplate).where(
        col(EmailTemplate.org_id) == actor.org_id,
        or_(col(EmailTemplate.opening_id).is_(None), col(EmailTemplate.opening_id) == row[0]),
        or_(col(EmailTemplate.stage_id).is_(None), col(EmailTemplate.stage_id) == row[1]),
    )
    return (await session.execute(found.order_by(col(EmailTemplate.name_key)))).scalars().all()


async def _facts(
    session: AsyncSession, org_id: UUID, ids: Collection[UUID], names: set[str]
) -> dict[UUID, dict[str, str]]:
    """What is known of applicants under these names; NotFound when one is not there."""
    found = (
        select(Applicant, col(Opening.name), col(Org.name), col(Stage.name))
        .join(Opening, (col(Opening.org_id) == Applicant.org_id) & (col(Opening.id) == Applicant.opening_id))
        .join(Org, col(Org.id) == Applicant.org_id)
        .outerjoin(
            Placement, (col(Placement.org_id) == Applicant.org_id) & (col(Placement.applicant_id) == Applicant.id)
        )
        .outerjoin(Stage, (col(Stage.org_id) == Placement.org_id) & (col(Stage.id) == Placement.stage_id))
        .where(col(Applicant.org_id) == org_id, col(Applicant.id).in_(ids))
    )
    facts: dict[UUID, dict[str, str]] = {}
    for applicant, opening, org, stage in await session.execute(found):
        known = {"applicant.name": applicant.name, "applicant.email": applicant.email, "opening.name": opening}
        facts[applicant.id] = known | {"org.name": org, "stage.name": stage or ""}
    if len(facts) < len(set(ids)):
        raise NotFound
    await _add_answers(session, org_id, facts, [one.removeprefix(ANSWERS) for one in names if one.startswith(ANSWERS)])
    return facts


async def _add_answers(session: AsyncSession, org_id: UUID, facts: dict[UUID, dict[str, str]], keys: list[str]) -> None:
    """What each answered to these questions, in words; secure answers are left out."""
    if not keys:
        return
    found = (
        select(col(Answer.applicant_id), col(Question.key), col(Answer.type), col(Answer.value))
        .join(Question, (col(Question.org_id) == Answer.org_id) & (col(Question.id) == Answer.question_id))
        .where(col(Answer.org_id) == org_id, col(Answer.applicant_id).in_(facts), col(Question.key).in_(keys))
        .where(col(Answer.is_secure).is_(False))
    )
    for id, key, type, value in await session.execute(found):
        facts[id][f"{ANSWERS}{key}"] = words(type, value)
