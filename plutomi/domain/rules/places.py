"""Stages as those who walk find them: name, opening, what is followed there, where its first card stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.domain.rowsets import among
from plutomi.ids import new_id, rank_between, rank_on_top
from plutomi.models import Placement, Stage
from plutomi.ready import Ready


@dataclass(frozen=True, slots=True)
class Place:
    """`version` is the stage's rules_version; `first` the rank its first card has, None when nobody stands there."""

    id: UUID
    name: str
    opening_id: UUID
    version: int
    next_stage_id: UUID | None = None
    first: str | None = None

    def rank(self) -> str:
        """The rank of a card that arrives now."""
        top = rank_on_top(new_id())
        return top if self.first is None or top < self.first else rank_between(None, self.first)


class Places(dict[UUID, Place]):
    """The stages met so far, by id."""

    def __init__(self, org_id: UUID, known: Iterable[Place] = ()) -> None:
        super().__init__({one.id: one for one in known})
        self.org_id = org_id

    async def need(self, session: AsyncSession, ids: Iterable[UUID]) -> None:
        """Read those that are not known yet; one that there is not stays away."""
        if missing := {id for id in ids if id not in self}:
            for row in await _PLACES.rows(session, {"org": self.org_id, "ids": missing}):
                self[row.id] = Place(*row)


def _statement() -> Any:
    first = select(func.min(col(Placement.rank))).where(
        col(Placement.org_id) == col(Stage.org_id), col(Placement.stage_id) == col(Stage.id)
    )
    columns = (Stage.id, Stage.name, Stage.opening_id, Stage.rules_version, Stage.next_stage_id)
    return select(*map(col, columns), first.scalar_subquery().label("first")).where(
        col(Stage.org_id) == bindparam("org", type_=Uuid), col(Stage.id) == among("ids")
    )


_PLACES = Ready(_statement())
