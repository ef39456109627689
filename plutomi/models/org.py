"""Orgs: the tenants. Name and slug are public, for people apply under them."""

from typing import Any
from uuid import UUID

from sqlmodel import Field

from plutomi.ids import new_id
from plutomi.models.base import Dated, inherited, with_default

MAX_NAME = 100


class Org(Dated, table=True):
    """`language` is what it writes in, and what visitors read whose browser asks for nothing that we have."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    slug: str = Field(unique=True, max_length=50)
    name: str = Field(max_length=MAX_NAME)
    style: dict[str, Any] = inherited()
    language: str = with_default("en")
