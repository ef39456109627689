"""Logging in and out: the only routes that set or clear the session cookie."""

from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from plutomi.api.html import page, wants_html
from plutomi.api.viewer import Viewer, client_ip
from plutomi.db import transaction
from plutomi.domain import logins, sessions
from plutomi.errors import Invalid, LinkSpent, NotFound
from plutomi.settings import get_settings

router = APIRouter(prefix="/auth", include_in_schema=False)
NO_STORE = {"Cache-Control": "no-store"}


@router.post("/request")
async def ask(request: Request) -> Response:
    """Have a login link sent, by a form or by JSON: `email`, `next`. Always the same answer to a good address."""
    fields = await _fields(request)
    async with transaction() as session:
        await logins.ask_link(session, fields.get("email", ""), client_ip(request), fields.get("next", logins.HOME))
    if wants_html(request):
        return RedirectResponse("/login?sent=1", 303)
    return JSONResponse({"sent": True}, 202)


@router.get("/link")
async def show(token: str = "") -> Response:
    """One button, and nothing used up: programs that scan mail open links too."""
    return page("link.html", email=logins.peek_link(token), token=token)


@router.post("/link")
async def use(request: Request) -> Response:
    """Log in, and go where the person was heading."""
    token = (await _fields(request)).get("token", "")
    async with transaction() as session:
        await sessions.log_out(session, _cookie(request))
        login = await logins.use_link(session, token, client_ip(request), request.headers.get("user-agent", ""))
    response = RedirectResponse(await _heading(login), 303, NO_STORE)
    _set_cookie(response, login.secret)
    return response


@router.post("/org")
async def switch_org(request: Request, who: Viewer) -> Response:
    """Work in another of one's orgs, by the page's own form: every page is then loaded anew, `next` first."""
    given = await _fields(request)
    async with transaction(user_id=who.user_id) as session:
        await sessions.switch_org(session, who, _uuid(given.get("org_id", "")))
    return RedirectResponse(logins.inside(given.get("next") or "/openings"), 303, NO_STORE)


@router.post("/logout")
async def log_out(request: Request) -> Response:
    async with transaction() as session:
        await sessions.log_out(session, _cookie(request))
    response = RedirectResponse("/login", 303, NO_STORE)
    response.delete_cookie(sessions.cookie_name(), secure=get_settings().is_secure, httponly=True, samesite="lax")
    return response


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error


def _cookie(request: Request) -> str:
    return request.cookies.get(sessions.cookie_name(), "")


def _set_cookie(response: Response, secret: str) -> None:
    response.set_cookie(
        sessions.cookie_name(),
        secret,
        max_age=int(sessions.WHOLE_LIFE.total_seconds()),  # how long it lives within that is the server's to say
        path="/",
        secure=get_settings().is_secure,
        httponly=True,
        samesite="lax",
    )


async def _heading(login: logins.Login) -> str:
    """First what is missing, a name or an org; then where they were heading."""
    who = await sessions.identify(login.secret)
    if who is None:
        raise LinkSpent
    missing = "/welcome" if not who.name else "/orgs/new" if who.org_id is None else ""
    return f"{missing}?{urlencode({'next': login.next_path})}" if missing else login.next_path


async def _fields(request: Request) -> dict[str, str]:
    """The body's text fields, whether a form's or JSON's; Invalid when it has none."""
    is_json = "json" in request.headers.get("content-type", "") and await request.body()
    body = await request.json() if is_json else await request.form()
    if not hasattr(body, "items"):
        raise Invalid({"body": "Please send an object with fields."})
    return {name: value for name, value in body.items() if isinstance(value, str)}
