"""The plain form for other sites' frames and browsers without JavaScript: needs no script, no cookie, no storage."""

import gzip
from collections.abc import Sequence
from datetime import datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from plutomi.api import forms
from plutomi.api.carried import carried_in
from plutomi.api.html import dressed, languages, page, their_lang
from plutomi.api.looks import Look, look_of
from plutomi.api.plain import Typed, first, read_form
from plutomi.api.viewer import client_ip
from plutomi.clock import now
from plutomi.db import transaction
from plutomi.domain import openings, orgs, styles
from plutomi.domain.applicants import receiving
from plutomi.domain.orgs import PublicOrg
from plutomi.domain.tongues import tongue_at
from plutomi.errors import Conflict, Invalid, LinkSpent, NotFound, OpeningClosed, Refusal, TooSoon, Unproved
from plutomi.models import Opening
from plutomi.rules.traps import fault_of
from plutomi.tokens import close, disclose
from plutomi.tokens import read_form as read_token
from plutomi.tongue import say, speak
from plutomi.tongue.tongues import tongue_of

router = APIRouter(prefix="/embed/{org_slug}", tags=["embed"], include_in_schema=False)
TOLD_FOR = 3600  # seconds for which the page of thanks knows where the email went
SMALL = 1000  # bytes that are not worth packing


@router.get("")
async def openings_of(org_slug: str, request: Request) -> Response:
    """What people may apply to, as links to its forms."""
    look = look_of(request.query_params)
    try:
        org = await orgs.by_slug(org_slug)
    except NotFound:
        return _packed(request, _gone(look, 404), ())
    async with transaction(org.id) as session:
        found = await openings.public_of(session, org.id)
        style = await styles.public_of_org(session, org.id)
    lines = [{"name": one.name, "place": one.place, "path": f"{_path(org, one)}{look.query}"} for one in found]
    dress = dressed(style, org.slug) | {"look": look.branded(style.color)}
    dress |= {"languages": languages(lambda code: f"/embed/{org.slug}{look.spoken(code).query}")}
    dress["their_lang"] = their_lang(org)
    return _packed(request, page("openings.html", org=org.name, lines=lines, script=True, **dress), found)


@router.get("/{opening_slug}")
async def form(org_slug: str, opening_slug: str, request: Request) -> Response:
    """An opening and its form; 410 when it takes nobody now, 404 when it is not there to see."""
    look = look_of(request.query_params)
    try:
        found = await forms.find(await orgs.by_slug(org_slug), opening_slug)
    except NotFound:
        return _packed(request, _gone(look, 404), ())
    if not found.opening.is_public:
        return _packed(request, _gone(look, 410, found.org, found.opening.name), [found.opening])
    typed = {name: request.query_params.getlist(name) for name in request.query_params}
    return _packed(request, forms.embedded(found, look, typed), [found.opening])


@router.post("/{opening_slug}")
async def apply(org_slug: str, opening_slug: str, request: Request) -> Response:
    """Take the form: 303 to the thanks, or the refusal with all that was typed in it."""
    look = look_of(request.query_params)
    try:
        org = await orgs.by_slug(org_slug)
        typed, wrong, files = await carried_in(request, org, opening_slug)
    except NotFound:
        return _packed(request, _gone(look, 404), ())
    if asked := tongue_of(first(typed, "speak")):
        return await _retold(org, opening_slug, request, look.spoken(asked.language), typed)
    try:
        if wrong:
            raise Invalid(wrong)
        await _take(org, opening_slug, request, typed, files)
    except NotFound:
        return _packed(request, _gone(look, 404), ())
    except (Invalid, Conflict, TooSoon, Unproved) as refusal:
        return await _again(org, opening_slug, request, look, typed, refusal)
    told = f"&to={close(first(typed, 'email').strip())}"
    return RedirectResponse(f"/embed/{org.slug}/{opening_slug}/sent{look.query or '?'}{told}", 303)


@router.get("/{opening_slug}/sent")
async def sent(org_slug: str, opening_slug: str, request: Request, to: str = "") -> Response:
    """Thanks, where the form was."""
    look = look_of(request.query_params)
    try:
        found = await forms.find(await orgs.by_slug(org_slug), opening_slug)
    except NotFound:
        return _packed(request, _gone(look, 404), ())
    answer = page(
        "applied.html",
        org=found.org.name,
        opening=found.opening.name,
        their_lang=their_lang(found.org),
        email=_told(to),
        more_url=f"/embed/{found.org.slug}{look.query}",
        look=look.branded(found.style.color),
        script=True,
        **dressed(found.style, org_slug),
    )
    return _packed(request, answer, [found.opening])


async def _retold(org: PublicOrg, slug: str, request: Request, look: Look, typed: Typed) -> Response:
    """The same form in another language, with all that was typed."""
    speak(await tongue_at(request.url.path, look.lang, "", request.headers.get("accept-language", "")))
    try:
        found = await forms.find(org, slug)
    except NotFound:
        return _packed(request, _gone(look, 404), ())
    return _packed(request, forms.embedded(found, look, typed), [found.opening])


async def _take(org: PublicOrg, slug: str, request: Request, typed: Typed, files: dict[str, str]) -> None:
    token = first(typed, "token")
    if fault := fault_of(_shown_at(token, f"/embed/{org.slug}/{slug.lower()}"), now()):
        raise Invalid({}, fault)
    given = read_form(typed)
    key = receiving.key_of_form(request.headers.get("idempotency-key") or token, given, files)
    await receiving.receive(org.id, slug, given, client_ip(request), key, files)


async def _again(org: PublicOrg, slug: str, request: Request, look: Look, typed: Typed, refusal: Refusal) -> Response:
    found = await forms.find(org, slug)
    if isinstance(refusal, OpeningClosed) and not typed:
        return _packed(request, _gone(look, 410, org, found.opening.name), [found.opening])
    return _packed(request, forms.embedded(found, look, typed, refusal), [found.opening])


def _shown_at(token: str, place: str) -> datetime | None:
    try:
        return read_token(token, place)
    except LinkSpent:
        return None


def _told(token: str) -> str:
    try:
        return disclose(token, TOLD_FOR)
    except LinkSpent:
        return say("the address you gave")


def _gone(look: Look, status: int, org: PublicOrg | None = None, name: str = "") -> Response:
    title = say("{opening} is closed", opening=name) if name else say("There is no such opening")
    words = say("The address may be mistyped, or it is not open to see.")
    if name:
        words = say("It takes no applications now.")
    back = f"/embed/{org.slug}{look.query}" if org else ""
    named = org.name if org else ""
    return page("gone.html", status, org=named, title=title, message=words, back=back, look=look, script=True)


def _path(org: PublicOrg, opening: Opening) -> str:
    return f"/embed/{org.slug}/{opening.slug}"


def _packed(request: Request, response: Response, shown: Sequence[Opening]) -> Response:
    """Framed by whom the openings shown allow, and small on the way."""
    response.headers["content-security-policy"] = f"frame-ancestors {ancestors(shown)}"
    if "gzip" in request.headers.get("accept-encoding", "") and len(response.body) > SMALL:
        response.body = gzip.compress(response.body, 6, mtime=0)
        response.headers["content-encoding"] = "gzip"
        response.headers["content-length"] = str(len(response.body))
    response.headers["vary"] = "Accept-Encoding, Accept-Language"
    return response


def ancestors(shown: Sequence[Opening]) -> str:
    """Who may frame these: anybody when one of them is for anybody, else the sites of all."""
    allowed = [one.sites for one in shown]
    if not allowed or not all(allowed):
        return "*"
    return " ".join(dict.fromkeys(site for sites in allowed for site in sites))
