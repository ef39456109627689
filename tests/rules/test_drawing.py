"""What a question's field shows."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from plutomi.clock import now, standing_at
from plutomi.rules import drawing
from plutomi.rules.answers import Asked, read_answer


def asked(type: str, **rest: Any) -> Asked:
    return Asked(UUID(int=1), "q", "Q", type, **rest)


def test_a_hint_is_the_explanation_then_the_forms_help_then_what_the_type_asks_for() -> None:
    one = asked("number", description="Since you were 18.", help="For our insurance.", limits={"min": 1000})
    assert drawing.hint(one) == "Since you were 18.\nFor our insurance.\n1000 or more."


@pytest.mark.parametrize(
    ("type", "limits", "words"),
    [
        ("number", {"min": 0, "max": 60}, "From 0 to 60."),
        ("number", {"max": 60}, "60 or less."),
        ("number", {"min": 1990, "max": 2030}, "From 1990 to 2030."),
        ("number", {"min": 9999.5, "max": 10000}, "From 9999.5 to 10,000."),
        ("time", {"min": "06:00"}, "6:00\u00a0AM or later."),
        ("time", {"max": "11:00"}, "11:00\u00a0AM or earlier."),
        ("date", {"min": "2026-05-31"}, "May 31, 2026 or later."),
        ("date", {"max": "today-18y"}, "May 31, 2008 or earlier."),
        ("date", {"min": "today", "max": "today+1w"}, "From May 31, 2026 to June 7, 2026."),
        ("number", {}, ""),
        ("phone", {}, ""),
        ("phone", {"country": "GB"}, "Like 07400 123456, or with a + and the country's code."),
        ("signature", {}, drawing.SIGNED),
    ],
)
def test_a_type_says_what_it_takes(type: str, limits: dict[str, Any], words: str) -> None:
    with standing_at(datetime(2026, 5, 31, 12, tzinfo=UTC)):
        assert drawing.hint(asked(type, limits=limits)) == words


def test_how_long_an_answer_may_be_is_said_where_nothing_counts() -> None:
    assert drawing.length(asked("long_text", limits={"max_length": 1000})) == "At most 1,000 letters."
    assert drawing.length(asked("long_text")) == ""


def test_the_ends_of_days_are_days() -> None:
    born = date(now().year - 18, 1, 1)
    least, most = drawing.ends(asked("date", limits={"min": "today-18y", "max": "2090-05-31"}))
    assert least.startswith(str(born.year))
    assert most == "2090-05-31"
    assert drawing.ends(asked("short_text")) == ("", "")


def test_a_rating_has_five_marks_unless_it_is_said() -> None:
    assert drawing.marks(asked("rating")) == ["1", "2", "3", "4", "5"]
    assert drawing.marks(asked("rating", limits={"max": 3})) == ["1", "2", "3"]
    assert drawing.marks(asked("number")) == []


@pytest.mark.parametrize(
    ("type", "options", "given", "typed"),
    [
        ("short_text", (), "Brooklyn", ["Brooklyn"]),
        ("yes_no", (), "TRUE", ["yes"]),
        ("yes_no", (), "perhaps", []),
        ("rating", (), "4", ["4"]),
        ("rating", (), "6", []),
        ("one_choice", ("Day", "Night"), "night", ["Night"]),
        ("one_choice", ("Day", "Night"), "noon", []),
        ("one_choice", ("Yes, often", "No"), "yes, often", ["Yes, often"]),
        ("several_choices", ("Bike", "Car", "Van"), "van, bike", ["Bike", "Van"]),
        ("consent", (), "yes", []),
        ("signature", (), "Ann", []),
        ("short_text", (), "   ", []),
    ],
)
def test_the_address_of_the_page_answers_what_a_form_could_send(type, options, given, typed) -> None:
    one = asked(type, options=options, prefill="utm")
    assert drawing.prefilled(one, {"utm": given, "other": "x"}) == typed
    assert drawing.prefilled(asked(type, options=options), {"": given, "utm": given}) == []
    if typed:
        assert read_answer(one, typed if type == "several_choices" else typed[0]) is not None


@pytest.mark.parametrize(
    ("type", "value", "typed"),
    [
        ("consent", {"agreed": True, "text": "All.", "version": 2}, ["yes"]),
        ("signature", {"name": "Ann", "signed_at": "2026-05-31T10:00:00+00:00"}, ["Ann"]),
        ("address", {"city": "Lima"}, []),
        ("time", "06:30", ["06:30"]),
        ("yes_no", False, ["no"]),
        ("rating", 4, ["4"]),
        ("short_text", None, []),
    ],
)
def test_an_answer_is_typed_again_as_it_was(type, value, typed) -> None:
    assert drawing.typed(asked(type), value) == typed
