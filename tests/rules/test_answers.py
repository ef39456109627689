"""What applicants send is read into typed values or refused at its field, never a fault of ours."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plutomi.errors import Invalid
from plutomi.ids import new_id
from plutomi.models.opening import QUESTION_TYPES
from plutomi.rules.answers import READERS, REQUIRED, Asked, is_blank, read_answer, read_answers, read_contact, together

HOSTILE = [
    "\x00", "\ud800", "\u200b\u200d", "\u202e", "a" * 100_000, "👩" * 10_000, float("nan"), float("inf"), -float("inf"),
    10**400, -(10**30), "9" * 5000, 1e308, True, False, {}, {"a": 1}, [[]], [None], ["a", ["b"]], [[[[[[]]]]]],
    b"bytes", object(),
]  # fmt: skip
ANYTHING = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(some.characters()),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


def asked(type: str = "short_text", is_required: bool = True, options: tuple[str, ...] = ("Red", "Blue")) -> Asked:
    return Asked(new_id(), "key", "Title", type, options=options, is_required=is_required)


def test_every_type_of_question_has_a_reader():
    assert set(READERS) == set(QUESTION_TYPES)


@pytest.mark.parametrize(
    ("type", "raw", "value"),
    [
        ("short_text", "  one\n line ", "one line"),
        ("short_text", "0", "0"),
        ("long_text", "two\r\nlines ", "two\nlines"),
        ("one_choice", " Red ", "Red"),
        ("several_choices", ["Blue", "Red", "Blue"], ["Red", "Blue"]),
        ("several_choices", "Blue", ["Blue"]),
        ("several_choices", ["", "Red"], ["Red"]),
        ("yes_no", True, True),
        ("yes_no", False, False),
        ("yes_no", "No", False),
        ("yes_no", "on", True),
        ("yes_no", 0, False),
        ("number", 0, 0),
        ("number", "0", 0),
        ("number", " 3.50 ", 3.5),
        ("number", "3,5", 3.5),
        ("number", "1,000", 1000),
        ("number", "-12,345.5", -12345.5),
        ("number", "1e3", 1000),
        ("number", -7.0, -7),
        ("date", "2024-02-29", "2024-02-29"),
        ("email", " Ann@Example.com", "Ann@example.com"),
        ("phone", "(212) 555-0123", "+12125550123"),
    ],
)
def test_an_answer_is_read_as_its_type(type, raw, value):
    read = read_answer(asked(type), raw)
    assert read == value
    assert isinstance(read, type_of(value))


def type_of(value: Any) -> type:
    return value.__class__


@pytest.mark.parametrize(
    ("type", "raw"),
    [
        ("short_text", 7),
        ("short_text", "a" * 301),
        ("long_text", "a" * 10_001),
        ("one_choice", "Green"),
        ("one_choice", "red"),
        ("one_choice", ["Red"]),
        ("several_choices", ["Red", "Green"]),
        ("several_choices", {"Red": True}),
        ("yes_no", "perhaps"),
        ("yes_no", 2),
        ("number", "twelve"),
        ("number", "1,2,3"),
        ("number", True),
        ("number", "0x10"),
        ("number", "1e16"),
        ("number", float("nan")),
        ("date", "31.12.2024"),
        ("date", "2023-02-29"),
        ("date", 20240101),
        ("email", "ann"),
        ("phone", "12"),
    ],
)
def test_what_is_not_of_the_type_is_refused_in_words(type, raw):
    with pytest.raises(ValueError, match=r"^[A-Z].*[.?]$"):
        read_answer(asked(type), raw)


@pytest.mark.parametrize("type", QUESTION_TYPES)
@pytest.mark.parametrize("raw", [None, "", "  ", []])
def test_no_answer_is_refused_when_needed_and_else_left_out(type, raw):
    with pytest.raises(ValueError, match=REQUIRED):
        read_answer(asked(type), raw)
    assert read_answer(asked(type, is_required=False), raw) is None


@pytest.mark.parametrize("raw", ["\u200b", "\u3164", "\x00"])
def test_an_answer_that_shows_nothing_is_none(raw):
    for type in ("short_text", "long_text"):
        with pytest.raises(ValueError, match=REQUIRED):
            read_answer(asked(type), raw)


def test_no_and_zero_are_answers():
    assert not any(is_blank(value) for value in (False, 0, 0.0, "0", "no"))


@pytest.mark.parametrize("type", QUESTION_TYPES)
@pytest.mark.parametrize("raw", HOSTILE, ids=[f"hostile{n}" for n in range(len(HOSTILE))])
def test_hostile_answers_are_values_or_refusals(type, raw):
    check(type, raw)


@given(type=some.sampled_from(QUESTION_TYPES), raw=ANYTHING)
def test_any_answer_is_a_value_or_a_refusal(type, raw):
    check(type, raw)


def check(type: str, raw: Any) -> None:
    question = asked(type, is_required=False)
    values, wrong = outcome(lambda: read_answers([question], {"key": raw}))
    assert (values is None) == (wrong == {"answers.key"})
    value = (values or {}).get(question.question_id)
    assert outcome(lambda: read_answers([question], {"key": value}))[0] == ({} if value is None else values)


def outcome(reader: Callable[[], Any]) -> tuple[Any, set[str]]:
    """What was read, or the fields it was refused at."""
    try:
        return reader(), set()
    except Invalid as refusal:
        return None, set(refusal.errors)


@given(given=some.dictionaries(some.sampled_from(["name", "email", "phone"]), ANYTHING))
def test_any_contact_is_read_or_refused_at_its_fields(given):
    contact, wrong = outcome(lambda: read_contact(given))
    assert wrong <= {"name", "email", "phone"}
    assert contact is None or (contact.name and contact.email_key)


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(Invalid) as refused:
        together(lambda: read_contact({}), lambda: read_answers([asked()], {}))
    assert refused.value.errors.keys() == {"name", "email", "answers.key"}
