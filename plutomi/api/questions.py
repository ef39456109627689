"""Questions: the org's bank of them, and which of them a stage asks."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.api.shapes import Given, Page, Shown, StopRules
from plutomi.api.stages import Position, PositionIn
from plutomi.api.viewer import CurrentActor
from plutomi.db import transaction
from plutomi.domain import questions, stages
from plutomi.domain.actors import Actor
from plutomi.models.question import QuestionType

router = APIRouter(prefix="/api/v1", tags=["questions"])


class QuestionOut(Shown):
    """`key` is what machines know it by and never changes; `options` are for choices alone, `limits` by type.

    With `option_list_id` the options are that list's. `version` grows with every change of them.
    """

    id: UUID
    key: str
    title: str
    description: str
    type: QuestionType
    options: list[str]
    option_list_id: UUID | None
    limits: dict[str, Any]
    version: int
    created_at: datetime


class QuestionInBank(QuestionOut):
    """With the number of stages that ask it."""

    stages: int


class QuestionIn(Given):
    """Without `key` it is made from the title."""

    title: str
    key: str = ""
    description: str = ""
    type: QuestionType = "short_text"
    options: list[str] = []
    option_list_id: UUID | None = None
    limits: dict[str, Any] = {}


class QuestionChange(Given):
    """What is left out stays. With the `version` that was read it is refused (409) when that is another by now."""

    version: Annotated[int, Field(ge=1)] | None = None
    title: str = ""
    description: str = ""
    type: QuestionType = "short_text"
    options: list[str] = []
    option_list_id: UUID | None = None
    limits: dict[str, Any] = {}


class UsedInOut(Shown):
    stage_id: UUID
    stage_name: str
    opening_id: UUID
    opening_name: str


class UseSettings(Given):
    """`prefill` names a parameter of the page's address; a hidden question is answered by it alone.

    Answers to a secure one are shown masked. `show_if` is the condition under which it is asked, null for always.
    """

    is_required: bool = True
    help: str = ""
    placeholder: str = ""
    prefill: str = ""
    is_hidden: bool = False
    is_secure: bool = False
    show_if: dict[str, Any] | None = None


class UseOut(Shown):
    """A question in a stage's form; `position` counts within its section, or before all sections without one."""

    question: QuestionOut
    section_id: UUID | None
    position: int
    is_required: bool
    help: str
    placeholder: str
    prefill: str
    is_hidden: bool
    is_secure: bool
    show_if: dict[str, Any] | None


class UseIn(UseSettings):
    """Without `position` it becomes the last of its section, or of those without one."""

    question_id: UUID
    section_id: UUID | None = None
    position: Position | None = None


class UseMove(PositionIn):
    """Into the section given, null for before all sections; without `section_id` it stays in its own."""

    section_id: UUID | None = None


class QuestionOrder(Given):
    """All of the stage's questions, each once."""

    question_ids: list[UUID]


@router.get("/questions")
async def bank(
    actor: CurrentActor, search: Annotated[str, Query(description="Part of the title.")] = ""
) -> Page[QuestionInBank]:
    """The bank, by title."""
    async with transaction(actor.org_id) as session:
        found = await questions.bank(session, actor, search)
    return Page(data=[QuestionInBank(**question.model_dump(), stages=uses) for question, uses in found])


@router.post("/questions", status_code=201)
async def create(actor: CurrentActor, body: QuestionIn) -> QuestionOut:
    async with transaction(actor.org_id) as session:
        question = await questions.create(session, actor, **body.model_dump())
    return QuestionOut.model_validate(question)


@router.get("/questions/{question_id}")
async def get(actor: CurrentActor, question_id: UUID) -> QuestionOut:
    async with transaction(actor.org_id) as session:
        return QuestionOut.model_validate(await questions.get(session, actor, question_id))


@router.patch("/questions/{question_id}")
async def change(actor: CurrentActor, question_id: UUID, body: QuestionChange) -> QuestionOut:
    """Change its words; answers given keep the words they were given to."""
    async with transaction(actor.org_id) as session:
        question = await questions.change(session, actor, question_id, **body.told())
    return QuestionOut.model_validate(question)


@router.delete("/questions/{question_id}", status_code=204, response_class=Response)
async def archive(actor: CurrentActor, question_id: UUID, stop_rules: StopRules = False) -> None:
    """Take it out of the bank; answers given stay. Refused while a stage asks it, or rules look at it."""
    async with transaction(actor.org_id) as session:
        await questions.archive(session, actor, question_id, stop_rules=stop_rules)


@router.get("/questions/{question_id}/stages")
async def used_in(actor: CurrentActor, question_id: UUID) -> Page[UsedInOut]:
    """The stages that ask it."""
    async with transaction(actor.org_id) as session:
        await questions.get(session, actor, question_id)
        found = await questions.used_in(session, actor, question_id)
    return Page(data=[UsedInOut.model_validate(one) for one in found])


@router.get("/stages/{stage_id}/questions")
async def of_stage(actor: CurrentActor, stage_id: UUID) -> Page[UseOut]:
    """A stage's form, in order."""
    async with transaction(actor.org_id) as session:
        return await _form(session, actor, stage_id)


@router.post("/stages/{stage_id}/questions", status_code=201)
async def attach(actor: CurrentActor, stage_id: UUID, body: UseIn) -> Page[UseOut]:
    """Ask a question in a stage; a form has at most 200."""
    async with transaction(actor.org_id) as session:
        await questions.attach(session, actor, stage_id, **body.model_dump())
        return await _form(session, actor, stage_id)


@router.put("/stages/{stage_id}/questions/order")
async def arrange(actor: CurrentActor, stage_id: UUID, body: QuestionOrder) -> Page[UseOut]:
    """Set the whole order."""
    async with transaction(actor.org_id) as session:
        await questions.arrange(session, actor, stage_id, body.question_ids)
        return await _form(session, actor, stage_id)


@router.patch("/stages/{stage_id}/questions/{question_id}")
async def adjust(actor: CurrentActor, stage_id: UUID, question_id: UUID, body: UseSettings) -> Page[UseOut]:
    """Change the settings of one question of a form; what is left out stays."""
    async with transaction(actor.org_id) as session:
        await questions.adjust(session, actor, stage_id, question_id, **body.told())
        return await _form(session, actor, stage_id)


@router.post("/stages/{stage_id}/questions/{question_id}/moves", status_code=201)
async def move(actor: CurrentActor, stage_id: UUID, question_id: UUID, body: UseMove) -> Page[UseOut]:
    """Put one question at a position of its section or of another; answers the new order."""
    async with transaction(actor.org_id) as session:
        await questions.move(session, actor, stage_id, question_id, **body.told())
        return await _form(session, actor, stage_id)


@router.delete("/stages/{stage_id}/questions/{question_id}", status_code=204, response_class=Response)
async def detach(actor: CurrentActor, stage_id: UUID, question_id: UUID) -> None:
    """Stop asking it here; answers given stay."""
    async with transaction(actor.org_id) as session:
        await questions.detach(session, actor, stage_id, question_id)


async def _form(session: AsyncSession, actor: Actor, stage_id: UUID) -> Page[UseOut]:
    await stages.get(session, actor, stage_id)
    return Page(data=[UseOut.model_validate(use) for use in await questions.of_stage(session, actor, stage_id)])
