"""Giving files out: links good for minutes, and the bytes behind them under the strictest headers."""

import re
from collections.abc import Sequence
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from plutomi.api.shapes import Page, Shown
from plutomi.api.viewer import CurrentActor, client_ip
from plutomi.db import transaction
from plutomi.domain.actors import Actor
from plutomi.domain.applicants import reading
from plutomi.domain.applicants.knowing import applicant_of, cookie_name
from plutomi.domain.files import giving
from plutomi.errors import NotFound, RoomFull
from plutomi.gateways import files as rooms
from plutomi.gateways.files import NotThere, RoomAway
from plutomi.models import File
from plutomi.models.file import FileState, small_of
from plutomi.settings import get_settings

router = APIRouter(tags=["files"])
LINKED = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
# Only what we drew anew or looked through is shown in a page of ours; browsers do not open PDFs in a sandbox.
ALONE = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
SHOWN = ("image/", "application/pdf")
SMALL = Query(description="For pictures: a small one.")
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class FileOut(Shown):
    """A file that has been handed in. `url` is good for five minutes, null while it is scanned or once refused."""

    id: UUID
    applicant_id: UUID
    question_id: UUID
    name: str
    size: int
    type: str
    state: FileState
    reason: str
    url: str | None = None


@router.get("/api/v1/applicants/{applicant_id}/files")
async def list_all(actor: CurrentActor, applicant_id: UUID) -> Page[FileOut]:
    """What they have sent, in the order it came."""
    async with transaction(actor.org_id) as session:
        await reading.get(session, actor, applicant_id)
        found = await giving.list_all(session, actor, applicant_id)
    return Page(data=_out(found))


@router.get("/api/v1/files/{file_id}")
async def get(actor: CurrentActor, file_id: UUID) -> FileOut:
    """One, with a link to its bytes."""
    return _out([await _get(actor, file_id)])[0]


@router.get("/api/v1/files/{file_id}/content", status_code=303, response_class=RedirectResponse)
async def follow(actor: CurrentActor, file_id: UUID, request: Request) -> Response:
    """To its bytes: an address that pages can hold, since each visit signs a new link; `?small`, `?download`."""
    return _to(await _get(actor, file_id), request)


@router.get("/my/files/{file_id}/content", include_in_schema=False)
async def follow_mine(file_id: UUID, request: Request) -> Response:
    """The same for the applicant whose it is."""
    actor = applicant_of(request.cookies.get(cookie_name(), ""), client_ip(request))
    return _to(await _get(actor, file_id), request)


@router.get("/files/{token}", include_in_schema=False)
async def content(token: str, request: Request, download: bool = False, small: bool = False) -> Response:
    """The bytes a link names, whole or a range of them."""
    file = await giving.opened(token)
    is_small = small and file.is_image
    key, type = (small_of(file.key), "image/jpeg") if is_small else (file.key, file.type)
    room = rooms.room(get_settings())
    try:
        size = await room.size(key)
        span = _span(request.headers.get("range", ""), size)
        headers = _headers(file, is_download=download) | {"Accept-Ranges": "bytes"}
        if span is None:
            return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{size}"})
        start, end = span
        headers["Content-Length"] = str(end - start)
        is_part = (start, end) != (0, size)
        if is_part:
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
        body = room.read(key, start, end) if is_part else room.read(key)
        return StreamingResponse(body, 206 if is_part else 200, headers, type)
    except NotThere as error:
        raise NotFound from error
    except RoomAway as error:
        raise RoomFull from error


def _out(found: Sequence[File]) -> list[FileOut]:
    return [
        FileOut.model_validate(file).model_copy(update={"url": giving.link(file) if file.state == "clean" else None})
        for file in found
    ]


async def _get(actor: Actor, id: UUID) -> File:
    async with transaction(actor.org_id) as session:
        return await giving.get(session, actor, id)


def _to(file: File, request: Request) -> Response:
    kept = "&".join(f"{name}=1" for name in ("small", "download") if request.query_params.get(name))
    return RedirectResponse(giving.link(file) + (f"?{kept}" if kept else ""), 303, LINKED)


def _headers(file: File, is_download: bool) -> dict[str, str]:
    is_shown = file.type.startswith(SHOWN) and not is_download
    plain = re.sub(r'[^\x20-\x7e]|["\\%]', "_", file.name)
    way = "inline" if is_shown else "attachment"
    policy = ALONE if file.type == "application/pdf" else f"{ALONE}; sandbox"
    return {
        "Content-Disposition": f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": policy,
        "X-Frame-Options": "SAMEORIGIN",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
    }


def _span(asked: str, size: int) -> tuple[int, int] | None:
    """The bytes a Range header asks for, from and up to; all for one we do not know, None for none there are."""
    found = _RANGE.fullmatch(asked.strip())
    if not found or found[0] == "bytes=-":
        return 0, size
    first, last = found.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
    return (start, end) if start < end else None
