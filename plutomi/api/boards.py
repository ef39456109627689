"""Boards: an opening's columns with their first cards, and the cards further down."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel
from pydantic_core import to_json
from starlette.responses import Response

from plutomi.api.members import MemberOut
from plutomi.api.openings import OpeningOut
from plutomi.api.shapes import Shown
from plutomi.api.viewer import CurrentActor
from plutomi.db import transaction
from plutomi.domain import boards
from plutomi.domain.narrowing import Only

router = APIRouter(prefix="/api/v1/openings/{opening_id}/board", tags=["boards"])
OnlyLabel = Annotated[UUID | None, Query(description="Only who carries this label.")]
OnlyAssignee = Annotated[UUID | None, Query(description="Only whom this member looks after.")]


class Card(BaseModel):
    """`rank` sorts by bytes, then `id`; `version` grows by one at each change of place.

    `area` is inside, outside or unknown, null when the opening has no service area. `labels` are by their numbers.
    """

    id: UUID
    name: str
    stage_id: UUID
    rank: str
    version: int
    entered_at: datetime
    is_new: bool
    has_unread_note: bool
    is_missing_answers: bool
    is_looping: bool
    area: str | None
    labels: list[int]
    assignee_id: UUID | None
    deadline_at: datetime | None


class Column(BaseModel):
    """`count` is exact and of the same moment as the cards."""

    id: UUID
    name: str
    position: int
    count: int
    cards: list[Card]
    next: str | None


class Seen(BaseModel):
    """The moment shown: a transaction is in it when below `xmin`, or below `xmax` and not in `xip`."""

    xmin: int
    xmax: int
    xip: list[int]


class BoardLabel(Shown):
    """A label as cards call it; `ink` is the colour of words on it."""

    number: int
    id: UUID
    name: str
    color: str
    ink: str


class BoardOut(BaseModel):
    """`labels` and `members` are all of the org, by name."""

    opening: OpeningOut
    columns: list[Column]
    seen: Seen
    labels: list[BoardLabel]
    members: list[MemberOut]


class Cards(BaseModel):
    cards: list[Card]
    next: str | None


@router.get("", response_model=BoardOut)
async def snapshot(
    actor: CurrentActor,
    opening_id: UUID,
    cards: Annotated[int, Query(ge=1, le=boards.MOST_CARDS, description="How many a column.")] = boards.FIRST_CARDS,
    label_id: OnlyLabel = None,
    assignee_id: OnlyAssignee = None,
) -> Response:
    """The whole board as the asker sees it, in one statement; or only a part of it, and then its counts too."""
    only = Only(label_id, assignee_id)
    async with transaction(actor.org_id) as session:
        board = await boards.snapshot(session, actor, opening_id, cards, only)
    opening = OpeningOut.model_validate(board.opening).model_dump()
    labels = [BoardLabel.model_validate(one).model_dump() for one in board.labels]
    shown = {"labels": labels, "members": [asdict(one) for one in board.members]}
    return _json({"opening": opening, "columns": board.columns, "seen": asdict(board.seen)} | shown)


@router.get("/{stage_id}", response_model=Cards)
async def column(
    actor: CurrentActor,
    opening_id: UUID,
    stage_id: UUID,
    after: Annotated[str, Query(description="`next` of the column or of the page before.")] = "",
    limit: Annotated[int, Query(ge=1, le=boards.MOST_CARDS)] = 100,
    label_id: OnlyLabel = None,
    assignee_id: OnlyAssignee = None,
) -> Response:
    """The cards of a column behind a cursor."""
    only = Only(label_id, assignee_id)
    async with transaction(actor.org_id) as session:
        cards, following = await boards.column_page(session, actor, opening_id, stage_id, after, limit, only)
    return _json({"cards": cards, "next": following})


def _json(content: object) -> Response:
    """Straight to bytes: the cards are of our own making; validating thousands costs more than reading them."""
    return Response(to_json(content), media_type="application/json")
