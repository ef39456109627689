"""What a rule points to, so that nothing it needs is taken away unasked."""

import re
from collections.abc import Iterator
from uuid import UUID

from plutomi.rules.conditions import each
from plutomi.rules.engine.actions import Assign, Email, Tag, stages_of
from plutomi.rules.engine.rule import Written, facts_in
from plutomi.rules.engine.triggers import Labelled

Use = tuple[str, UUID | str]  # 'stage' | 'label' | 'user' | 'template' with an id, 'question' with its key
_HEX = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
_BY_ID = {"labels": "label", "assignee": "user"}


def uses(rule: Written) -> frozenset[Use]:
    """Every stage, question, label, member and template it names."""
    return frozenset((*_when(rule), *_facts(rule), *_ids(rule), *_actions(rule)))


def _when(rule: Written) -> Iterator[Use]:
    for key in rule.when.questions_read:
        yield "question", key
    if isinstance(rule.when, Labelled):
        yield "label", rule.when.label_id


def _facts(rule: Written) -> Iterator[Use]:
    for name in facts_in(rule):
        kind, _, rest = name.partition(".")
        of = rest.partition(".")[0]
        if kind in ("answers", "files"):
            yield "question", of
        elif kind == "stages" and _HEX.fullmatch(of):
            yield "stage", UUID(of)


def _ids(rule: Written) -> Iterator[Use]:
    """Ids that a condition compares with; of those in an expression nobody says what they are: either."""
    for id in _HEX.findall(rule.expression):
        yield "label", UUID(id)
        yield "user", UUID(id)
    for one in each(rule.condition) if rule.condition else ():
        if kind := _BY_ID.get(one.fact):
            given = one.value if isinstance(one.value, tuple) else (one.value,)
            for value in given:
                if isinstance(value, str) and _HEX.fullmatch(value):
                    yield kind, UUID(value)


def _actions(rule: Written) -> Iterator[Use]:
    for action in rule.actions:
        for stage_id in stages_of(action):
            yield "stage", stage_id
        if isinstance(action, Tag):
            yield "label", action.label_id
        elif isinstance(action, Assign):
            for user_id in action.user_ids:
                yield "user", user_id
        elif isinstance(action, Email):
            yield "template", action.template_id
