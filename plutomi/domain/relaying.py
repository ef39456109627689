"""What events owe: emails to applicants, news to boards. Claimed and made in one transaction, so once each."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Integer, Uuid, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.clock import living_in, now
from plutomi.domain import live, messages
from plutomi.domain.actors import clock
from plutomi.domain.boards import is_asking
from plutomi.domain.letters import in_language, tongue_in
from plutomi.domain.rowsets import among
from plutomi.models import Applicant, Event, Opening, Org, Stage
from plutomi.models.style import merged
from plutomi.ready import Ready, Row
from plutomi.rules.reapplying import Policy
from plutomi.tongue import speaking

BATCH = 200
LETTER_OF = {
    "applicant.applied": "applied",
    "applicant.reapplied": "applied_already",
    "applicant.link_asked": "personal_link",
    "applicant.moved": "stage_action",
    "applicant.withdrawn": "withdrawn",
    "applicant.returned": "returned",
    "applicant.rejected": "rejected",
    "applicant.restored": "restored",
    "applicant.transferred": "transferred",
    "file.refused": "file_refused",
}


class StageFacts(NamedTuple):
    """A stage's name, whether something must be answered there, and how it looks."""

    name: str
    asks: bool
    style: dict[str, Any]


NO_STAGE = StageFacts("", False, {})


async def relay(session: AsyncSession, org_id: UUID, most: int | None = None) -> int:
    """Make what a batch of the org's events owes; how many there were. Safe in any number of processes."""
    events = await _claim(session, org_id, most or BATCH)
    if events:
        await _owe_letters(session, org_id, events)
        await live.announce(session, clock(org_id), events)
    return len(events)


async def _claim(session: AsyncSession, org_id: UUID, most: int) -> list[Row]:
    taken = await _CLAIM.rows(session, {"org": org_id, "at": now(), "most": most})
    return sorted(taken, key=lambda event: event.id)


async def _owe_letters(session: AsyncSession, org_id: UUID, events: Sequence[Row]) -> None:
    telling = [
        event for event in events if event.type in LETTER_OF and event.applicant_id and not _knows_already(event)
    ]
    if not telling:
        return
    applicants = await _APPLICANTS.rows(session, {"org": org_id, "ids": {event.applicant_id for event in telling}})
    known = {one.id: one for one in applicants}
    stages = await _stages(session, org_id, telling)
    letters = (_letter(event, known.get(event.applicant_id), stages) for event in telling)
    await messages.owe_all(session, [letter for letter in letters if letter])


def _knows_already(event: Row) -> bool:
    """Who moved on by their own submission was told so on the page, or by the letter that thanks them.

    Who is rejected is told only where the org says so, who applies again and again only a few times a day; a file
    that nobody handed in yet is told of on its page.
    """
    if event.applicant_id is None:
        return True
    if event.type == "applicant.rejected":
        return not event.data.get("tell")
    if event.type == "applicant.reapplied":
        return not event.data.get("tell", True)
    return event.type == "applicant.moved" and event.actor_kind in ("anyone", "applicant")


def _letter(event: Row, applicant: Row | None, stages: dict[str, StageFacts]) -> dict[str, Any] | None:
    """What the event's applicant is to be written; None when that is nothing, or they are gone."""
    context = _context(event, applicant, stages) if applicant else None
    if applicant is None or context is None:
        return None
    recipient = applicant.email
    return messages.letter_row(event.org_id, _template(event), recipient, context, applicant.id, event.id)


def _template(event: Row) -> str:
    if event.type == "applicant.withdrawn" and event.actor_kind != "applicant":
        return "withdrawn_for"
    if event.type == "applicant.restored" and event.data.get("was") == "rejected":
        return "taken_up"
    return LETTER_OF[event.type]


def _context(event: Row, applicant: Row, stages: dict[str, StageFacts]) -> dict[str, Any] | None:
    """The letter's facts; None when there is nothing to write."""
    about = stages.get(str(event.data.get("to") or event.data.get("next")), NO_STAGE)
    context: dict[str, Any] = {"org": applicant.org, "name": applicant.name, "opening": applicant.opening}
    context |= in_language(applicant.locale or applicant.language)
    if style := merged(applicant.org_style, applicant.opening_style, about.style).to_json():
        context |= {"org_slug": applicant.org_slug, "style": style}
    if event.type in ("applicant.withdrawn", "applicant.reapplied"):
        with speaking(tongue_in(context)):
            return context | {"again": _again(applicant)}
    if event.type == "applicant.restored":
        return context | {"stage": event.data.get("to_name", "")}
    if event.type == "applicant.transferred":
        left = event.data.get("from_opening_name", "")
        return context | {"stage": about.name if about.asks else "", "from_opening": left}
    if event.type == "applicant.applied":
        return context | {"next_stage": about.name if about.asks else ""}
    if event.type == "applicant.moved":
        return context | {"stage": about.name} if about.asks else None
    if event.type == "file.refused":
        return context | {"file": event.data["name"]}
    return context


def _again(applicant: Row) -> str:
    """Whether they may apply again, in words; "" for somebody who has not withdrawn."""
    left_at = applicant.withdrawn_at
    with living_in(applicant.time_zone):
        return Policy(applicant.reapply, applicant.reapply_days).words_for(left_at, now()) if left_at else ""


async def _stages(session: AsyncSession, org_id: UUID, events: Sequence[Row]) -> dict[str, StageFacts]:
    """What letters say of every stage the events lead to."""
    ids = {UUID(id) for event in events for id in (event.data.get("to"), event.data.get("next")) if id}
    found = await _STAGES.rows(session, {"org": org_id, "ids": ids}) if ids else []
    return {str(id): StageFacts(*facts) for id, *facts in found}


def _claim_statement() -> Any:
    org = bindparam("org", type_=Uuid)
    waiting = select(col(Event.id)).where(col(Event.org_id) == org, col(Event.relayed_at).is_(None))
    # Chosen in a CTE: as a subquery it may be run again for each row, and so claim far more than a batch.
    batch = (
        waiting.order_by(col(Event.id))
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
        .cte("batch")
    )
    return (
        update(Event)
        .where(col(Event.org_id) == org, col(Event.id).in_(select(batch.c.id)))
        .values(relayed_at=bindparam("at", type_=DateTime(timezone=True)))
        .returning(*(column for column in Event.__table__.c if column.key in CLAIMED))  # type: ignore[attr-defined]
    )


def _applicants_statement() -> Any:
    return (
        select(
            col(Applicant.id),
            col(Applicant.name),
            col(Applicant.email),
            col(Applicant.withdrawn_at),
            col(Opening.reapply),
            col(Opening.reapply_days),
            col(Opening.name).label("opening"),
            col(Opening.style).label("opening_style"),
            col(Org.name).label("org"),
            col(Org.slug).label("org_slug"),
            col(Org.style).label("org_style"),
            col(Org.language),
            col(Applicant.locale),
            func.coalesce(Applicant.time_zone, Opening.time_zone).label("time_zone"),
        )
        .join(Opening, (col(Opening.org_id) == Applicant.org_id) & (col(Opening.id) == Applicant.opening_id))
        .join(Org, col(Org.id) == Applicant.org_id)
        .where(col(Applicant.org_id) == bindparam("org", type_=Uuid), col(Applicant.id) == among("ids"))
    )


def _stages_statement() -> Any:
    asks = is_asking(col(Stage.id), col(Stage.org_id)).label("asks")
    return select(col(Stage.id), col(Stage.name), asks, col(Stage.style)).where(
        col(Stage.org_id) == bindparam("org", type_=Uuid), col(Stage.id) == among("ids")
    )


CLAIMED = {"org_id", "id", "type", "opening_id", "applicant_id", "actor_kind", "actor_id", "data", "tx"}
_CLAIM = Ready(_claim_statement())
_APPLICANTS = Ready(_applicants_statement())
_STAGES = Ready(_stages_statement())
