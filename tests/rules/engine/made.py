"""Rules for tests: some written by hand, and hypothesis's."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from hypothesis import strategies as some

from plutomi.ids import new_id
from plutomi.rules.engine import rule as rules
from plutomi.rules.engine.rule import Rule
from tests.rules.test_conditions import TREES

STAGE, OTHER, LABEL, USER, TEMPLATE = (UUID(int=number) for number in range(1, 6))
MOVE = {"kind": "move", "stage_id": str(STAGE)}
MOMENT = datetime(2026, 3, 2, 9, tzinfo=UTC)
IDS = some.uuids().map(str)


def written(when: Any = None, then: Any = None, **rest: Any) -> dict[str, Any]:
    return {"when": when or {"kind": "completed"}, "then": then or [MOVE], **rest}


def rule(position: int = 0, stage_id: UUID | None = STAGE, id: UUID | None = None, **said: Any) -> Rule:
    return rules.place(
        rules.read(written(**said)),
        id=id or new_id(),
        version=1,
        name="A rule",
        stage_id=stage_id,
        position=position,
        changed_at=MOMENT,
    )


def _of(kind: str, **fields: some.SearchStrategy[Any]) -> some.SearchStrategy[dict[str, Any]]:
    return some.fixed_dictionaries({"kind": some.just(kind)} | fields)


KEYS = some.text("abcdefgh_0123456789", min_size=1, max_size=8)
TIMES = {"amount": some.integers(1, 3_000), "unit": some.sampled_from(["minutes", "hours", "days"])}
TIMERS = some.one_of(*(_of(kind, **TIMES, business=some.booleans()) for kind in ("stayed", "not_completed", "idle")))
WHENS = some.one_of(
    _of("completed"),
    _of("entered"),
    _of("changed"),
    _of("changed", questions=some.lists(KEYS, max_size=3)),
    TIMERS,
    _of("date", question=KEYS, days=some.integers(-100, 100)),
    _of("labelled", label_id=IDS),
    _of("file_judged"),
    _of("file_judged", question=KEYS, verdict=some.sampled_from(["clean", "refused"])),
)
REASONS = some.sampled_from(["Too far away", "Nobody answered, twice."])
SHARES = some.lists(
    some.fixed_dictionaries(
        {"stage_id": IDS, "weight": some.integers(1, 100)}, optional={"most": some.none() | some.integers(1, 99)}
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda share: share["stage_id"],
)
STEPS = some.one_of(
    _of("label", label_id=IDS),
    _of("unlabel", label_id=IDS),
    _of("assign", user_ids=some.lists(IDS, min_size=1, max_size=3)),
    _of("email", template_id=IDS),
    _of("deadline", amount=some.integers(1, 99), unit=some.just("days")),
)
ENDS = some.one_of(
    _of("move", stage_id=IDS),
    _of("reject", reason=REASONS, tell=some.booleans()),
    _of("withdraw", reason=REASONS),
    _of("distribute", among=SHARES),
)
THENS = some.lists(STEPS, min_size=1, max_size=4) | some.tuples(some.lists(STEPS, max_size=3), ENDS).map(
    lambda two: [*two[0], two[1]]
)
RULES = some.fixed_dictionaries({"when": WHENS, "then": THENS}, optional={"if": TREES, "name": some.text()})
