"""What people have typed but not sent: nobody's answer, shown to no recruiter."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from plutomi.models.base import Dated, InOrg, Owned, belongs_to, document, moment


class Draft(InOrg, table=True):
    """An applicant's unsent form of one stage. `typed` is by the field's name: `said` (its values), `at` (ms)."""

    __table_args__ = (
        belongs_to("applicant", "applicant_id"),
        belongs_to("stage", "stage_id"),
        Index("draft_saved", "saved_at"),
    )
    applicant_id: UUID = Field(primary_key=True)
    stage_id: UUID = Field(primary_key=True)
    typed: dict[str, Any] = document()
    saved_at: datetime = moment()


class Beginning(Owned, Dated, table=True):
    """An opening's form begun by somebody who asked for a link to finish it later. They are no applicant yet."""

    __table_args__ = (
        belongs_to("opening", "opening_id"),
        Index("beginning_opening", "org_id", "opening_id"),
        Index("beginning_saved", "saved_at"),
    )
    opening_id: UUID
    email: str
    typed: dict[str, Any] = document()
    saved_at: datetime = moment()
