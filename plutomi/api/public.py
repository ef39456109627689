"""What anybody may see and do without an account: an org's public openings, and applying to one."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field, WithJsonSchema
from starlette.requests import Request

from plutomi.api.shapes import Key, Page, Shown
from plutomi.api.viewer import client_ip
from plutomi.db import transaction
from plutomi.domain import openings, orgs, styles
from plutomi.domain.applicants import applying, receiving
from plutomi.errors import OpeningClosed
from plutomi.models import Opening
from plutomi.models.opening import OpeningState
from plutomi.models.question import QuestionType
from plutomi.models.style import Corners, Font, Image, Style
from plutomi.rules.answers import Asked
from plutomi.rules.styling import PLUTOMI, picture_path, words
from plutomi.settings import get_settings

router = APIRouter(prefix="/api/v1/public/orgs/{org_slug}", tags=["public"])

# Documented as what they should be, but read by the one validator, which names every wrong field at once.
Text = Annotated[Any, WithJsonSchema({"type": "string"})]
ByKey = Annotated[Any, WithJsonSchema({"type": "object", "additionalProperties": True})]


class PublicOrgOut(Shown):
    slug: str
    name: str


class PublicOpening(Shown):
    """`description` is Markdown; a closed opening takes nobody now."""

    slug: str
    name: str
    place: str
    description: str
    state: OpeningState


class SectionOut(Shown):
    """A part of the form; `show_if` is the condition under which it is asked, null for always."""

    id: UUID
    title: str
    description: str
    show_if: dict[str, Any] | None


class AskedOut(Shown):
    """A question of the form; `key` is its answer's name in `answers`, `answers.KEY` its field in errors.

    `limits` are by type; `show_if` is the condition under which it is asked, null for always.
    """

    key: str
    title: str
    description: str
    type: QuestionType
    options: list[str]
    is_required: bool
    limits: dict[str, Any]
    help: str
    placeholder: str
    show_if: dict[str, Any] | None
    section: SectionOut | None


class PublicPicture(Shown):
    url: str
    width: int
    height: int


class PublicWords(Shown):
    """What stands on the way to the form, on what sends it, and on what leads on in emails; in the reader's language
    where the org says nothing else."""

    apply: str
    send: str
    continue_: Annotated[str, Field(alias="continue")]


class PublicStyle(Shown):
    """How the opening's pages look, all that it inherits included; a colour that is null is Plutomi's own."""

    color: str | None
    background: str | None
    font: Font
    corners: Corners
    words: PublicWords
    logo: PublicPicture | None
    cover: PublicPicture | None


class PublicForm(PublicOpening):
    """With the questions of its form, none while it is closed, and its style."""

    questions: list[AskedOut]
    style: PublicStyle


class ApplicationIn(BaseModel):
    """An application; `answers` by question key: text, true or false, a number, or a list for several choices.

    `time_zone` is the applicant's, like America/New_York; today's limits of dates are those of that zone.
    `captcha` is the proof that a person sends it, where the server asks for one.
    """

    name: Text = None
    email: Text = None
    phone: Text = ""
    source: Text = ""
    time_zone: Text = ""
    answers: ByKey = {}
    prefill: ByKey = {}
    captcha: Text = ""


class Received(BaseModel):
    """The same for everybody, whether or not they had applied before."""

    is_received: bool = True


@router.get("")
async def org(org_slug: str) -> PublicOrgOut:
    return PublicOrgOut.model_validate(await orgs.by_slug(org_slug))


@router.get("/openings")
async def list_all(org_slug: str) -> Page[PublicOpening]:
    """What people may apply to, newest first."""
    org = await orgs.by_slug(org_slug)
    async with transaction(org.id) as session:
        found = await openings.public_of(session, org.id)
    return Page(data=[PublicOpening.model_validate(opening) for opening in found])


@router.get("/openings/{opening_slug}")
async def opening(org_slug: str, opening_slug: str) -> PublicForm:
    """An opening and its form."""
    org = await orgs.by_slug(org_slug)
    opening, asked, style = await form_of(org.id, opening_slug)
    questions = [AskedOut.model_validate(one) for one in asked if not one.is_hidden]
    return PublicForm(
        **PublicOpening.model_validate(opening).model_dump(), questions=questions, style=_style(style, org.slug)
    )


@router.post("/openings/{opening_slug}/applicants", status_code=202)
async def apply(org_slug: str, opening_slug: str, body: ApplicationIn, request: Request, key: Key = "") -> Received:
    """Apply. The answer is the same for a known email; what follows is told by email."""
    org = await orgs.by_slug(org_slug)
    await receiving.receive(org.id, opening_slug, body.model_dump(), client_ip(request), key)
    return Received()


async def form_of(org_id: UUID, slug: str) -> tuple[Opening, tuple[Asked, ...], Style]:
    """A public or closed opening, what its form asks and its style; NotFound for a private one, as for none."""
    async with transaction(org_id) as session:
        opening = await openings.public_by_slug(session, org_id, slug)
        style = await styles.public_of_opening(session, org_id, opening.id)
        try:
            return opening, (await applying.door(session, org_id, slug)).asked, style
        except OpeningClosed:
            return opening, (), style


def _style(style: Style, slug: str) -> PublicStyle:
    whole = style.over(PLUTOMI)
    return PublicStyle(
        color=whole.color or None,
        background=whole.background or None,
        font=whole.font,
        corners=whole.corners,
        words=words(whole),
        logo=_picture(whole.logo, slug),
        cover=_picture(whole.cover, slug),
    )


def _picture(image: Image | None, slug: str) -> PublicPicture | None:
    path = picture_path(image, slug)
    return PublicPicture(url=get_settings().base_url + path, width=image.width, height=image.height) if image else None
