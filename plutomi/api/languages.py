"""The language an org writes in."""

from fastapi import APIRouter
from pydantic import BaseModel

from plutomi.api.shapes import Given
from plutomi.api.viewer import CurrentActor
from plutomi.db import transaction
from plutomi.domain import tongues
from plutomi.models import Org
from plutomi.tongue.tongues import offered

router = APIRouter(prefix="/api/v1/org/language", tags=["languages"])


class LanguageIn(Given):
    language: str


class LanguageOut(BaseModel):
    """`offered` are the languages there are, code to own name."""

    language: str
    offered: dict[str, str]


@router.get("")
async def language(actor: CurrentActor) -> LanguageOut:
    """What the org you work in writes in."""
    async with transaction(actor.org_id) as session:
        org = await session.get_one(Org, actor.org_id)
        return LanguageOut(language=org.language, offered=offered())


@router.put("")
async def set_language(actor: CurrentActor, body: LanguageIn) -> LanguageOut:
    """Say it; visitors whose browser asks for no language of ours read this one too."""
    async with transaction(actor.org_id) as session:
        await tongues.set_language(session, actor, body.language)
    return LanguageOut(language=body.language, offered=offered())
