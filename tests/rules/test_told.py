"""Conditions in words."""

import pytest

from plutomi.rules.told import THEY, only_if, told
from plutomi.rules.values import READERS

TITLES = {"licence": "Do you have a licence?", "years": "How {many} years?"}
HAS = {"fact": "answers.licence", "op": "is", "value": True}
LONG = {"fact": "answers.years", "op": "at_least", "value": 3}


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        (None, ""),
        (HAS, "Only if you answered Yes to “Do you have a licence?”."),
        (LONG, "Only if your answer to “How {many} years?” is 3 or more."),
        (
            {"all": [HAS, LONG]},
            "Only if you answered Yes to “Do you have a licence?” and your answer to “How {many} years?” is 3 or more.",
        ),
        (
            {"any": [HAS, {"all": [HAS, LONG]}]},
            "Only if you answered Yes to “Do you have a licence?” or (you answered Yes to “Do you have a licence?” and "
            "your answer to “How {many} years?” is 3 or more).",
        ),
        ({"none": [HAS]}, "Only if it is not so that you answered Yes to “Do you have a licence?”."),
        (HAS | {"fact": "answers.gone", "op": "one_of", "value": ["A", "B"]}, "Only if you answered A or B to “gone”."),
        (LONG | {"op": "between", "value": [1, 3]}, "Only if your answer to “How {many} years?” is from 1 to 3."),
        (HAS | {"op": "is_empty"}, "Only if you left “Do you have a licence?” empty."),
    ],
)
def test_a_condition_is_said_to_the_person_who_answers(tree, words: str) -> None:
    assert only_if(tree, TITLES) == words


def test_recruiters_hear_of_them() -> None:
    assert told(HAS, TITLES, THEY) == "they answered Yes to “Do you have a licence?”"


@pytest.mark.parametrize("op", READERS)
def test_every_operator_has_words(op: str) -> None:
    assert "“Do you have a licence?”" in told({"fact": "answers.licence", "op": op, "value": ["A", "B"]}, TITLES)
