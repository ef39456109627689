"""Applying by a plain HTML form, from our own pages or anybody's: needs no script, no cookie and no websocket."""

from urllib.parse import quote, unquote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from plutomi.api import forms
from plutomi.api.carried import carried_in
from plutomi.api.html import dressed, page, their_lang
from plutomi.api.plain import first, read_form
from plutomi.api.viewer import client_ip
from plutomi.db import transaction
from plutomi.domain import openings, orgs, styles
from plutomi.domain.applicants import receiving
from plutomi.errors import Conflict, Invalid, TooSoon, Unproved
from plutomi.settings import get_settings
from plutomi.tongue import say

PLACE = "/apply/{org_slug}/{opening_slug}"
router = APIRouter(tags=["apply"], include_in_schema=False)
TOLD, TOLD_FOR = "plutomi_applied", 600  # the cookie that tells the next page where the email went, for ten minutes


async def apply(request: Request) -> Response:
    """Take the form: 303 to a page that is the same for everybody, or the refusal with all that was typed in it."""
    org, opening_slug = await orgs.by_slug(request.path_params["org_slug"]), request.path_params["opening_slug"]
    typed, wrong, files = await carried_in(request, org, opening_slug)
    try:
        if wrong:
            raise Invalid(wrong)
        key = request.headers.get("idempotency-key", "")
        await receiving.receive(org.id, opening_slug, read_form(typed), client_ip(request), key, files)
    except (Invalid, Conflict, TooSoon, Unproved) as refusal:
        return forms.again(await forms.find(org, opening_slug), request.url.path, typed, refusal)
    return _applied(f"{request.url.path}/applied", first(typed, "email"))


# Starlette's own route: strangers come in crowds, and FastAPI's solving of parameters costs as much as all else here.
router.add_route(PLACE, apply, methods=["POST"], include_in_schema=False)


@router.get(f"{PLACE}/applied")
async def applied(org_slug: str, opening_slug: str, request: Request) -> Response:
    """Thanks; it must not say whether the address had applied before."""
    org = await orgs.by_slug(org_slug)
    async with transaction(org.id) as session:
        opening = await openings.public_by_slug(session, org.id, opening_slug)
        style = await styles.public_of_opening(session, org.id, opening.id)
    email = unquote(request.cookies.get(TOLD, "")) or say("the address you gave")
    told = dressed(style, org.slug) | {"email": email, "more_url": f"/apply/{org.slug}", "their_lang": their_lang(org)}
    return page("applied.html", org=org.name, opening=opening.name, **told)


def _applied(path: str, email: str) -> Response:
    response = RedirectResponse(path, 303)
    secure = get_settings().is_secure
    response.set_cookie(TOLD, quote(email.strip()), TOLD_FOR, path=path, secure=secure, httponly=True, samesite="lax")
    return response
