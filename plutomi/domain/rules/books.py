"""The rules each stage follows, compiled, kept by each process for as long as they are the same."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.domain.rowsets import among
from plutomi.domain.rules.reading import compiled
from plutomi.errors import Invalid
from plutomi.models import Opening, Rule, Stage
from plutomi.ready import Ready, Row
from plutomi.rules.engine import rule as engine
from plutomi.rules.engine.deciding import Book
from plutomi.rules.engine.hours import Hours, hours_of
from plutomi.rules.engine.timers import questions_timed

log = logging.getLogger(__name__)
MOST = 2_000  # stages whose rules a process keeps


@dataclass(frozen=True, slots=True)
class Followed:
    """What a stage follows, and the hours that its timers count; `timed` are the answers they go by."""

    version: int
    book: Book
    hours: Hours
    timed: frozenset[str]


_kept: dict[UUID, Followed] = {}


async def of_stages(session: AsyncSession, org_id: UUID, versions: Mapping[UUID, int]) -> dict[UUID, Followed]:
    """What each of these stages follows, by its `rules_version` as just read; those that follow nothing left out.

    No statement for what this process has seen before: a version says all.
    """
    wanted = {id: version for id, version in versions.items() if version}
    missing = [id for id, version in wanted.items() if id not in _kept or _kept[id].version != version]
    fresh = await _read(session, org_id, missing) if missing else {}
    if len(_kept) + len(fresh) > MOST:
        _kept.clear()
    _kept.update(fresh)
    return {id: fresh.get(id) or _kept[id] for id in wanted if id in fresh or id in _kept}


async def of_stage(session: AsyncSession, org_id: UUID, stage_id: UUID, version: int) -> Followed | None:
    return (await of_stages(session, org_id, {stage_id: version})).get(stage_id) if version else None


async def _read(session: AsyncSession, org_id: UUID, ids: Iterable[UUID]) -> dict[UUID, Followed]:
    """Rules and versions of one moment."""
    found: dict[UUID, tuple[Row, list[engine.Rule]]] = {}
    for row in await _BOOKS.rows(session, {"org": org_id, "ids": list(ids)}):
        _, rules = found.setdefault(row.of_stage, (row, []))
        if row.id is not None and (rule := _compiled(row)):
            rules.append(rule)
    return {id: _followed(row, Book(rules)) for id, (row, rules) in found.items()}


def _followed(row: Row, book: Book) -> Followed:
    timed = frozenset(f"answers.{key}" for key in questions_timed(book))
    return Followed(row.rules_version, book, hours_of(row.time_zone, row.hours, row.holidays), timed)


def _compiled(row: Row) -> engine.Rule | None:
    try:
        return compiled(row)
    except Invalid as refusal:  # written before something was forbidden: it stands still
        log.warning("rule %s cannot be followed: %s", row.id, refusal.errors)
        return None


def _statement() -> Any:
    rules: Any = Rule.__table__  # type: ignore[attr-defined]
    here = rules.c.stage_id == col(Stage.id)
    anywhere = rules.c.stage_id.is_(None) & (rules.c.opening_id == col(Stage.opening_id))
    joined = (rules.c.org_id == col(Stage.org_id)) & (here | anywhere) & rules.c.is_on & (rules.c.broken == "")
    names = ("id", "version", "name", "position", "changed_at", "when", "condition", "expression", "then")
    return (
        select(
            col(Stage.id).label("of_stage"),
            col(Stage.rules_version),
            col(Opening.time_zone),
            col(Opening.hours),
            col(Opening.holidays),
            rules.c.stage_id,
            *(rules.c[name] for name in names),
        )
        .join(Opening, (col(Opening.org_id) == Stage.org_id) & (col(Opening.id) == Stage.opening_id))
        .outerjoin(rules, joined)
        .where(col(Stage.org_id) == bindparam("org", type_=Uuid), col(Stage.id) == among("ids"))
    )


_BOOKS = Ready(_statement())
