"""What every table shares: composite keys that keep orgs apart, aware times, JSON."""

import json
from copy import deepcopy
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKeyConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from plutomi.clock import now
from plutomi.ids import new_id


def moment(**options: Any) -> Any:
    """A timestamptz column, now by default."""
    return Field(default_factory=now, sa_type=DateTime(timezone=True), **options)


def maybe_moment(**options: Any) -> Any:
    """A timestamptz column that may be empty."""
    return Field(default=None, sa_type=DateTime(timezone=True), nullable=True, **options)


def document(default: type = dict) -> Any:
    """A jsonb column."""
    return Field(default_factory=default, sa_type=JSONB, nullable=False)


def maybe_document() -> Any:
    """A jsonb column that may be empty."""
    return Field(default=None, sa_type=JSONB(none_as_null=True), nullable=True)


def inherited() -> Any:
    """A jsonb column of what is set here rather than inherited; nothing, for rows made without it."""
    return with_document({})


def with_document(value: Any) -> Any:
    """A jsonb column that PostgreSQL itself fills with `value`, for rows made without it."""
    filled = {"server_default": text(f"'{json.dumps(value)}'::jsonb")}
    return Field(default_factory=lambda: deepcopy(value), sa_type=JSONB, nullable=False, sa_column_kwargs=filled)


def with_default(value: Any) -> Any:
    """A column that PostgreSQL itself fills with `value`, for the statements that insert without naming it."""
    return Field(default=value, sa_column_kwargs={"default": None, "server_default": str(value)})


def belongs_to(table: str, column: str, ondelete: str = "CASCADE") -> ForeignKeyConstraint:
    """A foreign key that carries the org, so that no row can point into another org."""
    return ForeignKeyConstraint(["org_id", column], [f"{table}.org_id", f"{table}.id"], ondelete=ondelete)


def in_org() -> ForeignKeyConstraint:
    """The foreign key to the org itself."""
    return ForeignKeyConstraint(["org_id"], ["org.id"], ondelete="CASCADE")


class InOrg(SQLModel):
    """A row of an org: the org first in its key."""

    org_id: UUID = Field(primary_key=True)


class Owned(InOrg):
    """A row of an org with an id of its own."""

    id: UUID = Field(default_factory=new_id, primary_key=True)


class Dated(SQLModel):
    created_at: datetime = moment()
