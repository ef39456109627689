"""The one event each verb records, and what may be read of them."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.clock import now
from plutomi.db import owes
from plutomi.domain.actors import Actor
from plutomi.errors import Conflict
from plutomi.ids import new_id
from plutomi.models import Event
from plutomi.models.event import MAX_DEPTH

# Every type there is, with what its subject is; docs/events.md says what each carries.
TYPES = {
    "answer.revealed": "question",
    "applicant.applied": "applicant",
    "applicant.assigned": "applicant",
    "applicant.corrected": "applicant",
    "applicant.deadline_set": "applicant",
    "applicant.deleted": "applicant",
    "applicant.labelled": "applicant",
    "applicant.link_asked": "applicant",
    "applicant.looped": "applicant",
    "applicant.messaged": "applicant",
    "applicant.moved": "applicant",
    "applicant.ranked": "applicant",
    "applicant.reapplied": "applicant",
    "applicant.rejected": "applicant",
    "applicant.restored": "applicant",
    "applicant.returned": "applicant",
    "applicant.submitted": "applicant",
    "applicant.transferred": "applicant",
    "applicant.unlabelled": "applicant",
    "applicant.withdrawn": "applicant",
    "draft.begun": "draft",
    "email_template.changed": "email_template",
    "email_template.created": "email_template",
    "email_template.deleted": "email_template",
    "file.refused": "file",
    "label.changed": "label",
    "label.created": "label",
    "label.deleted": "label",
    "note.deleted": "note",
    "note.written": "note",
    "opening.area_assessed": "opening",
    "opening.area_changed": "opening",
    "opening.changed": "opening",
    "opening.closed": "opening",
    "opening.created": "opening",
    "opening.deleted": "opening",
    "opening.published": "opening",
    "opening.styled": "opening",
    "opening.unpublished": "opening",
    "option_list.changed": "option_list",
    "option_list.created": "option_list",
    "option_list.deleted": "option_list",
    "org.changed": "org",
    "org.created": "org",
    "org.styled": "org",
    "question.archived": "question",
    "question.attached": "question",
    "question.changed": "question",
    "question.created": "question",
    "question.detached": "question",
    "question.moved": "question",
    "rule.changed": "rule",
    "rule.created": "rule",
    "rule.deleted": "rule",
    "rule.failed": "rule",
    "rule.moved": "rule",
    "rule.switched": "rule",
    "section.changed": "section",
    "section.created": "section",
    "section.deleted": "section",
    "section.moved": "section",
    "stage.changed": "stage",
    "stage.created": "stage",
    "stage.deleted": "stage",
    "stage.moved": "stage",
    "stage.styled": "stage",
    "submission.discarded": "submission",
    "submission.held": "submission",
    "submission.released": "submission",
    "user.joined": "user",
    "user.logged_in": "user",
    "user.logged_out": "user",
    "user.renamed": "user",
}


def event_row(
    actor: Actor,
    type: str,
    subject_id: UUID,
    *,
    opening_id: UUID | None = None,
    applicant_id: UUID | None = None,
    data: dict[str, Any] | None = None,
    cause: UUID | None = None,
    depth: int = 0,
) -> dict[str, Any]:
    """An event's columns, for the hot paths' statements. Conflict when a chain of causes is too long."""
    if type not in TYPES:
        raise ValueError(f"no such event type: {type}")
    if because := actor.because:
        cause, depth = cause or because.cause, depth or because.depth
        data = {**(data or {}), "rule": dict(because.told)}
    if depth > MAX_DEPTH:
        raise Conflict("This would go on in a circle.")
    return {
        "org_id": actor.org_id,
        "id": new_id(),
        "type": type,
        "subject_id": subject_id,
        "opening_id": opening_id,
        "applicant_id": applicant_id,
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "ip": actor.ip,
        "cause": cause,
        "depth": depth,
        "data": data or {},
        "at": now(),
    }


def record(session: AsyncSession, actor: Actor, type: str, subject_id: UUID, **rest: Any) -> Event:
    """Record what was done, in the transaction that did it; the jobs see to what follows from it."""
    event = Event(**event_row(actor, type, subject_id, **rest))
    session.add(event)
    owes(session)
    return event
