"""Labels, and who carries them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from plutomi.api.shapes import Given, Page, Shown, StopRules
from plutomi.api.viewer import CurrentActor
from plutomi.db import transaction
from plutomi.domain import labels
from plutomi.domain.applicants import labelling, standing

router = APIRouter(prefix="/api/v1", tags=["labels"])
Several = Annotated[list[UUID], Field(min_length=1, max_length=standing.MOST)]


class LabelOut(Shown):
    """`color` as `#rrggbb`, `ink` that of words on it; boards call it by its `number`."""

    id: UUID
    number: int
    name: str
    color: str
    ink: str


class LabelWorn(LabelOut):
    """With the number of applicants who carry it."""

    applicants: int


class LabelIn(Given):
    name: str
    color: str = labels.PLAIN


class LabelChange(Given):
    """What is left out stays."""

    name: str = ""
    color: str = ""


class ApplicantsIn(Given):
    applicant_ids: Several


class Changed(Shown):
    """How many applicants this changed."""

    changed: int


@router.get("/labels")
async def list_all(actor: CurrentActor) -> Page[LabelWorn]:
    """All labels, by name."""
    async with transaction(actor.org_id) as session:
        found = await labels.worn(session, actor)
    shown = [LabelWorn(**LabelOut.model_validate(one).model_dump(), applicants=many) for one, many in found]
    return Page(data=shown)


@router.post("/labels", status_code=201)
async def create(actor: CurrentActor, body: LabelIn) -> LabelOut:
    async with transaction(actor.org_id) as session:
        return LabelOut.model_validate(await labels.create(session, actor, body.name, body.color))


@router.get("/labels/{label_id}")
async def get(actor: CurrentActor, label_id: UUID) -> LabelOut:
    async with transaction(actor.org_id) as session:
        return LabelOut.model_validate(await labels.get(session, actor, label_id))


@router.patch("/labels/{label_id}")
async def change(actor: CurrentActor, label_id: UUID, body: LabelChange) -> LabelOut:
    async with transaction(actor.org_id) as session:
        return LabelOut.model_validate(await labels.change(session, actor, label_id, **body.told()))


@router.delete("/labels/{label_id}", status_code=204, response_class=Response)
async def delete(actor: CurrentActor, label_id: UUID, stop_rules: StopRules = False) -> None:
    """Delete it: it is off everybody who carries it."""
    async with transaction(actor.org_id) as session:
        await labels.delete(session, actor, label_id, stop_rules=stop_rules)


@router.post("/labels/{label_id}/applicants")
async def put_on(actor: CurrentActor, label_id: UUID, body: ApplicantsIn) -> Changed:
    """Put it on applicants, at most 500 at once."""
    async with transaction(actor.org_id) as session:
        return Changed(changed=await labelling.label(session, actor, body.applicant_ids, label_id))


@router.post("/labels/{label_id}/removals")
async def take_off(actor: CurrentActor, label_id: UUID, body: ApplicantsIn) -> Changed:
    """Take it off applicants, at most 500 at once."""
    async with transaction(actor.org_id) as session:
        return Changed(changed=await labelling.unlabel(session, actor, body.applicant_ids, label_id))


@router.put("/applicants/{applicant_id}/labels/{label_id}", status_code=204, response_class=Response)
async def label(actor: CurrentActor, applicant_id: UUID, label_id: UUID) -> None:
    """Put it on one applicant."""
    async with transaction(actor.org_id) as session:
        await labelling.label(session, actor, [applicant_id], label_id)


@router.delete("/applicants/{applicant_id}/labels/{label_id}", status_code=204, response_class=Response)
async def unlabel(actor: CurrentActor, applicant_id: UUID, label_id: UUID) -> None:
    """Take it off one applicant."""
    async with transaction(actor.org_id) as session:
        await labelling.unlabel(session, actor, [applicant_id], label_id)
