"""Who sent this request, by its session cookie."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from plutomi.domain import sessions
from plutomi.domain.actors import Actor
from plutomi.domain.sessions import Identity
from plutomi.errors import NotSignedIn


def client_ip(request: Request) -> str:
    """The sender's address; the server has put a trusted proxy's word for it in place already."""
    return request.client.host if request.client else ""


async def viewer(request: Request) -> Identity:
    """Who is logged in; NotSignedIn."""
    identity = await sessions.identify(request.cookies.get(sessions.cookie_name(), ""))
    if identity is None:
        raise NotSignedIn
    return identity


Viewer = Annotated[Identity, Depends(viewer)]


async def actor(request: Request, who: Viewer) -> Actor:
    """Who acts, in the org they work in; NotSignedIn, NoOrg."""
    return sessions.actor_of(who, client_ip(request))


CurrentActor = Annotated[Actor, Depends(actor)]
