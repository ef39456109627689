"""The board: an opening's columns with exact counts and their first cards, in one statement and so of one moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal,
    select,
    tuple_,
)  # fmt: skip
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.domain import labels, members, openings, stages
from plutomi.domain.actors import Actor
from plutomi.domain.counting import count_of
from plutomi.domain.members import Member
from plutomi.domain.narrowing import EVERYBODY, Only, count_kept, kept
from plutomi.domain.rowsets import among
from plutomi.errors import Invalid, NotFound
from plutomi.ids import DIGITS, NOBODY
from plutomi.models import (
    Applicant,
    ApplicantLabel,
    Label,
    Opening,
    Placement,
    Stage,
    StageQuestion,
    View,
)  # fmt: skip
from plutomi.ready import Ready, Row

FIRST_CARDS, MOST_CARDS = 25, 200


@dataclass(frozen=True, slots=True)
class Seen:
    """PostgreSQL's snapshot: `tx` is in it when tx < xmin, or tx < xmax and not in xip."""

    xmin: int
    xmax: int
    xip: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """`labels` and `members` are those of the org, by name: cards call them by number and id."""

    opening: Opening
    columns: list[dict[str, Any]]
    seen: Seen
    labels: Sequence[Label]
    members: Sequence[Member]


async def snapshot(
    session: AsyncSession, actor: Actor, opening_id: UUID, cards: int = FIRST_CARDS, only: Only = EVERYBODY
) -> Board:
    """The whole board as one member sees it, or `only` a part. `cards` per column, at most 200."""
    opening = await openings.get(session, actor, opening_id)
    bound = _viewer(actor) | {"opening": opening_id, "most": _bounded(cards)} | only.bound
    columns: dict[UUID, dict[str, Any]] = {}
    seen = Seen(0, 0, ())
    for row in await (_SOME if only else _BOARD).rows(session, bound):
        seen = _seen(row.seen) if not columns else seen
        column = columns.setdefault(row.stage_id, _column(row))
        if row.id is not None:
            column["cards"].append(card_of(row))
    for column in columns.values():
        column["next"] = cursor_after(column["cards"], bound["most"])
    org = (await labels.of_org(session, actor.org_id), await members.of_org(session, actor.org_id))
    return Board(opening, list(columns.values()), seen, *org)


async def column_page(
    session: AsyncSession,
    actor: Actor,
    opening_id: UUID,
    stage_id: UUID,
    after: str,
    most: int = 100,
    only: Only = EVERYBODY,
) -> tuple[list[dict[str, Any]], str | None]:
    """The cards of a column behind a cursor, from the top when it is empty, and the next cursor."""
    stage = await stages.get(session, actor, stage_id)
    if stage.opening_id != opening_id:
        raise NotFound
    rank, id = _read_cursor(after)
    most = _bounded(most)
    bound = _viewer(actor) | {"stage": stage_id, "rank": rank, "id": id, "most": most} | only.bound
    cards = [card_of(row) for row in await (_SOME_PAGE if only else _PAGE).rows(session, bound)]
    return cards, cursor_after(cards, most)


async def cards_of(session: AsyncSession, actor: Actor, ids: Iterable[UUID | None]) -> dict[str, dict[str, Any]]:
    """Cards by applicant id, those left out that stand nowhere."""
    wanted = [id for id in ids if id is not None]
    if not wanted:
        return {}
    rows = await _CARDS.rows(session, _viewer(actor) | {"ids": wanted})
    return {str(row.id): card_of(row) for row in rows}


def _viewer(actor: Actor) -> dict[str, Any]:
    return {"org": actor.org_id, "user": actor.id}


def card_of(row: Row) -> dict[str, Any]:
    """A card as JSON holds it."""
    return {
        "id": str(row.id),
        "name": row.name,
        "stage_id": str(row.stage_id),
        "rank": row.rank,
        "version": row.version,
        "entered_at": row.entered_at.isoformat(),
        "is_new": row.is_new,
        "has_unread_note": row.has_unread_note,
        "is_missing_answers": row.is_missing_answers,
        "is_looping": row.is_looping,
        "area": row.area,
        "labels": row.labels,
        "assignee_id": str(row.assignee_id) if row.assignee_id else None,
        "deadline_at": row.deadline_at.isoformat() if row.deadline_at else None,
    }


def cursor_after(cards: Sequence[dict[str, Any]], most: int) -> str | None:
    """Where the next page begins; None when this one was not full."""
    return f"{cards[-1]['rank']}|{cards[-1]['id']}" if len(cards) >= most else None


def is_asking(stage_id: Any, org_id: Any) -> ColumnElement[bool]:
    """Whether a stage has questions that must be answered."""
    required = select(literal(1)).where(
        col(StageQuestion.org_id) == org_id, col(StageQuestion.stage_id) == stage_id, col(StageQuestion.is_required)
    )
    return required.exists()


def _column(row: Row) -> dict[str, Any]:
    return {"id": str(row.stage_id), "name": row.stage_name, "position": row.position, "count": row.count, "cards": []}


def _seen(snapshot: str) -> Seen:
    low, high, between = snapshot.split(":")
    return Seen(int(low), int(high), tuple(int(tx) for tx in between.split(",") if tx))


def _bounded(most: int) -> int:
    return max(1, min(most, MOST_CARDS))


def _read_cursor(after: str) -> tuple[str, UUID]:
    rank, _, id = after.partition("|")
    try:
        if set(rank) <= set(DIGITS):
            return rank, UUID(id) if after else NOBODY
    except ValueError:
        pass
    raise Invalid({"after": "This is not a cursor of ours."})


def _cards(asks: ColumnElement[bool]) -> Select[Any]:
    """What a card shows, of placements still to be chosen. Signs are as the `user` bound sees them."""
    viewed = View.viewed_at
    return (
        select(  # type: ignore[call-overload]
            Applicant.id,
            Applicant.name,
            Applicant.area,
            Applicant.assignee_id,
            Placement.stage_id,
            Placement.rank,
            Placement.version,
            Placement.entered_at,
            Placement.deadline_at,
            Placement.is_looping,
            _labels().label("labels"),
            col(viewed).is_(None).label("is_new"),
            func.coalesce(col(Placement.noted_at) > viewed, col(Placement.noted_at).is_not(None)).label(
                "has_unread_note"
            ),
            (asks & col(Placement.completed_at).is_(None)).label("is_missing_answers"),
        )
        .select_from(Placement)
        .join(Applicant, (col(Applicant.org_id) == Placement.org_id) & (col(Applicant.id) == Placement.applicant_id))
        .outerjoin(
            View,
            (col(View.org_id) == Placement.org_id)
            & (col(View.applicant_id) == Placement.applicant_id)
            & (col(View.user_id) == bindparam("user", type_=View.__table__.c.user_id.type)),  # type: ignore[attr-defined]
        )
    )


def _labels() -> ColumnElement[list[int]]:
    """The numbers of an applicant's labels."""
    worn = (
        select(col(Label.number))
        .join(ApplicantLabel, (col(ApplicantLabel.org_id) == Label.org_id) & (col(ApplicantLabel.label_id) == Label.id))
        .where(
            col(ApplicantLabel.org_id) == Placement.org_id, col(ApplicantLabel.applicant_id) == Placement.applicant_id
        )
        .order_by(col(Label.number))
    )
    return func.array(worn.scalar_subquery(), type_=ARRAY(Integer))


def _in_order(found: Select[Any]) -> Select[Any]:
    return found.order_by(col(Placement.rank), col(Placement.applicant_id)).limit(bindparam("most"))


def _board_statement(is_whole: bool) -> Select[Any]:
    columns = (
        select(  # type: ignore[call-overload]
            Stage.org_id,
            Stage.id,
            Stage.name,
            Stage.position,
            (count_of(Stage) if is_whole else count_kept(Stage)).label("count"),
            is_asking(col(Stage.id), col(Stage.org_id)).label("asks"),
        )
        .where(col(Stage.org_id) == bindparam("org"), col(Stage.opening_id) == bindparam("opening"))
        .subquery("columns")
    )
    in_column = (col(Placement.org_id) == columns.c.org_id) & (col(Placement.stage_id) == columns.c.id)
    standing = _cards(columns.c.asks).where(in_column)
    cards = _in_order(standing if is_whole else standing.where(kept())).lateral("cards")
    shown = [c for c in cards.c if c.key != "stage_id"]
    return (
        select(
            columns.c.id.label("stage_id"),
            columns.c.name.label("stage_name"),
            columns.c.position,
            columns.c.count,
            cast(func.pg_current_snapshot(), Text).label("seen"),
            *shown,
        )
        .select_from(columns)
        .outerjoin(cards, literal(True))
        .order_by(columns.c.position, cards.c.rank, cards.c.id)
    )


def _page_statement(is_whole: bool) -> Select[Any]:
    asks = is_asking(col(Placement.stage_id), col(Placement.org_id))
    behind = tuple_(col(Placement.rank), col(Placement.applicant_id)) > tuple_(bindparam("rank"), bindparam("id"))
    here = (col(Placement.org_id) == bindparam("org"), col(Placement.stage_id) == bindparam("stage"))
    found = _cards(asks).where(*here, behind)
    return _in_order(found if is_whole else found.where(kept()))


def _cards_statement() -> Select[Any]:
    asks = is_asking(col(Placement.stage_id), col(Placement.org_id))
    return _cards(asks).where(col(Placement.org_id) == bindparam("org"), col(Placement.applicant_id) == among("ids"))


_BOARD, _SOME = Ready(_board_statement(True)), Ready(_board_statement(False))
_PAGE, _SOME_PAGE = Ready(_page_statement(True)), Ready(_page_statement(False))
_CARDS = Ready(_cards_statement())
