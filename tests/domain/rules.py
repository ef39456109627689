"""Rules as tests write them."""

from typing import Any

from plutomi.domain.actors import Actor
from plutomi.domain.rules import making
from plutomi.models import Rule, Stage
from tests.domain.verbs import do


def moves(stage: Stage) -> list[dict[str, Any]]:
    return [{"kind": "move", "stage_id": str(stage.id)}]


async def rule(actor: Actor, stage: Stage, then: Any, when: Any = "completed", **rest: Any) -> Rule:
    """A rule of a stage; `then` may be the stage it moves to, `when` the name of its kind."""
    when = {"kind": when} if isinstance(when, str) else when
    said = {"when": when, "then": moves(then) if isinstance(then, Stage) else then}
    return await do(actor, making.create, stage.opening_id, stage.id, name="Onward", **said | rest)
