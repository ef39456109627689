"""Asking for a login link."""

from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import logins
from plutomi.errors import Invalid, TooSoon
from plutomi.settings import get_settings
from plutomi.state.parse import text_of
from plutomi.state.session import AuthState, PublicBase

PLACES = {
    "/openings": "your openings",
    "/applicants": "your applicants",
    "/questions": "your questions",
    "/account": "your account",
    "/orgs/new": "your new organization",
}


class LoginState(PublicBase):
    """The front door and the login page."""

    has_arrived: bool = False
    is_sent: bool = False
    sent_to: str = ""  # "" when another page, or this one before a reload, has asked
    heading: str = ""
    error: str = ""
    is_asking: bool = False
    has_local_mail: bool = False
    _next: str = logins.HOME

    @rx.event
    async def arrive(self):
        """Whoever is logged in goes on; others see where they were heading."""
        self._next = logins.inside(self.router.url.query_parameters.get("next", logins.HOME))
        if (await self.get_state(AuthState))._who:
            return rx.redirect("/openings" if self._next == logins.HOME else self._next, replace=True)
        self.heading = next((words for path, words in PLACES.items() if self._next.startswith(path)), "")
        self.has_local_mail = _has_local_mail()
        if not await self._stood():
            self.is_sent, self.sent_to, self.error = self.router.url.query_parameters.get("sent") == "1", "", ""
        self.has_arrived = True

    @rx.event
    async def ask(self, form: dict[str, Any]):
        """Send the link; the words of a refusal stand at the field."""
        await self._stood()
        self.is_asking = True
        yield
        await self._send(text_of(form, "email"))

    @rx.event
    async def ask_again(self):
        """Send another link to the same address."""
        self.is_asking = True
        yield
        await self._send(self.sent_to)

    @rx.event
    async def use_another(self):
        """Back to the field."""
        self.is_sent, self.sent_to, self.error = False, "", ""

    async def _send(self, email: str) -> None:
        self.error = ""
        try:
            async with transaction() as session:
                await logins.ask_link(session, email, self.router.session.client_ip, self._next)
            self.is_sent, self.sent_to = True, email.strip()
        except Invalid as refusal:
            self.error = refusal.errors["email"]
        except TooSoon as refusal:
            self.error = f"A link was asked for just now. Please wait {in_words(refusal.retry_after)} for another."
        finally:
            self.is_asking = False


def in_words(seconds: int) -> str:
    """A wait, e.g. "45 seconds" or "12 minutes"."""
    number, unit = (seconds, "second") if seconds < 90 else (-(-seconds // 60), "minute")
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _has_local_mail() -> bool:
    settings = get_settings()
    is_local = settings.mail_gateway == "local" or (settings.mail_gateway == "auto" and not settings.aws_region)
    return is_local and not settings.is_production
