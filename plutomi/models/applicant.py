"""Applicants: one person's application to one opening; where they stand, what they answered, what is noted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from plutomi.models.base import Dated, InOrg, Owned, belongs_to, maybe_moment, moment, with_default
from plutomi.tongue import mark

MAX_NAME, MAX_NOTE = 200, 10_000
MAX_WHY, MAX_REASON = 1000, 200
# Why people withdraw, as they choose it and as it reads.
WITHDRAWALS = {
    "other_work": mark("I found other work"),
    "pay": mark("The pay"),
    "hours": mark("The hours"),
    "place": mark("The place or the way there"),
    "too_long": mark("It took too long"),
    "changed_mind": mark("I changed my mind"),
    "other": mark("Something else"),
}


class Applicant(Owned, table=True):
    """`email_key` is the address as compared; `grams` and `search_text` are what search looks at (models/search.py).

    `area` is how their address stands to the opening's service area, None where it has none.
    `withdrawn_for` is one of WITHDRAWALS or "", `withdrawn_words` what they said about it; `rejected_for` is the
    org's own reason, which applicants are not shown. `assignee_id` is the member who looks after them.
    `locale` is the language they applied in, with its region if it is known (es-MX), for letters; None for the org's.
    `time_zone` is the one their browser named last, None when it named none.
    """

    __table_args__ = (
        belongs_to("opening", "opening_id"),
        ForeignKeyConstraint(
            ["org_id", "assignee_id"],
            ["membership.org_id", "membership.user_id"],
            ondelete="SET NULL (assignee_id)",
            name="applicant_assignee",
        ),
        UniqueConstraint("org_id", "opening_id", "email_key", name="applicant_once"),
        CheckConstraint("area in ('inside', 'outside', 'unknown')", name="applicant_area"),
        Index("applicant_grams", "grams", postgresql_using="gin"),
        Index("applicant_opening", "org_id", "opening_id", "id"),
        Index("applicant_email", "org_id", "email_key"),
        Index("applicant_phone", "org_id", "phone", postgresql_where=text("phone <> ''")),
        Index("applicant_assigned", "org_id", "assignee_id", "id", postgresql_where=text("assignee_id is not null")),
    )
    opening_id: UUID
    name: str
    email: str
    email_key: str
    phone: str = ""
    source: str = ""
    applied_at: datetime = moment()
    updated_at: datetime = moment()
    withdrawn_at: datetime | None = maybe_moment()
    area: str | None = None
    area_reason: str = Field(default="", sa_column_kwargs={"server_default": ""})
    withdrawn_for: str = with_default("")
    withdrawn_words: str = with_default("")
    rejected_at: datetime | None = maybe_moment()
    rejected_for: str = with_default("")
    assignee_id: UUID | None = None
    locale: str | None = None
    time_zone: str | None = None
    search_text: str = ""
    grams: list[int] = Field(default_factory=list, sa_column=Column(ARRAY(Integer), nullable=False))


class Placement(InOrg, table=True):
    """Where an applicant stands. Narrow, for it changes often; absent once they have withdrawn or were rejected.

    `rank` orders cards by bytes, then by applicant; `version` grows by one at each change of place;
    `completed_at` is when the stage's form was completed; `noted_at` when the last note was written; `deadline_at`
    until when they are asked to do what the stage asks. `due_at` is when the clock must look at it next, never later
    than the truth, and `looked_at` when it last did; `active_at` is the applicant's last own act since they entered;
    `is_looping` when rules had sent them round until they were stopped.
    """

    __table_args__ = (
        belongs_to("applicant", "applicant_id"),
        belongs_to("opening", "opening_id"),
        belongs_to("stage", "stage_id", ondelete="NO ACTION"),
        Index("placement_board", "org_id", "stage_id", "rank", "applicant_id"),
        Index("placement_entered", "org_id", "stage_id", "entered_at", "applicant_id"),
        Index("placement_opening", "org_id", "opening_id"),
        Index("placement_due", "org_id", "due_at", "applicant_id", postgresql_where=text("due_at is not null")),
    )
    applicant_id: UUID = Field(primary_key=True)
    opening_id: UUID
    stage_id: UUID
    rank: str = Field(sa_column=Column(String(collation="C"), nullable=False))
    entered_at: datetime = moment()
    due_at: datetime | None = maybe_moment()
    looked_at: datetime | None = maybe_moment()
    active_at: datetime | None = maybe_moment()
    is_looping: bool = with_default(False)
    completed_at: datetime | None = maybe_moment()
    noted_at: datetime | None = maybe_moment()
    deadline_at: datetime | None = maybe_moment()
    version: int = 1


class Answer(InOrg, table=True):
    """One applicant's answer to one question, with the question's words and version as they were then."""

    __table_args__ = (
        belongs_to("applicant", "applicant_id"),
        belongs_to("question", "question_id", ondelete="NO ACTION"),
    )
    applicant_id: UUID = Field(primary_key=True)
    question_id: UUID = Field(primary_key=True)
    stage_id: UUID | None = None
    title: str
    type: str
    value: Any = Field(sa_column=Column(JSONB, nullable=False))
    version: int = 1
    is_secure: bool = False
    answered_at: datetime = moment()


class Note(Owned, Dated, table=True):
    """A recruiter's note on an applicant."""

    __table_args__ = (belongs_to("applicant", "applicant_id"), Index("note_applicant", "org_id", "applicant_id", "id"))
    applicant_id: UUID
    user_id: UUID | None = Field(default=None, sa_column_args=[ForeignKey("user.id", ondelete="SET NULL")])
    author: str
    body: str


class View(InOrg, table=True):
    """When a user last looked at an applicant: what is new to them, what note they have not read."""

    __table_args__ = (belongs_to("applicant", "applicant_id"),)
    applicant_id: UUID = Field(primary_key=True)
    user_id: UUID = Field(sa_column_args=[ForeignKey("user.id", ondelete="CASCADE")], primary_key=True)
    viewed_at: datetime = moment()
