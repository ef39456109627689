"""What a file is sent for: a question of the form people apply by, or of the stage an applicant stands in."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.clock import now
from plutomi.domain import forms
from plutomi.domain.actors import Actor
from plutomi.domain.applicants.applying import door
from plutomi.errors import Forbidden, NotFound, StageClosed
from plutomi.models import Placement
from plutomi.rules.asked import Asked
from plutomi.rules.files import most_bytes
from plutomi.tongue import say


@dataclass(frozen=True, slots=True)
class Wanted:
    """The question a file is sent for."""

    opening_id: UUID
    asked: Asked

    @property
    def most(self) -> int:
        return most_bytes(self.asked)


async def at_door(session: AsyncSession, actor: Actor, slug: str, key: str) -> Wanted:
    """The question `key` of the form by which people apply; NotFound, OpeningClosed."""
    entered = await door(session, actor.org_id, slug)
    return Wanted(entered.opening_id, _find(entered.asked, key))


async def at_stage(session: AsyncSession, actor: Actor, key: str) -> Wanted:
    """The question `key` of the form of the stage the applicant stands in, who does something now.

    StageClosed when they stand nowhere.
    """
    if actor.kind != "applicant":
        raise Forbidden
    found = select(Placement).where(col(Placement.org_id) == actor.org_id, col(Placement.applicant_id) == actor.id)
    placement = (await session.execute(found.with_for_update(key_share=True))).scalar_one_or_none()
    if placement is None:
        raise StageClosed
    placement.active_at = now()
    asked = forms.read((await session.execute(forms.of_stage(actor.org_id, placement.stage_id))).scalar())
    return Wanted(placement.opening_id, _find(asked, key))


def _find(asked: tuple[Asked, ...], key: str) -> Asked:
    for one in asked:
        if one.key == key and one.type == "file":
            return one
    raise NotFound(say("No file is asked for here."))
