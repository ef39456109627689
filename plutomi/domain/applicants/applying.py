"""Applying: one statement reads the door, one writes everything, or nothing when they have applied already."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, Select, bindparam, literal
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from plutomi.clock import now
from plutomi.db import owes
from plutomi.domain import areas, fields, forms
from plutomi.domain.actors import Actor
from plutomi.domain.applicants.returning import is_too_often, policy_of, return_with
from plutomi.domain.applicants.writing import delta, insert_deltas, insert_events
from plutomi.domain.events import event_row, record
from plutomi.domain.files.claiming import claim_files, give_files
from plutomi.domain.rowsets import insert_rows
from plutomi.errors import NotFound, OpeningClosed
from plutomi.ids import new_id, rank_on_top
from plutomi.models import Answer, Applicant, Opening, Placement, ServiceArea, Stage
from plutomi.models.search import grams_of, searchable
from plutomi.models.slug import is_slug
from plutomi.ready import Ready
from plutomi.rules.answers import Asked, Contact, prefills, read_answers, read_contact, together
from plutomi.rules.asked import MASK
from plutomi.tongue import code_of, say

MAX_SOURCE = 100
Reader = Callable[[tuple[Asked, ...], Mapping[str, Any]], tuple[Contact, dict[UUID, Any]]]


@dataclass(frozen=True, slots=True)
class Door:
    """What somebody who applies meets: the opening, its first stage and that stage's form."""

    opening_id: UUID
    opening_name: str
    stage_id: UUID
    stage_name: str
    next_stage_id: UUID | None
    next_stage_name: str | None
    asked: tuple[Asked, ...]
    area_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """`is_new` is for us alone: what people see must not say whether an address had applied before."""

    applicant_id: UUID
    opening_id: UUID
    is_new: bool


async def door(session: AsyncSession, org_id: UUID, slug: str) -> Door:
    """The way into an opening. NotFound when private or absent; OpeningClosed when it takes nobody now."""
    row = await _DOOR.first(session, {"org": org_id, "slug": slug}) if is_slug(slug) else None
    if row is None or row.state == "private":
        raise NotFound(say("There is no such opening."))
    if row.state == "closed" or row.stage_id is None:
        raise OpeningClosed
    return Door(
        row.id,
        row.name,
        row.stage_id,
        row.stage_name,
        row.next_stage_id,
        row.next_stage_name,
        forms.read(row.asked),
        row.area_id,
    )


async def apply(
    session: AsyncSession, actor: Actor, slug: str, given: Mapping[str, Any], read: Reader | None = None
) -> Applied:
    """Take an application: `given` holds name, email, phone, source and `answers` by question key.

    `prefill` may hold the parameters of the page's address: they answer hidden questions.
    Invalid by field. The same email twice makes no second applicant; what was sent is kept on the timeline.
    """
    entered = await door(session, actor.org_id, slug)
    contact, answers = (read or read_submission)(entered.asked, given)
    answers = await claim_files(session, actor, entered.asked, answers)
    source = fields.lenient(given.get("source"), MAX_SOURCE)
    applicant = _applicant(actor.org_id, entered, contact, source, code_of(given.get("locale")))
    area = await areas.remembered(session, actor.org_id, entered.area_id)
    applicant |= areas.columns(area, *areas.address_in(entered.asked, answers))
    if await _APPLY.first(session, _parameters(actor, entered, applicant, answers)):
        owes(session)
        applied = Applied(applicant["id"], entered.opening_id, is_new=True)
    else:
        applied = await _apply_again(session, actor, entered, contact, answers, applicant)
    await give_files(session, actor.org_id, applied.applicant_id, entered.asked, answers)
    return applied


def read_submission(asked: tuple[Asked, ...], given: Mapping[str, Any]) -> tuple[Contact, dict[UUID, Any]]:
    """Contact and answers, checked together so that every wrong field is named at once."""
    answers = given.get("answers")
    answers = _prefilled(asked, answers if isinstance(answers, Mapping) else {}, given.get("prefill"))
    contact, values = together(lambda: read_contact(given), lambda: read_answers(asked, answers))
    return contact, values


def _prefilled(asked: tuple[Asked, ...], answers: Mapping[str, Any], parameters: Any) -> Mapping[str, Any]:
    """The answers, with those to hidden questions that parameters of the page's address give."""
    hidden = [one for one in asked if one.is_hidden and one.key not in answers]
    return {**prefills(hidden, parameters), **answers} if isinstance(parameters, Mapping) and hidden else answers


def answer_rows(
    org_id: UUID, applicant_id: UUID, stage_id: UUID, asked: tuple[Asked, ...], answers: Mapping[UUID, Any]
) -> list[dict[str, Any]]:
    """The rows of `answers`, each with its question's words of today."""
    at = now()
    return [
        {
            "org_id": org_id,
            "applicant_id": applicant_id,
            "question_id": question.question_id,
            "stage_id": stage_id,
            "title": question.title,
            "type": question.type,
            "value": answers[question.question_id],
            "version": question.version,
            "is_secure": question.is_secure,
            "answered_at": at,
        }
        for question in asked
        if question.question_id in answers
    ]


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


def _parameters(actor: Actor, entered: Door, applicant: dict[str, Any], answers: dict[UUID, Any]) -> dict[str, Any]:
    org_id, id = actor.org_id, applicant["id"]
    lands_in = entered.next_stage_id or entered.stage_id
    return applicant | {
        "stage": lands_in,
        "rank": rank_on_top(id),
        "completed_at": None if entered.next_stage_id else applicant["applied_at"],
        "answers": answer_rows(org_id, id, entered.stage_id, entered.asked, answers),
        "events": _events(actor, entered, applicant),
        "deltas": [delta(org_id, entered.opening_id, lands_in, 1)],
    }


def _events(actor: Actor, entered: Door, applicant: dict[str, Any]) -> list[dict[str, Any]]:
    """`applied`, and when the first stage leads on at once, `moved` because of it."""
    about = {"opening_id": entered.opening_id, "applicant_id": applicant["id"]}
    first = {"stage_id": str(entered.stage_id), "stage": entered.stage_name, "source": applicant["source"]}
    first["next"] = str(entered.next_stage_id) if entered.next_stage_id else None
    applied = event_row(actor, "applicant.applied", applicant["id"], data=first, **about)
    if entered.next_stage_id is None:
        return [applied]
    went = {"from": str(entered.stage_id), "to": str(entered.next_stage_id)}
    went |= {"from_name": entered.stage_name, "to_name": entered.next_stage_name or ""}
    moved = event_row(actor, "applicant.moved", applicant["id"], data=went, cause=applied["id"], depth=1, **about)
    return [applied, moved]


async def _apply_again(
    session: AsyncSession, actor: Actor, entered: Door, contact: Contact, answers: dict[UUID, Any], sent: dict[str, Any]
) -> Applied:
    """Somebody known applies again: no second applicant, but their words are kept and their link is sent.

    Who has withdrawn is in again where the opening allows it. More often than a few times a day changes nothing.
    """
    known = (
        select(Applicant, Opening)
        .join(Opening, (col(Opening.org_id) == Applicant.org_id) & (col(Opening.id) == Applicant.opening_id))
        .where(
            col(Applicant.org_id) == actor.org_id,
            col(Applicant.opening_id) == entered.opening_id,
            col(Applicant.email_key) == contact.email_key,
        )
        .with_for_update(of=Applicant, key_share=True)
    )
    found = (await session.execute(known)).one()
    applicant, opening = found[0], found[1]
    if await is_too_often(session, applicant):
        return Applied(applicant.id, entered.opening_id, is_new=False)
    if applicant.withdrawn_at and policy_of(opening).allows(applicant.withdrawn_at, now()):
        rows = answer_rows(actor.org_id, applicant.id, entered.stage_id, entered.asked, answers)
        to = (entered.stage_id, entered.stage_name)
        applicant.area, applicant.area_reason = sent["area"], sent["area_reason"]
        await return_with(session, actor, applicant, to, rows, sent["source"])
    else:
        said = {
            one.title: MASK if one.is_secure else answers[one.question_id]
            for one in entered.asked
            if one.question_id in answers
        }
        ids = {"opening_id": entered.opening_id, "applicant_id": applicant.id}
        data = {"name": contact.name, "phone": contact.phone, "answers": said}
        record(session, actor, "applicant.reapplied", applicant.id, data=data, **ids)
    return Applied(applicant.id, entered.opening_id, is_new=False)


def _door_statement() -> Select[Any]:
    onward: Any = aliased(Stage)
    first = (
        select(Stage.id, Stage.name, Stage.next_stage_id)
        .where(col(Stage.org_id) == Opening.org_id, col(Stage.opening_id) == Opening.id)
        .order_by(col(Stage.position))
        .limit(1)
        .lateral("first")
    )
    return (
        select(  # type: ignore[call-overload]
            Opening.id,
            Opening.name,
            Opening.state,
            first.c.id.label("stage_id"),
            first.c.name.label("stage_name"),
            first.c.next_stage_id,
            onward.name.label("next_stage_name"),
            forms.asked_in(first.c.id, col(Opening.org_id)).label("asked"),
            col(ServiceArea.id).label("area_id"),
        )
        .select_from(Opening)
        .outerjoin(first, literal(True))
        .outerjoin(onward, (onward.org_id == Opening.org_id) & (onward.id == first.c.next_stage_id))
        .outerjoin(
            ServiceArea,
            (col(ServiceArea.org_id) == Opening.org_id)
            & (col(ServiceArea.opening_id) == Opening.id)
            & col(ServiceArea.is_set),
        )
        .where(col(Opening.org_id) == bindparam("org"), col(Opening.slug) == bindparam("slug"))
    )


def _apply_statement() -> Select[Any]:
    """Everything an application is, in one statement that does nothing when the applicant is there already."""
    columns = (
        "org_id", "id", "opening_id", "name", "email", "email_key", "phone", "source", "applied_at", "search_text",
        "grams", "area", "area_reason", "locale",
    )  # fmt: skip
    table = Applicant.__table__.c  # type: ignore[attr-defined]
    bound = {key: bindparam(key, type_=table[key].type) for key in columns}
    landed: CTE = (
        insert(Applicant)
        .values(**bound, updated_at=bound["applied_at"])
        .on_conflict_do_nothing(constraint="applicant_once")
        .returning(col(Applicant.org_id), col(Applicant.id), col(Applicant.opening_id), col(Applicant.applied_at))
        .cte("landed")
    )
    return (
        select(landed.c.id)
        .add_cte(_place(landed).cte("placed"))
        .add_cte(insert_rows(Answer, "answers", *ANSWER_COLUMNS, gate=landed).cte("answered"))
        .add_cte(insert_events(landed).cte("recorded"))
        .add_cte(insert_deltas(landed).cte("counted"))
    )


def _place(landed: CTE) -> Any:
    columns = ("org_id", "applicant_id", "opening_id", "stage_id", "rank", "entered_at", "completed_at", "version")
    table = Placement.__table__.c  # type: ignore[attr-defined]
    stage, rank, completed = (
        bindparam(name, type_=table[key].type)
        for name, key in (("stage", "stage_id"), ("rank", "rank"), ("completed_at", "completed_at"))
    )
    found = select(  # type: ignore[call-overload]
        landed.c.org_id, landed.c.id, landed.c.opening_id, stage, rank, landed.c.applied_at, completed, literal(1)
    )
    return insert(Placement).from_select(columns, found, include_defaults=False)


ANSWER_COLUMNS = (
    "org_id", "applicant_id", "question_id", "stage_id", "title", "type", "value", "version", "is_secure",
    "answered_at",
)  # fmt: skip
_DOOR = Ready(_door_statement())
_APPLY = Ready(_apply_statement())
