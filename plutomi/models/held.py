"""Submissions held back because they look like a program's: for a recruiter to release or to throw away."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index

from plutomi.models.base import Owned, belongs_to, document, moment


class Held(Owned, table=True):
    """`given` is all that was sent, as the verb takes it; `reason` is what gave it away."""

    __table_args__ = (belongs_to("opening", "opening_id"), Index("held_opening", "org_id", "opening_id", "id"))
    opening_id: UUID
    name: str
    email: str
    given: dict[str, Any] = document()
    reason: str
    ip: str = ""
    held_at: datetime = moment()
