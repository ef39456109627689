"""Submissions held back because a program seems to have sent them: hold, list, release, discard. None is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain.actors import Actor, admit, anyone
from plutomi.domain.applicants import applying
from plutomi.domain.applicants.applying import Applied, read_submission, read_there
from plutomi.domain.events import record
from plutomi.errors import Invalid, NotFound
from plutomi.ids import new_id
from plutomi.models import Held, Opening
from plutomi.rules.answers import Asked, Contact
from plutomi.rules.traps import ENVELOPE, TRAP
from plutomi.tongue import spoken

REASON = "Something was written in a field that people do not see."
MOST = 200


async def hold(session: AsyncSession, actor: Actor, slug: str, given: Mapping[str, Any]) -> None:
    """Keep a submission aside, answered as any other: NotFound, OpeningClosed, Invalid by field, or nothing."""
    entered = await applying.door(session, actor.org_id, slug)
    contact, _ = read_there(entered, given)
    kept = _storable({name: value for name, value in given.items() if name not in ENVELOPE} | {"locale": spoken().code})
    held = Held(
        org_id=actor.org_id,
        id=new_id(),
        opening_id=entered.opening_id,
        name=contact.name,
        email=contact.email,
        given=kept,
        reason=REASON,
        ip=actor.ip,
    )
    session.add(held)
    record(session, actor, "submission.held", held.id, opening_id=entered.opening_id, data={"reason": REASON})


async def list_held(
    session: AsyncSession, actor: Actor, opening_id: UUID, before: UUID | None = None, most: int = MOST
) -> Sequence[Held]:
    """What is held back of an opening, newest first, `before` an id for the next page; for members."""
    await admit(session, actor)
    await _opening(session, actor.org_id, opening_id)
    found = select(Held).where(col(Held.org_id) == actor.org_id, col(Held.opening_id) == opening_id)
    if before is not None:
        found = found.where(col(Held.id) < before)
    return (await session.execute(found.order_by(col(Held.id).desc()).limit(most))).scalars().all()


async def release(session: AsyncSession, actor: Actor, id: UUID) -> Applied:
    """Let a submission in after all, as it was sent. What the form of today cannot take stands in the event."""
    await admit(session, actor)
    held = await _locked(session, actor.org_id, id)
    opening = await _opening(session, actor.org_id, held.opening_id)
    given = {name: value for name, value in held.given.items() if name != TRAP}
    left_out: dict[str, Any] = {}
    sender = anyone(actor.org_id, held.ip)
    applied = await applying.apply(session, sender, opening.slug, given, _salvager(left_out))
    await session.delete(held)
    about = {"opening_id": opening.id, "applicant_id": applied.applicant_id}
    record(session, actor, "submission.released", id, data={"left_out": left_out}, **about)
    return applied


async def discard(session: AsyncSession, actor: Actor, id: UUID) -> None:
    """Throw a held submission away; that there was one stays on record, what it said does not."""
    await admit(session, actor)
    held = await _locked(session, actor.org_id, id)
    await session.delete(held)
    record(session, actor, "submission.discarded", id, opening_id=held.opening_id)


def _salvager(left_out: dict[str, Any]) -> applying.Reader:
    """Reads what can be read, since nobody is there to correct it, and notes the rest."""

    def read(asked: tuple[Asked, ...], given: Mapping[str, Any]) -> tuple[Contact, dict[UUID, Any]]:
        asked = tuple(replace(one, is_required=False) for one in asked)
        try:
            return read_submission(asked, given)
        except Invalid as refusal:
            wrong = {field.split(".")[1] for field in refusal.errors if field.startswith("answers.")}
            answers = given.get("answers", {})
            left_out.update({key: value for key, value in answers.items() if key.split(".")[0] in wrong})
            kept = {key: value for key, value in answers.items() if key not in left_out}
            return read_submission(asked, {**given, "answers": kept})

    return read


async def _locked(session: AsyncSession, org_id: UUID, id: UUID) -> Held:
    found = select(Held).where(col(Held.org_id) == org_id, col(Held.id) == id).with_for_update()
    held = (await session.execute(found)).scalar_one_or_none()
    if held is None:
        raise NotFound
    return held


async def _opening(session: AsyncSession, org_id: UUID, id: UUID) -> Opening:
    found = select(Opening).where(col(Opening.org_id) == org_id, col(Opening.id) == id)
    opening = (await session.execute(found)).scalar_one_or_none()
    if opening is None:
        raise NotFound
    return opening


def _storable(value: Any) -> Any:
    """As jsonb can hold it: without NUL and half characters."""
    if isinstance(value, Mapping):
        return {_storable(str(key)): _storable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_storable(inner) for inner in value]
    return value.replace("\0", "").encode("utf-8", "replace").decode() if isinstance(value, str) else value
