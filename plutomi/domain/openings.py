"""Openings: create, change, publish, close, delete, list."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, get_args
from uuid import UUID

from sqlalchemy import delete as delete_from
from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from plutomi.clock import now
from plutomi.domain import fields, messages
from plutomi.domain.actors import Actor, admit
from plutomi.domain.events import record
from plutomi.domain.rules import uses, versions
from plutomi.domain.siblings import lock
from plutomi.errors import Conflict, NotFound, OpeningNeedsStage
from plutomi.ids import new_id
from plutomi.models import Applicant, Event, Opening, Stage, StageCount, StageDelta
from plutomi.models.opening import MAX_DESCRIPTION, MAX_NAME, MAX_PLACE, MAX_REAPPLY_DAYS, Reapply
from plutomi.models.site import read_sites
from plutomi.models.slug import slug_meant, slugify
from plutomi.models.text import fold
from plutomi.models.zone import read_zone
from plutomi.rules.answers import together
from plutomi.rules.engine.opening_hours import read_holidays, read_week

STATES = ("private", "public", "closed")
EVENT_OF_STATE = {"public": "opening.published", "private": "opening.unpublished", "closed": "opening.closed"}
SLUG_TRIES = 5
TAKEN_SLUGS = ("near",)  # pages of ours stand at these addresses of an org
ITS_OWN = {"org_id", "id", "slug", "name", "state", "created_at", "changed_at"}  # what no copy takes over
CHANGEABLE = ("name", "place", "description", "sites", "reapply", "reapply_days")
CLOCKED = ("time_zone", "hours", "holidays")  # what its rules' timers reckon with


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """An opening as lists show it."""

    opening: Opening
    stages: int
    applicants: int


async def create(
    session: AsyncSession,
    actor: Actor,
    name: Any,
    place: Any = "",
    description: Any = "",
    *,
    like: Opening | None = None,
) -> Opening:
    """A new private opening; its slug is made from its name and stays. Invalid by field.

    Its other settings are those of `like`, the opening it is a copy of.
    """
    await admit(session, actor)
    opening = Opening(org_id=actor.org_id, id=new_id(), slug="", **_read(name, place, description))
    data: dict[str, Any] = {"name": opening.name}
    if like is not None:
        opening.sqlmodel_update(like.model_dump(exclude=ITS_OWN))
        data |= {"cloned_from": str(like.id), "cloned_name": like.name}
    await _insert_with_slug(session, opening)
    record(session, actor, "opening.created", opening.id, opening_id=opening.id, data=data)
    return opening


async def change(
    session: AsyncSession, actor: Actor, id: UUID, changed_at: datetime | None = None, **given: Any
) -> Opening:
    """Change name, place, description, the sites that may show the form, who may apply again, what timers reckon with.

    What is not given stays. Conflict when `changed_at` is given and not the present one. Invalid by field, like
    `hours.mon.0`.
    """
    await admit(session, actor)
    opening = await lock(session, Opening, actor.org_id, id)
    if changed_at not in (None, opening.changed_at):
        raise Conflict("Somebody has changed this opening in the meantime. Please look again.")
    wanted = {field: given.get(field, getattr(opening, field)) for field in CHANGEABLE}
    read, clocked = together(lambda: _read(**wanted), lambda: _read_clock(given))
    changed = {field: value for field, value in (read | clocked).items() if value != getattr(opening, field)}
    if changed:
        opening.sqlmodel_update(changed | {"changed_at": now()})
        record(session, actor, "opening.changed", id, opening_id=id, data={"to": changed})
    if changed.keys() & {*CLOCKED}:
        await versions.renew_followed(session, actor.org_id, id)
    return opening


async def set_state(session: AsyncSession, actor: Actor, id: UUID, state: Any) -> Opening:
    """Make an opening private, public or closed; OpeningNeedsStage when it would be public without a stage."""
    await admit(session, actor)
    state = fields.read({"state": lambda: fields.one_of(state, STATES)})["state"]
    opening = await lock(session, Opening, actor.org_id, id)
    if state == "public" and not await _stage_count(session, opening):
        raise OpeningNeedsStage
    if opening.state != state:
        before, opening.state, opening.changed_at = opening.state, state, now()
        record(session, actor, EVENT_OF_STATE[state], id, opening_id=id, data={"from": before, "to": state})
    return opening


async def delete(session: AsyncSession, actor: Actor, id: UUID, *, stop_rules: bool = False) -> None:
    """Delete an opening with its stages and applicants; its events stay, emptied of what applicants said.

    UsedByRules while rules of other openings lead there: with `stop_rules` those stand still.
    """
    await admit(session, actor)
    await versions.hold(session, actor.org_id)
    opening = await lock(session, Opening, actor.org_id, id)
    await uses.release_opening(session, actor, id, opening.name, is_forced=stop_rules)
    await session.execute(
        Event.__table__.update()  # type: ignore[attr-defined]
        .where(col(Event.org_id) == actor.org_id, col(Event.applicant_id).in_(_applicants(actor.org_id, id)))
        .values(data={})
    )
    await messages.forget(session, actor.org_id, _applicants(actor.org_id, id))
    await session.execute(delete_from(Opening).where(col(Opening.org_id) == actor.org_id, col(Opening.id) == id))
    session.expunge(opening)
    record(session, actor, "opening.deleted", id, opening_id=id, data={"name": opening.name})


async def get(session: AsyncSession, actor: Actor, id: UUID) -> Opening:
    """One opening of the actor's org, for its members."""
    await admit(session, actor)
    found = select(Opening).where(col(Opening.org_id) == actor.org_id, col(Opening.id) == id)
    opening = (await session.execute(found)).scalar_one_or_none()
    if opening is None:
        raise NotFound
    return opening


async def count_applicants(session: AsyncSession, actor: Actor, id: UUID) -> int:
    """Whoever applied to an opening, those who were rejected or have withdrawn too, for members."""
    await admit(session, actor)
    found = select(func.count()).select_from(_applicants(actor.org_id, id).subquery())
    return (await session.execute(found)).scalar_one()


async def list_all(
    session: AsyncSession,
    actor: Actor,
    search: str = "",
    state: str = "",
    before: UUID | None = None,
    most: int | None = None,
) -> Sequence[OpeningLine]:
    """The org's openings with their counts, newest first; `search` looks in name and place.

    All of them, or `most`, `before` an id for the next page.
    """
    await admit(session, actor)
    found = select(Opening).where(col(Opening.org_id) == actor.org_id).order_by(col(Opening.id).desc())
    if state:
        found = found.where(col(Opening.state) == state)
    if before is not None:
        found = found.where(col(Opening.id) < before)
    sought = fold(search)
    openings = [o for o in (await session.execute(found)).scalars() if sought in fold(f"{o.name} {o.place}")]
    stages, applicants = await _counts(session, actor.org_id)
    return [OpeningLine(o, stages.get(o.id, 0), applicants.get(o.id, 0)) for o in openings[:most]]


async def public_of(session: AsyncSession, org_id: UUID) -> Sequence[Opening]:
    """What strangers may apply to, newest first."""
    found = select(Opening).where(col(Opening.org_id) == org_id, col(Opening.state) == "public")
    return (await session.execute(found.order_by(col(Opening.id).desc()))).scalars().all()


async def public_by_slug(session: AsyncSession, org_id: UUID, slug: str) -> Opening:
    """A public or closed opening by its address; NotFound for a private one, as for none."""
    wanted = slug_meant(slug)
    found = select(Opening).where(col(Opening.org_id) == org_id, col(Opening.slug) == wanted)
    opening = (await session.execute(found)).scalar_one_or_none() if wanted else None
    if opening is None or opening.state == "private":
        raise NotFound
    return opening


def _applicants(org_id: UUID, id: UUID) -> SelectOfScalar[UUID]:
    return select(col(Applicant.id)).where(col(Applicant.org_id) == org_id, col(Applicant.opening_id) == id)


def _read(
    name: Any, place: Any, description: Any, sites: Any = (), reapply: Any = "once", reapply_days: Any = 30
) -> dict[str, Any]:
    return fields.read(
        {
            "reapply": lambda: fields.one_of(reapply, get_args(Reapply)),
            "reapply_days": lambda: _days(reapply_days),
            "name": lambda: fields.line(name, MAX_NAME, "Give the opening a name."),
            "place": lambda: fields.line(place, MAX_PLACE),
            "description": lambda: fields.text(description, MAX_DESCRIPTION),
            "sites": lambda: read_sites(sites),
        }
    )


def _read_clock(given: Mapping[str, Any]) -> dict[str, Any]:
    """Those of time_zone, hours and holidays that are given; all that is wrong with them at once."""
    readers = {"time_zone": read_zone, "holidays": read_holidays}
    plain = {name: partial(read, given[name]) for name, read in readers.items() if name in given}
    week, rest = together(
        lambda: {"hours": read_week(given["hours"])} if "hours" in given else {}, partial(fields.read, plain)
    )
    return week | rest


def _days(value: Any) -> int:
    text = str(value).strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and 1 <= int(text) <= MAX_REAPPLY_DAYS):
        raise ValueError(f"Give a number of days from 1 to {MAX_REAPPLY_DAYS:,}.")
    return int(text)


async def _insert_with_slug(session: AsyncSession, opening: Opening) -> None:
    """Insert under the first free slug: the name's, then with chance letters behind it."""
    base = slugify(opening.name)[:60].strip("-") or "opening"
    for attempt in range(base in TAKEN_SLUGS, SLUG_TRIES):
        opening.slug = base if attempt == 0 else f"{base}-{secrets.token_hex(2)}"
        row = insert(Opening).values(opening.model_dump()).on_conflict_do_nothing(constraint="opening_slug")
        if (await session.execute(row.returning(col(Opening.id)))).scalar() is not None:
            return
    raise RuntimeError("no free slug found")


async def _stage_count(session: AsyncSession, opening: Opening) -> int:
    found = select(func.count()).where(col(Stage.org_id) == opening.org_id, col(Stage.opening_id) == opening.id)
    return (await session.execute(found)).scalar_one()


async def _counts(session: AsyncSession, org_id: UUID) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """Stages and applicants by opening: three small reads, whatever the number of applicants."""
    stages = select(col(Stage.opening_id), func.count()).where(col(Stage.org_id) == org_id)
    rolled = select(col(StageCount.opening_id), func.sum(col(StageCount.count))).where(col(StageCount.org_id) == org_id)
    opened = select(col(StageDelta.opening_id), func.sum(col(StageDelta.delta))).where(col(StageDelta.org_id) == org_id)
    both = rolled.group_by(col(StageCount.opening_id)).union_all(opened.group_by(col(StageDelta.opening_id)))
    applicants: dict[UUID, int] = {}
    for opening_id, count in await session.execute(both):
        applicants[opening_id] = applicants.get(opening_id, 0) + count
    by_opening = (await session.execute(stages.group_by(col(Stage.opening_id)))).all()
    return dict(by_opening), applicants
