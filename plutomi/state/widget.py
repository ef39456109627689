"""An opening's form on other sites: the tag to copy, and which sites may show it."""

from html import escape
from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import openings
from plutomi.settings import get_settings
from plutomi.state.page import Page
from plutomi.state.parse import text_of
from plutomi.state.session import ProtectedBase
from plutomi.state.toasts import say


class WidgetState(Page, ProtectedBase):
    """`sites` is one a line; `tag` is for the company's own page, `preview` the form alone."""

    key: str = ""
    sites: str = ""
    tag: str = ""
    preview: str = ""

    @rx.event
    async def load(self):
        """Read the opening in the address."""
        self.key = self.sites = self.tag = self.preview = ""
        with self._loading():
            await self._refresh()

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Change which sites may show the form."""
        actor = self._actor()
        with self._asking():
            async with transaction(actor.org_id) as session:
                await openings.change(session, actor, self._id("opening_id"), sites=text_of(form, "sites"))
            await self._refresh()
            return say("The sites are saved." if self.sites else "Any site may show the form now.")

    async def _refresh(self) -> None:
        actor, id = self._actor(), self._id("opening_id")
        async with transaction(actor.org_id) as session:
            one = await openings.get(session, actor, id)
        org = self._me().org_slug
        self.tag = tag_of(get_settings().base_url, org, one.slug)
        self.preview, self.sites, self.key = f"/embed/{org}/{one.slug}", "\n".join(one.sites), str(id)


def tag_of(base_url: str, org_slug: str, opening_slug: str) -> str:
    """The script tag that shows an opening's form where it stands."""
    facts = {"src": f"{base_url}/widget.js", "data-org": org_slug, "data-opening": opening_slug}
    told = " ".join(f'{name}="{escape(value)}"' for name, value in facts.items())
    return f"<script async {told}></script>"
