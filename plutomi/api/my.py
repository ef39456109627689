"""The applicant's personal link: exchanged for a cookie, so that it leaves the address bar, and given up again."""

from typing import Any

from fastapi import APIRouter
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from plutomi import tokens
from plutomi.api.html import page
from plutomi.domain import orgs
from plutomi.domain.applicants.knowing import COOKIE_LIFE, applicant_of, cookie_name
from plutomi.errors import LinkSpent, NotFound
from plutomi.settings import get_settings

HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
STRAY = ".,;:!?)>]}\"'"  # what mail programs take along from the sentence around a link

router = APIRouter(prefix="/my", include_in_schema=False)


class Token(StringConvertor):
    """Any one part of a path but that of the page /my/link."""

    regex = r"(?!(?:link(?:\.html)?|draft|later)$)[^/]+"


register_url_convertor("token", Token())


@router.get("/{token:token}")
async def enter(token: str) -> Response:
    """Keep the link in a cookie and show the page; or say that the link is not right."""
    token = token.rstrip(STRAY)
    try:
        applicant_of(token)
    except LinkSpent:
        return page("link_wrong.html", LinkSpent.status, HEADERS, again=await _again(token))
    response = RedirectResponse("/my", 303, HEADERS)
    response.set_cookie(cookie_name(), token, max_age=int(COOKIE_LIFE.total_seconds()), **kind())
    return response


@router.post("/leave")
async def leave(request: Request) -> Response:
    """Forget who applied in this browser."""
    response = RedirectResponse("/my", 303, HEADERS)
    response.delete_cookie(cookie_name(), **kind())
    return response


async def _again(token: str) -> str:
    """Where the link is sent anew: at the org it was of, if that much of it is left."""
    org_id = tokens.org_named(token)
    try:
        return f"/my/link?org={(await orgs.by_id(org_id)).slug}" if org_id else "/my/link"
    except NotFound:
        return "/my/link"


def kind() -> dict[str, Any]:
    """How our own cookies of applicants are set."""
    return {"path": "/", "secure": get_settings().is_secure, "httponly": True, "samesite": "lax"}
