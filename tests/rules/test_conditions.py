"""Conditions are read whole or refused by place, kept as they were, and hold of facts what the table says they do."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plutomi.clock import standing_at
from plutomi.errors import Invalid
from plutomi.rules import conditions
from plutomi.rules.conditions import MAX_CONDITIONS, MAX_DEPTH, compile, dump, facts_in, is_met, parse
from plutomi.rules.values import READERS
from tests.rules.test_answers import ANYTHING, outcome

TABLE = json.loads((Path(__file__).parent / "conditions.json").read_text())  # the browser's module is held to it too
NOON = datetime.fromisoformat(TABLE["today"]).replace(hour=12, tzinfo=UTC)
ONE = {"fact": "answers.a", "op": "is", "value": "x"}


def nested(depth: int) -> dict[str, Any]:
    return ONE if depth == 1 else {"all": [nested(depth - 1)]}


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_a_condition_holds_of_facts_what_the_table_says(case):
    with standing_at(NOON):
        assert compile(parse(case["tree"]))(case["facts"]) is case["is_met"]
        assert is_met(case["tree"], case["facts"]) is case["is_met"]


def test_the_table_tries_every_operator_both_ways():
    tried = {(case["tree"]["op"], case["is_met"]) for case in TABLE["cases"] if "op" in case["tree"]}
    assert tried == {(op, met) for op in READERS for met in (True, False)}


@pytest.mark.parametrize(
    ("raw", "places"),
    [
        (None, {"show_if"}),
        ([], {"show_if"}),
        ({}, {"show_if.fact", "show_if.op"}),
        ({"all": []}, {"show_if.all"}),
        ({"all": {}}, {"show_if.all"}),
        ({"all": [ONE], "any": [ONE]}, {"show_if"}),
        ({"all": [ONE, {"any": [ONE, 7]}]}, {"show_if.all.1.any.1"}),
        ({"all": [ONE | {"op": "was"}]}, {"show_if.all.0.op"}),
        (ONE | {"fact": "Answers A"}, {"show_if.fact"}),
        (ONE | {"fact": 7}, {"show_if.fact"}),
        (ONE | {"value": ""}, {"show_if.value"}),
        (ONE | {"value": "x" * 1_001}, {"show_if.value"}),
        (ONE | {"value": {}}, {"show_if.value"}),
        (ONE | {"value": float("nan")}, {"show_if.value"}),
        (ONE | {"else": 1}, {"show_if"}),
        (ONE | {"op": "one_of"}, {"show_if.value"}),
        (ONE | {"op": "one_of", "value": ["x"] * 201}, {"show_if.value"}),
        (ONE | {"op": "greater", "value": "4"}, {"show_if.value"}),
        (ONE | {"op": "between", "value": [4]}, {"show_if.value"}),
        (ONE | {"op": "between", "value": [5, 4]}, {"show_if.value"}),
        (ONE | {"op": "between", "value": [5, "today"]}, {"show_if.value"}),
        (ONE | {"op": "before", "value": "2026-02-30"}, {"show_if.value"}),
        (ONE | {"op": "within_days", "value": 1.5}, {"show_if.value"}),
        (ONE | {"op": "is_empty"}, {"show_if.value"}),
        (nested(MAX_DEPTH + 1), {"show_if" + ".all.0" * (MAX_DEPTH - 1) + ".all"}),
        ({"any": [ONE] * (MAX_CONDITIONS + 1)}, {f"show_if.any.{MAX_CONDITIONS}"}),
    ],
)
def test_what_is_no_condition_is_refused_by_place(raw, places):
    with pytest.raises(Invalid) as refused:
        parse(raw)
    assert refused.value.errors.keys() == places


def test_the_deepest_and_the_widest_are_taken():
    for raw in (nested(MAX_DEPTH), {"any": [ONE] * MAX_CONDITIONS}):
        assert dump(parse(raw)) == raw


def test_a_tree_names_the_facts_it_reads():
    assert facts_in(parse({"all": [ONE, {"none": [ONE | {"fact": "answers.b"}, ONE]}]})) == {"answers.a", "answers.b"}


def test_no_pattern_takes_long():
    check = compile(parse({"fact": "a", "op": "matches", "value": "*a" * 400 + "b"}))
    assert not check({"a": "a" * 10_000})


def values(op: str) -> some.SearchStrategy[Any]:
    text, number = some.text(min_size=1, max_size=8), some.integers(-99, 99) | some.floats(-9, 9)
    day = some.dates().map(str) | some.sampled_from(["today", "today-18y", "09:30"])
    shapes = {"between": some.tuples(number, number).map(sorted), "within_days": some.integers(-40, 40)}
    shapes |= dict.fromkeys(("is_empty", "is_not_empty"), some.none())
    shapes |= dict.fromkeys(("greater", "less", "at_least", "at_most"), number)
    shapes |= dict.fromkeys(("before", "after"), day) | dict.fromkeys(("contains", "not_contains", "matches"), text)
    single = text | number | some.booleans()
    return shapes.get(op, some.lists(single, min_size=1, max_size=3) if op.endswith("_of") else single)


CONDITIONS = some.sampled_from(sorted(READERS)).flatmap(
    lambda op: some.fixed_dictionaries(
        {"fact": some.sampled_from(["answers.a", "answers.b"]), "op": some.just(op), "value": values(op)}
    )
)
TREES = some.recursive(
    CONDITIONS,
    lambda inner: some.dictionaries(
        some.sampled_from(["all", "any", "none"]), some.lists(inner, min_size=1, max_size=3), min_size=1, max_size=1
    ),
    max_leaves=10,
)
FACTS = some.dictionaries(some.sampled_from(["answers.a", "answers.b"]), ANYTHING)


@given(raw=ANYTHING | TREES | some.dictionaries(some.sampled_from(["all", "fact", "op", "value"]), ANYTHING))
def test_anything_is_a_tree_that_stays_as_it_is_or_a_refusal_with_places(raw):
    tree, places = outcome(lambda: parse(raw))
    assert (tree is None) == bool(places)
    assert all(place.split(".")[0] == "show_if" for place in places)
    if tree is not None:
        assert parse(json.loads(json.dumps(dump(tree)))) == tree
        assert dump(parse(dump(tree))) == dump(tree)


@given(raw=TREES, facts=FACTS)
def test_no_facts_make_a_condition_fail(raw, facts):
    tree, _ = outcome(lambda: parse(raw))
    if tree is not None:
        assert compile(tree)(facts) in (True, False)


@given(raw=TREES)
def test_what_is_compiled_holds_nothing_that_was_typed(raw):
    tree, _ = outcome(lambda: parse(raw))
    if tree is not None:
        checks: list[Any] = []
        assert re.fullmatch(r"(?:c\d+\(facts\)|[()]| and | or |not )+", conditions._words(tree, checks))


@given(raw=CONDITIONS, other=ANYTHING)
def test_a_condition_and_its_denial_never_both_hold(raw, other):
    denials = {"is": "is_not", "one_of": "none_of", "contains": "not_contains", "is_empty": "is_not_empty"}
    if raw["op"] in denials and outcome(lambda: parse(raw))[0]:
        facts = {raw["fact"]: other}
        assert not (is_met(raw, facts) and is_met(raw | {"op": denials[raw["op"]]}, facts))


@given(raw=TREES)
def test_without_facts_only_what_looks_for_nothing_or_denies_holds(raw):
    def text(part: Any) -> str:
        return json.dumps(part)

    tree, _ = outcome(lambda: parse(raw))
    if tree is not None and compile(tree)({}):
        assert '"none"' in text(raw) or "is_empty" in text(raw)
