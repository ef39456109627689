"""Styles: how an org's, an opening's or a stage's public pages and emails look."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select as pick
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.domain import fields
from plutomi.domain.actors import Actor, admit
from plutomi.domain.events import record
from plutomi.domain.pictures import images
from plutomi.domain.siblings import lock
from plutomi.errors import Invalid, NotFound
from plutomi.models import Applicant, Opening, Org, Placement, Stage
from plutomi.models.style import (
    BUTTONS,
    USES,
    Image,
    Style,
    merged,
    of_json,
    read_color,
    read_corners,
    read_font,
    read_sha256,
    read_words,
)

ABSENT = "This picture is not here any more. Please upload it again."


@dataclass(frozen=True, slots=True)
class Styled:
    """What is set here and what it would be otherwise."""

    own: Style
    inherited: Style

    @property
    def shown(self) -> Style:
        return self.own.over(self.inherited)


async def of_org(session: AsyncSession, actor: Actor) -> Styled:
    """The org's style, for its members; it inherits Plutomi's."""
    await admit(session, actor)
    return Styled(await public_of_org(session, actor.org_id), Style())


async def of_opening(session: AsyncSession, actor: Actor, id: UUID) -> Styled:
    """An opening's style, for members."""
    await admit(session, actor)
    found = pick(col(Opening.style), col(Org.style)).join(Org, col(Org.id) == col(Opening.org_id))
    return await _styled(session, found.where(col(Opening.org_id) == actor.org_id, col(Opening.id) == id))


async def of_stage(session: AsyncSession, actor: Actor, id: UUID) -> Styled:
    """A stage's style, for members."""
    await admit(session, actor)
    found = (
        pick(col(Stage.style), col(Opening.style), col(Org.style))
        .join(Opening, (col(Opening.org_id) == Stage.org_id) & (col(Opening.id) == Stage.opening_id))
        .join(Org, col(Org.id) == col(Stage.org_id))
    )
    return await _styled(session, found.where(col(Stage.org_id) == actor.org_id, col(Stage.id) == id))


async def set_org(session: AsyncSession, actor: Actor, given: Mapping[str, Any]) -> Style:
    """Set the org's style whole: what is not given is Plutomi's. Invalid by field."""
    await admit(session, actor)
    style = await read(session, actor, given)
    org = (await session.execute(pick(Org).where(col(Org.id) == actor.org_id).with_for_update())).scalar_one()
    _set(session, actor, org, style, "org.styled")
    return style


async def set_opening(session: AsyncSession, actor: Actor, id: UUID, given: Mapping[str, Any]) -> Style:
    """Set an opening's style whole: what is not given is inherited from the org. Invalid by field."""
    await admit(session, actor)
    opening = await lock(session, Opening, actor.org_id, id)
    style = await read(session, actor, given)
    _set(session, actor, opening, style, "opening.styled", opening_id=id)
    return style


async def set_stage(session: AsyncSession, actor: Actor, id: UUID, given: Mapping[str, Any]) -> Style:
    """Set a stage's style whole: what is not given is inherited from its opening. Invalid by field."""
    await admit(session, actor)
    stage = await lock(session, Stage, actor.org_id, id)
    style = await read(session, actor, given)
    _set(session, actor, stage, style, "stage.styled", opening_id=stage.opening_id)
    return style


async def read(session: AsyncSession, actor: Actor, given: Mapping[str, Any]) -> Style:
    """A style as typed; its pictures must be the org's. Invalid by field: `color`, `buttons.send`, `logo`, ..."""
    said = given.get("buttons")
    said = said if isinstance(said, Mapping) else {}
    readers = {
        "color": lambda: read_color(given.get("color")),
        "background": lambda: read_color(given.get("background")),
        "font": lambda: read_font(given.get("font")),
        "corners": lambda: read_corners(given.get("corners")),
    }
    readers |= {f"buttons.{name}": lambda name=name: read_words(said.get(name)) for name in BUTTONS}  # type: ignore[misc]
    readers |= {use: lambda use=use: read_sha256(given.get(use)) for use in USES}  # type: ignore[misc]
    parts = fields.read(readers)
    words = {name: typed for name in BUTTONS if (typed := parts.pop(f"buttons.{name}"))}
    shown = await _shown(session, actor, {use: parts.pop(use) for use in USES})
    return Style(**parts, buttons=words, logo=shown["logo"], cover=shown["cover"])


async def public_of_org(session: AsyncSession, org_id: UUID) -> Style:
    """What strangers see of an org."""
    return of_json((await session.execute(pick(col(Org.style)).where(col(Org.id) == org_id))).scalar())


async def public_of_opening(session: AsyncSession, org_id: UUID, opening_id: UUID) -> Style:
    """What strangers see of an opening: its first stage's style, which is where they apply."""
    first = (
        pick(col(Stage.style))
        .where(col(Stage.org_id) == org_id, col(Stage.opening_id) == opening_id)
        .order_by(col(Stage.position))
        .limit(1)
        .scalar_subquery()
    )
    found = pick(col(Org.style), col(Opening.style), first).join(Opening, col(Opening.org_id) == col(Org.id))
    row = (await session.execute(found.where(col(Org.id) == org_id, col(Opening.id) == opening_id))).first()
    return merged(*(row or ()))


async def public_of_applicant(session: AsyncSession, org_id: UUID, applicant_id: UUID) -> Style:
    """What an applicant sees: the style of the stage they stand in."""
    found = (
        pick(col(Org.style), col(Opening.style), col(Stage.style))
        .select_from(Applicant)
        .join(Org, col(Org.id) == col(Applicant.org_id))
        .join(Opening, (col(Opening.org_id) == Applicant.org_id) & (col(Opening.id) == Applicant.opening_id))
        .outerjoin(
            Placement, (col(Placement.org_id) == Applicant.org_id) & (col(Placement.applicant_id) == Applicant.id)
        )
        .outerjoin(Stage, (col(Stage.org_id) == Placement.org_id) & (col(Stage.id) == Placement.stage_id))
    )
    mine = found.where(col(Applicant.org_id) == org_id, col(Applicant.id) == applicant_id)
    return merged(*((await session.execute(mine)).first() or ()))


async def _styled(session: AsyncSession, found: Any) -> Styled:
    row = (await session.execute(found)).first()
    if row is None:
        raise NotFound
    own, *above = row
    return Styled(of_json(own), merged(*reversed(above)))


def _set(session: AsyncSession, actor: Actor, row: Any, style: Style, type: str, **about: Any) -> None:
    kept = style.to_json()
    if row.style != kept:
        row.style = kept
        record(session, actor, type, row.id, data={"to": kept}, **about)


async def _shown(session: AsyncSession, actor: Actor, wanted: dict[str, str]) -> dict[str, Image | None]:
    found = await images(session, actor.org_id, [sha256 for sha256 in wanted.values() if sha256])
    if missing := {use: ABSENT for use, sha256 in wanted.items() if sha256 and sha256 not in found}:
        raise Invalid(missing)
    return {use: found.get(sha256) for use, sha256 in wanted.items()}
