"""Service areas: where an opening wants applicants from."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from plutomi.ids import new_id
from plutomi.models.base import InOrg, belongs_to, document, maybe_moment


class ServiceArea(InOrg, table=True):
    """An opening's area: `shapes` as rules/shapes.py keeps them. `id` is another one after each change.

    While `owed_at` is set, the applicants after `assessed_to` are still to be held against it.
    """

    __tablename__ = "service_area"
    __table_args__ = (
        belongs_to("opening", "opening_id"),
        Index("service_area_owed", "owed_at", postgresql_where=text("owed_at is not null")),
    )
    opening_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=new_id)
    shapes: list[dict[str, Any]] = document(list)
    is_set: bool = True
    owed_at: datetime | None = maybe_moment()
    assessed_to: UUID | None = None
