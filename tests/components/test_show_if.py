"""What a form shows while it is filled in, as the server will read it."""

from typing import Any
from uuid import UUID

import pytest

from plutomi.rules.asked import AskedSection
from tests.components.nodes import run

WEEK = AskedSection(UUID(int=9), "Week", show_if={"fact": "answers.a", "op": "is_not_empty"})


def question(key: str, given: Any = "", type: str = "short_text", fact: str = "", **rest: Any) -> dict[str, Any]:
    condition = {"fact": f"answers.{fact}", "op": "is_not_empty"} if fact else None
    return {"key": key, "type": type, "given": given, "show_if": condition} | rest


def played(*questions: dict[str, Any], **rest: Any) -> list[list[Any]]:
    (seen,) = run("show_if_driver.mjs", "islands/show_if.js", [{"questions": questions} | rest])
    return seen


def shown(*questions: dict[str, Any], **rest: Any) -> list[bool]:
    return [is_shown for is_shown, _ in played(*questions, **rest)[0]]


def test_what_hangs_on_a_hidden_question_is_hidden_too() -> None:
    assert shown(question("a"), question("b", "x", fact="a"), question("c", "x", fact="b")) == [True, False, False]


def test_what_was_typed_comes_back_and_is_not_sent_meanwhile() -> None:
    before, after = played(question("a", "x"), question("b", "mine", fact="a"), then={"answers.a": ""})
    assert before[1] == [True, ["mine"]]
    assert after[1] == [False, []]
    _, again = played(question("a"), question("b", "mine", fact="a"), then={"answers.a": "x"})
    assert again[1] == [True, ["mine"]]


def test_a_section_goes_with_all_its_questions_and_its_heading() -> None:
    head = {"head": "9", "show_if": WEEK.show_if}
    within = question("b", "x", section="9")
    assert shown(question("a"), head, within, question("c", fact="b")) == [True, False, False, False]
    assert shown(question("a", "x"), head, within, question("c", fact="b")) == [True, True, True, True]


def test_a_heading_over_nothing_is_not_shown() -> None:
    assert shown(question("a"), {"head": "9"}, question("b", fact="a", section="9")) == [True, False, False]


def test_what_is_known_from_earlier_forms_counts() -> None:
    assert shown(question("b", fact="a"), known={"answers.a": "x"}) == [True]


@pytest.mark.parametrize(
    ("type", "given", "value"),
    [
        ("yes_no", "Yes", True),
        ("yes_no", "no", False),
        ("number", "1,500.5", 1500.5),
        ("number", "0,5", 0.5),
        ("rating", "4", 4),
        ("consent", "yes", True),
        ("signature", "  Ann   Lee ", "Ann Lee"),
        ("several_choices", ["Car", "Bike"], ["Bike", "Car"]),
        ("short_text", " a  b ", "a b"),
        ("time", "06:30", "06:30"),
        ("file", ["one", "two"], 2),
        ("address", {"country": "US", "city": "Troy", "street": "1 Main"}, "US, Troy, 1 Main"),
    ],
)
def test_an_answer_is_the_fact_the_server_makes_of_it(type: str, given: Any, value: Any) -> None:
    asked = question("b", show_if={"fact": "answers.a", "op": "is", "value": value})
    assert shown(question("a", given, type), asked) == [True, True]


def test_the_parts_of_an_address_are_facts() -> None:
    asked = question("b", show_if={"fact": "answers.a.city", "op": "is", "value": "Troy"})
    assert shown(question("a", {"city": "Troy"}, "address"), asked) == [True, True]
    assert shown(question("a", {"country": "US"}, "address"), question("b", fact="a")) == [True, False]
