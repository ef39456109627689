"""Following the applicant at hand: what colleagues do to them shows in the open panel, and nothing typed is lost."""

from contextlib import aclosing
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from plutomi.domain.live import hub
from plutomi.errors import NotFound, NotSignedIn
from plutomi.state.applicants import ApplicantsState
from plutomi.state.dossier.panel import DossierState
from plutomi.state.live import Op
from plutomi.state.session import to_login
from plutomi.state.toasts import say
from plutomi.state.watching import batches_of, news_of, watched


class FollowingState(DossierState):
    """The panel over a board, kept as the board is; over the list of all applicants, with its line there."""

    @rx.event(background=True)
    async def follow(self):
        """Until the page is left. Fields being filled in are the browser's own, so reading anew empties none."""
        try:
            if opening_id := await watched(self):
                async with aclosing(news_of(opening_id)) as batches:
                    async for ops in batches:
                        if said := await self._catch_up(opening_id, ops):
                            yield said
        except NotSignedIn:
            async with self:
                yield to_login(self._get_root_state())

    @rx.event(background=True)
    async def follow_shown(self):
        """The same where applicants of any opening are shown: the panel turns us to the one at hand's."""
        async with self:
            who, opening_id = self.router.session.client_token, self.details.opening_id
        try:
            with hub.roam(who) as news:
                hub.turn(who, opening_id)
                if said := await self._catch_up(None, []):
                    yield said
                async with aclosing(batches_of(news)) as batches:
                    async for ops in batches:
                        if said := await self._catch_up(None, ops):
                            yield said
        except NotSignedIn:
            async with self:
                yield to_login(self._get_root_state())

    async def _catch_up(self, opening_id: UUID | None, ops: list[Op]) -> EventSpec | None:
        """Read the applicant anew when these operations concern them; what to say of it, if anything.

        None are the beginning: a panel that is open then was left so by a reload or a lost connection.
        """
        async with self:
            if not self._concerns(opening_id, ops):
                return None
            await self._me_now()
            name, is_news = self.details.name, not ops or any(_is_to_be_seen(op) for op in ops)
            try:
                await self._reread(is_news, is_listed=opening_id is None)
            except NotFound:
                await self._lose(self.selected)
                return say(f"{name} was deleted by somebody else.", "refused")
        return None

    async def _reread(self, is_news: bool, is_listed: bool) -> None:
        await self._load()
        if is_news:
            await self._look()
        if is_listed:
            await (await self.get_state(ApplicantsState))._renew([self._id()])

    def _concerns(self, opening_id: UUID | None, ops: list[Op]) -> bool:
        is_here = opening_id is None or self.details.opening_id == str(opening_id)
        is_shown = self.is_open and not (self.is_loading or self.problem) and is_here
        is_theirs = not ops or any(op["kind"] != "card" or op["applicant_id"] == self.selected for op in ops)
        return is_shown and is_theirs


def _is_to_be_seen(op: Op) -> bool:
    card = op.get("card") or {}
    return bool(card.get("is_new") or card.get("has_unread_note"))
