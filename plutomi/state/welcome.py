"""A person's first minutes: what they are called, and their org."""

from typing import Any
from urllib.parse import urlencode

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import logins, orgs, sessions
from plutomi.models.slug import slugify
from plutomi.state.page import Page
from plutomi.state.parse import text_of
from plutomi.state.session import ProtectedBase

TYPED = 60  # characters of what is typed that a preview shows


class WelcomeState(Page, ProtectedBase):
    """Asks a name at the first login."""

    @rx.event
    async def arrive(self):
        """Whoever has a name already goes on."""
        with self._loading():
            if self._me().name:
                return _onward(self)

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Keep the name and go on: to make an org, or to where they were heading."""
        with self._asking():
            async with transaction() as session:
                name, ip = text_of(form, "name"), self.router.session.client_ip
                await sessions.rename(session, self._me().user_id, name, ip)
            return _onward(self)


class NewOrgState(Page, ProtectedBase):
    """Makes an org; its slug follows its name until somebody types another."""

    proposed: str = ""
    slug: str = ""
    is_own_slug: bool = False

    @rx.event
    async def arrive(self):
        """Begin with an empty form."""
        with self._loading():
            self._me()
            self.proposed, self.slug, self.is_own_slug = "", "", False

    @rx.event
    async def propose(self, name: str):
        """Let the slug follow the name that is being typed."""
        if not self.is_own_slug:
            self.proposed = self.slug = slugify(str(name)[:200])

    @rx.event
    async def preview(self, slug: str):
        """Show the address that the typed slug makes."""
        self.slug = str(slug).strip().lower()[:TYPED]
        self.is_own_slug = bool(self.slug)

    @rx.event
    async def create(self, form: dict[str, Any]):
        """Make the org and begin to work in it."""
        me = self._me()
        with self._asking(taken="slug"):
            async with transaction(user_id=me.user_id) as session:
                name, slug = text_of(form, "name"), text_of(form, "slug")
                await orgs.create(session, me, name, slug, self.router.session.client_ip)
            return rx.redirect(_heading(self, "/openings"))


def _onward(state: WelcomeState):
    """First what is missing, an org; then where they were heading."""
    heading = _heading(state, logins.HOME)
    if state._me().org_id is None:
        return rx.redirect(f"/orgs/new?{urlencode({'next': heading})}", replace=True)
    return rx.redirect("/openings" if heading == logins.HOME else heading, replace=True)


def _heading(state: rx.State, otherwise: str) -> str:
    asked = logins.inside(state.router.url.query_parameters.get("next", logins.HOME))
    return otherwise if asked == logins.HOME else asked
