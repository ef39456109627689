"""What watchers of a board are told: operations made from events, and the hub that hands them out in this process."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.domain import boards
from plutomi.domain.actors import Actor
from plutomi.models import Opening
from plutomi.ready import Ready, Row

CHANNEL = "plutomi_live"
MOST_OPS = 50  # of one opening in one batch; more are told as "look again"
BACKLOG = 500  # operations a watcher may fall behind before it is told to look again
CARD_EVENTS = frozenset(
    f"applicant.{done}"
    for done in (
        "applied", "moved", "ranked", "withdrawn", "rejected", "deleted", "corrected", "submitted", "reapplied",
        "transferred", "labelled", "unlabelled", "assigned", "deadline_set", "looped",
    )
) | {"note.written", "note.deleted"}  # fmt: skip
# Who comes back does so under a version that starts anew, which boards that saw them leave would not believe.
COLUMN_EVENTS = frozenset(
    (
        "applicant.restored",
        "applicant.returned",
        "opening.area_assessed",
        "opening.changed",
        "opening.closed",
        "opening.deleted",
        "opening.published",
        "opening.unpublished",
        "stage.created",
        "stage.changed",
        "stage.moved",
        "stage.deleted",
        "question.attached",
        "question.detached",
    )
)
# What they change may show on any board of the org.
EVERYWHERE = frozenset(("label.changed", "label.deleted"))

Op = dict[str, Any]


_TOLD = func.unnest(bindparam("told", type_=ARRAY(Text))).column_valued("told")
_NOTIFY = Ready(select(func.count(func.pg_notify(CHANNEL, _TOLD))))


async def announce(session: AsyncSession, actor: Actor, events: Sequence[Row]) -> None:
    """Tell every process, when this transaction commits, what these events mean for boards."""
    told = []
    for opening_id, ops in (await operations(session, actor, events)).items():
        for op in ops if len(ops) <= MOST_OPS else [look_again(ops[-1]["id"], ops[-1]["tx"])]:
            told.append(json.dumps({"opening": str(opening_id), "op": op}, ensure_ascii=False))
    if told:
        await _NOTIFY.rows(session, {"told": told})


async def operations(session: AsyncSession, actor: Actor, events: Sequence[Row]) -> dict[UUID, list[Op]]:
    """Operations by opening, in the order of the events. A card is shown as it is now, its version telling."""
    moving = [event for event in events if event.type in CARD_EVENTS]
    cards = await boards.cards_of(session, actor, {event.applicant_id for event in moving})
    ops: dict[UUID, list[Op]] = defaultdict(list)
    for event in events:
        if event.type in EVERYWHERE:
            for id in await _openings(session, actor.org_id):
                ops[id].append(look_again(str(event.id), event.tx))
        if event.opening_id is None:
            continue
        if left := event.data.get("from_opening"):  # empty when they were deleted meanwhile
            ops[UUID(left)].append(_gone(event))
        if event.type in CARD_EVENTS:
            ops[event.opening_id].append(card_op(event, cards.get(str(event.applicant_id))))
        elif event.type in COLUMN_EVENTS:
            ops[event.opening_id].append(look_again(str(event.id), event.tx))
    return ops


def card_op(event: Row, card: dict[str, Any] | None) -> Op:
    """One card's operation. What is new or unread differs by viewer, so it is told only where it just became so."""
    told = None
    if card is not None:
        told = {key: value for key, value in card.items() if key not in ("is_new", "has_unread_note")}
        if event.type == "applicant.applied":
            told |= {"is_new": True, "has_unread_note": False}
        if event.type == "note.written":
            told |= {"has_unread_note": True}
        if (
            event.type == "note.deleted" and not card["has_unread_note"]
        ):  # to us, who have looked at nobody: none is left
            told |= {"has_unread_note": False}
    return {
        "id": str(event.id),
        "tx": event.tx,
        "kind": "card",
        "applicant_id": str(event.applicant_id),
        "by": str(event.actor_id) if event.actor_id else None,
        "card": told,
        **_passage(event),
    }


def _gone(event: Row) -> Op:
    """What the board is told that somebody was transferred away from; coming back they have a later version."""
    told = {"applicant_id": str(event.applicant_id), "by": None, "card": None, "version": event.data["version"]}
    return {"id": str(event.id), "tx": event.tx, "kind": "card", **told, "from": event.data["from"], "to": None}


async def _openings(session: AsyncSession, org_id: UUID) -> Sequence[UUID]:
    return (await session.execute(select(col(Opening.id)).where(col(Opening.org_id) == org_id))).scalars().all()


def look_again(id: str, tx: int) -> Op:
    """Tells a board to fetch its columns anew, and what stands around them."""
    return {"id": id, "tx": tx, "kind": "columns"}


def _passage(event: Row) -> dict[str, str | None]:
    """Which stage's count falls and which one's grows."""
    data = event.data
    if event.type == "applicant.applied":
        return {"from": None, "to": data.get("stage_id")}
    if event.type == "applicant.moved":
        return {"from": data.get("from"), "to": data.get("to")}
    if event.type == "applicant.transferred":
        return {"from": None, "to": data.get("to")}
    if event.type in ("applicant.withdrawn", "applicant.rejected", "applicant.deleted"):
        return {"from": data.get("from"), "to": None}
    return {"from": None, "to": None}


class Hub:
    """Who watches which opening in this process."""

    def __init__(self) -> None:
        self._watchers: dict[str, set[asyncio.Queue[Op]]] = defaultdict(set)
        self._roaming: dict[str, tuple[asyncio.Queue[Op], str]] = {}

    @contextmanager
    def watch(self, opening_id: UUID | str) -> Iterator["asyncio.Queue[Op]"]:
        """A queue of the opening's operations from now on."""
        queue: asyncio.Queue[Op] = asyncio.Queue(BACKLOG)
        self._join(str(opening_id), queue)
        try:
            yield queue
        finally:
            self._part(str(opening_id), queue)

    @contextmanager
    def roam(self, who: str) -> Iterator["asyncio.Queue[Op]"]:
        """A queue of the operations of whichever opening `turn` says, of none before it does."""
        queue: asyncio.Queue[Op] = asyncio.Queue(BACKLOG)
        self.turn(who, "")
        self._roaming[who] = queue, ""
        try:
            yield queue
        finally:
            if self._roaming.get(who, (None, ""))[0] is queue:  # else they have begun anew meanwhile
                self.turn(who, "")
                del self._roaming[who]

    def turn(self, who: str, opening_id: str) -> None:
        """Who roams watches this opening from now on, and no other; "" for none. Who does not roam is let be."""
        if who in self._roaming:
            queue, before = self._roaming[who]
            self._part(before, queue)
            if opening_id:
                self._join(opening_id, queue)
            self._roaming[who] = queue, opening_id

    def _join(self, key: str, queue: "asyncio.Queue[Op]") -> None:
        self._watchers[key].add(queue)

    def _part(self, key: str, queue: "asyncio.Queue[Op]") -> None:
        if key in self._watchers:
            self._watchers[key].discard(queue)
            if not self._watchers[key]:
                del self._watchers[key]

    def hear(self, payload: str) -> None:
        """Hand out one notice of CHANNEL."""
        told = json.loads(payload)
        self._give(self._watchers.get(told["opening"], ()), told["op"])

    def miss(self) -> None:
        """Something may have been missed: everybody is to look again."""
        for watchers in list(self._watchers.values()):
            self._give(watchers, look_again("", 0))

    @staticmethod
    def _give(watchers: Iterable["asyncio.Queue[Op]"], op: Op) -> None:
        for queue in list(watchers):
            if queue.full():
                while not queue.empty():
                    queue.get_nowait()
                op = look_again(op["id"], op["tx"])
            queue.put_nowait(op)


hub = Hub()
