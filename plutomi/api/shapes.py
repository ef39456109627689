"""What bodies have in common: given ones refuse unknown fields, shown ones are read off rows, lists come in pages."""

from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from fastapi import Header, Query
from pydantic import BaseModel, ConfigDict

Item = TypeVar("Item")
Limit = Annotated[int, Query(ge=1, le=500, description="How many at most.")]
StopRules = Annotated[bool, Query(description="Let rules that point to it stand still; else it is refused for them.")]
Key = Annotated[str, Header(alias="Idempotency-Key", description="The same body sent again under it counts once.")]
Cursor = Annotated[UUID | None, Query(description="`next` of the page before.")]


class Given(BaseModel):
    """A body somebody sends; a field that is not known is refused rather than dropped."""

    model_config = ConfigDict(extra="forbid")

    def told(self) -> dict[str, Any]:
        """Only what was sent, for verbs that leave the rest as it is."""
        return self.model_dump(exclude_unset=True)


class Shown(BaseModel):
    """A body we answer with, read off a row."""

    model_config = ConfigDict(from_attributes=True)


class Page(BaseModel, Generic[Item]):
    """Part of a list; `next` is the cursor of the following part, null at the end."""

    data: list[Item]
    next: str | None = None


def next_of(rows: Sequence[Any], most: int) -> str | None:
    """The cursor behind a page of rows; None when it was not full."""
    return str(rows[-1].id) if len(rows) >= most else None
