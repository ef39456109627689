"""Circles that rules and stages make: told for the map, refused when something would send people round without end."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain.actors import Actor, admit
from plutomi.domain.rules.reading import WORDS
from plutomi.errors import Invalid
from plutomi.models import Rule, Stage, StageQuestion
from plutomi.rules.engine import cycles
from plutomi.rules.engine import rule as engine
from plutomi.rules.engine.actions import stages_of
from plutomi.rules.engine.cycles import Cycle, Step
from plutomi.rules.engine.rule import Rule as Compiled


@dataclass(slots=True)
class Map:
    """Stages, and the rules that run there, as far as they lead from one opening."""

    openings: set[UUID] = field(default_factory=set)
    steps: dict[UUID, Step] = field(default_factory=dict)
    names: dict[UUID, str] = field(default_factory=dict)
    rules: list[tuple[UUID, Compiled]] = field(default_factory=list)

    @property
    def beyond(self) -> set[UUID]:
        """Stages that are led to and not drawn yet."""
        led_to = {id for _, rule in self.rules for action in rule.actions for id in stages_of(action)}
        return led_to - self.steps.keys()

    def circles(self, without: UUID | None = None) -> list[Cycle]:
        return cycles.find(list(self.steps.values()), [one for one in self.rules if one[1].id != without])


async def around(session: AsyncSession, actor: Actor, opening_id: UUID) -> list[Cycle]:
    """The circles one can come into from an opening's stages, for members; first those that nothing breaks."""
    await admit(session, actor)
    return (await _drawn(session, actor.org_id, opening_id)).circles()


async def refuse(session: AsyncSession, rule: Rule) -> None:
    """Invalid when a rule, as it is now, closes a circle that neither time nor somebody's act breaks."""
    if not rule.runs:
        return
    drawn = await _drawn(session, rule.org_id, rule.opening_id)
    if not (found := _endless(drawn.circles())):
        return
    mine = [one for one in found if rule.id in one.rule_ids]
    if mine or len(found) > len(_endless(drawn.circles(without=rule.id))):
        raise Invalid({"then": _words(drawn, (mine or found)[0])})


async def refuse_next(session: AsyncSession, stage: Stage) -> None:
    """The same of where a stage leads."""
    drawn = await _drawn(session, stage.org_id, stage.opening_id)
    mine: Any = (stage.id, stage.next_stage_id)
    for cycle in _endless(drawn.circles()):
        ring = (*cycle.stage_ids, cycle.stage_ids[0])
        if mine in pairwise(ring):
            raise Invalid({"next_stage_id": _words(drawn, cycle)})


def _endless(circles: Iterable[Cycle]) -> list[Cycle]:
    return [one for one in circles if not one.is_broken_by]


def _words(drawn: Map, cycle: Cycle) -> str:
    way = " to ".join(f"“{drawn.names[id]}”" for id in (*cycle.stage_ids, cycle.stage_ids[0]))
    return f"This would send people round without end: from {way}."


async def _drawn(session: AsyncSession, org_id: UUID, opening_id: UUID) -> Map:
    """The opening and all that its rules lead to, opening by opening."""
    drawn, new = Map(), {opening_id}
    while new:
        await _draw(session, org_id, drawn, new)
        beyond = select(col(Stage.opening_id)).where(col(Stage.org_id) == org_id, col(Stage.id).in_(drawn.beyond))
        new = set((await session.execute(beyond)).scalars()) - drawn.openings if drawn.beyond else set()
    return drawn


async def _draw(session: AsyncSession, org_id: UUID, drawn: Map, openings: Collection[UUID]) -> None:
    drawn.openings |= set(openings)
    asks: Any = select(col(StageQuestion.stage_id)).where(
        col(StageQuestion.org_id) == org_id, col(StageQuestion.stage_id) == col(Stage.id)
    )
    stages = select(Stage, asks.exists()).where(*_of(Stage, org_id, openings))
    for stage, is_asking in await session.execute(stages):
        drawn.steps[stage.id] = Step(stage.id, stage.opening_id, stage.next_stage_id, is_asking)
        drawn.names[stage.id] = stage.name
    columns = [getattr(Rule, name) for name in ("opening_id", "when", "then", *WORDS)]
    rules: Any = select(*columns).where(*_of(Rule, org_id, openings), col(Rule.is_on), col(Rule.broken) == "")
    for row in await session.execute(rules):
        written = engine.read({"when": row.when, "then": row.then})  # what conditions say is not looked at
        drawn.rules.append((row.opening_id, engine.place(written, **{name: getattr(row, name) for name in WORDS})))


def _of(table: Any, org_id: UUID, openings: Collection[UUID]) -> tuple[Any, Any]:
    return col(table.org_id) == org_id, col(table.opening_id).in_(openings)
