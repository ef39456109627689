"""What was typed and not sent: cleaned and bounded, merged field by field, the later one counting."""

import pytest

from plutomi.errors import Invalid, TooLarge
from plutomi.rules.drafts import MOST_FIELDS, key_of, merge, read_typed, values_of

NOW = 1_800_000_000_000


def read(given, keys=("bike", "home"), contact=()):
    return read_typed(given, keys, NOW, contact)


def said(*values, at=NOW):
    return {"said": list(values), "at": at}


def test_every_kind_of_field_is_kept_by_its_name():
    given = {"answers.bike": {"said": ["Car", "E-bike"]}, "answers.home.street": {"said": ["1 Main St"], "ago": 2000}}
    assert read(given) == {
        "answers.bike": said("Car", "E-bike"),
        "answers.home.street": said("1 Main St", at=NOW - 2000),
    }


def test_what_is_not_asked_is_left_out():
    given = {name: {"said": ["x"]} for name in ("answers.gone", "name", "stage_id", "answers.bike.A", "answers..x", "")}
    assert read(given) == {}
    assert read(given, contact=("name",)).keys() == {"name"}


def test_a_field_that_was_emptied_is_kept_as_empty():
    typed = merge({"answers.bike": said("yes", at=1)}, read({"answers.bike": {"said": [""]}}))
    assert values_of(typed) == {"answers.bike": []}


@pytest.mark.parametrize("ago", [-5, True, "x", None, float("nan"), float("inf"), 10**30])
def test_an_odd_clock_does_no_harm(ago):
    at = read({"answers.bike": {"said": ["x"], "ago": ago}})["answers.bike"]["at"]
    assert NOW - 91 * 24 * 3600 * 1000 < at <= NOW


ODD = [None, [], "x", *({"answers.bike": odd} for odd in (1, {"said": "x"}, {"said": [1]}, {}, {"said": ["x"] * 101}))]


@pytest.mark.parametrize("given", ODD)
def test_what_no_page_sends_is_refused(given):
    with pytest.raises(Invalid):
        read(given)


def test_no_draft_grows_without_bound():
    with pytest.raises(Invalid):
        read({f"answers.{n}": {"said": []} for n in range(MOST_FIELDS + 1)})
    with pytest.raises(TooLarge):
        read({"answers.bike": {"said": ["x" * 20_001]}})
    with pytest.raises(TooLarge):
        merge({}, {f"answers.{n}": said("é" * 20_000) for n in range(10)})


def test_what_cannot_be_kept_is_left_out_of_it():
    assert read({"answers.bike": {"said": ["a\0b\ud800c"]}})["answers.bike"]["said"] == ["abc"]


def test_of_two_devices_each_field_keeps_what_was_typed_last():
    phone = {"answers.bike": said("phone", at=5), "answers.home": said("old", at=1)}
    laptop = {"answers.home": said("laptop", at=4), "answers.bike": said("late but older", at=3)}
    assert values_of(merge(phone, laptop)) == {"answers.bike": ["phone"], "answers.home": ["laptop"]}


def test_what_was_typed_before_the_form_was_sent_comes_too_late():
    assert merge({}, {"answers.bike": said("x", at=5)}, since=5) == {}
    assert merge({}, {"answers.bike": said("x", at=6)}, since=5) != {}


@pytest.mark.parametrize(
    ("name", "key"), [("answers.bike", "bike"), ("answers.home.street", "home"), ("name", ""), ("answers.", "")]
)
def test_a_field_belongs_to_its_question(name, key):
    assert key_of(name) == key
