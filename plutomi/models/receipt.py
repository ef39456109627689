"""What has arrived already, so that what is sent again because its answer was lost counts once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from plutomi.models.base import moment


class Receipt(SQLModel, table=True):
    """`digest` is the SHA-256 of where it was sent and under which key, `content` of what; `made` is its id, if any.

    They say nothing to anybody else.
    """

    digest: bytes = Field(sa_type=LargeBinary, primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)
    made: UUID | None = None
    at: datetime = moment(index=True)
