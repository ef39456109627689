"""The event log: timeline, audit and outbox in one; and the messages owed to people."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, text
from sqlmodel import Field

from plutomi.models.base import Owned, document, maybe_moment, moment

MAX_DEPTH = 20
# Types that a look at the newest events finds soon: an index over them would cost every application and move.
FREQUENT = ("applicant.applied", "applicant.moved", "applicant.ranked", "applicant.submitted")


class Event(Owned, table=True):
    """Something that happened, recorded in the transaction that made it so.

    `type` is `noun.past`; `subject_id` is the noun's id. `tx` is the transaction, so that a reader can tell
    whether a snapshot already holds it. `relayed_at` is empty until the relay has made what the event owes; `parked_at`
    and `relay_error` say when and why it could not, and the relay went on without it.
    """

    __table_args__ = (
        Index("event_unrelayed", "org_id", "id", postgresql_where=text("relayed_at is null")),
        Index("event_parked", "org_id", "id", postgresql_where=text("parked_at is not null")),
        Index("event_type", "org_id", "type", "id", postgresql_where=text(f"type not in {FREQUENT}")),
        Index("event_applicant", "org_id", "applicant_id", "id", postgresql_where=text("applicant_id is not null")),
        Index("event_rule", "org_id", "actor_id", "id", postgresql_where=text("actor_kind = 'rule'")),
        Index("event_opening", "org_id", "opening_id", "id", postgresql_where=text("opening_id is not null")),
    )
    type: str
    subject_id: UUID
    opening_id: UUID | None = None
    applicant_id: UUID | None = None
    actor_kind: str
    actor_id: UUID | None = None
    actor_name: str = ""
    ip: str = ""
    cause: UUID | None = None
    depth: int = 0
    data: dict[str, Any] = document()
    at: datetime = moment()
    tx: int = Field(
        default=None,
        sa_column=Column(BigInteger, nullable=False, server_default=text("(pg_current_xact_id()::text)::bigint")),
    )
    relayed_at: datetime | None = maybe_moment()
    parked_at: datetime | None = maybe_moment()
    relay_error: str | None = None


class Message(Owned, table=True):
    """An email owed. `context` holds what the template needs and no secret: links are signed when it is sent.

    `seen_at` is when the applicant it is to opened it on their own page.
    """

    __table_args__ = (
        CheckConstraint("state in ('owed', 'sent', 'failed')", name="message_state"),
        Index("message_owed", "org_id", "due_at", postgresql_where=text("state = 'owed'")),
        Index("message_failed", "due_at", postgresql_where=text("state = 'failed'")),
        Index("message_applicant", "org_id", "applicant_id", "id", postgresql_where=text("applicant_id is not null")),
    )
    template: str
    recipient: str
    context: dict[str, Any] = document()
    applicant_id: UUID | None = None
    event_id: UUID | None = None
    state: str = "owed"
    attempts: int = 0
    created_at: datetime = moment()
    due_at: datetime = moment()
    sent_at: datetime | None = maybe_moment()
    seen_at: datetime | None = maybe_moment()
    provider_id: str = ""
    error: str = ""
