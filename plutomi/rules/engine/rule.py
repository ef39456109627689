"""One rule: When, If, Then. Read from JSON or refused by field, written back the same."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from plutomi.errors import Invalid
from plutomi.rules import conditions
from plutomi.rules.conditions import Tree
from plutomi.rules.engine import actions, expressions, facts, source, triggers
from plutomi.rules.engine.actions import Action
from plutomi.rules.engine.facts import Questions
from plutomi.rules.engine.triggers import When

MAX_WRITTEN = 32_000  # characters, as JSON


@dataclass(frozen=True, slots=True)
class Written:
    """What a rule says: a condition or an expression, or neither, which is always met."""

    when: When
    condition: Tree | None
    expression: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Rule(Written):
    """A rule where it stands; without a stage it holds for every stage of its opening, after the stage's own."""

    id: UUID
    version: int
    name: str
    stage_id: UUID | None
    position: int
    changed_at: datetime

    @property
    def order(self) -> tuple[bool, int, UUID]:
        """Which come first: the stage's own, as they were dragged."""
        return self.stage_id is None, self.position, self.id


def read(raw: Any, questions: Questions | None = None) -> Written:
    """The rule in {"when", "if", "expression", "then"}; Invalid names each place, like `when.amount`, `if.all.0.value`.

    With the org's questions, by key and type, it is also refused what they cannot be asked: give them when it is saved.
    """
    if not isinstance(raw, Mapping):
        raise Invalid({"when": "Say when the rule is asked."})
    errors: dict[str, str] = {}
    when = triggers.read_when(raw.get("when"), "when", errors)
    condition = _condition(raw.get("if"), questions, errors)
    expression = _expression(raw.get("expression"), questions, errors)
    if condition and expression:
        errors["expression"] = "Use conditions or an expression, not both."
    if when is not None and questions is not None:
        triggers.check(when, "when", questions, errors)
    done = actions.read_actions(raw.get("then"), "then", errors)
    if errors or when is None:
        raise Invalid(errors)
    written = Written(when, condition, expression, done)
    if len(json.dumps(dump(written))) > MAX_WRITTEN:
        raise Invalid({"if": f"This rule is too long: {MAX_WRITTEN:,} characters are the most, written as JSON."})
    return written


def dump(rule: Written) -> dict[str, Any]:
    """The rule as JSON; read again it is equal."""
    return {
        "when": triggers.dump_when(rule.when),
        "if": None if rule.condition is None else conditions.dump(rule.condition),
        "expression": rule.expression,
        "then": [actions.dump_action(action) for action in rule.actions],
    }


def place(written: Written, **where: Any) -> Rule:
    """What was written as the rule that stands there: its id, version, name, stage_id, position, changed_at."""
    return Rule(written.when, written.condition, written.expression, written.actions, **where)


def facts_in(rule: Written) -> frozenset[str]:
    """The names of the facts its condition reads."""
    if rule.expression:
        return expressions.facts_in(rule.expression)
    return frozenset() if rule.condition is None else conditions.facts_in(rule.condition)


def _condition(raw: Any, questions: Questions | None, errors: dict[str, str]) -> Tree | None:
    if raw is None or raw == {}:
        return None
    try:
        tree = conditions.parse(raw, "if")
    except Invalid as invalid:
        errors.update(invalid.errors)
        return None
    if questions is not None:
        facts.check(tree, "if", questions, errors)
    return tree


def _expression(raw: Any, questions: Questions | None, errors: dict[str, str]) -> str:
    if raw is None or raw == "":
        return ""
    try:
        text = source.read_source(raw)
        if questions is not None:
            expressions.check(text, questions)
    except ValueError as error:
        errors["expression"] = str(error)
        return ""
    return text
