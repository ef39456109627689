"""The board: what its page shows, the viewer's moves, and the news of others' moves."""

from collections.abc import Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import reflex as rx

from plutomi.clock import now
from plutomi.db import Away, transaction
from plutomi.domain import boards, labels, members, openings, stages
from plutomi.domain.applicants.moving import Move, move
from plutomi.domain.members import Member
from plutomi.errors import Invalid, NotFound, NotSignedIn, Refusal
from plutomi.models import Label
from plutomi.settings import get_settings
from plutomi.state.live import SOON, Op, append, for_viewer
from plutomi.state.page import Page
from plutomi.state.parse import number_of, uuid_of
from plutomi.state.session import ProtectedBase, to_login
from plutomi.state.toasts import GENERIC, say
from plutomi.state.watching import news_of, watched


@dataclass
class BoardHead:
    """What stands above the board."""

    id: str = ""
    name: str = ""
    place: str = ""
    state: str = ""
    apply_url: str = ""
    stages: int = 0


@dataclass
class Choice:
    """What a board can be narrowed to: a label or a member."""

    id: str
    name: str


class BoardState(Page, ProtectedBase):
    """One viewer's board. Cards live in the browser; here are only the last few operations."""

    head: BoardHead = BoardHead()
    is_missing: bool = False
    snapshot_url: str = ""
    ops: list[dict[str, Any]] = []
    ops_seq: int = 0
    ack: int = 0
    refusal: str = ""
    label: str = ""
    assignee: str = ""
    labels: list[Choice] = []
    members: list[Choice] = []
    _told_at: float = 0

    @rx.event
    async def load(self):
        """The page's opening, from its address."""
        self.is_missing = False
        with self._loading():
            await self._read()

    @rx.event(background=True)
    async def watch(self):
        """Pass on what happens on this board until the page is left. Whoever may not see it hears nothing."""
        try:
            if opening_id := await watched(self):
                await self._pass_on(opening_id)
        except NotSignedIn:
            async with self:
                return to_login(self._get_root_state())

    @rx.event
    async def move_card(self, given: dict[str, Any]):
        """A card was dropped: move it, and acknowledge in the same delta, so that it never jumps back."""
        seq = number_of(given.get("seq"))
        try:
            self._tell([await self._move(given)])
            self.refusal = ""
        except Refusal as refusal:
            self.refusal = refusal.message
            return say(refusal.message, "refused")
        except Exception:
            self.refusal = GENERIC
            raise
        finally:
            self.ack = max(self.ack, seq)

    @rx.event
    async def move_column(self, given: dict[str, Any]):
        """A column was dropped at a position."""
        actor = self._actor()
        try:
            async with transaction(actor.org_id) as session:
                await stages.move(session, actor, uuid_of(given.get("stage_id")), number_of(given.get("position")))
            self.refusal = ""
        except Refusal as refusal:
            self.refusal = refusal.message
            return say(refusal.message, "refused")
        except Exception:
            self.refusal = GENERIC
            raise
        finally:
            self.ack = max(self.ack, number_of(given.get("seq")))

    @rx.event
    async def only_label(self, label_id: str):
        """Only who carries this label; "" for everybody."""
        self.label = str(uuid_of(label_id)) if label_id else ""
        self._narrow()

    @rx.event
    async def only_assignee(self, user_id: str):
        """Only whom this member looks after; "" for everybody."""
        self.assignee = str(uuid_of(user_id)) if user_id else ""
        self._narrow()

    @rx.event
    async def go_to_stage(self, stage_id: str):
        """To the settings of a stage: what it asks."""
        return rx.redirect(f"/openings/{self.head.id}/stages/{uuid_of(stage_id)}")

    @rx.event
    async def go_to_stages(self):
        """To where stages are added."""
        return rx.redirect(f"/openings/{self.head.id}/settings")

    async def _pass_on(self, opening_id: UUID) -> None:
        async with aclosing(news_of(opening_id)) as batches:
            async for batch in batches:
                async with self:
                    viewer = str((await self._me_now()).user_id)
                    if batch:
                        self._tell([for_viewer(op, viewer) for op in batch])
                    else:
                        self._begin(opening_id)
                    if any(op["kind"] == "columns" for op in batch):
                        with suppress(Away):  # nobody stops watching for that: what comes next reads it
                            await self._read()

    async def _read(self) -> None:
        """What stands around the board, missing when the opening is; what is as it was is not sent again."""
        actor = self._actor()
        try:
            async with transaction(actor.org_id) as session:
                opening = await openings.get(session, actor, uuid_of(self.opening_id))
                found = await stages.list_of(session, actor, opening.id)
                worn, staff = await labels.of_org(session, actor.org_id), await members.of_org(session, actor.org_id)
        except (NotFound, Invalid):
            self.head, self.is_missing = BoardHead(), True
            return
        link = f"{get_settings().base_url}/apply/{self.org_slug}/{opening.slug}"
        self._offer(worn, staff)
        if self.head.id != str(opening.id):
            self.label = self.assignee = ""
        head = BoardHead(str(opening.id), opening.name, opening.place, opening.state, link, len(found))
        if self.head != head:
            self.head = head

    async def _move(self, given: dict[str, Any]) -> Op:
        actor = self._actor()
        asked = Move(
            uuid_of(given.get("applicant_id")),
            uuid_of(given.get("to_stage_id")),
            from_stage_id=uuid_of(given.get("from_stage_id")),
            above_id=uuid_of(given["above_id"]) if given.get("above_id") else None,
            below_id=uuid_of(given["below_id"]) if given.get("below_id") else None,
        )
        async with transaction(actor.org_id) as session:
            moved = await move(session, actor, asked)
            cards = await boards.cards_of(session, actor, [asked.applicant_id])
        has_left = moved.from_stage_id != asked.to_stage_id  # where rules lead them on comes as news of its own
        return {
            "id": str(moved.event_id),
            "tx": moved.tx,
            "kind": "card",
            "applicant_id": str(moved.applicant_id),
            "from": str(moved.from_stage_id) if has_left else None,
            "to": str(asked.to_stage_id) if has_left else None,
            "card": cards.get(str(asked.applicant_id)),  # None when a rule took them off the board
        }

    def _begin(self, opening_id: UUID) -> None:
        """Number anew, far ahead: the gap has the browser fetch the board, now that nothing can be missed."""
        self.ops, self.ops_seq = [], int(now().timestamp() * 1000)
        self.snapshot_url = f"/api/v1/openings/{opening_id}/board"
        self._narrow()

    def _offer(self, worn: Sequence[Label], staff: Sequence[Member]) -> None:
        me = self._me().user_id
        names = [Choice(str(one.id), one.name) for one in worn]
        people = [Choice(str(me), "Mine"), *(Choice(str(one.id), one.name) for one in staff if one.id != me)]
        if (self.labels, self.members) != (names, people):
            self.labels, self.members = names, people

    def _narrow(self) -> None:
        """Another part of the board is another address to the browser, which fetches it."""
        wanted = {"label_id": self.label, "assignee_id": self.assignee}
        given = {name: id for name, id in wanted.items() if id}
        board = self.snapshot_url.partition("?")[0]
        self.snapshot_url = f"{board}?{urlencode(given)}" if given and board else board

    def _tell(self, news: list[Op]) -> None:
        at = monotonic()
        ops, seq = append(self.ops, self.ops_seq, news, is_soon=at - self._told_at < SOON)
        if seq != self.ops_seq:  # what is set is sent, changed or not
            self.ops, self.ops_seq, self._told_at = ops, seq, at
