"""Applying: one statement reads the door, one writes everything, or nothing when they have applied already."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, Select, bindparam, literal
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.clock import living_in, now
from plutomi.db import at_once, in_scope, owes
from plutomi.domain import areas, fields
from plutomi.domain.actors import Actor
from plutomi.domain.applicants.doors import Door, door, remembered, sealed
from plutomi.domain.applicants.foreseeing import Way, foresee, go_on
from plutomi.domain.applicants.returning import KEPT, lately, may_return, return_with
from plutomi.domain.applicants.writing import ANSWER_COLUMNS, answer_rows, delta, insert_deltas, insert_events
from plutomi.domain.events import record
from plutomi.domain.files.claiming import claim_files, give_files
from plutomi.domain.rowsets import insert_rows
from plutomi.errors import Invalid
from plutomi.ids import new_id, rank_on_top
from plutomi.models import Answer, Applicant, Opening, Placement
from plutomi.models.search import grams_of, searchable
from plutomi.models.slug import slug_meant
from plutomi.models.zone import zone_in
from plutomi.ready import Ready, Row, driver_of
from plutomi.rules.answers import Asked, Contact, prefills, read_answers, read_contact, together
from plutomi.rules.asked import MASK
from plutomi.tongue import code_of

MAX_SOURCE = 100
Reader = Callable[[tuple[Asked, ...], Mapping[str, Any]], tuple[Contact, dict[UUID, Any]]]


@dataclass(frozen=True, slots=True)
class Applied:
    """`is_new` is for us alone: what people see must not say whether an address had applied before."""

    applicant_id: UUID
    opening_id: UUID
    is_new: bool


async def apply(
    session: AsyncSession, actor: Actor, slug: str, given: Mapping[str, Any], read: Reader | None = None
) -> Applied:
    """Take an application: `given` holds name, email, phone, source and `answers` by question key.

    `prefill` may hold the parameters of the page's address: they answer hidden questions; `time_zone` the sender's.
    Invalid by field. The same email twice makes no second applicant; what was sent is kept on the timeline.
    """
    slug = slug_meant(slug)
    if known := remembered(actor.org_id, slug):
        with suppress(Invalid):  # perhaps only by what was asked before
            if applied := await _apply_at(session, actor, known, slug, given, read or read_submission):
                return applied
    while True:
        known = await door(session, actor.org_id, slug)
        if applied := await _apply_at(session, actor, known, slug, given, read or read_submission):
            return applied


async def _apply_at(
    session: AsyncSession, actor: Actor, entered: Door, slug: str, given: Mapping[str, Any], read: Reader
) -> Applied | None:
    """Apply at this door. None, and nothing is written, when it is not as it was any more."""
    contact, answers = read_there(entered, given, read)
    answers = await claim_files(session, actor, entered.asked, answers)
    source = fields.lenient(given.get("source"), MAX_SOURCE)
    applicant = _applicant(actor.org_id, entered, contact, source, code_of(given.get("locale")))
    applicant["time_zone"] = zone_in(given.get("time_zone"))
    area = await areas.remembered(session, actor.org_id, entered.area_id)
    applicant |= areas.columns(area, *areas.address_in(entered.asked, answers))
    way = await foresee(session, actor, entered, applicant, answers)
    if way.is_open:
        await driver_of(session)  # what follows belongs to it
    done = await at_once(session, _APPLY, _parameters(actor, entered, slug, applicant, answers, way))
    if done is None or done.seal != entered.seal:
        return None
    if done.id:
        owes(session)
        applied = Applied(applicant["id"], entered.opening_id, is_new=True)
    elif known := await _apply_again(session, actor, entered, contact, answers, applicant):
        applied = known
    else:
        return None
    await give_files(session, actor.org_id, applied.applicant_id, entered.asked, answers)
    if applied.is_new and way.is_open:
        await go_on(session, actor, entered, way)
    return applied


def read_submission(asked: tuple[Asked, ...], given: Mapping[str, Any]) -> tuple[Contact, dict[UUID, Any]]:
    """Contact and answers, checked together so that every wrong field is named at once."""
    answers = given.get("answers")
    answers = _prefilled(asked, answers if isinstance(answers, Mapping) else {}, given.get("prefill"))
    contact, values = together(lambda: read_contact(given), lambda: read_answers(asked, answers))
    return contact, values


def read_there(
    entered: Door, given: Mapping[str, Any], read: Reader = read_submission
) -> tuple[Contact, dict[UUID, Any]]:
    """The same, where it is the day it is where this was sent from; or, that unknown, where the opening is."""
    with living_in(zone_in(given.get("time_zone")) or entered.time_zone):
        return read(entered.asked, given)


def _prefilled(asked: tuple[Asked, ...], answers: Mapping[str, Any], parameters: Any) -> Mapping[str, Any]:
    """The answers, with those to hidden questions that parameters of the page's address give."""
    hidden = [one for one in asked if one.is_hidden and one.key not in answers]
    return {**prefills(hidden, parameters), **answers} if isinstance(parameters, Mapping) and hidden else answers


def _applicant(org_id: UUID, entered: Door, contact: Contact, source: str, locale: str) -> dict[str, Any]:
    sought = searchable(contact.name, contact.email, contact.phone)
    return {
        "org_id": org_id,
        "id": new_id(),
        "opening_id": entered.opening_id,
        "name": contact.name,
        "email": contact.email,
        "email_key": contact.email_key,
        "phone": contact.phone,
        "source": source,
        "applied_at": now(),
        "search_text": sought,
        "grams": grams_of(org_id, sought),
        "locale": locale,
    }


def _parameters(
    actor: Actor, entered: Door, slug: str, applicant: dict[str, Any], answers: dict[UUID, Any], way: Way
) -> dict[str, Any]:
    org_id, id = actor.org_id, applicant["id"]
    return applicant | {
        "org": org_id,
        "slug": slug,
        "seal": entered.seal,
        "stage": way.stage_id,
        "rank": rank_on_top(id),
        "completed_at": way.completed_at,
        "due_at": way.due_at,
        "is_looping": way.is_looping,
        "answers": answer_rows(org_id, id, entered.stage_id, entered.asked, answers),
        "events": way.events,
        "deltas": [delta(org_id, entered.opening_id, way.stage_id, 1)],
    }


async def _apply_again(
    session: AsyncSession, actor: Actor, entered: Door, contact: Contact, answers: dict[UUID, Any], sent: dict[str, Any]
) -> Applied | None:
    """Somebody known applies again: no second applicant, but their words are kept and their link is sent.

    Who has withdrawn is in again where the opening allows it. More often than a few times a day it is kept, but brings
    nobody in and no letter. None when they are gone by now.
    """
    found = await _known(session, actor.org_id, entered.opening_id, contact.email_key)
    if found is None:  # deleted since the statement met them
        return None
    applicant, opening = found
    again = await lately(session, applicant)
    if again.sent >= KEPT:
        return Applied(applicant.id, entered.opening_id, is_new=False)
    if applicant.withdrawn_at and may_return(applicant, opening) and not again.is_too_often:
        applicant.time_zone = sent["time_zone"] or applicant.time_zone
        applicant.area, applicant.area_reason = sent["area"], sent["area_reason"]
        to = (entered.stage_id, entered.stage_name)
        await return_with(session, actor, applicant, to, entered.asked, answers, sent["source"])
    else:
        said = {
            one.key: {"title": one.title, "value": MASK if one.is_secure else answers[one.question_id]}
            for one in entered.asked
            if one.question_id in answers
        }
        ids = {"opening_id": entered.opening_id, "applicant_id": applicant.id}
        data = {"name": contact.name, "phone": contact.phone, "answers": said, "tell": not again.is_too_often}
        record(session, actor, "applicant.reapplied", applicant.id, data=data, **ids)
    return Applied(applicant.id, entered.opening_id, is_new=False)


async def _known(session: AsyncSession, org_id: UUID, opening_id: UUID, email_key: str) -> Row | None:
    """Who has applied to this opening with this address, held until the transaction ends."""
    found = (
        select(Applicant, Opening)
        .join(Opening, (col(Opening.org_id) == Applicant.org_id) & (col(Opening.id) == Applicant.opening_id))
        .where(
            col(Applicant.org_id) == org_id,
            col(Applicant.opening_id) == opening_id,
            col(Applicant.email_key) == email_key,
        )
        .with_for_update(of=Applicant, key_share=True)
    )
    return (await session.execute(found)).one_or_none()


def _apply_statement() -> Select[Any]:
    """Everything an application is, in one statement that does nothing at another door, or for who is there already."""
    columns = (
        "org_id", "id", "opening_id", "name", "email", "email_key", "phone", "source", "applied_at", "search_text",
        "grams", "area", "area_reason", "locale", "time_zone",
    )  # fmt: skip
    table = Applicant.__table__.c  # type: ignore[attr-defined]
    bound = {key: bindparam(key, type_=table[key].type) for key in columns} | {"updated_at": bindparam("applied_at")}
    there = sealed(in_scope())
    given = select(*bound.values()).select_from(there).where(there.c.seal == bindparam("seal"))
    landed: CTE = (
        insert(Applicant)
        .from_select(list(bound), given, include_defaults=False)
        .on_conflict_do_nothing(constraint="applicant_once")
        .returning(col(Applicant.org_id), col(Applicant.id), col(Applicant.opening_id), col(Applicant.applied_at))
        .cte("landed")
    )
    return (
        select(select(landed.c.id).scalar_subquery().label("id"), there.c.seal)
        .add_cte(_place(landed).cte("placed"))
        .add_cte(insert_rows(Answer, "answers", *ANSWER_COLUMNS, gate=landed).cte("answered"))
        .add_cte(insert_events(landed).cte("recorded"))
        .add_cte(insert_deltas(landed).cte("counted"))
    )


def _place(landed: CTE) -> Any:
    columns = ("org_id", "applicant_id", "opening_id", "entered_at", "version", "stage_id", *WAY)
    table = Placement.__table__.c  # type: ignore[attr-defined]
    stage = bindparam("stage", type_=table.stage_id.type)
    rest = [bindparam(key, type_=table[key].type) for key in WAY]
    found = select(  # type: ignore[call-overload]
        landed.c.org_id, landed.c.id, landed.c.opening_id, landed.c.applied_at, literal(1), stage, *rest
    )
    return insert(Placement).from_select(columns, found, include_defaults=False)


WAY = ("rank", "completed_at", "due_at", "is_looping")
_APPLY = Ready(_apply_statement())
