"""What applicants send is read into typed values or refused at its field, never a fault of ours."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plutomi.clock import now, standing_at
from plutomi.errors import Invalid
from plutomi.ids import new_id
from plutomi.models.question import QUESTION_TYPES
from plutomi.rules.answers import READERS, REQUIRED, Asked, is_blank, read_answer, read_answers, read_contact, together

FILE = "01890000-0000-7000-8000-000000000000"
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
        ("time", "9:05".zfill(5), "09:05"),
        ("time", "14:30:00", "14:30"),
        ("rating", "4", 4),
        ("link", "Example.com/me?x=1#y", "https://Example.com/me?x=1#y"),
        ("link", "http://example.com:8080/", "http://example.com:8080/"),
        ("consent", "yes", {"agreed": True, "text": "Title", "version": 1}),
        (
            "consent",
            {"agreed": True, "text": "Something else", "version": 9},
            {"agreed": True, "text": "Title", "version": 1},
        ),
        ("file", FILE, [FILE]),
        ("file", [{"id": FILE.upper(), "name": "a.pdf"}, FILE], [FILE]),
        (
            "address",
            {"street": " 1 Main  St", "city": "Albany", "region": "NY", "postcode": "12207", "country": "us"},
            {
                "country": "US",
                "region": "NY",
                "city": "Albany",
                "postcode": "12207",
                "street": "1 Main St",
                "extra": "",
            },
        ),
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
        ("time", "25:00"),
        ("time", "noon"),
        ("rating", 0),
        ("rating", 6),
        ("rating", 2.5),
        ("link", "javascript:alert(1)"),
        ("link", "ftp://example.com"),
        ("link", "https://user:pass@example.com"),
        ("link", "https://localhost"),
        ("link", "https://exa mple.com"),
        ("link", "https://example.com:99999/"),
        ("file", "no id"),
        ("file", [str(new_id()), str(new_id())]),
        ("file", [7]),
        ("address", "1 Main St"),
        ("consent", "perhaps"),
        ("signature", 7),
        ("signature", {"signed_at": "2026-01-01"}),
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
    assert (values is None) == bool(wrong)
    assert all(field == "answers.key" or field.startswith("answers.key.") for field in wrong)
    value = (values or {}).get(question.question_id)
    with standing_at(now()):
        again = [outcome(lambda: read_answers([question], {"key": value}))[0] for _ in range(2)]
    assert again[0] == again[1]
    if type != "signature":  # at our time, each time
        assert again[0] == ({} if value is None else values)


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


def limited(type: str, **limits: Any) -> Asked:
    return Asked(new_id(), "key", "Title", type, limits=limits)


@pytest.mark.parametrize(
    ("question", "good", "bad"),
    [
        (limited("short_text", max_length=3), "abc", "abcd"),
        (limited("long_text", max_length=3), "a\nb", "abcd"),
        (limited("number", min=4, max=60), 4, 3.9),
        (limited("number", min=4, max=60), "60", "60.5"),
        (limited("number", is_whole=True), "7.0", "7.5"),
        (limited("rating", max=10), 10, 11),
        (limited("date", min="today", max="today+30d"), "2026-03-30", "2026-02-27"),
        (limited("date", max="today-18y"), "2008-02-28", "2008-03-01"),
        (limited("date", min="2020-01-01"), "2020-01-01", "2019-12-31"),
        (limited("time", min="09:00", max="17:30"), "17:30", "17:31"),
        (limited("phone", country="GB"), "020 7946 0958", "(212) 555-0123"),
        (limited("file", max_files=2), [FILE, str(new_id())], [FILE, str(new_id()), str(new_id())]),
    ],
)
def test_limits_are_kept_at_both_ends(question, good, bad):
    with standing_at(datetime(2026, 2, 28, 12, tzinfo=UTC)):
        assert read_answer(question, good) is not None
        with pytest.raises(ValueError, match=r"^(Please|This|That) .*[.]$"):
            read_answer(question, bad)


def test_a_consent_keeps_its_text_and_version_and_not_agreeing_is_no_answer():
    terms = Asked(new_id(), "terms", "Terms", "consent", limits={"text": "I agree to all."}, version=3)
    assert read_answer(terms, "on") == {"agreed": True, "text": "I agree to all.", "version": 3}
    for no in ("no", False, {"agreed": False}):
        with pytest.raises(ValueError, match=REQUIRED):
            read_answer(terms, no)


def test_a_signature_keeps_the_name_and_our_time():
    with standing_at(datetime(2026, 2, 28, 12, tzinfo=UTC)):
        signed = read_answer(asked("signature"), {"name": " Ann  Arbor", "signed_at": "1999-01-01"})
    assert signed == {"name": "Ann Arbor", "signed_at": "2026-02-28T12:00:00+00:00"}


def test_an_address_may_come_part_by_part_and_each_wrong_part_is_named():
    home = Asked(new_id(), "home", "Where do you live?", "address", limits={"country": "DE"})
    values = read_answers([home], {"home.street": "Hauptstr. 1", "home.city": "Bonn", "home.postcode": "53111"})
    assert values[home.question_id]["country"] == "DE"
    with pytest.raises(Invalid) as refused:
        read_answers([home], {"home.street": "Hauptstr. 1", "home.country": "Germany"})
    assert refused.value.errors.keys() == {"answers.home.city", "answers.home.postcode", "answers.home.country"}
    with pytest.raises(Invalid) as refused:
        read_answers([home], {"home.street": " ", "home.country": "DE"})
    assert refused.value.errors == {"answers.home": REQUIRED}
