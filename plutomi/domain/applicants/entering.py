"""What a stranger finds at an opening's address before they apply."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain import openings, styles
from plutomi.domain.applicants.applying import door
from plutomi.domain.boards import is_asking
from plutomi.errors import OpeningClosed
from plutomi.models import Opening, Stage
from plutomi.models.style import Style
from plutomi.rules.answers import Asked


@dataclass(frozen=True, slots=True)
class Entrance:
    """An opening with its form. `onward` is the stage that asks more of everybody who has applied, "" for none."""

    opening: Opening
    is_open: bool
    asked: tuple[Asked, ...] = ()
    onward: str = ""
    style: Style = field(default_factory=Style)


async def entrance(session: AsyncSession, org_id: UUID, slug: str) -> Entrance:
    """A public or closed opening as strangers see it; NotFound for a private one, as for none."""
    opening = await openings.public_by_slug(session, org_id, slug)
    style = await styles.public_of_opening(session, org_id, opening.id)
    try:
        entered = await door(session, org_id, slug)
    except OpeningClosed:
        return Entrance(opening, is_open=False, style=style)
    return Entrance(opening, True, entered.asked, await _onward(session, org_id, entered.next_stage_id), style)


async def _onward(session: AsyncSession, org_id: UUID, stage_id: UUID | None) -> str:
    if stage_id is None:
        return ""
    here = (col(Stage.org_id) == org_id, col(Stage.id) == stage_id, is_asking(col(Stage.id), col(Stage.org_id)))
    return (await session.execute(select(col(Stage.name)).where(*here))).scalar() or ""
