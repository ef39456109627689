"""A rule's condition in the builder: rows and groups of them, written back as they were read."""

import pytest

from tests.components.nodes import run

FACTS = [
    {"key": "answers.age", "fact": "answers.age", "title": "Age", "type": "number", "options": []},
    {"key": "labels", "fact": "labels", "title": "Labels", "type": "labels", "options": [["0a", "Star"]]},
    {"key": "answers.bike", "fact": "answers.bike", "title": "Bike", "type": "one_choice", "options": ["Yes", "No"]},
]
AGE = {"fact": "answers.age", "op": "at_least", "value": 18}
STAR = {"fact": "labels", "op": "contains", "value": "0a"}
BIKE = {"fact": "answers.bike", "op": "is_not_empty"}


@pytest.mark.parametrize(
    ("tree", "again"),
    [
        (AGE, {"all": [AGE]}),
        ({"all": [AGE, STAR]}, {"all": [AGE, STAR]}),
        ({"none": [BIKE]}, {"none": [BIKE]}),
        ({"any": [AGE, {"all": [STAR, BIKE]}]}, {"any": [AGE, {"all": [STAR, BIKE]}]}),
        ({"any": [{"all": [{"any": [AGE]}]}]}, None),
        ({"all": [AGE, {"fact": "answers.gone", "op": "is", "value": 1}]}, None),
        ({"all": [STAR | {"op": "matches"}]}, None),
    ],
)
def test_rows_are_the_tree_they_were_read_from(tree: dict, again: dict | None) -> None:
    assert run("rule_driver.mjs", "islands/rule_model.js", {"trees": [tree], "facts": FACTS}) == [again]
