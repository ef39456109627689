"""Stages: add at any place, change, reorder, delete."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete as delete_from
from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain import conditions, fields
from plutomi.domain.actors import Actor, admit
from plutomi.domain.applicants.emptying import move_everyone
from plutomi.domain.counting import count_of
from plutomi.domain.events import record
from plutomi.domain.rules import circles, uses, versions
from plutomi.domain.siblings import insert_at, lock, move_to, renumber
from plutomi.errors import Invalid, NotFound, OpeningNeedsStage, StillInUse
from plutomi.ids import new_id
from plutomi.models import Opening, Placement, Stage, StageQuestion
from plutomi.models.opening import MAX_NAME


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage as its opening's settings show it."""

    stage: Stage
    applicants: int
    questions: int


async def create(
    session: AsyncSession,
    actor: Actor,
    opening_id: UUID,
    name: Any,
    position: int | None = None,
    *,
    like: Stage | None = None,
) -> Stage:
    """A new stage at `position` (0 is first; None: last), styled as `like`, which it is a copy of. TooMany over 200."""
    await admit(session, actor)
    await lock(session, Opening, actor.org_id, opening_id)
    stage = Stage(org_id=actor.org_id, id=new_id(), opening_id=opening_id, name=_name(name), position=0)
    insert_at(await in_order(session, actor.org_id, opening_id), stage, position)
    data: dict[str, Any] = {"name": stage.name, "position": stage.position}
    if like is not None:
        stage.style = like.style
        data |= {"cloned_from": str(like.id), "cloned_name": like.name}
    session.add(stage)
    _record(session, actor, "stage.created", stage, data)
    await versions.welcome(session, stage)
    return stage


async def change(session: AsyncSession, actor: Actor, id: UUID, **given: Any) -> Stage:
    """Change `name` or `next_stage_id` (None: stay for review); what is not given stays."""
    await admit(session, actor)
    if "next_stage_id" in given:
        await versions.hold(session, actor.org_id)
    stage = await _locked(session, actor, id)
    changed: dict[str, Any] = {}
    if "name" in given:
        changed["name"] = _name(given["name"])
    if "next_stage_id" in given:
        changed["next_stage_id"] = await _next(session, stage, given["next_stage_id"])
    changed = {field: value for field, value in changed.items() if value != getattr(stage, field)}
    if changed:
        stage.sqlmodel_update(changed)
        if changed.get("next_stage_id"):
            await session.flush()
            await circles.refuse_next(session, stage)
        _record(session, actor, "stage.changed", stage, {"to": {k: v and str(v) for k, v in changed.items()}})
    return stage


async def move(session: AsyncSession, actor: Actor, id: UUID, position: int) -> Sequence[Stage]:
    """Put a stage at `position` among its opening's; returns the new order."""
    await admit(session, actor)
    stage = await _locked(session, actor, id)
    order = move_to(await in_order(session, actor.org_id, stage.opening_id), stage, position)
    await conditions.keep_order(session, actor.org_id, stage.opening_id)
    _record(session, actor, "stage.moved", stage, {"name": stage.name, "position": stage.position})
    return order


async def arrange(session: AsyncSession, actor: Actor, opening_id: UUID, ids: Sequence[UUID]) -> Sequence[Stage]:
    """Set the whole order; Invalid unless `ids` are exactly the opening's stages."""
    await admit(session, actor)
    opening = await lock(session, Opening, actor.org_id, opening_id)
    stages = {stage.id: stage for stage in await in_order(session, actor.org_id, opening_id)}
    if sorted(ids) != sorted(stages):
        raise Invalid({"stage_ids": "These must be all of the opening's stages, each once."})
    order = renumber([stages[id] for id in ids])
    await conditions.keep_order(session, actor.org_id, opening_id)
    record(session, actor, "stage.moved", opening.id, opening_id=opening_id, data={"order": [str(one) for one in ids]})
    return order


async def delete(
    session: AsyncSession, actor: Actor, id: UUID, move_to_id: UUID | None = None, *, stop_rules: bool = False
) -> None:
    """Delete a stage with its rules; who stands in it goes to `move_to_id`.

    StillInUse when they have nowhere to go; UsedByRules while others lead there: with `stop_rules` those stand still.
    """
    await admit(session, actor)
    await versions.hold(session, actor.org_id)
    stage = await _locked(session, actor, id)
    await uses.release(session, actor, "stage", id, stage.name, is_forced=stop_rules)
    stages = await in_order(session, actor.org_id, stage.opening_id)
    await _refuse_last_public(session, stage, len(stages))
    await _bar_arrivals(session, stage)
    if move_to_id:
        await move_everyone(session, actor, stage, _other(stages, stage, move_to_id))
    if await _holds_anyone(session, stage):
        raise StillInUse("This stage holds applicants. Say where they go.")
    _record(session, actor, "stage.deleted", stage, {"name": stage.name})
    await session.flush()
    await session.execute(delete_from(Stage).where(col(Stage.org_id) == actor.org_id, col(Stage.id) == id))
    session.expunge(stage)
    renumber([one for one in stages if one.id != id])
    await conditions.keep_order(session, actor.org_id, stage.opening_id)


async def list_of(session: AsyncSession, actor: Actor, opening_id: UUID) -> Sequence[Stage]:
    """An opening's stages in order, for members; empty when there is no such opening."""
    await admit(session, actor)
    return await in_order(session, actor.org_id, opening_id)


async def elsewhere(session: AsyncSession, actor: Actor, opening_id: UUID) -> Sequence[tuple[str, Stage]]:
    """The stages of the org's other openings, each with its opening's name, by name and in order, for members."""
    await admit(session, actor)
    found = (
        select(col(Opening.name), Stage)
        .join(Opening, (col(Opening.org_id) == Stage.org_id) & (col(Opening.id) == Stage.opening_id))
        .where(col(Stage.org_id) == actor.org_id, col(Stage.opening_id) != opening_id)
    )
    order = (func.lower(Opening.name), col(Opening.id), col(Stage.position))
    return (await session.execute(found.order_by(*order))).all()


async def lines_of(session: AsyncSession, actor: Actor, opening_id: UUID) -> Sequence[StageLine]:
    """An opening's stages in order with how many stand in each and how much it asks, for members."""
    await admit(session, actor)
    asked = select(func.count()).where(
        col(StageQuestion.org_id) == col(Stage.org_id), col(StageQuestion.stage_id) == col(Stage.id)
    )
    found = select(Stage, count_of(Stage), asked.scalar_subquery()).where(
        col(Stage.org_id) == actor.org_id, col(Stage.opening_id) == opening_id
    )
    return [StageLine(*row) for row in await session.execute(found.order_by(col(Stage.position)))]


async def in_order(session: AsyncSession, org_id: UUID, opening_id: UUID) -> Sequence[Stage]:
    found = select(Stage).where(col(Stage.org_id) == org_id, col(Stage.opening_id) == opening_id)
    return (await session.execute(found.order_by(col(Stage.position)))).scalars().all()


async def get(session: AsyncSession, actor: Actor, id: UUID) -> Stage:
    await admit(session, actor)
    return await find(session, actor.org_id, id)


async def find(session: AsyncSession, org_id: UUID, id: UUID) -> Stage:
    """A stage by id; NotFound when it isn't the org's."""
    found = select(Stage).where(col(Stage.org_id) == org_id, col(Stage.id) == id)
    stage = (await session.execute(found.execution_options(populate_existing=True))).scalar_one_or_none()
    if stage is None:
        raise NotFound
    return stage


async def _locked(session: AsyncSession, actor: Actor, id: UUID) -> Stage:
    """A stage, read again after its opening was locked, so that its position is true."""
    stage = await find(session, actor.org_id, id)
    await lock(session, Opening, actor.org_id, stage.opening_id)
    return await find(session, actor.org_id, id)


async def _next(session: AsyncSession, stage: Stage, id: UUID | None) -> UUID | None:
    if id is None:
        return None
    target = await find(session, stage.org_id, id)
    if target.id == stage.id or target.opening_id != stage.opening_id:
        raise Invalid({"next_stage_id": "Choose another stage of this opening."})
    return target.id


def _other(stages: Sequence[Stage], stage: Stage, id: UUID) -> Stage:
    for one in stages:
        if one.id == id and one is not stage:
            return one
    raise Invalid({"move_to": "Choose another stage of this opening."})


async def _refuse_last_public(session: AsyncSession, stage: Stage, stages: int) -> None:
    opening = await session.get(Opening, (stage.org_id, stage.opening_id))
    if stages == 1 and opening is not None and opening.is_public:
        raise OpeningNeedsStage("This is the last stage of a public opening. Make the opening private or closed first.")


async def _bar_arrivals(session: AsyncSession, stage: Stage) -> None:
    """Lock the stage's row: the foreign key of a placement that wants to enter waits for it."""
    found = select(col(Stage.id)).where(col(Stage.org_id) == stage.org_id, col(Stage.id) == stage.id)
    await session.execute(found.with_for_update())


async def _holds_anyone(session: AsyncSession, stage: Stage) -> bool:
    found = select(col(Placement.applicant_id)).where(
        col(Placement.org_id) == stage.org_id, col(Placement.stage_id) == stage.id
    )
    return (await session.execute(found.limit(1))).first() is not None


def _name(value: Any) -> str:
    return str(fields.read({"name": lambda: fields.line(value, MAX_NAME, "Give the stage a name.")})["name"])


def _record(session: AsyncSession, actor: Actor, type: str, stage: Stage, data: dict[str, Any]) -> None:
    record(session, actor, type, stage.id, opening_id=stage.opening_id, data=data)
