"""The emails owed to people: written down in the transaction that owes them, claimed and sent by the jobs."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from plutomi.clock import now
from plutomi.db import owes
from plutomi.domain.rowsets import insert_rows, plain
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


async def owe_all(session: AsyncSession, letters: Sequence[Message]) -> None:
    """Owe many at once, in one statement."""
    if letters:
        await _OWE.rows(session, {"messages": plain(letter.model_dump() for letter in letters)})
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
    mine = (col(Message.org_id) == message.org_id, col(Message.id) == message.id, col(Message.state) == "owed")
    await session.execute(update(Message).where(*mine).values(**values))


_COLUMNS = tuple(column.key for column in Message.__table__.c)  # type: ignore[attr-defined]
_OWE = Ready(insert_rows(Message, "messages", *_COLUMNS).returning(col(Message.id)))
