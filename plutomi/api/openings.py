"""Openings: what people apply to."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import AwareDatetime

from plutomi.api.shapes import Cursor, Given, Limit, Page, Shown, StopRules, next_of
from plutomi.api.viewer import CurrentActor
from plutomi.db import transaction
from plutomi.domain import openings
from plutomi.domain.openings import OpeningLine
from plutomi.models.opening import OpeningState, Reapply

router = APIRouter(prefix="/api/v1/openings", tags=["openings"])
Hours = dict[str, list[tuple[str, str]]]


class OpeningOut(Shown):
    """`slug` is its public address and never changes; `description` is Markdown.

    `sites` are the origins whose pages may show the form in a frame (docs/widget.md), none for any.
    `reapply`: whether who has withdrawn may apply again: once (no), after `reapply_days`, unlimited.
    `hours`: business hours by weekday (mon, tue ...), spans like ["09:00", "17:00"] in `time_zone`, but on `holidays`.
    """

    id: UUID
    slug: str
    name: str
    place: str
    description: str
    state: OpeningState
    sites: list[str]
    reapply: Reapply
    reapply_days: int
    time_zone: str
    hours: Hours
    holidays: list[date]
    created_at: datetime
    changed_at: datetime


class OpeningInList(OpeningOut):
    """With the number of its stages and of the applicants on its board."""

    stages: int
    applicants: int


class OpeningIn(Given):
    name: str
    place: str = ""
    description: str = ""


class OpeningChange(Given):
    """What is left out stays. With the `changed_at` that was read it is refused (409) when that is another by now."""

    changed_at: AwareDatetime | None = None
    name: str = ""
    place: str = ""
    description: str = ""
    sites: list[str] = []
    reapply: Reapply = "once"
    reapply_days: int = 30
    time_zone: str = "UTC"
    hours: Hours = {}
    holidays: list[str] = []


class StateIn(Given):
    state: OpeningState


@router.get("")
async def list_all(
    actor: CurrentActor,
    search: Annotated[str, Query(description="Part of the name or place.")] = "",
    state: Annotated[OpeningState | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[OpeningInList]:
    """The openings, newest first."""
    async with transaction(actor.org_id) as session:
        found = await openings.list_all(session, actor, search, state or "", before=cursor, most=limit)
    last = next_of([line.opening for line in found], limit)
    return Page(data=[_in_list(line) for line in found], next=last)


@router.post("", status_code=201)
async def create(actor: CurrentActor, body: OpeningIn) -> OpeningOut:
    """A new opening, private until it is published."""
    async with transaction(actor.org_id) as session:
        opening = await openings.create(session, actor, body.name, body.place, body.description)
    return OpeningOut.model_validate(opening)


@router.get("/{opening_id}")
async def get(actor: CurrentActor, opening_id: UUID) -> OpeningOut:
    async with transaction(actor.org_id) as session:
        return OpeningOut.model_validate(await openings.get(session, actor, opening_id))


@router.patch("/{opening_id}")
async def change(actor: CurrentActor, opening_id: UUID, body: OpeningChange) -> OpeningOut:
    async with transaction(actor.org_id) as session:
        opening = await openings.change(session, actor, opening_id, **body.told())
    return OpeningOut.model_validate(opening)


@router.put("/{opening_id}/state")
async def set_state(actor: CurrentActor, opening_id: UUID, body: StateIn) -> OpeningOut:
    """Publish (it needs a stage), close, or make private."""
    async with transaction(actor.org_id) as session:
        opening = await openings.set_state(session, actor, opening_id, body.state)
    return OpeningOut.model_validate(opening)


@router.delete("/{opening_id}", status_code=204, response_class=Response)
async def delete(actor: CurrentActor, opening_id: UUID, stop_rules: StopRules = False) -> None:
    """Delete an opening with its stages, its applicants and all they sent; refused while others' rules lead there."""
    async with transaction(actor.org_id) as session:
        await openings.delete(session, actor, opening_id, stop_rules=stop_rules)


def _in_list(line: OpeningLine) -> OpeningInList:
    return OpeningInList(**line.opening.model_dump(), stages=line.stages, applicants=line.applicants)
