"""Openings, and their stages in order."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from plutomi.models.base import (
    Dated,
    InOrg,
    Owned,
    belongs_to,
    document,
    in_org,
    inherited,
    maybe_moment,
    moment,
    with_default,
    with_document,
)

MAX_NAME, MAX_PLACE, MAX_DESCRIPTION = 100, 200, 20_000
MAX_SIBLINGS = 200
OpeningState = Literal["private", "public", "closed"]
Reapply = Literal["once", "after", "unlimited"]
MAX_REAPPLY_DAYS = 3650
OFFICE_HOURS = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


class Opening(Owned, Dated, table=True):
    """What people apply to. Its slug is its public address and never changes.

    `sites` are the origins whose pages may show its form in a frame, none for any.
    `reapply` says whether who has withdrawn may apply again: once (no), after `reapply_days`, unlimited.
    `hours` are its business hours by weekday (mon, tue ...), each a list of spans like ["09:00", "17:00"], in its
    `time_zone`; `holidays` are days on which there are none.
    """

    __table_args__ = (
        in_org(),
        UniqueConstraint("org_id", "slug", name="opening_slug"),
        CheckConstraint("state in ('private', 'public', 'closed')", name="opening_state"),
        CheckConstraint("reapply in ('once', 'after', 'unlimited')", name="opening_reapply"),
        CheckConstraint("reapply_days between 1 and 3650", name="opening_reapply_days"),
    )
    slug: str = Field(max_length=80)
    name: str = Field(max_length=MAX_NAME)
    description: str = ""
    place: str = ""
    state: str = "private"
    sites: list[str] = document(list)
    style: dict[str, Any] = inherited()
    changed_at: datetime = moment()
    reapply: str = with_default("once")
    reapply_days: int = with_default(30)
    time_zone: str = with_default("UTC")
    hours: dict[str, Any] = with_document(OFFICE_HOURS)
    holidays: list[str] = with_document([])

    @property
    def is_public(self) -> bool:
        return self.state == "public"


class Stage(Owned, Dated, table=True):
    """A step of an opening; `next_stage_id` is where its form's completion leads, None to stay for review.

    `rules_version` is another after each change of the rules it follows, 0 while there was never one; `plan_owed_at`
    is when the clock is to reckon anew what it owes those who stand there, and has done so up to `planned_at` and
    `planned_to`, whose time of entering and id they are.
    """

    __table_args__ = (
        belongs_to("opening", "opening_id"),
        ForeignKeyConstraint(
            ["org_id", "next_stage_id"],
            ["stage.org_id", "stage.id"],
            ondelete="SET NULL (next_stage_id)",
            name="stage_next",
        ),
        UniqueConstraint("org_id", "opening_id", "position", name="stage_order", deferrable=True, initially="DEFERRED"),
        Index("stage_plan_owed", "plan_owed_at", postgresql_where=text("plan_owed_at is not null")),
    )
    opening_id: UUID
    name: str = Field(max_length=MAX_NAME)
    position: int
    next_stage_id: UUID | None = None
    style: dict[str, Any] = inherited()
    rules_version: int = with_default(0)
    plan_owed_at: datetime | None = maybe_moment()
    planned_at: datetime | None = maybe_moment()
    planned_to: UUID | None = None


class StageCount(InOrg, table=True):
    """How many stand in a stage, as last rolled up; the truth is this plus the open deltas."""

    __tablename__ = "stage_count"
    __table_args__ = (belongs_to("stage", "stage_id"), Index("stage_count_opening", "org_id", "opening_id"))
    stage_id: UUID = Field(primary_key=True)
    opening_id: UUID
    count: int = 0


class StageDelta(Owned, table=True):
    """A change of a stage's count not rolled up yet: appended by every move, so that no row is hot."""

    __tablename__ = "stage_delta"
    __table_args__ = (belongs_to("stage", "stage_id"), Index("stage_delta_opening", "org_id", "opening_id"))
    stage_id: UUID
    opening_id: UUID
    delta: int
