"""Rules are read whole or refused by field, kept as they were, and say what they point to."""

import json
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plutomi.errors import Invalid
from plutomi.rules.engine.rule import dump, facts_in, read
from plutomi.rules.engine.uses import uses
from tests.rules.engine.made import LABEL, MOVE, OTHER, RULES, STAGE, TEMPLATE, USER, rule, written
from tests.rules.test_answers import ANYTHING, outcome

AGE = {"fact": "answers.age", "op": "at_least", "value": 18}
QUESTIONS = {"age": "number", "name": "short_text", "starts": "date", "cv": "file", "langs": "several_choices"}
AFTER = {"kind": "stayed", "amount": 3, "unit": "days"}


@given(raw=RULES)
def test_a_rule_that_is_kept_is_read_the_same(raw):
    rule, refused = outcome(lambda: read(raw))
    if rule is not None:
        assert read(json.loads(json.dumps(dump(rule)))) == rule
        assert dump(read(dump(rule))) == dump(rule)
        assert facts_in(rule) == facts_in(read(dump(rule)))
    assert all(place.startswith("if") for place in refused)


@given(
    raw=ANYTHING
    | some.dictionaries(some.sampled_from(["when", "if", "expression", "then"]), ANYTHING)
    | some.fixed_dictionaries({"when": some.dictionaries(some.sampled_from(["kind", "amount", "unit"]), ANYTHING)})
)
def test_anything_else_is_refused_with_places(raw):
    rule, places = outcome(lambda: read(raw))
    assert (rule is None) == bool(places)
    assert all(place.split(".")[0] in ("when", "if", "expression", "then") for place in places)


@pytest.mark.parametrize(
    ("raw", "places"),
    [
        (None, {"when"}),
        ({}, {"when.kind", "then"}),
        (written(when={"kind": "was"}), {"when.kind"}),
        (written(when={"kind": ["completed"]}), {"when.kind"}),
        (written(when={"kind": "completed", "amount": 1}), {"when"}),
        (written(when={"kind": "stayed"}), {"when.amount", "when.unit"}),
        (written(when=AFTER | {"amount": 0}), {"when.amount"}),
        (written(when=AFTER | {"amount": True}), {"when.amount"}),
        (written(when=AFTER | {"amount": 3_651}), {"when.amount"}),
        (written(when=AFTER | {"unit": "weeks"}), {"when.unit"}),
        (written(when=AFTER | {"business": "sometimes"}), {"when.business"}),
        (written(when={"kind": "changed", "questions": "age"}), {"when.questions"}),
        (written(when={"kind": "changed", "questions": [7]}), {"when.questions"}),
        (written(when={"kind": "date", "question": "starts", "days": 1.5}), {"when.days"}),
        (written(when={"kind": "labelled", "label_id": "x"}), {"when.label_id"}),
        (written(when={"kind": "file_judged", "verdict": "pretty"}), {"when.verdict"}),
        (written(**{"if": {"all": [AGE | {"value": "x"}]}}), {"if.all.0.value"}),
        (written(**{"if": AGE, "expression": "true"}), {"expression"}),
        (written(expression=7), {"expression"}),
        (written(expression="é" * 1_001), {"expression"}),
        (written(expression="a || \ud800"), {"expression"}),
        (written(then=[{}]), {"then.0.kind"}),
        (written(then=[MOVE] * 2), {"then.0.kind"}),
        (written(then=[{"kind": "label", "label_id": str(LABEL)}] * 11), {"then"}),
        (written(then=[{"kind": "move"}]), {"then.0.stage_id"}),
        (written(then=[{"kind": "reject", "reason": " "}]), {"then.0.reason"}),
        (written(then=[{"kind": "reject", "reason": "\ud800"}]), {"then.0.reason"}),
        (written(then=[{"kind": "assign", "user_ids": []}]), {"then.0.user_ids"}),
        (written(then=[{"kind": "assign", "user_ids": [[]]}]), {"then.0.user_ids"}),
        (written(then=[{"kind": "deadline", "amount": 1, "unit": "years"}]), {"then.0.unit"}),
        (written(then=[{"kind": "distribute", "among": []}]), {"then.0.among"}),
        (
            written(then=[{"kind": "distribute", "among": [{"stage_id": str(STAGE), "weight": 0}, {}]}]),
            {"then.0.among.0.weight", "then.0.among.1.stage_id"},
        ),
        (
            written(then=[{"kind": "distribute", "among": [{"stage_id": str(STAGE)}] * 2}]),
            {"then.0.among.1.stage_id"},
        ),
        (written(**{"if": {"any": [AGE | {"op": "is", "value": "x" * 900}] * 40}}), {"if"}),
    ],
)
def test_what_is_no_rule_is_refused_by_field(raw, places):
    with pytest.raises(Invalid) as refused:
        read(raw)
    assert refused.value.errors.keys() == places


@pytest.mark.parametrize(
    ("raw", "places"),
    [
        (written(**{"if": {"all": [AGE, AGE | {"fact": "answers.gone"}]}}), {"if.all.1.fact"}),
        (written(**{"if": AGE | {"fact": "answers.name"}}), {"if.op"}),
        (written(**{"if": AGE | {"op": "is", "value": "18"}}), {"if.value"}),
        (written(**{"if": {"fact": "labels", "op": "is", "value": "x"}}), {"if.op"}),
        (written(**{"if": {"fact": "applicant.is_duplicate", "op": "is", "value": "yes"}}), {"if.value"}),
        (written(**{"if": {"fact": "answers.starts", "op": "before", "value": "09:30"}}), {"if.value"}),
        (written(**{"if": {"fact": "answers.age.part", "op": "is_empty"}}), {"if.fact"}),
        (written(**{"if": {"fact": "files.name.verdict", "op": "is", "value": "clean"}}), {"if.fact"}),
        (written(**{"if": {"fact": "stages.x.count", "op": "less", "value": 3}}), {"if.fact"}),
        (written(when={"kind": "changed", "questions": ["age", "gone"]}), {"when.questions"}),
        (written(when={"kind": "date", "question": "age", "days": 1}), {"when.question"}),
        (written(when={"kind": "file_judged", "question": "age"}), {"when.question"}),
        (written(expression="answers.gone == 1"), {"expression"}),
        (written(expression="answers.name > 3"), {"expression"}),
    ],
)
def test_with_the_questions_at_hand_it_is_refused_what_they_cannot_be_asked(raw, places):
    with pytest.raises(Invalid) as refused:
        read(raw, QUESTIONS)
    assert refused.value.errors.keys() == places
    read(raw)


@pytest.mark.parametrize(
    "condition",
    [
        AGE,
        {"fact": "answers.starts", "op": "within_days", "value": 30},
        {"fact": "answers.langs", "op": "contains", "value": "French"},
        {"fact": "labels", "op": "not_contains", "value": LABEL.hex},
        {"fact": f"stages.{STAGE.hex}.count", "op": "less", "value": 5},
        {"fact": "files.cv.verdict", "op": "is", "value": "clean"},
        {"fact": "share.test_one", "op": "less", "value": 50},
        {"fact": "applicant.source", "op": "matches", "value": "fb*"},
        {"fact": "time.weekday", "op": "one_of", "value": [6, 7]},
        {"fact": "assignee", "op": "is_empty"},
    ],
)
def test_what_they_can_be_asked_is_taken(condition):
    assert dump(read(written(**{"if": condition}), QUESTIONS))["if"] == condition


def test_a_rule_says_what_it_points_to():
    hex = UUID(int=77).hex
    told = rule(
        when={"kind": "changed", "questions": ["name"]},
        then=[
            {"kind": "label", "label_id": str(LABEL)},
            {"kind": "assign", "user_ids": [str(USER)]},
            {"kind": "email", "template_id": str(TEMPLATE)},
            {"kind": "distribute", "among": [{"stage_id": str(OTHER)}]},
        ],
        **{
            "if": {
                "all": [
                    AGE,
                    {"none": [{"fact": f"stages.{STAGE.hex}.count", "op": "less", "value": 5}]},
                    {"fact": "labels", "op": "one_of", "value": [hex, "x"]},
                    {"fact": "answers.home.city", "op": "is", "value": hex},
                ]
            }
        },
    )
    assert uses(told) == {
        ("question", "name"),
        ("question", "age"),
        ("question", "home"),
        ("stage", STAGE),
        ("stage", OTHER),
        ("label", LABEL),
        ("label", UUID(hex)),
        ("user", USER),
        ("template", TEMPLATE),
    }


def test_an_expression_points_to_what_it_names():
    told = rule(expression=f'answers.age > 3 && stages.{STAGE.hex}.count < 5 && "{LABEL.hex}" in labels')
    assert facts_in(told) == {"answers.age", f"stages.{STAGE.hex}.count", "labels"}
    assert uses(told) >= {("question", "age"), ("stage", STAGE), ("label", LABEL)}
