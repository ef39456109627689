"""Conditions of rules follow Kleene: what is missing or of another type is an error, neither so nor not so."""

import pytest
from hypothesis import example, given

from plutomi.rules import conditions
from plutomi.rules.conditions import Condition, parse
from plutomi.rules.engine.judging import judge
from tests.rules.test_answers import outcome
from tests.rules.test_conditions import FACTS, TREES

A, B = {"fact": "answers.a", "op": "is", "value": "x"}, {"fact": "answers.b", "op": "greater", "value": 3}


def kleene(tree, facts):
    """The definition, word for word, over what `judge` says of each condition."""
    if isinstance(tree, Condition):
        return judge(tree)(facts)[0]
    found = [kleene(part, facts) for part in tree.parts]
    if tree.kind == "all":
        return False if False in found else None if None in found else True
    some = True if True in found else None if None in found else False
    return some if tree.kind == "any" or some is None else not some


@given(raw=TREES, facts=FACTS)
@example(raw={"none": [A, {"any": [B, A]}]}, facts={"answers.a": "y"})
def test_groups_do_what_the_definition_says(raw, facts):
    tree, _ = outcome(lambda: parse(raw))
    if tree is not None:
        verdict, words = judge(tree)(facts)
        assert verdict is kleene(tree, facts)
        assert bool(words) is (verdict is not True)


@given(raw=TREES, facts=FACTS)
def test_without_none_they_are_met_when_forms_say_so(raw, facts):
    tree, _ = outcome(lambda: parse(raw))
    if tree is not None and "none'" not in str(raw):
        assert (judge(tree)(facts)[0] is True) is conditions.compile(tree)(facts)


@pytest.mark.parametrize(
    ("condition", "value", "verdict", "words"),
    [
        (A, " X ", True, ""),
        (A, "y", False, "answers.a is not “x”"),
        (A, None, None, "answers.a is missing"),
        (A, " ", None, "answers.a is missing"),
        (A, 7, None, "answers.a is not a text"),
        (A | {"value": True}, False, False, "answers.a is not yes"),
        (A | {"value": True}, "yes", None, "answers.a is not yes or no"),
        (A | {"op": "greater", "value": 3}, 4, True, ""),
        (A | {"op": "greater", "value": 3}, 3, False, "answers.a is 3 or less"),
        (A | {"op": "greater", "value": 3}, "4", None, "answers.a is not a number"),
        (A | {"op": "less", "value": 3}, float("nan"), None, "answers.a is not a number"),
        (A | {"op": "matches", "value": "x*"}, "yx", False, "answers.a is not like “x*”"),
        (A | {"op": "matches", "value": "x*"}, ["x"], None, "answers.a is not a text"),
        (A | {"op": "between", "value": [3, 5]}, 6, False, "answers.a is not from 3 to 5"),
        (A | {"op": "between", "value": ["09:00", "10:00"]}, "2026-01-01", None, "answers.a is not a time of day"),
        (A | {"op": "before", "value": "2026-01-01"}, "2026-01-01", False, "answers.a is not before “2026-01-01”"),
        (A | {"op": "before", "value": "2026-01-01"}, "soon", None, "answers.a is not a day"),
        (A | {"op": "within_days", "value": -3}, "1999-01-01", False, "answers.a is not within 3 days before today"),
        (A | {"op": "is_empty", "value": None}, None, True, ""),
        (A | {"op": "is_empty", "value": None}, 7, False, "answers.a is not empty"),
        (A | {"op": "one_of", "value": ["x", "y" * 90]}, "z", False, "answers.a is not “x” or “" + "y" * 71 + "…"),
    ],
)
def test_it_says_what_is_not_so_and_what_is_wrong(condition, value, verdict, words):
    assert judge(parse(condition))({"answers.a": value}) == (verdict, words)


@pytest.mark.parametrize(
    ("tree", "facts", "verdict", "words"),
    [
        ({"none": [A]}, {}, None, "answers.a is missing"),
        ({"none": [A, B]}, {"answers.b": 4}, False, "answers.b is more than 3"),
        ({"none": [A, B]}, {"answers.a": "y", "answers.b": 1}, True, ""),
        ({"any": [A, B]}, {"answers.b": 4}, True, ""),
        ({"none": [{"any": [A, B]}]}, {"answers.b": 4}, False, "answers.b is more than 3"),
        ({"none": [{"none": [A]}]}, {"answers.a": "y"}, False, "answers.a is not “x”"),
        ({"any": [A, B]}, {"answers.b": 1}, None, "answers.a is missing"),
        ({"all": [A, B]}, {"answers.b": 1}, False, "answers.b is 3 or less"),
        ({"all": [A, B]}, {"answers.b": 4}, None, "answers.a is missing"),
    ],
)
def test_of_several_the_part_that_decided_is_said(tree, facts, verdict, words):
    assert judge(parse(tree))(facts) == (verdict, words)


@pytest.mark.parametrize(("op", "is_so"), [("contains", True), ("not_contains", False)])
def test_no_labels_are_an_empty_list_and_no_error(op, is_so):
    check = parse({"fact": "labels", "op": op, "value": "ab"})
    assert judge(check)({"labels": ["ab", "cd"]})[0] is is_so
    assert judge(check)({"labels": []})[0] is (not is_so)
    assert judge(check)({})[0] is None
