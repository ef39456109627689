"""Verbs as tests use them: each in a transaction of its own, as its actor."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from plutomi.db import transaction
from plutomi.domain import boards
from plutomi.domain.actors import Actor, anyone
from plutomi.domain.applicants import applying
from plutomi.models import Applicant, Event, Message, Opening, Org, Placement, Stage


async def do(actor: Actor, verb: Callable[..., Awaitable[Any]], *given: Any, **named: Any) -> Any:
    async with transaction(actor.org_id) as session:
        return await verb(session, actor, *given, **named)


async def apply(opening: Opening, email: str = "grace@example.com", **rest: Any) -> applying.Applied:
    given = {"name": "Grace Hopper", "email": email, "answers": {}} | rest
    return await do(anyone(opening.org_id, "192.0.2.9"), applying.apply, opening.slug, given)


async def stages_of(opening: Opening) -> list[Stage]:
    async with transaction(opening.org_id) as session:
        found = select(Stage).where(col(Stage.opening_id) == opening.id).order_by(col(Stage.position))
        return list((await session.execute(found)).scalars())


async def standing(org: Org | Opening) -> dict[UUID, UUID]:
    """The stage each applicant stands in."""
    org_id = org.org_id if isinstance(org, Opening) else org.id
    async with transaction(org_id) as session:
        found = await session.execute(select(col(Placement.applicant_id), col(Placement.stage_id)))
        return dict(found.all())


async def card(actor: Actor, id: UUID) -> dict[str, Any]:
    """An applicant's card as this member's board shows it."""
    return (await do(actor, boards.cards_of, [id]))[str(id)]


async def counts(actor: Actor, opening: Opening) -> list[int]:
    """What the board says stands in each column."""
    board = await do(actor, boards.snapshot, opening.id)
    return [column["count"] for column in board.columns]


async def names(actor: Actor, opening: Opening) -> list[list[str]]:
    """The names on the board's cards, by column, from the top."""
    board = await do(actor, boards.snapshot, opening.id)
    return [[card["name"] for card in column["cards"]] for column in board.columns]


async def events(org_id: UUID) -> list[Event]:
    """The org's log, oldest first."""
    async with transaction(org_id) as session:
        return list((await session.execute(select(Event).order_by(col(Event.id)))).scalars())


async def types(org_id: UUID) -> list[str]:
    return [event.type for event in await events(org_id)]


async def letters(org_id: UUID) -> list[Message]:
    """What the org owes or owed people, oldest first."""
    async with transaction(org_id) as session:
        return list((await session.execute(select(Message).order_by(col(Message.id)))).scalars())


async def applicants(org_id: UUID) -> list[Applicant]:
    async with transaction(org_id) as session:
        return list((await session.execute(select(Applicant).order_by(col(Applicant.id)))).scalars())
