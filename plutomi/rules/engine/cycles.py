"""Circles that rules would send people round in, found when a rule is saved.

One in which every arrow is followed at once never ends, and is refused; one that waits for time, or for a fact to
change, is allowed, and told. What conditions say is not looked at: that they never all hold is not to be counted on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from plutomi.rules.engine.actions import Tag, stages_of
from plutomi.rules.engine.rule import Rule
from plutomi.rules.engine.triggers import Labelled

MAX_TOLD = 50  # circles that are allowed; of those that are not, one of each knot is told
Breaker = Literal["time", "fact", ""]


@dataclass(frozen=True, slots=True)
class Step:
    """A stage as circles go through it; `asks` when its form has questions, so that completing it is somebody's act."""

    id: UUID
    opening_id: UUID
    next_stage_id: UUID | None = None
    asks: bool = True


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way from stage to stage: by a rule, or by the stage's own setting. `by` is what it waits for."""

    origin: UUID
    target: UUID
    rule_id: UUID | None
    by: Breaker


@dataclass(frozen=True, slots=True)
class Cycle:
    """Stages in the order they are passed, the first entered again from the last, and the rules that lead on."""

    stage_ids: tuple[UUID, ...]
    rule_ids: tuple[UUID, ...]
    is_broken_by: Breaker


Ways = Mapping[UUID, Sequence[Arrow]]


def find(stages: Sequence[Step], rules: Iterable[tuple[UUID, Rule]]) -> list[Cycle]:
    """Those that nothing breaks first; `rules` come with their opening's id. Stages not among these are dead ends."""
    arrows = arrows_of(stages, list(rules))
    at_once = _ways([arrow for arrow in arrows if not arrow.by])
    found = [_cycle(_around(at_once, knot)) for knot in _knots(at_once)]
    ways = _ways(arrows)
    told: set[frozenset[UUID]] = set()
    knot_of = {id: at for at, knot in enumerate(_knots(ways)) for id in knot}
    for arrow in arrows:
        if len(told) >= MAX_TOLD:
            break
        if arrow.by and arrow.origin in knot_of and knot_of[arrow.origin] == knot_of.get(arrow.target):
            cycle = _cycle([arrow, *_path(ways, arrow.target, arrow.origin)])
            if frozenset(cycle.stage_ids + cycle.rule_ids) not in told:
                told.add(frozenset(cycle.stage_ids + cycle.rule_ids))
                found.append(cycle)
    return found


def arrows_of(stages: Sequence[Step], rules: Sequence[tuple[UUID, Rule]]) -> list[Arrow]:
    """Every way that leads from one of the stages to another, as the map draws them."""
    there = {stage.id for stage in stages}
    holding: dict[UUID, list[Rule]] = {}
    for opening_id, rule in rules:
        holding.setdefault(rule.stage_id or opening_id, []).append(rule)
    toggled = _labels(rules, "label") & _labels(rules, "unlabel")
    found = []
    for stage in stages:
        if stage.next_stage_id in there and stage.next_stage_id != stage.id:
            found.append(Arrow(stage.id, stage.next_stage_id, None, "fact" if stage.asks else ""))
        for rule in (*holding.get(stage.id, ()), *holding.get(stage.opening_id, ())):
            targets = [id for action in rule.actions for id in stages_of(action) if id in there and id != stage.id]
            found += [Arrow(stage.id, id, rule.id, _breaker(rule, stage, toggled)) for id in targets]
    return found


def words(cycle: Cycle, names: Mapping[UUID, str]) -> str:
    """The circle in words, stages by name."""
    round = " \u2192 ".join(f"“{names.get(id, 'a stage')}”" for id in (*cycle.stage_ids, cycle.stage_ids[0]))
    if not cycle.is_broken_by:
        return f"People would go round without end: {round}. Let time, or something they do, come in between."
    waits = "after a while" if cycle.is_broken_by == "time" else "when something changes"
    return f"People may go round: {round}, each time {waits}."


def _breaker(rule: Rule, stage: Step, toggled: frozenset[UUID]) -> Breaker:
    if rule.when.is_timer:
        return "time"
    if rule.when.kind == "entered":
        return ""
    if rule.when.kind == "completed":
        return "fact" if stage.asks else ""
    if isinstance(rule.when, Labelled) and rule.when.label_id in toggled:
        return ""  # rules add it and remove it: no person has to
    return "fact"


def _labels(rules: Sequence[tuple[UUID, Rule]], kind: str) -> frozenset[UUID]:
    found = (action for _, rule in rules for action in rule.actions if isinstance(action, Tag))
    return frozenset(action.label_id for action in found if action.kind == kind)


def _ways(arrows: Iterable[Arrow]) -> dict[UUID, list[Arrow]]:
    ways: dict[UUID, list[Arrow]] = {}
    for arrow in arrows:
        ways.setdefault(arrow.origin, []).append(arrow)
    return ways


def _cycle(arrows: Sequence[Arrow]) -> Cycle:
    waits = {arrow.by for arrow in arrows}
    rules = tuple(arrow.rule_id for arrow in arrows if arrow.rule_id is not None)
    breaker: Breaker = "time" if "time" in waits else "fact" if "fact" in waits else ""
    return Cycle(tuple(arrow.origin for arrow in arrows), rules, breaker)


def _around(ways: Ways, knot: frozenset[UUID]) -> list[Arrow]:
    """The shortest way from the first of a knot's stages back to it."""
    start = next(id for id in ways if id in knot)
    first = [arrow for arrow in ways[start] if arrow.target in knot]
    rounds = ([arrow, *_path(ways, arrow.target, start)] for arrow in first)
    return min(rounds, key=len)


def _path(ways: Ways, start: UUID, goal: UUID) -> list[Arrow]:
    """The shortest way there; there is one."""
    came: dict[UUID, Arrow | None] = {start: None}
    queue = [start]
    for here in queue:
        if here == goal:
            break
        for arrow in ways.get(here, ()):
            if arrow.target not in came:
                came[arrow.target] = arrow
                queue.append(arrow.target)
    return list(_back(came, goal))[::-1]


def _back(came: Mapping[UUID, Arrow | None], goal: UUID) -> Iterator[Arrow]:
    while (arrow := came[goal]) is not None:
        yield arrow
        goal = arrow.origin


def _knots(ways: Ways) -> list[frozenset[UUID]]:
    """Sets of two stages or more, each of which leads to every other of its set (Kosaraju's two walks)."""
    left: list[UUID] = []
    seen: set[UUID] = set()
    for root in ways:
        _walk(ways, root, seen, left)
    back = _ways(Arrow(arrow.target, arrow.origin, None, "") for arrows in ways.values() for arrow in arrows)
    found, seen = [], set()
    for root in reversed(left):
        knot: list[UUID] = []
        _walk(back, root, seen, knot)
        if len(knot) > 1:
            found.append(frozenset(knot))
    return found


def _walk(ways: Ways, root: UUID, seen: set[UUID], left: list[UUID]) -> None:
    """Go everywhere that was not seen yet, depth first; into `left` as each is left for good."""
    if root in seen:
        return
    seen.add(root)
    walk = [(root, iter(ways.get(root, ())))]
    while walk:
        here, rest = walk[-1]
        target = next((arrow.target for arrow in rest if arrow.target not in seen), None)
        if target is None:
            left.append(here)
            walk.pop()
        else:
            seen.add(target)
            walk.append((target, iter(ways.get(target, ()))))
