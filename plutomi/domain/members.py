"""The members of an org, by name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain.actors import Actor, admit
from plutomi.models import Membership, User


@dataclass(frozen=True, slots=True)
class Member:
    """A member; called by their email until they have said their name."""

    id: UUID
    name: str


async def list_all(session: AsyncSession, actor: Actor) -> Sequence[Member]:
    """Everybody in the org, by name, for members."""
    await admit(session, actor)
    return await of_org(session, actor.org_id)


async def of_org(session: AsyncSession, org_id: UUID) -> Sequence[Member]:
    found = _named().where(col(Membership.org_id) == org_id)
    rows = await session.execute(found.order_by(func.lower(User.name), col(User.id)))
    return [_member(*row) for row in rows]


async def named(session: AsyncSession, org_id: UUID, ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of those of `ids` who are members."""
    if not ids:
        return {}
    found = _named().where(col(Membership.org_id) == org_id, col(User.id).in_(ids))
    return {row[0]: _member(*row).name for row in await session.execute(found)}


def _named() -> Any:
    return select(User.id, User.name, User.email).join(Membership, col(Membership.user_id) == User.id)


def _member(id: UUID, name: str, email: str) -> Member:
    return Member(id, name or email)
