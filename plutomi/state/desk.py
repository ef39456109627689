"""What surrounds every recruiter's page: their orgs, and the way to what is still missing."""

import dataclasses
from contextlib import suppress
from urllib.parse import urlencode

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import orgs, whereabouts
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
        asked = self.router_data.get("query", {}).get("opening_id")
        if asked and len(self.my_orgs) > 1:
            with suppress(NotFound):
                org = await whereabouts.elsewhere(self._actor(), uuid_of(asked))
                self.elsewhere = OrgRow(str(org.id), org.name, False) if org else self.elsewhere
