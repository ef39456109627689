"""Questions on their way to a page's form and answers on their way back."""

import json
from uuid import UUID

import pytest
from reflex_base.utils.form import FormData

from plutomi.rules.answers import Asked, AskedSection, read_answers
from plutomi.state.asked import asks, submission

ASKED = Asked(UUID(int=1), "vehicle", "With what?", "several_choices", "Any.", ("Bike", "Car"), False)


def test_a_form_keeps_every_value_of_a_name() -> None:
    form = FormData([("name", "Ann"), ("answers.vehicle", "Bike"), ("answers.vehicle", "Car"), ("answers.a.b", "")])
    assert submission(form) == {"name": "Ann", "answers": {"vehicle": ["Bike", "Car"], "a.b": ""}}


@pytest.mark.parametrize("sent", [None, "x", 7, ["a"], {}, FormData([])])
def test_what_is_no_form_holds_nothing(sent) -> None:
    assert submission(sent) == {"answers": {}}


def test_a_plain_object_is_read_as_a_form() -> None:
    assert submission({"answers.vehicle": ["Bike"], "x": {"y": 1}}) == {"answers": {"vehicle": ["Bike"]}, "x": {"y": 1}}


def test_a_question_shows_as_it_is_asked() -> None:
    (ask,) = asks([ASKED])
    assert (ask.name, ask.title, ask.hint, ask.type) == ("answers.vehicle", "With what?", "Any.", "several_choices")
    assert (ask.options, ask.is_required, ask.value, ask.chosen) == (["Bike", "Car"], False, "", [])


@pytest.mark.parametrize(
    ("type", "value"),
    [
        ("several_choices", ["Bike", "Car"]),
        ("one_choice", "Bike"),
        ("yes_no", True),
        ("yes_no", False),
        ("number", 20),
        ("number", 0.5),
        ("date", "2027-01-10"),
        ("short_text", "a"),
    ],
)
def test_what_was_answered_stands_in_the_form_and_comes_back_the_same(type: str, value) -> None:
    asked = Asked(UUID(int=1), "q", "Q", type, "", ("Bike", "Car"))
    (ask,) = asks([asked], {asked.question_id: value})
    typed = [(ask.name, one) for one in ask.chosen or [ask.value]]
    assert read_answers([asked], submission(FormData(typed))["answers"]) == {asked.question_id: value}


@pytest.mark.parametrize(
    ("type", "value"), [("rating", 4), ("time", "06:30"), ("link", "https://plutomi.example"), ("number", 7)]
)
def test_newer_types_come_back_the_same_too(type: str, value) -> None:
    asked = Asked(UUID(int=1), "q", "Q", type)
    (ask,) = asks([asked], {asked.question_id: value})
    assert read_answers([asked], {"q": ask.value}) == {asked.question_id: value}


def test_the_first_question_of_a_section_has_its_heading_and_all_have_its_id() -> None:
    only = {"fact": "answers.a", "op": "is", "value": True}
    week = AskedSection(UUID(int=9), "Your week", "When you can.", only)
    rows = asks([Asked(UUID(int=n), f"q{n}", "Q", "short_text", section=week if n else None) for n in range(3)])
    assert [(one.section, one.heading) for one in rows] == [
        ("", ""),
        (str(week.id), "Your week"),
        (str(week.id), ""),
    ]
    assert json.loads(rows[1].heading_show_if) == only


def test_the_page_s_address_answers_only_what_has_no_answer() -> None:
    asked = Asked(UUID(int=1), "city", "City", "short_text", prefill="city")
    assert asks([asked], None, {"city": "Troy"})[0].value == "Troy"
    assert asks([asked], {asked.question_id: "Lima"}, {"city": "Troy"})[0].value == "Lima"
