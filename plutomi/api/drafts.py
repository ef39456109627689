"""What is being typed, saved as it is left: small requests of our own pages, which need no websocket.

An applicant's draft goes by their cookie, and by whom the page shows: a browser holds one link, and may have come to
hold another's since, in another tab. A form begun by somebody else goes by the token its page holds.
"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import WithJsonSchema
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from plutomi import tokens
from plutomi.api.html import page
from plutomi.api.my import HEADERS, STRAY, kind
from plutomi.api.shapes import Given, Shown
from plutomi.api.viewer import client_ip
from plutomi.db import transaction
from plutomi.domain import beginnings, orgs, throttles
from plutomi.domain.actors import anyone
from plutomi.domain.applicants import drafting
from plutomi.domain.applicants.knowing import cookie_name, meant_by
from plutomi.errors import Invalid, LinkSpent
from plutomi.models.email import read_email

router = APIRouter(prefix="/my", include_in_schema=False)
Fields = Annotated[Any, WithJsonSchema({"type": "object", "additionalProperties": True})]


class DraftIn(Given):
    """Whose page it is; `fields`: by name what was `said` (a list of texts) and how long `ago` (ms)."""

    applicant_id: UUID
    stage_id: UUID
    fields: Fields


class LaterIn(Given):
    """A form not sent yet, and the address its link is to go to."""

    org: str
    opening: str
    email: str
    fields: Fields


class BegunIn(Given):
    token: str
    fields: Fields


class DraftOut(Shown):
    """All that is kept now, from whatever device: by name what was `said`, and `at`, in ms since 1970."""

    fields: dict[str, Any]
    token: str = ""


@router.put("/draft")
async def save(request: Request, body: DraftIn) -> DraftOut:
    """Keep what an applicant has typed; 409 when they stand elsewhere by now, 410 without a link of theirs."""
    actor = meant_by(request.cookies.get(cookie_name(), ""), body.applicant_id, client_ip(request))
    await throttles.count_save(actor.id or actor.org_id)
    async with transaction(actor.org_id) as session:
        return DraftOut(fields=await drafting.save(session, actor, body.stage_id, body.fields))


@router.post("/later", status_code=201)
async def begin(request: Request, body: LaterIn, response: Response) -> DraftOut:
    """Keep a form begun, and email the link to it. The same for every address."""
    ip = client_ip(request)
    await throttles.count_submission(ip)
    org = await orgs.by_slug(body.org)
    await throttles.count_link(org.id, _key(body.email))
    async with transaction(org.id) as session:
        begun = await beginnings.begin(session, anyone(org.id, ip), body.opening, body.email, body.fields)
    token = beginnings.token_of(begun)
    _remember(response, token)
    return DraftOut(fields=begun.typed, token=token)


@router.put("/later")
async def go_on(request: Request, body: BegunIn) -> DraftOut:
    """Keep what was typed since; 410 once it was sent, or swept."""
    org_id, id = tokens.read_draft(body.token)
    await throttles.count_save(id)
    async with transaction(org_id) as session:
        fields = await beginnings.save(session, anyone(org_id, client_ip(request)), id, body.fields)
    return DraftOut(fields=fields, token=body.token)


@router.get("/later/{token}")
async def resume(token: str, request: Request) -> Response:
    """The link in the email: to the opening's page, which finds in a cookie what was typed."""
    token = token.rstrip(STRAY)
    try:
        org_id, id = tokens.read_draft(token)
        org = await orgs.by_id(org_id)
        async with transaction(org_id) as session:
            _, opening = await beginnings.read(session, anyone(org_id, client_ip(request)), id)
    except LinkSpent:
        return page("draft_gone.html", LinkSpent.status, HEADERS)
    response = RedirectResponse(f"/apply/{org.slug}/{opening.slug}", 303, HEADERS)
    _remember(response, token)
    return response


@router.post("/later/leave")
async def leave(request: Request) -> Response:
    """Forget in this browser what was begun; the link in the email stays good."""
    response = RedirectResponse(_page_of(request), 303, HEADERS)
    response.delete_cookie(beginnings.cookie_name(), **kind())
    return response


def _remember(response: Response, token: str) -> None:
    """Until the browser is closed: what somebody typed is not for the next one at a shared computer."""
    response.set_cookie(beginnings.cookie_name(), token, **kind())


def _page_of(request: Request) -> str:
    """The page they came from, if it is one to apply at."""
    path = "/" + request.headers.get("referer", "").partition("://")[2].partition("/")[2].partition("?")[0]
    return path if path.startswith("/apply/") else "/my/link"


def _key(email: str) -> str:
    try:
        return read_email(email).key
    except ValueError as error:
        raise Invalid({"email": str(error)}) from error
