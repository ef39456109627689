"""The person who is logged in, their sessions, and their orgs."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel
from starlette.requests import Request

from plutomi.api.shapes import Given, Page
from plutomi.api.viewer import Viewer, client_ip
from plutomi.db import transaction
from plutomi.domain import orgs, sessions
from plutomi.domain.sessions import Identity

router = APIRouter(prefix="/api/v1", tags=["accounts"])


class OrgOut(BaseModel):
    id: UUID
    slug: str
    name: str


class Me(BaseModel):
    """Who is logged in; `org` is where they work, none before they have one."""

    id: UUID
    name: str
    email: str
    org: OrgOut | None
    role: str


class MeIn(Given):
    name: str


class SessionOut(BaseModel):
    """A browser somebody is logged in with; `is_current` marks the one that asks."""

    id: UUID
    ip: str
    user_agent: str
    created_at: datetime
    last_seen_at: datetime
    is_current: bool


class OrgIn(Given):
    name: str
    slug: str


class OrgChoice(Given):
    org_id: UUID


@router.get("/me")
async def me(who: Viewer) -> Me:
    return _me(who)


@router.patch("/me")
async def rename(who: Viewer, body: MeIn, request: Request) -> Me:
    async with transaction() as session:
        user = await sessions.rename(session, who.user_id, body.name, client_ip(request))
    return _me(who).model_copy(update={"name": user.name})


@router.put("/me/org", status_code=204, response_class=Response)
async def switch_org(who: Viewer, body: OrgChoice) -> None:
    """Work in another of one's orgs, in this session."""
    async with transaction(user_id=who.user_id) as session:
        await sessions.switch_org(session, who, body.org_id)


@router.get("/me/sessions")
async def list_sessions(who: Viewer) -> Page[SessionOut]:
    """One's live sessions, the last used first."""
    async with transaction() as session:
        rows = await sessions.list_sessions(session, who.user_id)
    return Page(data=[SessionOut(**row.model_dump(), is_current=row.id == who.session_id) for row in rows])


@router.delete("/me/sessions/{session_id}", status_code=204, response_class=Response)
async def revoke(who: Viewer, session_id: UUID) -> None:
    """Log one of one's browsers out, at once."""
    async with transaction() as session:
        await sessions.revoke(session, who.user_id, session_id)


@router.delete("/me/sessions", status_code=204, response_class=Response)
async def revoke_all(who: Viewer, keep_current: bool = False) -> None:
    """Log all of one's browsers out, this one too unless `keep_current`."""
    async with transaction() as session:
        await sessions.revoke_all(session, who.user_id, except_id=who.session_id if keep_current else None)


@router.get("/orgs")
async def list_orgs(who: Viewer) -> Page[OrgOut]:
    """One's orgs, by name."""
    async with transaction(user_id=who.user_id) as session:
        return Page(data=[OrgOut(**org.model_dump()) for org in await orgs.mine(session, who.user_id)])


@router.post("/orgs", status_code=201)
async def create_org(who: Viewer, body: OrgIn, request: Request) -> OrgOut:
    """Make an org, and work in it from now on."""
    async with transaction(user_id=who.user_id) as session:
        org = await orgs.create(session, who, body.name, body.slug, client_ip(request))
    return OrgOut(**org.model_dump())


def _me(who: Identity) -> Me:
    org = OrgOut(id=who.org_id, slug=who.org_slug, name=who.org_name) if who.org_id else None
    return Me(id=who.user_id, name=who.name, email=who.email, org=org, role=who.role)
