"""Moving: one statement reads where the card stands and where it would, one writes everything."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Select, Text, Uuid, bindparam, cast, func, literal
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from plutomi.db import owes
from plutomi.domain.actors import Actor
from plutomi.domain.applicants.writing import delta, insert_deltas, insert_events
from plutomi.domain.events import event_row
from plutomi.domain.rules import arriving
from plutomi.errors import CardElsewhere, Forbidden, NotFound
from plutomi.ids import new_id, rank_between, rank_on_top
from plutomi.models import Membership, Placement, Stage
from plutomi.ready import Ready, Row


@dataclass(frozen=True, slots=True)
class Move:
    """What is asked: `above_id` and `below_id` are the cards it is dropped between, both None for the top.

    With `from_stage_id` the move is refused when the card no longer stands there.
    """

    applicant_id: UUID
    to_stage_id: UUID
    from_stage_id: UUID | None = None
    above_id: UUID | None = None
    below_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the card stands now; `event_id` and `tx` let a board tell whether it has seen this."""

    applicant_id: UUID
    opening_id: UUID
    from_stage_id: UUID
    to_stage_id: UUID
    rank: str
    version: int
    entered_at: Any
    event_id: UUID
    tx: int


async def move(session: AsyncSession, actor: Actor, asked: Move, cause: UUID | None = None, depth: int = 0) -> Moved:
    """Move a card to a stage of its opening, or within its stage; rules of the stage it enters may lead it on.

    NotFound for an applicant that stands nowhere, CardElsewhere when `from_stage_id` is out of date.
    """
    found = await _LOOK.first(session, _look_parameters(actor, asked))
    _check(actor, asked, found)
    assert found is not None
    rank = _rank(asked, found)
    has_left = found.stage_id != asked.to_stage_id
    event = event_row(
        actor,
        "applicant.moved" if has_left else "applicant.ranked",
        asked.applicant_id,
        opening_id=found.opening_id,
        applicant_id=asked.applicant_id,
        data=_told(asked, found),
        cause=cause,
        depth=depth,
    )
    entered_at = event["at"] if has_left else found.entered_at
    statement = _MOVE_ON if has_left else _MOVE_WITHIN
    parameters = _write_parameters(actor, asked, found, rank, event, has_left)
    entered = (asked.applicant_id, asked.to_stage_id, found.to_version)
    if has_left:
        parameters["due"] = await arriving.due(session, actor.org_id, *entered, event["at"])
    now = await statement.first(session, parameters)
    assert now is not None
    owes(session)
    moved = Moved(
        asked.applicant_id,
        found.opening_id,
        found.stage_id,
        asked.to_stage_id,
        rank,
        now.version,
        entered_at,
        event["id"],
        now.tx,
    )
    if has_left and await arriving.arrive(session, actor.org_id, *entered, event["id"], event["depth"]):
        return await _where(session, actor.org_id, moved)
    return moved


async def _where(session: AsyncSession, org_id: UUID, moved: Moved) -> Moved:
    """Where they stand now that rules have led them on; as they were moved, when they have left the board."""
    place = await session.get(Placement, (org_id, moved.applicant_id), populate_existing=True)
    if place is None:
        return moved
    return replace(
        moved,
        opening_id=place.opening_id,
        to_stage_id=place.stage_id,
        rank=place.rank,
        version=place.version,
        entered_at=place.entered_at,
    )


def _check(actor: Actor, asked: Move, found: Row | None) -> None:
    if actor.kind == "user" and (found is None or not found.is_member):
        raise Forbidden if found is not None else NotFound
    if found is None or found.to_name is None:
        raise NotFound
    if asked.from_stage_id is not None and found.stage_id != asked.from_stage_id:
        raise CardElsewhere(f"Somebody has moved this applicant to {found.from_name} in the meantime.")


def _rank(asked: Move, found: Row) -> str:
    if asked.above_id is not None and found.above is not None:
        return rank_between(found.above, found.after_above)
    if asked.below_id is not None and found.before_below is not None:
        return rank_between(found.before_below, found.below)
    top = rank_on_top(new_id())
    return top if found.first is None or top < found.first else rank_between(None, found.first)


def _told(asked: Move, found: Row) -> dict[str, str]:
    return {
        "from": str(found.stage_id),
        "from_name": found.from_name,
        "to": str(asked.to_stage_id),
        "to_name": found.to_name,
    }


def _look_parameters(actor: Actor, asked: Move) -> dict[str, Any]:
    return {
        "org": actor.org_id,
        "user": actor.id,
        "applicant": asked.applicant_id,
        "to": asked.to_stage_id,
        "above": asked.above_id,
        "below": asked.below_id,
    }


def _write_parameters(
    actor: Actor, asked: Move, found: Row, rank: str, event: dict[str, Any], has_left: bool
) -> dict[str, Any]:
    org, opening = actor.org_id, found.opening_id
    parameters = {"org": org, "applicant": asked.applicant_id, "new_rank": rank, "events": [event]}
    if has_left:
        deltas = [delta(org, opening, found.stage_id, -1), delta(org, opening, asked.to_stage_id, 1)]
        parameters |= {"to": asked.to_stage_id, "at": event["at"], "deltas": deltas}
    return parameters


def _look_statement() -> Select[Any]:
    """The card, locked, with the names it needs, whether the actor is a member, and the ranks around the gap."""
    card: Any = Placement
    origin: Any = aliased(Stage)
    target: Any = aliased(Stage)
    org, to = bindparam("org", type_=Uuid), bindparam("to", type_=Uuid)
    # Not joined: when the card was moved while this waited for its lock, a join's row would still be the old stage's.
    from_name = select(origin.name).where(origin.org_id == card.org_id, origin.id == card.stage_id).scalar_subquery()
    return (
        select(  # type: ignore[call-overload]
            card.opening_id,
            card.stage_id,
            card.entered_at,
            from_name.label("from_name"),
            target.name.label("to_name"),
            func.coalesce(target.rules_version, 0).label("to_version"),
            _is_member(org).label("is_member"),
            *_around(org, to),
        )
        .select_from(card)
        .outerjoin(target, (target.org_id == org) & (target.id == to) & (target.opening_id == card.opening_id))
        .where(col(card.org_id) == org, col(card.applicant_id) == bindparam("applicant"))
        .with_for_update(of=card, key_share=True)
    )


def _is_member(org: Any) -> Any:
    found = select(literal(1)).where(col(Membership.org_id) == org, col(Membership.user_id) == bindparam("user"))
    return found.exists()


def _around(org: Any, to: Any) -> list[Any]:
    """The ranks above and below the gap, and the first of the stage; each one look-up in the board's index."""

    def rank_of(name: str) -> Any:
        one: Any = aliased(Placement)
        return (
            select(one.rank)
            .where(one.org_id == org, one.applicant_id == bindparam(name, type_=Uuid), one.stage_id == to)
            .scalar_subquery()
        )

    def edge(pick: Any, *conditions: Any) -> Any:
        one: Any = aliased(Placement)
        found = select(pick(one.rank)).where(
            one.org_id == org, one.stage_id == to, one.applicant_id != bindparam("applicant")
        )
        for condition in conditions:
            found = found.where(condition(one))
        return found.scalar_subquery()

    above, below = rank_of("above"), rank_of("below")
    return [
        above.label("above"),
        edge(func.min, lambda one: one.rank > above).label("after_above"),
        below.label("below"),
        edge(func.max, lambda one: one.rank < below).label("before_below"),
        edge(func.min).label("first"),
    ]


def _move_statement(has_left: bool) -> Select[Any]:
    """Change the placement, record the event and, when the stage is left, the two deltas."""
    table = Placement.__table__  # type: ignore[attr-defined]
    change = {"rank": bindparam("new_rank"), "version": table.c.version + 1}
    if has_left:
        change |= {"stage_id": bindparam("to"), "entered_at": bindparam("at"), "due_at": bindparam("due")}
        change |= {"looked_at": None, "active_at": None, "is_looping": False}
        change |= {"completed_at": None, "deadline_at": None}
    moved = (
        table.update()
        .where(table.c.org_id == bindparam("org"), table.c.applicant_id == bindparam("applicant"))
        .values(change)
        .returning(table.c.version)
        .cte("moved")
    )
    found: Any = select(moved.c.version, _TX.label("tx")).add_cte(insert_events().cte("recorded"))
    return found.add_cte(insert_deltas().cte("counted")) if has_left else found


_TX = cast(cast(func.pg_current_xact_id(), Text), BigInteger)
_LOOK = Ready(_look_statement())
_MOVE_ON = Ready(_move_statement(has_left=True))
_MOVE_WITHIN = Ready(_move_statement(has_left=False))
