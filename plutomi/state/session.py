"""Who is looking: the guard that asks before every event, and the states that stand behind it.

Any browser may call any handler of any state by name, so the default is closed: a state answers the signed-in only,
unless it says `PublicBase`. Forgetting a base class shuts a page; it never opens one.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar
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
CONNECTS = "hydrate_and_load"
LOADS = ("hydrate", CONNECTS, "on_load_internal")  # carry nothing of who was here before
APPLICANTS = ("/apply/", "/my")


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
    _page: int = 0  # the page that is open: see `_turn`
    _stands_on: int = -1  # the last that something was shown or done on
    _is_loading: bool = False

    def _become(self, who: Identity | None) -> None:
        self._who = who
        self.user_name, self.user_email = (who.name, who.email) if who else ("", "")
        self.org_name, self.org_slug, self.role = (who.org_name, who.org_slug, who.role) if who else ("", "", "")

    def _turn(self, event: str, is_fresh: bool) -> bool:
        """Whether this event opens another page, as a browser's first load and each way on inside do.

        A connection lost and made again shows the same one.
        """
        before = self._page
        if event == CONNECTS:
            self._page, self._is_loading = self._page + is_fresh, True
        elif event == "on_load_internal":
            self._page, self._is_loading = self._page + (not self._is_loading), False
        return self._page != before


class PublicBase(rx.State):
    """Base of the states that strangers may use: login, applying."""

    async def _stood(self) -> bool:
        """Whether the open page was shown, or something done on it, before this event; it was from now on.

        What loads a page asks: a connection that was lost and made again brings what was done meanwhile, the sending of
        a form, and then loads the page again as it was before. What was done must stand.
        """
        auth = await self.get_state(AuthState)
        stood, auth._stands_on = auth._stands_on == auth._page, auth._page
        return stood

    def _clear(self, **values: Any) -> None:
        """Set what is not so yet: what is set is sent, also to a browser that shows more than this server knows."""
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)


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
        is_met, was, who, link = auth._is_met, auth._who, await self._holder(cookies), cookies.get(cookie_name(), "")
        if is_other := (_key(was), auth._link) != (_key(who), link):  # login, logout, another person, org or applicant
            if is_met:  # else there is nothing yet, and a reset would fill every state with its defaults
                root.reset()
            auth._link = link
        auth._is_met = True
        name, is_fresh = event.name.rpartition(".")[2], "hashes" in event.payload
        if auth._turn(name, is_fresh):
            await _unread(root)
        if is_other or was != who:  # only then, since what is set is sent
            auth._become(who)
        if was and _key(was) != _key(who) and name not in LOADS and not is_applicants(event.name):
            return turn_away(root)
        if who is None and not is_public(event.name):
            return turn_away(root)
        check_arguments(event)
        speak(await tongue_of(root) if is_applicants(event.name) else ENGLISH)
        if name == CONNECTS and not is_fresh and not is_met and root.router.url.path.startswith(APPLICANTS):
            # This server knows nothing of the page yet: its form stays as it is, with the cursor in it, until it does.
            return StateUpdate(events=Event.from_event_type(OnLoadInternalState.on_load_internal))
        return None

    async def who(self, state: rx.State) -> Identity | None:
        """Who sent the cookie this connection was opened with; None for nobody."""
        return await self._holder(cookie_parser(state.router.headers.cookie))

    async def _holder(self, cookies: Mapping[str, str]) -> Identity | None:
        token = cookies.get(self.cookie)
        return await self.identify(token) if token else None


async def _unread(root: rx.State) -> None:
    """Applicants' pages show nothing until they are read: what a tab showed last, e.g. thanks, is not what is next."""
    for one in (await root.get_state(ApplicantBase)).substates.values():
        if getattr(one, "phase", ""):
            one.phase = ""  # type: ignore[attr-defined]


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
