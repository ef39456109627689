"""What events owe: emails to applicants, news to boards. Claimed and made in one transaction, so once each."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select as pick
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.clock import now
from plutomi.domain import live, messages
from plutomi.domain.actors import clock
from plutomi.domain.boards import is_asking
from plutomi.models import Applicant, Event, Opening, Org, Stage
from plutomi.models.style import merged

BATCH = 200
LETTER_OF = {
    "applicant.applied": "applied",
    "applicant.reapplied": "applied_already",
    "applicant.link_asked": "personal_link",
    "applicant.moved": "stage_action",
    "applicant.withdrawn": "withdrawn",
}


class StageFacts(NamedTuple):
    """A stage's name, whether something must be answered there, and how it looks."""

    name: str
    asks: bool
    style: dict[str, Any]


NO_STAGE = StageFacts("", False, {})


async def relay(session: AsyncSession, org_id: UUID) -> int:
    """Make what a batch of the org's events owes; how many there were. Safe in any number of processes."""
    events = await _claim(session, org_id)
    if events:
        await _owe_letters(session, org_id, events)
        await live.announce(session, clock(org_id), events)
    return len(events)


async def _claim(session: AsyncSession, org_id: UUID) -> Sequence[Event]:
    waiting = pick(col(Event.id)).where(col(Event.org_id) == org_id, col(Event.relayed_at).is_(None))
    # Chosen in a CTE: as a subquery it may be run again for each row, and so claim far more than a batch.
    batch = waiting.order_by(col(Event.id)).limit(BATCH).with_for_update(skip_locked=True).cte("batch")
    taken = (
        update(Event)
        .where(col(Event.org_id) == org_id, col(Event.id).in_(pick(batch.c.id)))
        .values(relayed_at=now())
        .returning(Event)
        .execution_options(synchronize_session=False)
    )
    return sorted((await session.execute(taken)).scalars(), key=lambda event: event.id)


async def _owe_letters(session: AsyncSession, org_id: UUID, events: Sequence[Event]) -> None:
    telling = [event for event in events if event.type in LETTER_OF and not _knows_already(event)]
    if not telling:
        return
    org = await session.get_one(Org, org_id)
    known = await _applicants(session, org_id, telling)
    stages = await _stages(session, org_id, telling)
    for event in telling:
        applicant, opening = known.get(event.applicant_id, (None, None))
        context = applicant and opening and _context(event, org, applicant, opening, stages)
        if applicant and context:
            template = LETTER_OF[event.type]
            messages.owe(
                session, org_id, template, applicant.email, context, applicant_id=applicant.id, event_id=event.id
            )


def _knows_already(event: Event) -> bool:
    """Who moved on by their own submission was told so on the page, or by the letter that thanks them."""
    return event.type == "applicant.moved" and event.actor_kind in ("anyone", "applicant")


def _context(
    event: Event, org: Org, applicant: Applicant, opening: Opening, stages: dict[str, StageFacts]
) -> dict[str, Any] | None:
    """The letter's facts; None when there is nothing to write."""
    about = stages.get(str(event.data.get("to") or event.data.get("next")), NO_STAGE)
    context: dict[str, Any] = {"org": org.name, "name": applicant.name, "opening": opening.name}
    if style := merged(org.style, opening.style, about.style).to_json():
        context |= {"org_slug": org.slug, "style": style}
    if event.type == "applicant.applied":
        return context | {"next_stage": about.name if about.asks else ""}
    if event.type == "applicant.moved":
        return context | {"stage": about.name} if about.asks else None
    return context


async def _applicants(
    session: AsyncSession, org_id: UUID, events: Sequence[Event]
) -> dict[UUID | None, tuple[Applicant, Opening]]:
    ids = {event.applicant_id for event in events}
    found = (
        select(Applicant, Opening)
        .join(Opening, (col(Opening.org_id) == Applicant.org_id) & (col(Opening.id) == Applicant.opening_id))
        .where(col(Applicant.org_id) == org_id, col(Applicant.id).in_(ids))
    )
    return {applicant.id: (applicant, opening) for applicant, opening in await session.execute(found)}


async def _stages(session: AsyncSession, org_id: UUID, events: Sequence[Event]) -> dict[str, StageFacts]:
    """What letters say of every stage the events lead to."""
    ids = {UUID(id) for event in events for id in (event.data.get("to"), event.data.get("next")) if id}
    if not ids:
        return {}
    found = pick(  # type: ignore[call-overload]
        Stage.id, Stage.name, is_asking(col(Stage.id), col(Stage.org_id)), Stage.style
    ).where(col(Stage.org_id) == org_id, col(Stage.id).in_(ids))
    return {str(id): StageFacts(*facts) for id, *facts in await session.execute(found)}
