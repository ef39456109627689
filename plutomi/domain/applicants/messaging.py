"""What the org writes to an applicant: sent by email, and kept on the applicant's own page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.clock import now
from plutomi.domain import fields, letters, messages
from plutomi.domain.actors import Actor, admit
from plutomi.domain.applicants.standing import oneself, several
from plutomi.domain.events import record
from plutomi.errors import NotFound
from plutomi.ids import LAST
from plutomi.models import Applicant, Message, Opening, Org
from plutomi.ready import Ready, Row
from plutomi.settings import get_settings
from plutomi.templating import with_link
from plutomi.tongue import speaking

MAX_SUBJECT, MAX_BODY, MOST = 150, 10_000, 100
UNTOLD = ("personal_link",)  # leads to the very page it would stand on


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as lists show it; `is_personal` when a member wrote it. `state`: owed, sent or failed."""

    id: UUID
    subject: str
    body: str
    is_personal: bool
    state: str
    created_at: datetime
    seen_at: datetime | None

    @property
    def is_new(self) -> bool:
        """Only what somebody wrote can be new: the rest tells of what the applicant knows, and went by email."""
        return self.is_personal and self.seen_at is None


async def write(session: AsyncSession, actor: Actor, id: UUID, subject: Any, body: Any, **told: str) -> Written:
    """Write to one applicant, in plain text: owed by email at once. Invalid by field. The event keeps what is `told`.

    Where the body says `{{ link }}`, they find their own link: it is made when the email is sent, and never kept.
    """
    (message,) = await write_all(session, actor, {id: {"subject": subject, "body": body}}, **told)
    return written(message)


async def write_all(
    session: AsyncSession, actor: Actor, given: Mapping[UUID, Mapping[str, Any]], **told: str
) -> list[Message]:
    """The same to several, to each `subject` and `body` of their own, or to none of them."""
    await admit(session, actor)
    people = await several(session, actor.org_id, given)
    org = await session.get_one(Org, actor.org_id)
    owed = []
    for id, one in given.items():
        said = fields.read({"subject": partial(_subject, one["subject"]), "body": partial(_body, one["body"])})
        opening = await session.get_one(Opening, (actor.org_id, people[id].opening_id))
        owed.append(_owe(session, actor, people[id], org, opening, said, told))
    return owed


def _owe(
    session: AsyncSession,
    actor: Actor,
    applicant: Applicant,
    org: Org,
    opening: Opening,
    said: dict[str, Any],
    told: dict[str, str],
) -> Message:
    ids = {"opening_id": applicant.opening_id, "applicant_id": applicant.id}
    event = record(session, actor, "applicant.messaged", applicant.id, data={"subject": said["subject"], **told}, **ids)
    context = {"org": org.name, "name": applicant.name, "opening": opening.name, **said}
    context |= letters.in_language(applicant.locale or org.language)
    to = {"applicant_id": applicant.id, "event_id": event.id}
    message = messages.owe(session, actor.org_id, "message", applicant.email, context, **to)
    event.data = event.data | {"message_id": str(message.id)}
    return message


async def written_to(
    session: AsyncSession, actor: Actor, id: UUID, before: UUID | None = None, most: int = MOST
) -> list[Written]:
    """What was written to an applicant, newest first, `before` an id for the next page; for members."""
    await admit(session, actor)
    await _known(session, actor.org_id, id)
    return [written(message) for message in await letters_to(session, actor.org_id, id, before or LAST, most)]


async def one(session: AsyncSession, actor: Actor, id: UUID) -> Written:
    """A letter to an applicant, for members; NotFound."""
    await admit(session, actor)
    message = await session.get(Message, (actor.org_id, id))
    if message is None or message.applicant_id is None:
        raise NotFound
    return written(message)


async def mine(session: AsyncSession, actor: Actor) -> list[Written]:
    """What the org wrote to the applicant who asks, newest first."""
    if actor.kind != "applicant" or actor.id is None:
        raise NotFound
    return [written(message) for message in await letters_to(session, actor.org_id, actor.id)]


async def see(session: AsyncSession, actor: Actor, message_id: UUID) -> None:
    """The applicant has opened a letter: it is not new any more. NotFound for another's."""
    applicant = await oneself(session, actor)
    its = (col(Message.org_id) == actor.org_id, col(Message.id) == message_id)
    found = select(col(Message.id)).where(*its, col(Message.applicant_id) == applicant.id)
    if (await session.execute(found)).scalar() is None:
        raise NotFound
    await session.execute(update(Message).where(*its, col(Message.seen_at).is_(None)).values(seen_at=now()))


async def letters_to(
    session: AsyncSession, org_id: UUID, id: UUID, before: UUID = LAST, most: int = MOST
) -> Sequence[Row]:
    return await _LETTERS.rows(session, {"org": org_id, "applicant": id, "before": before, "most": most})


def written(message: Row) -> Written:
    """A letter in words. Its link is the page's plain address: whoever reads this is there already."""
    is_personal, here = message.template == "message", {"url": f"{get_settings().base_url}/my"}
    facts = letters.EARLIER | message.context | here
    with speaking(letters.tongue_in(message.context)):
        subject = letters.subject_of(message.template, facts)
        words = "" if is_personal else letters.words_of(message.template, facts)
    return Written(
        message.id,
        subject,
        with_link(str(message.context.get("body", "")), here["url"]) if is_personal else words,
        is_personal,
        message.state,
        message.created_at,
        message.seen_at,
    )


async def _known(session: AsyncSession, org_id: UUID, id: UUID) -> None:
    found = select(col(Applicant.id)).where(col(Applicant.org_id) == org_id, col(Applicant.id) == id)
    if (await session.execute(found)).scalar() is None:
        raise NotFound


def _subject(value: Any) -> str:
    return fields.line(value, MAX_SUBJECT, "Give it a subject.")


def _body(value: Any) -> str:
    text = fields.text(value, MAX_BODY)
    if not text:
        raise ValueError("Write something first.")
    return text


def _letters() -> Any:
    its = Message.__table__.c  # type: ignore[attr-defined]
    mine = (its.org_id == bindparam("org"), its.applicant_id == bindparam("applicant"), its.id < bindparam("before"))
    told = (its.template != one for one in UNTOLD)
    return select(*its).where(*mine, *told).order_by(its.id.desc()).limit(bindparam("most", type_=Integer))


_LETTERS = Ready(_letters())
