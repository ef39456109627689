"""Boards: an opening's columns with their first cards, and the cards further down."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel
from pydantic_core import to_json
from starlette.responses import Response

from plutomi.api.openings import OpeningOut
from plutomi.api.viewer import CurrentActor
from plutomi.db import transaction
from plutomi.domain import boards

router = APIRouter(prefix="/api/v1/openings/{opening_id}/board", tags=["boards"])


class Card(BaseModel):
    """`rank` sorts by bytes, then `id`; `version` grows by one at each change of place.

    `area` is inside, outside or unknown, null when the opening has no service area.
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
    area: str | None


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


class BoardOut(BaseModel):
    opening: OpeningOut
    columns: list[Column]
    seen: Seen


class Cards(BaseModel):
    cards: list[Card]
    next: str | None


@router.get("", response_model=BoardOut)
async def snapshot(
    actor: CurrentActor,
    opening_id: UUID,
    cards: Annotated[int, Query(ge=1, le=boards.MOST_CARDS, description="How many a column.")] = boards.FIRST_CARDS,
) -> Response:
    """The whole board as the asker sees it, in one statement."""
    async with transaction(actor.org_id) as session:
        board = await boards.snapshot(session, actor, opening_id, cards)
    opening = OpeningOut.model_validate(board.opening).model_dump()
    return _json({"opening": opening, "columns": board.columns, "seen": asdict(board.seen)})


@router.get("/{stage_id}", response_model=Cards)
async def column(
    actor: CurrentActor,
    opening_id: UUID,
    stage_id: UUID,
    after: Annotated[str, Query(description="`next` of the column or of the page before.")] = "",
    limit: Annotated[int, Query(ge=1, le=boards.MOST_CARDS)] = 100,
) -> Response:
    """The cards of a column behind a cursor."""
    async with transaction(actor.org_id) as session:
        cards, following = await boards.column_page(session, actor, opening_id, stage_id, after, limit)
    return _json({"cards": cards, "next": following})


def _json(content: object) -> Response:
    """Straight to bytes: the cards are of our own making; validating thousands costs more than reading them."""
    return Response(to_json(content), media_type="application/json")
