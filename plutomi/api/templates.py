"""Email templates, and letters made from them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from plutomi.api.messages import MessageOut
from plutomi.api.shapes import Given, Key, Page, Shown, StopRules
from plutomi.api.viewer import CurrentActor
from plutomi.db import transaction
from plutomi.domain import receipts, templates
from plutomi.domain.applicants import lettering, messaging

router = APIRouter(prefix="/api/v1", tags=["email_templates"])


class TemplateOut(Shown):
    """Without an opening it is for all of them; with a stage for applicants who stand there."""

    id: UUID
    opening_id: UUID | None
    stage_id: UUID | None
    name: str
    subject: str
    body: str
    changed_at: datetime


class TemplateIn(Given):
    """`{{ applicant.name }}`, `{{ answers.KEY }}` and so on are filled in; another name is refused at its field."""

    name: str
    subject: str
    body: str
    opening_id: UUID | None = None
    stage_id: UUID | None = None


class TemplateChange(Given):
    """What is left out stays."""

    name: str = ""
    subject: str = ""
    body: str = ""
    opening_id: UUID | None = None
    stage_id: UUID | None = None


class PreviewIn(Given):
    """For a real applicant, or without one for somebody made up."""

    subject: str = ""
    body: str = ""
    applicant_id: UUID | None = None


class LetterOut(Shown):
    """Filled in, but for `{{ link }}`: an applicant's own link is made when the letter is sent."""

    subject: str
    body: str


class LetterIn(Given):
    template_id: UUID


@router.get("/email-templates")
async def list_all(actor: CurrentActor) -> Page[TemplateOut]:
    """All templates, by name."""
    async with transaction(actor.org_id) as session:
        found = await templates.list_all(session, actor)
    return Page(data=[TemplateOut.model_validate(one) for one in found])


@router.post("/email-templates", status_code=201)
async def create(actor: CurrentActor, body: TemplateIn) -> TemplateOut:
    async with transaction(actor.org_id) as session:
        return TemplateOut.model_validate(await templates.create(session, actor, **body.model_dump()))


@router.post("/email-templates/previews")
async def preview(actor: CurrentActor, body: PreviewIn) -> LetterOut:
    """How a letter would read; nothing is kept or sent."""
    async with transaction(actor.org_id) as session:
        letter = await lettering.preview(session, actor, body.subject, body.body, body.applicant_id)
    return LetterOut.model_validate(letter)


@router.get("/email-templates/{template_id}")
async def get(actor: CurrentActor, template_id: UUID) -> TemplateOut:
    async with transaction(actor.org_id) as session:
        return TemplateOut.model_validate(await templates.get(session, actor, template_id))


@router.patch("/email-templates/{template_id}")
async def change(actor: CurrentActor, template_id: UUID, body: TemplateChange) -> TemplateOut:
    """Change it; letters sent stay as they were."""
    given: dict[str, Any] = body.told()
    async with transaction(actor.org_id) as session:
        return TemplateOut.model_validate(await templates.change(session, actor, template_id, **given))


@router.delete("/email-templates/{template_id}", status_code=204, response_class=Response)
async def delete(actor: CurrentActor, template_id: UUID, stop_rules: StopRules = False) -> None:
    async with transaction(actor.org_id) as session:
        await templates.delete(session, actor, template_id, stop_rules=stop_rules)


@router.get("/applicants/{applicant_id}/email-templates")
async def fitting(actor: CurrentActor, applicant_id: UUID) -> Page[TemplateOut]:
    """Those for this applicant: everybody's, their opening's and their stage's."""
    async with transaction(actor.org_id) as session:
        found = await lettering.fitting(session, actor, applicant_id)
    return Page(data=[TemplateOut.model_validate(one) for one in found])


@router.post("/applicants/{applicant_id}/letters", status_code=201)
async def send(actor: CurrentActor, applicant_id: UUID, body: LetterIn, key: Key = "") -> MessageOut:
    """Write to an applicant from a template: by email, and on their own page."""
    async with transaction(actor.org_id) as session:

        async def make() -> UUID:
            return (await lettering.send(session, actor, applicant_id, body.template_id)).id

        id = await receipts.once(session, actor, f"letters {applicant_id}", key, body.model_dump(), make)
        return MessageOut.model_validate(await messaging.one(session, actor, id))
