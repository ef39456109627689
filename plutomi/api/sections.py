"""Sections: the parts of a stage's form."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from plutomi.api.shapes import Given, Page, Shown
from plutomi.api.stages import Position, PositionIn
from plutomi.api.viewer import CurrentActor
from plutomi.db import transaction
from plutomi.domain import sections, stages

router = APIRouter(prefix="/api/v1", tags=["sections"])


class SectionOut(Shown):
    """A part of a form; `show_if` is the condition under which it is asked, null for always."""

    id: UUID
    stage_id: UUID
    title: str
    description: str
    position: int
    show_if: dict[str, Any] | None


class SectionIn(Given):
    """Without `position` it becomes the last."""

    title: str
    description: str = ""
    show_if: dict[str, Any] | None = None
    position: Position | None = None


class SectionChange(Given):
    """What is left out stays."""

    title: str = ""
    description: str = ""
    show_if: dict[str, Any] | None = None


@router.get("/stages/{stage_id}/sections")
async def of_stage(actor: CurrentActor, stage_id: UUID) -> Page[SectionOut]:
    """A form's sections, in order."""
    async with transaction(actor.org_id) as session:
        await stages.get(session, actor, stage_id)
        found = await sections.list_of(session, actor, stage_id)
    return Page(data=[SectionOut.model_validate(one) for one in found])


@router.post("/stages/{stage_id}/sections", status_code=201)
async def create(actor: CurrentActor, stage_id: UUID, body: SectionIn) -> SectionOut:
    """Add a section; questions are put into it by a move."""
    async with transaction(actor.org_id) as session:
        section = await sections.create(session, actor, stage_id, **body.model_dump())
    return SectionOut.model_validate(section)


@router.patch("/sections/{section_id}")
async def change(actor: CurrentActor, section_id: UUID, body: SectionChange) -> SectionOut:
    """Change its words, or the condition under which it is asked."""
    async with transaction(actor.org_id) as session:
        section = await sections.change(session, actor, section_id, **body.told())
    return SectionOut.model_validate(section)


@router.post("/sections/{section_id}/moves", status_code=201)
async def move(actor: CurrentActor, section_id: UUID, body: PositionIn) -> Page[SectionOut]:
    """Put it, with its questions, at a position; answers the new order."""
    async with transaction(actor.org_id) as session:
        section = await sections.move(session, actor, section_id, body.position)
        found = await sections.list_of(session, actor, section.stage_id)
    return Page(data=[SectionOut.model_validate(one) for one in found])


@router.delete("/sections/{section_id}", status_code=204, response_class=Response)
async def delete(actor: CurrentActor, section_id: UUID) -> None:
    """Delete it; its questions stay, without a section."""
    async with transaction(actor.org_id) as session:
        await sections.delete(session, actor, section_id)
