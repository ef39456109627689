"""What has arrived already, so that a form sent again because its answer was lost counts once."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from plutomi.models.base import moment


class Receipt(SQLModel, table=True):
    """`digest` is the SHA-256 of where it was sent, under which key, and what: it says nothing to anybody else."""

    digest: bytes = Field(sa_type=LargeBinary, primary_key=True)
    at: datetime = moment(index=True)
