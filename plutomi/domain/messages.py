"""The emails owed to people: written down in the transaction that owes them, claimed and sent by the jobs."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from plutomi.clock import now
from plutomi.db import owes
from plutomi.domain.rowsets import insert_rows
from plutomi.ids import new_id
from plutomi.models import Message
from plutomi.ready import Ready

LEASE = timedelta(minutes=2)  # how long a claimed message is nobody else's
PAUSES = tuple(timedelta(seconds=s) for s in (5, 60, 300, 1800, 7200, 28800, 86400))  # before each further attempt
MAX_ERROR = 500


def owe(
    session: AsyncSession,
    org_id: UUID,
    template: str,
    recipient: str,
    context: dict[str, Any],
    *,
    applicant_id: UUID | None = None,
    event_id: UUID | None = None,
) -> Message:
    """Owe `recipient` an email. `context` must hold no secret: links are signed when the email is rendered."""
    message = Message(
        org_id=org_id,
        template=template,
        recipient=recipient,
        context=context,
        applicant_id=applicant_id,
        event_id=event_id,
    )
    session.add(message)
    owes(session)
    return message


def letter_row(
    org_id: UUID, template: str, recipient: str, context: dict[str, Any], applicant_id: UUID, event_id: UUID
) -> dict[str, Any]:
    """An owed email's columns, for owe_all(): a hundred model instances cost more than all else about them."""
    at = now()
    return {
        "org_id": org_id,
        "id": new_id(),
        "template": template,
        "recipient": recipient,
        "context": context,
        "applicant_id": applicant_id,
        "event_id": event_id,
        "state": "owed",
        "attempts": 0,
        "created_at": at,
        "due_at": at,
        "provider_id": "",
        "error": "",
    }


async def owe_all(session: AsyncSession, letters: Sequence[dict[str, Any]]) -> None:
    """Owe many at once, in one statement: rows of letter_row()."""
    if letters:
        await _OWE.rows(session, {"messages": letters})
        owes(session)


async def claim(session: AsyncSession, org_id: UUID, most: int = 20) -> Sequence[Message]:
    """Take due messages for the length of a lease: another process sees them again only when it has run out."""
    due = select(col(Message.id)).where(
        col(Message.org_id) == org_id, col(Message.state) == "owed", col(Message.due_at) <= now()
    )
    batch = due.order_by(col(Message.due_at)).limit(most).with_for_update(skip_locked=True).cte("batch")
    taken = (
        update(Message)
        .where(col(Message.org_id) == org_id, col(Message.id).in_(select(batch.c.id)))
        .values(due_at=now() + LEASE, attempts=col(Message.attempts) + 1)
        .returning(Message)
    )
    return (await session.execute(taken)).scalars().all()


async def sent(session: AsyncSession, message: Message, provider_id: str) -> None:
    await _settle(session, message, state="sent", sent_at=now(), provider_id=provider_id, error="")


async def failed(session: AsyncSession, message: Message, reason: str) -> None:
    """It will never go."""
    await _settle(session, message, state="failed", error=reason[:MAX_ERROR])


async def postpone(session: AsyncSession, message: Message, reason: str, retry_after: int = 0) -> None:
    """Try again later; after the last attempt it has failed."""
    again = next_attempt(message.attempts, now(), retry_after)
    if again is None:
        await failed(session, message, reason)
    else:
        await _settle(session, message, due_at=again, error=reason[:MAX_ERROR])


async def forget(session: AsyncSession, org_id: UUID, applicants: Collection[UUID] | SelectOfScalar[UUID]) -> None:
    """Delete what was or is owed to these applicants. Empty their events first: that waits for a relay under way."""
    theirs = (col(Message.org_id) == org_id, col(Message.applicant_id).in_(applicants))
    await session.execute(delete(Message).where(*theirs).execution_options(synchronize_session=False))


def next_attempt(attempts: int, at: datetime, retry_after: int = 0) -> datetime | None:
    """When to try again after `attempts` of them, `retry_after` (seconds) at the soonest; None: never."""
    if attempts > len(PAUSES):
        return None
    return at + max(PAUSES[attempts - 1], timedelta(seconds=retry_after))


async def _settle(session: AsyncSession, message: Message, **values: Any) -> None:
    was = {key: getattr(message, key) for key in SETTLED}
    await _SETTLE.rows(session, {"org": message.org_id, "message": message.id} | was | values)


def _settle_statement() -> Any:
    table = Message.__table__.c  # type: ignore[attr-defined]
    mine = (table.org_id == bindparam("org"), table.id == bindparam("message"), table.state == "owed")
    return update(Message).where(*mine).values({key: bindparam(key, type_=table[key].type) for key in SETTLED})


SETTLED = ("state", "due_at", "sent_at", "provider_id", "error")
_COLUMNS = tuple(column.key for column in Message.__table__.c)  # type: ignore[attr-defined]
_SETTLE = Ready(_settle_statement())
_OWE = Ready(insert_rows(Message, "messages", *_COLUMNS).returning(col(Message.id)))
