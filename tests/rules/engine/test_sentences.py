"""Rules can be read aloud."""

import pytest
from hypothesis import given

from plutomi.rules.engine.rule import read
from plutomi.rules.engine.sentences import Names, Part, plain, said
from tests.rules.engine.made import LABEL, MOVE, OTHER, RULES, STAGE, TEMPLATE, USER, written
from tests.rules.test_answers import outcome

SECOND = USER.__class__(int=44)
NAMES = Names(
    here=OTHER,
    stages={STAGE: "Waiting List", OTHER: "Questionnaire"},
    questions={"age": "Your age", "start": "First day", "cv": "CV", "home": "Home"},
    labels={LABEL: "Star"},
    users={USER: "Ann", SECOND: "Bob"},
    templates={TEMPLATE: "Welcome"},
)
MONTH = {"kind": "not_completed", "amount": 30, "unit": "days"}
AGE, CV = {"fact": "answers.age", "op": "at_least", "value": 18}, {"fact": "answers.cv", "op": "is_empty"}
COUNT = {"fact": f"stages.{STAGE.hex}.count", "op": "less", "value": 5}
SPREAD = {"kind": "distribute"}


def spoken(**rest) -> str:
    return plain(said(read(written(**rest)), NAMES))


def test_the_example():
    assert said(read(written(when=MONTH)), NAMES) == (
        Part("When "),
        Part("Questionnaire", "stage"),
        Part(" is not completed in "),
        Part("30 days", "time"),
        Part(", move to "),
        Part("Waiting List", "stage"),
    )


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ({"kind": "completed"}, "Questionnaire is completed"),
        ({"kind": "entered"}, "someone enters Questionnaire"),
        ({"kind": "changed"}, "an answer changes"),
        ({"kind": "changed", "questions": ["age", "cv"]}, "the answer to Your age or CV changes"),
        (
            MONTH | {"kind": "stayed", "amount": 1, "business": True},
            "someone has been in Questionnaire for 1 business day",
        ),
        (MONTH | {"kind": "idle", "unit": "hours"}, "someone has done nothing in Questionnaire for 30 hours"),
        ({"kind": "date", "question": "start", "days": -7}, "it is 7 days before First day"),
        ({"kind": "date", "question": "start", "days": 0}, "it is the day of First day"),
        ({"kind": "date", "question": "start", "days": 1}, "it is 1 day after First day"),
        ({"kind": "labelled", "label_id": str(LABEL)}, "the label Star is added"),
        ({"kind": "file_judged", "question": "cv", "verdict": "refused"}, "the file of CV is found refused"),
        ({"kind": "file_judged"}, "a file is found clean or refused"),
    ],
)  # fmt: skip
def test_when(when, words):
    assert spoken(when=when) == f"When {words}, move to Waiting List"


@pytest.mark.parametrize(
    ("then", "words"),
    [
        ([{"kind": "reject", "reason": "Too far", "tell": True}], "reject and tell them: “Too far”"),
        ([{"kind": "withdraw", "reason": "Gone"}], "withdraw: “Gone”"),
        ([{"kind": "assign", "user_ids": [str(USER)]}], "assign to Ann"),
        ([{"kind": "assign", "user_ids": [str(USER), str(SECOND)]}], "assign in rotation to Ann and Bob"),
        ([{"kind": "deadline", "amount": 1}], "make it due in 1 day"),
        (
            [{"kind": "label", "label_id": str(LABEL)}, {"kind": "email", "template_id": str(TEMPLATE)}, MOVE],
            "add the label Star, send the email Welcome, then move to Waiting List",
        ),
        ([{"kind": "unlabel", "label_id": str(SECOND)}], "remove the label something deleted"),
        (
            [SPREAD | {"among": [{"stage_id": str(STAGE), "weight": 2, "most": 9}, {"stage_id": str(OTHER)}]}],
            "distribute among Waiting List (weight 2, at most 9) and Questionnaire (weight 1)",
        ),
        (
            [SPREAD | {"among": [{"stage_id": str(STAGE)}, {"stage_id": str(OTHER)}]}],
            "distribute among Waiting List and Questionnaire",
        ),
    ],
)  # fmt: skip
def test_then(then, words):
    assert spoken(then=then) == f"When Questionnaire is completed, {words}"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (AGE, "Your age is 18 or more"),
        ({"all": [AGE, {"any": [CV, AGE]}]}, "Your age is 18 or more and (CV is empty or Your age is 18 or more)"),
        ({"none": [AGE]}, "not (Your age is 18 or more)"),
        ({"fact": "applicant.is_duplicate", "op": "is", "value": True}, "the applicant is a duplicate"),
        ({"fact": "applicant.is_duplicate", "op": "is_not", "value": True}, "the applicant is no duplicate"),
        ({"fact": "stage.is_completed", "op": "is", "value": False}, "the stage is not completed"),
        ({"fact": "answers.home.city", "op": "is", "value": "Bonn"}, "the city of Home is “Bonn”"),
        ({"fact": "answers.gone", "op": "is_empty"}, "gone is empty"),
        ({"fact": "labels", "op": "one_of", "value": [LABEL.hex, "x"]}, "the applicant has the label “Star” or “x”"),
        ({"fact": "labels", "op": "is_empty"}, "the applicant has no label"),
        ({"fact": "assignee", "op": "is", "value": USER.hex}, "the member it is assigned to is “Ann”"),
        (COUNT, "the number of people in Waiting List is less than 5"),
        (COUNT | {"fact": "stages.x.count"}, "the number of people in something deleted is less than 5"),
        ({"fact": "files.cv.verdict", "op": "is", "value": "clean"}, "the file of CV is “clean”"),
        ({"fact": "share.test", "op": "less", "value": 50}, "the share “test” is less than 50"),
        ({"fact": "time.weekday", "op": "between", "value": [1, 5]}, "the day of the week is from Monday to Friday"),
        ({"fact": "applicant.earlier", "op": "less", "value": 1}, "the number of earlier applications is less than 1"),
    ],
)  # fmt: skip
def test_if(condition, words):
    assert spoken(**{"if": condition}) == f"When Questionnaire is completed, if {words}, move to Waiting List"


def test_an_expression_stands_as_it_is():
    assert Part("answers.age > 3", "code") in said(read(written(expression="answers.age > 3")), NAMES)


@given(raw=RULES)
def test_every_rule_can_be_said(raw):
    rule, _ = outcome(lambda: read(raw))
    if rule is not None:
        for names in (NAMES, Names()):
            words = plain(said(rule, names))
            assert words.startswith("When ")
            assert "{" not in words or "{" in str(raw)
