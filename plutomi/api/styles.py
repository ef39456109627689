"""Styles of the org, of openings and of stages, and the pictures they show."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from plutomi.api.shapes import Given, Shown
from plutomi.api.viewer import CurrentActor
from plutomi.db import transaction
from plutomi.domain import orgs, pictures, styles
from plutomi.domain.styles import Styled
from plutomi.errors import NotFound, TooLarge
from plutomi.models.style import BUTTONS, Corners, Font, Image, Style, Use
from plutomi.rules.pictures import MAX_UPLOAD, as_png, remake
from plutomi.rules.styling import warnings

router = APIRouter(tags=["styles"])
LARGER = {"/api/v1/pictures": MAX_UPLOAD}  # bytes of body the edge lets through
FOR_EVER = {"cache-control": "public, max-age=31536000, immutable"}
AT_ONCE = 2  # a picture being remade may take 100 MB
PICTURE = {"schema": {"type": "string", "format": "binary"}}
BODY = {"required": True, "content": {f"image/{kind}": PICTURE for kind in ("png", "jpeg", "webp")}}
Color = Annotated[str | None, Field(description="`#rrggbb`; null is inherited.")]
Sha256 = Annotated[str | None, Field(description="The picture's name, as `POST /pictures` answers it.")]

_remaking = asyncio.Semaphore(AT_ONCE)


class ButtonWords(Given):
    """At most 40 letters each; null is inherited."""

    apply: str | None = None
    continue_: Annotated[str | None, Field(alias="continue")] = None
    send: str | None = None


class StyleIn(Given):
    """What is null or left out is inherited."""

    color: Color = None
    background: Color = None
    font: Font | None = None
    corners: Corners | None = None
    buttons: ButtonWords | None = None
    logo: Sha256 = None
    cover: Sha256 = None


class PictureOut(Shown):
    """`sha256` names it in a style; its address is `/brand/{org_slug}/{sha256}.webp`."""

    sha256: str
    width: int
    height: int


class ButtonsOut(Shown):
    apply: str | None
    continue_: Annotated[str | None, Field(alias="continue")]
    send: str | None


class StyleOut(Shown):
    """What is null is inherited."""

    color: str | None
    background: str | None
    font: Font | None
    corners: Corners | None
    buttons: ButtonsOut
    logo: PictureOut | None
    cover: PictureOut | None


class StyledOut(Shown):
    """`shown` is `own` where it says something, else `inherited`; `warnings` by field say what happens to colours."""

    own: StyleOut
    inherited: StyleOut
    shown: StyleOut
    warnings: dict[str, str]


@router.get("/api/v1/org/style")
async def of_org(actor: CurrentActor) -> StyledOut:
    """The style of the org you work in."""
    async with transaction(actor.org_id) as session:
        return _out(await styles.of_org(session, actor))


@router.put("/api/v1/org/style")
async def set_org(actor: CurrentActor, body: StyleIn) -> StyledOut:
    async with transaction(actor.org_id) as session:
        await styles.set_org(session, actor, _given(body))
        return _out(await styles.of_org(session, actor))


@router.get("/api/v1/openings/{opening_id}/style")
async def of_opening(actor: CurrentActor, opening_id: UUID) -> StyledOut:
    async with transaction(actor.org_id) as session:
        return _out(await styles.of_opening(session, actor, opening_id))


@router.put("/api/v1/openings/{opening_id}/style")
async def set_opening(actor: CurrentActor, opening_id: UUID, body: StyleIn) -> StyledOut:
    async with transaction(actor.org_id) as session:
        await styles.set_opening(session, actor, opening_id, _given(body))
        return _out(await styles.of_opening(session, actor, opening_id))


@router.get("/api/v1/stages/{stage_id}/style")
async def of_stage(actor: CurrentActor, stage_id: UUID) -> StyledOut:
    async with transaction(actor.org_id) as session:
        return _out(await styles.of_stage(session, actor, stage_id))


@router.put("/api/v1/stages/{stage_id}/style")
async def set_stage(actor: CurrentActor, stage_id: UUID, body: StyleIn) -> StyledOut:
    async with transaction(actor.org_id) as session:
        await styles.set_stage(session, actor, stage_id, _given(body))
        return _out(await styles.of_stage(session, actor, stage_id))


@router.post("/api/v1/pictures", status_code=201, openapi_extra={"requestBody": BODY})
async def keep(actor: CurrentActor, request: Request, use: Annotated[Use, Query()] = "logo") -> PictureOut:
    """Keep a logo or cover: the body is the picture itself. It is made anew, smaller and without what else is in it."""
    upload = await _upload(request)
    async with _remaking:
        made = await asyncio.to_thread(remake, upload, use)
    async with transaction(actor.org_id) as session:
        return PictureOut.model_validate(await pictures.keep(session, actor, made))


@router.get("/brand/{org_slug}/{name}", include_in_schema=False)
async def show(org_slug: str, name: str) -> Response:
    """A logo or cover, for anybody; its name is what is in it, so it never changes."""
    sha256, _, kind = name.partition(".")
    if kind not in ("webp", "png"):
        raise NotFound
    org = await orgs.by_slug(org_slug)
    async with transaction(org.id) as session:
        content = await pictures.content(session, org.id, sha256)
    if kind == "png":
        content = await asyncio.to_thread(as_png, content)
    return Response(content, media_type=f"image/{kind}", headers=FOR_EVER)


async def _upload(request: Request) -> bytes:
    """The body, broken off as soon as it is too large, announced or not."""
    parts, left = [], MAX_UPLOAD
    async for part in request.stream():
        left -= len(part)
        if left < 0:
            raise TooLarge("A picture can have at most 2 MB.")
        parts.append(part)
    return b"".join(parts)


def _given(body: StyleIn) -> Mapping[str, Any]:
    return body.model_dump(by_alias=True)


def _out(styled: Styled) -> StyledOut:
    own, inherited, shown = (_style(one) for one in (styled.own, styled.inherited, styled.shown))
    return StyledOut(own=own, inherited=inherited, shown=shown, warnings=warnings(styled.shown))


def _style(style: Style) -> StyleOut:
    parts = {name: getattr(style, name) or None for name in ("color", "background", "font", "corners")}
    buttons = ButtonsOut.model_validate({name: style.buttons.get(name) for name in BUTTONS})
    return StyleOut(**parts, buttons=buttons, logo=_picture(style.logo), cover=_picture(style.cover))


def _picture(image: Image | None) -> PictureOut | None:
    return PictureOut.model_validate(image) if image else None
