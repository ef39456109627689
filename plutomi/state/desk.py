"""What surrounds every recruiter's page: their orgs, and the way to what is still missing."""

import dataclasses
from contextlib import suppress
from urllib.parse import urlencode

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import openings, orgs
from plutomi.domain.actors import Actor
from plutomi.errors import NotFound
from plutomi.state.parse import uuid_of
from plutomi.state.session import ProtectedBase, heading_of


@dataclasses.dataclass
class OrgRow:
    """An org in the switcher."""

    id: str
    name: str
    is_here: bool


class DeskState(ProtectedBase):
    """The frame's own state."""

    my_orgs: list[OrgRow] = []
    heading: str = ""
    elsewhere: OrgRow = OrgRow("", "", False)  # another of theirs that has the opening in the address

    @rx.event
    async def arrive(self):
        """Whoever has no name or no org yet gives them first; others get their switcher."""
        me = self._me()
        if not me.name or me.org_id is None:
            back = urlencode({"next": heading_of(self)})
            return rx.redirect(f"/{'orgs/new' if me.name else 'welcome'}?{back}", replace=True)
        if not self.my_orgs:
            async with transaction(user_id=me.user_id) as session:
                mine = await orgs.mine(session, me.user_id)
            self.my_orgs = [OrgRow(str(org.id), org.name, org.id == me.org_id) for org in mine]
        self.heading, self.elsewhere = heading_of(self), OrgRow("", "", False)
        if len(self.my_orgs) > 1 and (asked := self.router_data.get("query", {}).get("opening_id")):
            await self._find(asked)

    async def _find(self, asked: str) -> None:
        """Where an opening is that is not in the org at hand: a colleague's link may lead to another of theirs."""
        me = self._me()
        async with transaction(user_id=me.user_id) as session:
            mine = await orgs.mine(session, me.user_id)
        for org in sorted(mine, key=lambda one: one.id != me.org_id):  # the one at hand first
            actor = Actor("user", org.id, me.user_id)
            with suppress(NotFound):
                async with transaction(org.id) as session:
                    await openings.get(session, actor, uuid_of(asked))
                self.elsewhere = OrgRow("", "", False) if org.id == me.org_id else OrgRow(str(org.id), org.name, False)
                return
