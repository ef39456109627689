"""Things that stand in an order people drag: renumbered whole, under a lock on their parent."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col, select

from plutomi.errors import NotFound, TooMany
from plutomi.models.opening import MAX_SIBLINGS

T = TypeVar("T", bound=SQLModel)


async def lock(session: AsyncSession, table: type[T], org_id: UUID, id: UUID) -> T:
    """The parent, locked against other changes of its children's order; NotFound when it isn't the org's."""
    columns: Any = table
    found = select(table).where(col(columns.org_id) == org_id, col(columns.id) == id).with_for_update(key_share=True)
    parent = (await session.execute(found)).scalar_one_or_none()
    if parent is None:
        raise NotFound
    return parent


def insert_at(siblings: Sequence[Any], newcomer: Any, position: int | None) -> list[Any]:
    """The order with `newcomer` at `position` (0 is first, None last), every position set. TooMany over 200."""
    if len(siblings) >= MAX_SIBLINGS:
        raise TooMany(f"There can be at most {MAX_SIBLINGS} here.")
    order = list(siblings)
    order.insert(len(order) if position is None else _within(order, position), newcomer)
    return renumber(order)


def move_to(siblings: Sequence[Any], mover: Any, position: int) -> list[Any]:
    """The order with `mover` taken out and put in at `position`, every position set."""
    order = [one for one in siblings if one is not mover]
    order.insert(_within(order, position), mover)
    return renumber(order)


def _within(order: list[Any], position: int) -> int:
    return max(0, min(position, len(order)))


def renumber(order: list[Any]) -> list[Any]:
    for position, one in enumerate(order):
        one.position = position
    return order
