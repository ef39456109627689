"""Rules: what happens by itself, of a stage or of a whole opening, in the order they are asked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field

from plutomi.api.events import EventOut
from plutomi.api.shapes import Cursor, Given, Limit, Page, Shown, next_of
from plutomi.api.stages import Position, PositionIn
from plutomi.api.viewer import CurrentActor
from plutomi.db import transaction
from plutomi.domain import stages
from plutomi.domain.rules import history, listing, making, ordering, trying
from plutomi.domain.rules.trying import Whom
from plutomi.models import Rule

router = APIRouter(prefix="/api/v1", tags=["rules"])
Json = dict[str, Any]
Version = Annotated[int, Field(ge=1, description="The one it was read at: another by now is a conflict.")]


class RuleOut(Shown):
    """What it says: `when`, `if` or `expression`, `then`; `stage_id` null: of every stage of its opening.

    `broken` says why it stands still, "" when it does not; `version` grows with each change of what it does.
    """

    id: UUID
    opening_id: UUID
    stage_id: UUID | None
    position: int
    name: str
    is_on: bool
    version: int
    changed_at: datetime
    when: Json
    condition: Json | None = Field(serialization_alias="if")
    expression: str
    then: list[Json]
    broken: str
    created_at: datetime


class RuleIn(Given):
    """Without `position` it becomes the last; `if` and `expression` stand for one another, neither: always met."""

    name: str
    when: Json
    condition: Json | None = Field(None, alias="if")
    expression: str = ""
    then: list[Json]
    is_on: bool = True
    position: Position | None = None


class RuleChange(Given):
    """What is left out stays."""

    version: Version
    name: str = ""
    when: Json = {}
    condition: Json | None = Field(None, alias="if")
    expression: str = ""
    then: list[Json] = []


class SwitchIn(Given):
    is_on: bool


class RuleOrder(Given):
    """All of the rules that stand there, each once."""

    rule_ids: list[UUID]


class TrialIn(Given):
    """What the rule says; `whom`: those present, or the last 1,000 who entered, as they are now.

    It is tried among the rules that are on there: in the place of `rule_id`, else as the stage's last.
    """

    when: Json
    condition: Json | None = Field(None, alias="if")
    expression: str = ""
    then: list[Json]
    whom: Whom = "present"
    rule_id: UUID | None = None


class TriedOut(Shown):
    """`at` is when the clock asks, for a timer; `reason` says why not."""

    applicant_id: UUID
    name: str
    state: Literal["matched", "unmatched", "error", "not_due"]
    reason: str
    at: datetime | None


class TrialOut(Shown):
    """How many it was tried on; counts by state and by reason; the first 100 of each state."""

    tried: int
    counts: dict[str, int]
    reasons: dict[str, int]
    shown: list[TriedOut]


@router.get("/openings/{opening_id}/rules")
async def of_opening(
    actor: CurrentActor,
    opening_id: UUID,
    whole: Annotated[bool, Query(description="With those of its stages.")] = False,
) -> Page[RuleOut]:
    """The opening's own rules in order."""
    async with transaction(actor.org_id) as session:
        return _page(await listing.of_opening(session, actor, opening_id, is_whole=whole))


@router.post("/openings/{opening_id}/rules", status_code=201)
async def create_for_opening(actor: CurrentActor, opening_id: UUID, body: RuleIn) -> RuleOut:
    """A new rule of every stage of the opening, asked after each stage's own; at most 200."""
    async with transaction(actor.org_id) as session:
        return _shown(await making.create(session, actor, opening_id, **_told(body)))


@router.put("/openings/{opening_id}/rules/order")
async def arrange_opening(actor: CurrentActor, opening_id: UUID, body: RuleOrder) -> Page[RuleOut]:
    """Set the whole order."""
    async with transaction(actor.org_id) as session:
        return _page(await ordering.arrange_opening(session, actor, opening_id, body.rule_ids))


@router.get("/stages/{stage_id}/rules")
async def of_stage(actor: CurrentActor, stage_id: UUID) -> Page[RuleOut]:
    """A stage's own rules in order."""
    async with transaction(actor.org_id) as session:
        return _page(await listing.of_stage(session, actor, stage_id))


@router.post("/stages/{stage_id}/rules", status_code=201)
async def create_for_stage(actor: CurrentActor, stage_id: UUID, body: RuleIn) -> RuleOut:
    """A new rule of a stage, which has at most 200."""
    async with transaction(actor.org_id) as session:
        stage = await stages.get(session, actor, stage_id)
        return _shown(await making.create(session, actor, stage.opening_id, stage_id, **_told(body)))


@router.put("/stages/{stage_id}/rules/order")
async def arrange_stage(actor: CurrentActor, stage_id: UUID, body: RuleOrder) -> Page[RuleOut]:
    """Set the whole order."""
    async with transaction(actor.org_id) as session:
        return _page(await ordering.arrange_stage(session, actor, stage_id, body.rule_ids))


@router.get("/rules/{rule_id}")
async def get(actor: CurrentActor, rule_id: UUID) -> RuleOut:
    async with transaction(actor.org_id) as session:
        return _shown(await listing.get(session, actor, rule_id))


@router.patch("/rules/{rule_id}")
async def change(actor: CurrentActor, rule_id: UUID, body: RuleChange) -> RuleOut:
    """Change it, for those who are waiting, too; nobody is written to twice for it."""
    async with transaction(actor.org_id) as session:
        return _shown(await making.change(session, actor, rule_id, **_told(body)))


@router.put("/rules/{rule_id}/state")
async def switch(actor: CurrentActor, rule_id: UUID, body: SwitchIn) -> RuleOut:
    """Switch it on or off."""
    async with transaction(actor.org_id) as session:
        return _shown(await making.switch(session, actor, rule_id, body.is_on))


@router.delete("/rules/{rule_id}", status_code=204, response_class=Response)
async def delete(actor: CurrentActor, rule_id: UUID) -> None:
    async with transaction(actor.org_id) as session:
        await making.delete(session, actor, rule_id)


@router.post("/rules/{rule_id}/moves", status_code=201)
async def move(actor: CurrentActor, rule_id: UUID, body: PositionIn) -> Page[RuleOut]:
    """Put one rule at a position; answers the new order."""
    async with transaction(actor.org_id) as session:
        return _page(await ordering.move(session, actor, rule_id, body.position))


@router.get("/rules/{rule_id}/runs")
async def runs(actor: CurrentActor, rule_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Page[EventOut]:
    """What it has done, newest first, `rule.failed` among it."""
    async with transaction(actor.org_id) as session:
        rows = await history.runs(session, actor, rule_id, before=cursor, most=limit)
    return Page(data=[EventOut.model_validate(row) for row in rows], next=next_of(rows, limit))


@router.post("/stages/{stage_id}/rules/trials")
async def attempt(actor: CurrentActor, stage_id: UUID, body: TrialIn) -> TrialOut:
    """Try a rule on those who stand in a stage, or the last 1,000 who entered it: nothing is changed."""
    said = body.model_dump(exclude={"whom", "rule_id"}, by_alias=True)
    trial = await trying.try_whole(actor, stage_id, said, body.whom, trying.Spot(body.rule_id))
    return TrialOut.model_validate(trial)


def _told(body: RuleIn | RuleChange) -> dict[str, Any]:
    """What was sent, by the names that verbs know."""
    return body.model_dump(exclude_unset=True, by_alias=True)


def _shown(rule: Rule) -> RuleOut:
    return RuleOut.model_validate(rule)


def _page(rules: Iterable[Rule]) -> Page[RuleOut]:
    return Page(data=[_shown(rule) for rule in rules])
