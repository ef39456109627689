"""Who asks: a member of the org, an applicant by their link, anyone at all, the clock, or a rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.errors import Forbidden
from plutomi.models import Membership

ActorKind = Literal["user", "applicant", "anyone", "clock", "rule"]


@dataclass(frozen=True, slots=True)
class Because:
    """Why a rule acts: the event it follows from (None: the clock's look), how deep in the chain, and what it saw.

    `told` (version, when, facts) is kept with every event of what the rule does, as `data["rule"]`.
    """

    cause: UUID | None
    depth: int
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Actor:
    """Made from a session, a personal link, a job or a rule, never from what a client says of itself."""

    kind: ActorKind
    org_id: UUID
    id: UUID | None = None
    name: str = ""
    ip: str = ""
    because: Because | None = field(default=None, compare=False)


def clock(org_id: UUID) -> Actor:
    return Actor("clock", org_id, name="Plutomi")


def anyone(org_id: UUID, ip: str = "") -> Actor:
    return Actor("anyone", org_id, ip=ip)


async def admit(session: AsyncSession, actor: Actor) -> None:
    """Let a present member of the actor's org pass, and what the org has set up; Forbidden for everybody else."""
    if actor.kind in ("clock", "rule"):
        return
    if actor.kind != "user" or not await _is_member(session, actor):
        raise Forbidden("You are not a member of this organization.")


def may_see_secure(actor: Actor) -> bool:
    """Whether a member may ask to see secure answers (applicants/revealing.py): owners may, and all are owners now."""
    return actor.kind == "user"


async def _is_member(session: AsyncSession, actor: Actor) -> bool:
    found = select(col(Membership.user_id)).where(
        col(Membership.org_id) == actor.org_id, col(Membership.user_id) == actor.id
    )
    return (await session.execute(found)).scalar() is not None
