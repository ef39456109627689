"""Lists of options that questions share."""

from uuid import UUID

from fastapi import APIRouter, Response

from plutomi.api.shapes import Given, Page, Shown
from plutomi.api.viewer import CurrentActor
from plutomi.db import transaction
from plutomi.domain import option_lists

router = APIRouter(prefix="/api/v1/option-lists", tags=["option_lists"])


class OptionListOut(Shown):
    id: UUID
    name: str
    options: list[str]


class OptionListInBank(OptionListOut):
    """With the number of questions that share it."""

    questions: int


class OptionListIn(Given):
    """At least two options."""

    name: str
    options: list[str]


class OptionListChange(Given):
    """What is left out stays."""

    name: str = ""
    options: list[str] = []


@router.get("")
async def bank(actor: CurrentActor) -> Page[OptionListInBank]:
    """All lists, by name."""
    async with transaction(actor.org_id) as session:
        found = await option_lists.bank(session, actor)
    return Page(data=[OptionListInBank(**one.model_dump(), questions=uses) for one, uses in found])


@router.post("", status_code=201)
async def create(actor: CurrentActor, body: OptionListIn) -> OptionListOut:
    async with transaction(actor.org_id) as session:
        made = await option_lists.create(session, actor, body.name, body.options)
    return OptionListOut.model_validate(made)


@router.get("/{option_list_id}")
async def get(actor: CurrentActor, option_list_id: UUID) -> OptionListOut:
    async with transaction(actor.org_id) as session:
        return OptionListOut.model_validate(await option_lists.get(session, actor, option_list_id))


@router.patch("/{option_list_id}")
async def change(actor: CurrentActor, option_list_id: UUID, body: OptionListChange) -> OptionListOut:
    """Change it; the questions that share it follow, answers given stay as they are."""
    async with transaction(actor.org_id) as session:
        changed = await option_lists.change(session, actor, option_list_id, **body.told())
    return OptionListOut.model_validate(changed)


@router.delete("/{option_list_id}", status_code=204, response_class=Response)
async def delete(actor: CurrentActor, option_list_id: UUID) -> None:
    """Delete it. Refused while a question shares it."""
    async with transaction(actor.org_id) as session:
        await option_lists.delete(session, actor, option_list_id)
