"""Pictures: kept for an org, found by what is in them, swept when nothing shows them any more."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, literal_column, union_all
from sqlalchemy import select as pick
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.clock import now
from plutomi.domain.actors import Actor, admit
from plutomi.errors import NotFound, TooMany
from plutomi.ids import new_id
from plutomi.models import Opening, Org, Picture, Stage
from plutomi.models.style import USES, Image
from plutomi.rules.pictures import Made

SWEPT_FROM, MOST, NEWEST = 100, 500, 20  # pictures of an org


async def keep(session: AsyncSession, actor: Actor, made: Made) -> Image:
    """Keep a picture for the actor's org; the same twice is one. TooMany over 500 in use."""
    await admit(session, actor)
    await _make_room(session, actor.org_id)
    row = {"org_id": actor.org_id, "id": new_id(), "created_at": now(), "sha256": made.sha256}
    row |= {"width": made.width, "height": made.height, "content": made.content}
    await session.execute(insert(Picture).values(row).on_conflict_do_nothing(constraint="picture_once"))
    return Image(made.sha256, made.width, made.height)


async def content(session: AsyncSession, org_id: UUID, sha256: str) -> bytes:
    """A picture, for anybody; NotFound."""
    found = pick(col(Picture.content)).where(col(Picture.org_id) == org_id, col(Picture.sha256) == sha256)
    kept = (await session.execute(found)).scalar()
    if kept is None:
        raise NotFound
    return bytes(kept)


async def images(session: AsyncSession, org_id: UUID, wanted: Collection[str]) -> dict[str, Image]:
    """Those of the wanted pictures that the org has."""
    if not wanted:
        return {}
    found = pick(col(Picture.sha256), col(Picture.width), col(Picture.height)).where(
        col(Picture.org_id) == org_id, col(Picture.sha256).in_(wanted)
    )
    return {row.sha256: Image(*row) for row in await session.execute(found)}


async def _make_room(session: AsyncSession, org_id: UUID) -> None:
    """Sweep what no style shows, but for the newest: somebody may be about to save a style with those."""
    mine = col(Picture.org_id) == org_id
    count = pick(func.count()).where(mine).select_from(Picture)
    if (await session.execute(count)).scalar_one() < SWEPT_FROM:
        return
    newest = pick(col(Picture.id)).where(mine).order_by(col(Picture.id).desc()).limit(NEWEST)
    unused = col(Picture.sha256).not_in(_in_use(org_id)) & col(Picture.id).not_in(newest)
    await session.execute(delete(Picture).where(mine, unused).execution_options(synchronize_session=False))
    if (await session.execute(count)).scalar_one() >= MOST:
        raise TooMany(f"There can be at most {MOST} pictures.")


def _in_use(org_id: UUID) -> Any:
    """The pictures that any style of the org shows."""
    shown: list[Any] = [
        pick(literal_column(f"{table.__tablename__}.style->'{use}'->>'sha256'").label("sha256"))
        .select_from(table)
        .where(col(key) == org_id)
        for table, key in ((Org, Org.id), (Opening, Opening.org_id), (Stage, Stage.org_id))
        for use in USES
    ]
    every = union_all(*shown).subquery()
    return pick(every.c.sha256).where(every.c.sha256.is_not(None))
