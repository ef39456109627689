"""Who is looking: the guard that asks before every event, and the states that stand behind it.

Any browser may call any handler of any state by name, so the default is closed: a state answers the signed-in only,
unless it says `PublicBase`. Forgetting a base class shuts a page; it never opens one.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import ClassVar
from urllib.parse import urlencode

import reflex as rx
from reflex.event import EventSpec
from reflex.middleware import Middleware
from reflex.state import FrontendEventExceptionState, OnLoadInternalState, StateUpdate, UpdateVarsInternalState
from reflex_base.event import Event
from starlette.requests import cookie_parser

from plutomi.domain.actors import Actor
from plutomi.domain.applicants.knowing import applicant_of, cookie_name
from plutomi.domain.sessions import Identity, actor_of
from plutomi.domain.tongues import COOKIE, tongue_at
from plutomi.errors import NotSignedIn
from plutomi.state import arguments
from plutomi.tongue import speak
from plutomi.tongue.tongues import ENGLISH, Tongue

LOGIN = "/login"
FRAMEWORK = {rx.State, OnLoadInternalState, UpdateVarsInternalState, FrontendEventExceptionState}
LOADS = ("hydrate", "hydrate_and_load", "on_load_internal")  # carry nothing of who was here before


Identify = Callable[[str], Awaitable[Identity | None]]


class AuthState(rx.State):
    """What pages may show of the person who is signed in; set by the guard alone."""

    user_name: str = ""
    user_email: str = ""
    org_name: str = ""
    org_slug: str = ""
    role: str = ""
    _who: Identity | None = None
    _link: str = ""
    _is_met: bool = False  # there has been an event before

    def _become(self, who: Identity | None) -> None:
        self._who = who
        self.user_name, self.user_email = (who.name, who.email) if who else ("", "")
        self.org_name, self.org_slug, self.role = (who.org_name, who.org_slug, who.role) if who else ("", "", "")


class PublicBase(rx.State):
    """Base of the states that strangers may use: login, applying."""


class ApplicantBase(PublicBase):
    """Base of the applicants' states: no recruiter's login or logout in the same browser disturbs these."""

    def _token(self) -> str:
        """What the cookie of a personal link holds; "" for none."""
        return cookie_parser(self.router.headers.cookie).get(cookie_name(), "")

    def _applicant(self) -> Actor:
        """The applicant whose link this browser has followed; LinkSpent when there is none."""
        return applicant_of(self._token(), self.router.session.client_ip)


class ProtectedBase(AuthState):
    """Base of the states of signed-in people; inherits what AuthState knows of them."""

    def _me(self) -> Identity:
        """Who is asking, as the guard found it before this event; NotSignedIn when nobody."""
        if self._who is None:
            raise NotSignedIn
        return self._who

    def _actor(self) -> Actor:
        """Who is asking as the verbs know them, in the org they are looking at; NoOrg before they have one."""
        return actor_of(self._me(), self.router.session.client_ip)

    async def _me_now(self) -> Identity:
        """The same, asked again, for background handlers in each `async with self`; NotSignedIn when it changed."""
        now = await SessionGuard.current.who(self)
        if now is None or _key(now) != _key(self._who):
            raise NotSignedIn
        return now


TELLING: set[str] = set()
"""Events that say what went wrong. Nobody is asked for before them: that may be what goes wrong, round and round."""


class SessionGuard(Middleware):
    """Asks who is there before every event, the first included, under the state's lock."""

    current: ClassVar["SessionGuard"]

    def __init__(self, identify: Identify, cookie: str) -> None:
        self.identify, self.cookie = identify, cookie
        SessionGuard.current = self

    async def preprocess(self, app: rx.App, state: rx.State, event: Event) -> StateUpdate | None:
        if event.name in TELLING:
            return check_arguments(event)
        root = state._get_root_state()
        auth = await root.get_state(AuthState)
        cookies = cookie_parser(root.router.headers.cookie)
        was, who, link = auth._who, await self._holder(cookies), cookies.get(cookie_name(), "")
        if is_other := (_key(was), auth._link) != (_key(who), link):  # login, logout, another person, org or applicant
            if auth._is_met:  # else there is nothing yet, and a reset would fill every state with its defaults
                root.reset()
            auth._link = link
        auth._is_met = True
        if is_other or was != who:  # only then, since what is set is sent
            auth._become(who)
        is_load = event.name.rpartition(".")[2] in LOADS
        if was and _key(was) != _key(who) and not is_load and not is_applicants(event.name):
            return turn_away(root)
        if who is None and not is_public(event.name):
            return turn_away(root)
        check_arguments(event)
        speak(await tongue_of(root) if is_applicants(event.name) else ENGLISH)
        return None

    async def who(self, state: rx.State) -> Identity | None:
        """Who sent the cookie this connection was opened with; None for nobody."""
        return await self._holder(cookie_parser(state.router.headers.cookie))

    async def _holder(self, cookies: Mapping[str, str]) -> Identity | None:
        token = cookies.get(self.cookie)
        return await self.identify(token) if token else None


async def tongue_of(state: rx.State) -> Tongue:
    """What the person at this page reads: as api/tongues.py says it of the page itself."""
    url, headers = state.router.url, state.router.headers
    kept = cookie_parser(headers.cookie).get(COOKIE, "")
    return await tongue_at(url.path, url.query_parameters.get("lang", ""), kept, headers.accept_language)


def is_public(event_name: str) -> bool:
    """Whether a stranger may send this event: framework's own and PublicBase's; never one that does not exist."""
    cls = _state_of(event_name)
    return cls is not None and (cls in FRAMEWORK or issubclass(cls, PublicBase))


def is_applicants(event_name: str) -> bool:
    """Whether this event is an applicant's, to whom it is all one who is logged in."""
    cls = _state_of(event_name)
    return cls is not None and issubclass(cls, ApplicantBase)


def check_arguments(event: Event) -> None:
    """Invalid or NotFound, before anything is done, for what no page of ours sends."""
    cls, name = _state_of(event.name), event.name.rpartition(".")[2]
    if cls and name in cls.event_handlers and (cls not in FRAMEWORK or name == arguments.UNUSED):
        arguments.check(cls.event_handlers[name].fn, event.payload)


def _state_of(event_name: str) -> type[rx.State] | None:
    try:
        return rx.State.get_class_substate(event_name.rpartition(".")[0])
    except ValueError:
        return None


def turn_away(root: rx.State) -> StateUpdate:
    """The answer to an event of somebody who has to log in first."""
    return StateUpdate(events=Event.from_event_type(to_login(root)))


def to_login(root: rx.State) -> EventSpec:
    """Sends the browser to the login page, from where it comes back to where it was heading."""
    heading = heading_of(root)
    back = f"?{urlencode({'next': heading})}" if heading not in ("", "/", LOGIN) else ""
    return rx.redirect(LOGIN + back)


def heading_of(state: rx.State) -> str:
    """The address of the page, with what it asks for."""
    url = state.router.url
    return url.path + (f"?{url.query}" if url.query else "")


def _key(who: Identity | None) -> tuple[object, ...] | None:
    return who and (who.user_id, who.org_id, who.role)
