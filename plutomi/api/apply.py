"""Applying by a plain HTML form, from our own pages or anybody's: needs no script, no cookie and no websocket."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from plutomi.api.errors import waiting
from plutomi.api.html import page
from plutomi.api.viewer import client_ip
from plutomi.db import transaction
from plutomi.domain import forms, openings, orgs, throttles
from plutomi.domain.actors import anyone
from plutomi.domain.applicants import applying
from plutomi.domain.orgs import PublicOrg
from plutomi.errors import Conflict, Invalid, OpeningClosed, Refusal, TooSoon
from plutomi.rules.answers import NO, YES, Asked
from plutomi.settings import get_settings

router = APIRouter(prefix="/apply/{org_slug}/{opening_slug}", tags=["apply"], include_in_schema=False)
CONTACT = (
    Asked(UUID(int=0), "name", "Name", "short_text"),
    Asked(UUID(int=0), "email", "Email", "email"),
    Asked(UUID(int=0), "phone", "Phone", "phone", is_required=False),
)
Typed = dict[str, list[str]]
TOLD, TOLD_FOR = "plutomi_applied", 600  # the cookie that tells the next page where the email went, for ten minutes


@router.post("")
async def apply(org_slug: str, opening_slug: str, request: Request) -> Response:
    """Take the form: 303 to a page that is the same for everybody, or the refusal with all that was typed in it."""
    ip = client_ip(request)
    org, typed = await orgs.by_slug(org_slug), await _typed(request)
    try:
        await throttles.count_submission(ip)
        async with transaction(org.id) as session:
            await applying.apply(session, anyone(org.id, ip), opening_slug, read_form(typed))
    except (Invalid, Conflict, TooSoon) as refusal:
        return await _again(org, opening_slug, request.url.path, typed, refusal)
    return _applied(f"{request.url.path}/applied", typed["email"][0])


@router.get("/applied")
async def applied(org_slug: str, opening_slug: str, request: Request) -> Response:
    """Thanks; it must not say whether the address had applied before."""
    org = await orgs.by_slug(org_slug)
    async with transaction(org.id) as session:
        opening = await openings.public_by_slug(session, org.id, opening_slug)
    email = unquote(request.cookies.get(TOLD, "")) or "the address you gave"
    return page("applied.html", org=org.name, opening=opening.name, email=email, more_url=f"/apply/{org.slug}")


def read_form(typed: Typed) -> dict[str, Any]:
    """What the verb takes: `answers.KEY` by key, a list where one name stands several times."""
    given = {name: values if len(values) > 1 else values[0] for name, values in typed.items()}
    answers = {name.removeprefix("answers."): value for name, value in given.items() if name.startswith("answers.")}
    return given | {"answers": answers}


async def _typed(request: Request) -> Typed:
    """The form's texts by name, files left aside."""
    typed: Typed = {}
    async with request.form() as form:
        for name, value in form.multi_items():
            if isinstance(value, str):
                typed.setdefault(name, []).append(value)
    return typed


async def _again(org: PublicOrg, slug: str, path: str, typed: Typed, refusal: Refusal) -> Response:
    async with transaction(org.id) as session:
        opening = await openings.public_by_slug(session, org.id, slug)
        asked = forms.read((await session.execute(forms.of_opening(org.id, opening.id))).scalar())
    errors = refusal.errors if isinstance(refusal, Invalid) else {}
    fields = [_field(one, one.key, typed, errors) for one in CONTACT]
    fields += [_field(one, one.field, typed, errors) for one in asked]
    context = {"org": org.name, "opening": opening.name, "action": path, "fields": fields, "notice": _notice(refusal)}
    hidden = {"source": typed["source"][0]} if "source" in typed else {}
    is_over = isinstance(refusal, OpeningClosed)
    return page("apply_form.html", refusal.status, waiting(refusal), **context, hidden=hidden, is_over=is_over)


def _notice(refusal: Refusal) -> str:
    """Why all of it was refused; empty where each field says so itself."""
    if isinstance(refusal, Invalid):
        return ""
    if isinstance(refusal, OpeningClosed):
        return f"{refusal.message} What you wrote is still below, should you want to keep it."
    if isinstance(refusal, TooSoon):
        seconds = "a second" if refusal.retry_after == 1 else f"{refusal.retry_after} seconds"
        return f"This form was sent too often in a row. Nothing is lost: please wait {seconds}, then send it again."
    return f"{refusal.message} Nothing is lost: please send it again."


def _field(asked: Asked, name: str, typed: Typed, errors: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": name,
        "label": asked.title,
        "kind": asked.type,
        "options": asked.options,
        "required": asked.is_required,
        "values": [_shown(asked, value) for value in typed.get(name, ())],
        "hint": asked.description,
        "error": errors.get(name, ""),
    }


def _shown(asked: Asked, value: str) -> str:
    """As the form itself says it."""
    if asked.type != "yes_no":
        return value
    word = value.strip().casefold()
    return "Yes" if word in YES else "No" if word in NO else value


def _applied(path: str, email: str) -> Response:
    response = RedirectResponse(path, 303)
    secure = get_settings().is_secure
    response.set_cookie(TOLD, quote(email.strip()), TOLD_FOR, path=path, secure=secure, httponly=True, samesite="lax")
    return response
