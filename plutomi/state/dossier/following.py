"""Following the applicant at hand: what colleagues do to them shows in the open panel, and nothing typed is lost."""

from contextlib import aclosing
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from plutomi.errors import NotFound, NotSignedIn
from plutomi.state.dossier.panel import DossierState
from plutomi.state.live import Op
from plutomi.state.session import to_login
from plutomi.state.toasts import say
from plutomi.state.watching import news_of, watched


class FollowingState(DossierState):
    """The panel over a board, kept as the board is."""

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

    async def _catch_up(self, opening_id: UUID, ops: list[Op]) -> EventSpec | None:
        """Read the applicant anew when these operations concern them; what to say of it, if anything."""
        async with self:
            if not self._concerns(opening_id, ops):
                return None
            await self._me_now()
            name, is_news = self.details.name, any(_is_to_be_seen(op) for op in ops)
            try:
                await self._load()
                if is_news:
                    await self._look()
            except NotFound:
                self._close()
                return say(f"{name} was deleted by somebody else.", "refused")
        return None

    def _concerns(self, opening_id: UUID, ops: list[Op]) -> bool:
        is_shown = self.is_open and not self.is_loading and self.details.opening_id == str(opening_id)
        return is_shown and any(op["kind"] != "card" or op["applicant_id"] == self.selected for op in ops)


def _is_to_be_seen(op: Op) -> bool:
    card = op.get("card") or {}
    return bool(card.get("is_new") or card.get("has_unread_note"))
