"""The emails owed to people: written down in the transaction that owes them, sent by the jobs."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.db import owes
from plutomi.models import Message


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
