"""Who asks: a member of the org, an applicant by their link, anyone at all, the clock, or a rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.errors import Forbidden
from plutomi.models import Membership
from plutomi.ready import Ready

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
    """Let a present member of the actor's org pass, asked once a transaction, and what the org set up; Forbidden."""
    if actor.kind in ("clock", "rule"):
        return
    admitted = session.info.setdefault("admitted", set())
    if actor in admitted:
        return
    if actor.kind != "user" or await _MEMBER.first(session, {"org": actor.org_id, "user": actor.id}) is None:
        raise Forbidden("You are not a member of this organization.")
    admitted.add(actor)


def may_see_secure(actor: Actor) -> bool:
    """Whether a member may ask to see secure answers (applicants/revealing.py): owners may, and all are owners now."""
    return actor.kind == "user"


def _member() -> Select[Any]:
    its = Membership.__table__.c  # type: ignore[attr-defined]
    return select(its.user_id).where(its.org_id == bindparam("org"), its.user_id == bindparam("user"))


_MEMBER = Ready(_member())
