"""What is done with an applicant's record: correct the contact, delete, mark as seen, write notes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, update
from sqlalchemy import delete as delete_from
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.clock import now
from plutomi.domain import fields, messages
from plutomi.domain.actors import Actor, admit
from plutomi.domain.applicants.amending import follow_change
from plutomi.domain.applicants.standing import oneself, placement_of
from plutomi.domain.applicants.writing import delta
from plutomi.domain.events import record
from plutomi.domain.siblings import lock
from plutomi.errors import Conflict, NotFound, Taken
from plutomi.ids import new_id
from plutomi.models import Applicant, Event, Note, Placement, StageDelta, View
from plutomi.models.applicant import MAX_NOTE
from plutomi.models.search import grams_of, searchable
from plutomi.ready import Ready
from plutomi.rules.answers import read_contact

CONTACT = ("name", "email", "phone")


async def correct(
    session: AsyncSession, actor: Actor, id: UUID, updated_at: datetime | None = None, **given: Any
) -> Applicant:
    """Change name, email or phone; what is not given stays; rules that wait for a change are followed.

    Conflict when `updated_at` is given and not the present one. Invalid by field, Taken when the email applied already.
    """
    await admit(session, actor)
    applicant = await lock(session, Applicant, actor.org_id, id)
    if updated_at not in (None, applicant.updated_at):
        raise Conflict("These contact details have changed in the meantime. Please look again.")
    await _correct(session, actor, applicant, given)
    return applicant


async def correct_own(session: AsyncSession, actor: Actor, name: Any, phone: Any) -> None:
    """An applicant changes their own name and phone; their email stays, for by it they are known. Invalid by field."""
    applicant = await oneself(session, actor)
    placement = await placement_of(session, applicant)
    if await _correct(session, actor, applicant, {"name": name, "phone": phone}) and placement:
        placement.active_at = now()


async def _correct(session: AsyncSession, actor: Actor, applicant: Applicant, given: Mapping[str, Any]) -> bool:
    """Whether anything changed."""
    before = {field: getattr(applicant, field) for field in CONTACT}
    contact = read_contact(before | dict(given))
    sought = searchable(contact.name, contact.email, contact.phone)
    applicant.sqlmodel_update(
        {"name": contact.name, "email": contact.email, "email_key": contact.email_key, "phone": contact.phone}
        | {"search_text": sought, "grams": grams_of(actor.org_id, sought), "updated_at": now()}
    )
    changed = {
        f: {"from": before[f], "to": getattr(applicant, f)} for f in CONTACT if before[f] != getattr(applicant, f)
    }
    if changed:
        await _flush_once(session)
        event = _record(session, actor, "applicant.corrected", applicant, {"changed": changed})
        told = frozenset(f"applicant.{field}" for field in changed)
        await follow_change(session, actor, applicant, told, event.id, event.depth)
    return bool(changed)


async def delete(session: AsyncSession, actor: Actor, id: UUID) -> None:
    """Delete an applicant and all they sent. Their events stay, emptied; the counts follow."""
    await admit(session, actor)
    applicant = await lock(session, Applicant, actor.org_id, id)
    placed = delete_from(Placement).where(col(Placement.org_id) == actor.org_id, col(Placement.applicant_id) == id)
    stage_id = (await session.execute(placed.returning(col(Placement.stage_id)))).scalar()
    if stage_id is not None:
        session.add(StageDelta(**delta(actor.org_id, applicant.opening_id, stage_id, -1)))
    await session.execute(
        update(Event).where(col(Event.org_id) == actor.org_id, col(Event.applicant_id) == id).values(data={})
    )
    await messages.forget(session, actor.org_id, [id])
    await session.execute(delete_from(Applicant).where(col(Applicant.org_id) == actor.org_id, col(Applicant.id) == id))
    session.expunge(applicant)
    _record(session, actor, "applicant.deleted", applicant, {"from": str(stage_id) if stage_id else None})


async def look(session: AsyncSession, actor: Actor, id: UUID) -> None:
    """Remember that the actor has looked at an applicant: no longer new to them, their notes read."""
    await admit(session, actor)
    bound = {"org": actor.org_id, "id": id, "user": actor.id, "at": now()}
    if await _LOOK.first(session, bound) is None:
        raise NotFound


async def write_note(session: AsyncSession, actor: Actor, id: UUID, body: Any) -> Note:
    """A note for the other members; Invalid when empty."""
    await admit(session, actor)
    applicant = await lock(session, Applicant, actor.org_id, id)
    text = fields.read({"body": lambda: _body(body)})["body"]
    note = Note(org_id=actor.org_id, id=new_id(), applicant_id=id, user_id=actor.id, author=actor.name, body=text)
    session.add(note)
    await _note_at(session, actor.org_id, id, note.created_at)
    await look(session, actor, id)
    _record(session, actor, "note.written", applicant, {"note_id": str(note.id)}, subject_id=note.id)
    return note


async def note(session: AsyncSession, actor: Actor, id: UUID) -> Note:
    """A note as it stands there; NotFound when it was taken back."""
    await admit(session, actor)
    found = await session.get(Note, (actor.org_id, id))
    if found is None:
        raise NotFound
    return found


async def delete_note(session: AsyncSession, actor: Actor, note_id: UUID) -> None:
    """Take back one's own note; NotFound for another's."""
    await admit(session, actor)
    found = select(Note).where(col(Note.org_id) == actor.org_id, col(Note.id) == note_id, col(Note.user_id) == actor.id)
    note = (await session.execute(found)).scalar_one_or_none()
    if note is None:
        raise NotFound
    applicant = await lock(session, Applicant, actor.org_id, note.applicant_id)
    await session.delete(note)
    rest = select(func.max(Note.created_at)).where(
        col(Note.org_id) == actor.org_id, col(Note.applicant_id) == applicant.id
    )
    await _note_at(session, actor.org_id, applicant.id, rest.scalar_subquery())
    _record(session, actor, "note.deleted", applicant, {"note_id": str(note_id)}, subject_id=note_id)


async def _note_at(session: AsyncSession, org_id: UUID, id: UUID, at: Any) -> None:
    """When the last note was written, by which others know whether they have read it."""
    here = update(Placement).where(col(Placement.org_id) == org_id, col(Placement.applicant_id) == id)
    await session.execute(here.values(noted_at=at))


async def _flush_once(session: AsyncSession) -> None:
    try:
        await session.flush()
    except IntegrityError as error:
        raise Taken("Another applicant of this opening has that email.") from error


def _body(value: Any) -> str:
    body = fields.text(value, MAX_NOTE)
    if not body:
        raise ValueError("Write something first.")
    return body


def _record(
    session: AsyncSession,
    actor: Actor,
    type: str,
    applicant: Applicant,
    data: dict[str, Any],
    subject_id: UUID | None = None,
) -> Event:
    return record(
        session,
        actor,
        type,
        subject_id or applicant.id,
        opening_id=applicant.opening_id,
        applicant_id=applicant.id,
        data=data,
    )


def _look() -> Any:
    its, view = Applicant.__table__.c, View.__table__.c  # type: ignore[attr-defined]
    me, at = bindparam("user", type_=view.user_id.type), bindparam("at", type_=view.viewed_at.type)
    them = select(its.org_id, its.id, me, at).where(its.org_id == bindparam("org"), its.id == bindparam("id"))
    seen = insert(View).from_select(["org_id", "applicant_id", "user_id", "viewed_at"], them, include_defaults=False)
    key = ["org_id", "applicant_id", "user_id"]
    seen = seen.on_conflict_do_update(index_elements=key, set_={"viewed_at": seen.excluded.viewed_at})
    return seen.returning(view.applicant_id)


_LOOK = Ready(_look())
