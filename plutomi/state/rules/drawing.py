"""The map of an opening: its stages in order, and every way from one to another as an arrow beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from plutomi.domain.rules import reading
from plutomi.domain.stages import StageLine
from plutomi.errors import Invalid
from plutomi.models import Rule
from plutomi.rules.engine import cycles, sentences
from plutomi.rules.engine import rule as engine
from plutomi.rules.engine.actions import stages_of
from plutomi.rules.engine.cycles import Cycle
from plutomi.rules.engine.sentences import Names

TOP, HEAD, LINE, GAP = 8, 40, 32, 20  # pixels
LANE, NARROW, WIDE, BEND = 14, 4, 560, 8
MOST_CIRCLES = 10  # told one by one
BY_ITSELF = "when its form is completed, and no rule says otherwise"


@dataclass
class Way:
    """A line below a stage: how one gets on, and where to. `kind`: rule, default, off or circle."""

    rule_id: str
    words: str
    target: str
    kind: str
    target_id: str = ""


@dataclass
class Stop:
    """A stage on the map, `top` pixels down; `folded` is how many rules of it are not shown."""

    id: str
    name: str
    many: int
    top: int
    ways: list[Way]
    folded: int = 0
    is_unfolded: bool = False


@dataclass
class Arc:
    """An arrow beside the stages: its line and its head as paths."""

    line: str
    head: str
    kind: str


@dataclass
class Drawing:
    """Everything on the map; `circles` in words."""

    stops: list[Stop] = field(default_factory=list)
    arcs: list[Arc] = field(default_factory=list)
    circles: list[str] = field(default_factory=list)
    width: int = 0
    height: int = 0


def draw(
    lines: Sequence[StageLine],
    rules: Sequence[Rule],
    found: Sequence[Cycle],
    names: Names,
    counts: Mapping[UUID | None, int],
) -> Drawing:
    """The map of these stages with these rules and the circles `found`; `counts` where not all rules are shown."""
    read = [(rule, written) for rule in rules if (written := _read(rule))]
    round = _Round(found)
    stops = [_stop(line, read, names, round) for line in lines]
    anywhere = [way for rule, written in read if rule.stage_id is None for way in _ways(rule, written, names, round)]
    if anywhere or counts.get(None):
        stops.insert(0, Stop("", "Any stage", 0, 0, anywhere))
    shown = {str(rule.stage_id or "") for rule in rules}
    for stop in stops:
        stop.is_unfolded = bool(counts) and stop.id in shown
        stop.folded = 0 if stop.is_unfolded else counts.get(UUID(stop.id) if stop.id else None, 0)
    height = _set_down(stops)
    arcs, width = _arcs(stops)
    return Drawing(stops, arcs, _told(found, names), width, height)


def _told(found: Sequence[Cycle], names: Names) -> list[str]:
    told = [cycles.words(one, names.stages) for one in found[:MOST_CIRCLES]]
    left = len(found) - MOST_CIRCLES
    return told + ([f"{left} more {'circle' if left == 1 else 'circles'} like these."] if left > 0 else [])


class _Round:
    """Which ways are part of a circle."""

    def __init__(self, found: Iterable[Cycle]) -> None:
        self.rules = {id for one in found for id in one.rule_ids}
        self.steps = {
            pair for one in found for pair in zip(one.stage_ids, (*one.stage_ids[1:], one.stage_ids[0]), strict=True)
        }

    def has(self, origin: UUID | None, target: UUID, rule_id: UUID | None) -> bool:
        if rule_id is not None and rule_id not in self.rules:
            return False
        return origin is None or (origin, target) in self.steps


def _read(rule: Rule) -> engine.Rule | None:
    try:
        return reading.compiled(rule)
    except Invalid:
        return None


def _stop(line: StageLine, read: Sequence[tuple[Rule, engine.Rule]], names: Names, round: _Round) -> Stop:
    stage = line.stage
    ways = [way for rule, written in read if rule.stage_id == stage.id for way in _ways(rule, written, names, round)]
    if onward := stage.next_stage_id:
        kind = "circle" if round.has(stage.id, onward, None) else "default"
        ways.append(Way("", BY_ITSELF, names.stages.get(onward, ""), kind, str(onward)))
    return Stop(str(stage.id), stage.name, line.applicants, 0, ways)


def _ways(rule: Rule, written: engine.Rule, names: Names, round: _Round) -> list[Way]:
    said = sentences.said(replace(written, actions=()), replace(names, here=rule.stage_id))
    words = "w" + sentences.plain(said)[1:]
    targets = dict.fromkeys(id for action in written.actions for id in stages_of(action))
    return [
        Way(str(rule.id), words, names.stages.get(id, "a stage"), _kind(rule, id, round), str(id)) for id in targets
    ]


def _kind(rule: Rule, target: UUID, round: _Round) -> str:
    if not rule.runs:
        return "off"
    return "circle" if round.has(rule.stage_id, target, rule.id) else "rule"


def _set_down(stops: Sequence[Stop]) -> int:
    """Each below the one before; how high they are together."""
    down = TOP
    for stop in stops:
        stop.top = down
        down += HEAD + LINE * (len(stop.ways) + bool(stop.folded or stop.is_unfolded)) + GAP
    return down


def _arcs(stops: Sequence[Stop]) -> tuple[list[Arc], int]:
    """Arrows in lanes, short ones inside, so that none lies on another; and how wide they are together."""
    tops = {stop.id: stop.top + HEAD // 2 for stop in stops if stop.id}
    spans = []
    for stop in stops:
        for at, way in enumerate(stop.ways):
            if way.target_id in tops:
                spans.append((stop.top + HEAD + LINE * at + LINE // 2, tops[way.target_id], way.kind))
    lanes: list[list[tuple[int, int]]] = []
    spans.sort(key=lambda span: abs(span[0] - span[1]))
    placed = [(span, _lane(lanes, min(span[:2]), max(span[:2]))) for span in spans]
    apart = max(NARROW, min(LANE, WIDE // max(len(lanes), 1)))
    return [_arc(start, end, 16 + apart * lane, kind) for (start, end, kind), lane in placed], 24 + apart * len(lanes)


def _lane(lanes: list[list[tuple[int, int]]], low: int, high: int) -> int:
    """The innermost lane with room."""
    for at, taken in enumerate(lanes):
        if all(high < first or low > last for first, last in taken):
            taken.append((low, high))
            return at
    lanes.append([(low, high)])
    return len(lanes) - 1


def _arc(start: int, end: int, far: int, kind: str) -> Arc:
    turn = BEND if end > start else -BEND
    line = f"M0 {start}H{far - BEND}Q{far} {start} {far} {start + turn}V{end - turn}Q{far} {end} {far - BEND} {end}H2"
    return Arc(line, f"M8 {end - 5}L1 {end}L8 {end + 5}", kind)
