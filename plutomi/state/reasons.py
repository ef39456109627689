"""Why: what a rule looked at and decided, and why the others were not followed, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from plutomi.domain.rules.telling import Told
from plutomi.models import Event
from plutomi.rules.conditions import Condition
from plutomi.rules.engine import sentences
from plutomi.rules.engine.facts import LISTS
from plutomi.rules.engine.sentences import Names

FEW = 6  # rules that were not followed, told one by one


def path_of(event: Event, told: Told) -> str:
    """Where the rule that did this can be seen; "" when none did, or it is gone."""
    is_there = event.actor_kind == "rule" and str(event.actor_id) in told.rules
    return f"/openings/{event.opening_id}/rules?rule={event.actor_id}" if is_there else ""


def reasons(event: Event, told: Told) -> list[str]:
    return _because(event.data.get("rule"), told.names) + _others(event.data.get("rules"), told)


def looked_at(facts: Mapping[str, Any], names: Names) -> str:
    """The facts and what they were: "Your age is 17; the source is “fb”"."""
    return "; ".join(words for name, value in facts.items() if (words := _fact(name, value, names)))


def why_not(reason: str, names: Names) -> str:
    """A reason with its fact by the name people know it by."""
    name, _, rest = reason.partition(" ")
    if "." not in name and name not in ("labels", "assignee"):
        return reason
    return f"{sentences.plain(sentences.fact(name, names))} {rest}"


def _because(rule: Any, names: Names) -> list[str]:
    if not isinstance(rule, Mapping) or "when" not in rule:
        return []
    facts = looked_at(rule.get("facts") or {}, names)
    return [f"Version {rule.get('version')}" + (f", because {facts}." if facts else ", which asks nothing more.")]


def _others(asked: Any, told: Told) -> list[str]:
    missed = [one for one in asked or [] if one[2] != "matched"]
    lines = [_other(one, told) for one in missed[:FEW]]
    left = len(missed) - FEW
    return lines + ([f"{left} more {'rule was' if left == 1 else 'rules were'} not followed."] if left > 0 else [])


def _other(one: Sequence[Any], told: Told) -> str:
    id, _, state, reason = one
    what = "could not be decided" if state == "error" else "was not followed"
    return f"Rule “{told.rules.get(id, 'since deleted')}” {what}: {why_not(reason, told.names)}."


def _fact(name: str, value: Any, names: Names) -> str:
    if isinstance(value, Mapping):
        return ""
    op = ("contains" if value else "is_empty") if name in LISTS else "is"
    held = tuple(value) if isinstance(value, list) else value
    if value is None or value == []:
        op, held = "is_empty", None
    return sentences.plain(sentences.condition(Condition(name, op, held), names))
