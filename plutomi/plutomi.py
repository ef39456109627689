"""The app: pages, API, guard, lifespan and error handler put together; composition only."""

import reflex as rx
from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from plutomi import api, pages
from plutomi.api.crowds import Crowds
from plutomi.api.edge import edge
from plutomi.api.heads import head_of
from plutomi.api.others import OtherSites
from plutomi.api.styles import LARGER
from plutomi.api.tongues import Tongues
from plutomi.build import SERVED
from plutomi.components.theme import STYLESHEETS, head_tags
from plutomi.domain import sessions
from plutomi.jobs.lifespan import lifespan
from plutomi.jobs.trimming import keep_loaded
from plutomi.pages.frame import wraps
from plutomi.settings import get_settings
from plutomi.state.session import SessionGuard
from plutomi.state.toasts import Sweeper, tell_refusal

settings = get_settings()
rooms = api.build()


def outside(app: ASGIApp) -> ASGIApp:
    """Everything a request passes before it reaches the pages and the API."""
    larger = dict.fromkeys(("/apply/", "/embed/", "/my/files"), settings.form_max_bytes) | LARGER
    return Tongues(edge(app, settings, SERVED / "build" / "client", head_of, larger))


class App(rx.App):
    def __call__(self) -> ASGIApp:
        """Outermost what other sites may ask: Reflex's own CORS would refuse them before any of our rooms."""
        made = Crowds(OtherSites(super().__call__()))
        for part in (self._api, rooms):
            without_cors(part)
        keep_loaded()
        return made


def without_cors(part: Starlette | None) -> None:
    """Reflex sets its CORS around each part and around the whole, which is enough: an origin is asked about once."""
    if part:
        part.user_middleware = [one for one in part.user_middleware if one.cls is not CORSMiddleware]


app = App(
    theme=None,
    toaster=None,
    html_lang="en",
    stylesheets=STYLESHEETS,
    head_components=head_tags(),
    app_wraps=wraps(),
    backend_exception_handler=tell_refusal,
    api_transformer=[rooms, outside],
)
app.add_middleware(SessionGuard(sessions.identify, sessions.cookie_name()), index=0)
app.add_middleware(Sweeper())
app.register_lifespan_task(lifespan)
pages.register(app)
