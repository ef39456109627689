"""Files people send, and the bytes owed to destruction once their row is gone."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, LargeBinary, text
from sqlmodel import Field

from plutomi.models.base import Dated, InOrg, Owned, belongs_to, maybe_moment, moment

MAX_FILE_NAME = 120
FileState = Literal["arriving", "held", "clean", "refused"]
STATES: tuple[FileState, ...] = ("arriving", "held", "clean", "refused")


class File(Owned, Dated, table=True):
    """One file for one question; nobody's until the form it was sent for is submitted.

    Its bytes lie in the file room under `key`. `arriving` until they do, `held` until the scanner has answered, then
    `clean`, or `refused` for `reason`. `awaited_by` is the applicant or the beginning in whose draft it stood last.
    Its row gone, a trigger leaves a `shred`, whatever took the row.
    """

    __table_args__ = (
        belongs_to("opening", "opening_id"),
        belongs_to("question", "question_id"),
        belongs_to("applicant", "applicant_id"),
        CheckConstraint("state in ('arriving', 'held', 'clean', 'refused')", name="file_state"),
        Index("file_applicant", "org_id", "applicant_id", postgresql_where=text("applicant_id is not null")),
        Index("file_unclaimed", "created_at", postgresql_where=text("applicant_id is null")),
        Index("file_opening", "org_id", "opening_id"),
        Index("file_held", "due_at", postgresql_where=text("state = 'held'")),
    )
    opening_id: UUID
    question_id: UUID
    applicant_id: UUID | None = None
    awaited_by: UUID | None = None
    name: str
    size: int = Field(sa_column=Column(BigInteger, nullable=False))
    type: str
    checksum: bytes = Field(sa_column=Column(LargeBinary, nullable=False))  # SHA-256 of what was sent
    state: str = "arriving"
    reason: str = ""
    due_at: datetime = moment()
    attempts: int = 0
    claimed_at: datetime | None = maybe_moment()

    @property
    def key(self) -> str:
        return key_of(self.org_id, self.id)

    @property
    def is_image(self) -> bool:
        return self.type.startswith("image/")


class Shred(InOrg, table=True):
    """A file's bytes that nothing names any more; the job that destroys them takes the row away last."""

    __table_args__ = (Index("shred_due", "due_at"),)
    id: UUID = Field(primary_key=True)
    due_at: datetime = moment()


def key_of(org_id: UUID, id: UUID) -> str:
    """Where a file's bytes lie in the room: nothing of it was typed by anybody."""
    return f"{org_id}/{id}"


def small_of(key: str) -> str:
    """Where the small picture of an image lies."""
    return f"{key}-small"
