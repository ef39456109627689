"""Addresses of the countries people live in, what is wrong with them, and what nobody should send."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plutomi.errors import Invalid
from plutomi.rules import limits, places
from plutomi.rules.addresses import PARTS, examine, read_address, show, suggestions
from plutomi.rules.countries import NAMES, country


class Question:
    def __init__(self, **limits):
        self.limits = limits


def read(limits=None, /, **raw):
    return read_address(Question(**(limits or {})), raw)


def wrong(limits=None, /, **raw):
    with pytest.raises(Invalid) as refusal:
        read(limits, **raw)
    return refusal.value.errors


NEW_YORK = {"country": "US", "street": "1 Main St", "city": "New York", "region": "NY", "postcode": "10001"}
WRITTEN = [
    (NEW_YORK, "1 Main St, New York, NY 10001, United States"),
    (NEW_YORK | {"region": "new york", "city": "nyc"}, "1 Main St, nyc, NY 10001, United States"),
    (
        NEW_YORK | {"postcode": "100011234", "extra": "Apt 2"},
        "1 Main St, Apt 2, New York, NY 10001-1234, United States",
    ),
    (
        {"country": "CA", "street": "24 Sussex Dr", "city": "Ottawa", "region": "Ontario", "postcode": "k1m1m4"},
        "24 Sussex Dr, Ottawa ON K1M 1M4, Canada",
    ),
    (
        {"country": "GB", "street": "10 Downing St", "city": "London", "postcode": "sw1a2aa"},
        "10 Downing St, London, SW1A 2AA, United Kingdom",
    ),
    (
        {"country": "DE", "street": "Hauptstr. 1", "city": "Berlin", "postcode": "10115"},
        "Hauptstr. 1, 10115 Berlin, Germany",
    ),
    (
        {
            "country": "BR",
            "street": "Av. Paulista 1",
            "extra": "Bela Vista",
            "city": "São Paulo",
            "region": "sao paulo",
            "postcode": "01310100",
        },
        "Av. Paulista 1, Bela Vista, São Paulo-SP, 01310-100, Brazil",
    ),
    (
        {"country": "JP", "street": "千代田区千代田1-1", "region": "Tokyo", "postcode": "〒1000001"},
        "100-0001, 東京都, 千代田区千代田1-1, Japan",
    ),
    (
        {"country": "IE", "street": "1 Quay", "city": "Dublin", "postcode": "d02x285"},
        "1 Quay, Dublin, D02 X285, Ireland",
    ),
    ({"country": "PL", "street": "Nowa 1", "city": "Warszawa", "postcode": "00001"}, "Nowa 1, 00-001 Warszawa, Poland"),
]


@pytest.mark.parametrize(("raw", "shown"), WRITTEN, ids=[raw["country"] for raw, _ in WRITTEN])
def test_an_address_is_kept_as_its_country_writes_it(raw, shown):
    assert show(read(**raw)) == shown


def test_every_part_is_kept_and_those_a_country_does_not_have_are_empty():
    kept = read(country="DE", street="Hauptstr. 1", city="Berlin", postcode="10115", region="Berlin", planet="Earth")
    assert tuple(kept) == PARTS
    assert kept["region"] == kept["extra"] == ""


def test_nothing_given_is_no_answer_even_when_a_country_is_chosen():
    assert read(country="CA") is None
    assert read(street=" ", country="") is None


@pytest.mark.parametrize(
    ("code", "labels"),
    [
        ("US", ["Street address", "Apartment, suite, floor", "City", "State", "ZIP code"]),
        ("CA", ["Street address", "Apartment, suite, floor", "City", "Province", "Postal code"]),
        ("GB", ["Street address", "Apartment, suite, floor", "Town or city", "Postcode"]),
        ("DE", ["Street address", "Apartment, suite, floor", "Postal code", "City"]),
        ("BR", ["Street address", "Neighborhood, apartment, floor", "City", "State", "Postal code"]),
        ("JP", ["Postal code", "Prefecture", "Address", "Apartment, suite, floor"]),
        ("IN", ["Street address", "Apartment, suite, floor", "City", "PIN code", "State"]),
    ],
)
def test_each_country_asks_in_its_own_words_and_order(code, labels):
    assert [part.label for part in country(code).parts] == labels


def test_every_country_can_be_read_and_its_own_examples_are_postcodes_of_it():
    for code in NAMES:
        where = country(code)
        assert {"street"} <= {part.name for part in where.parts}
        for example in where.examples:
            raw = {"country": code, "street": "1", "city": "x", "postcode": example}
            assert "postcode" not in examine(raw | {"region": ""}, {})[1]


@pytest.mark.parametrize(
    ("change", "errors", "meant"),
    [
        ({"region": "NJ"}, {"region": "10001 is in New York, NY."}, {"region": "NY"}),
        ({"postcode": "11201"}, {"city": "11201 is in Brooklyn, NY."}, {"city": "Brooklyn"}),
        (
            {"postcode": "60601"},
            {"postcode": "60601 is in Chicago, IL. Please check it against the city and state."},
            {},
        ),
        ({"region": "Calfornia"}, {"region": "Did you mean California?"}, {"region": "CA"}),
        ({"region": "Bavaria"}, {"region": "Please choose a state of the United States."}, {}),
        ({"postcode": "1000"}, {"postcode": "This is not a ZIP code of the United States, like 95014."}, {}),
        ({"postcode": "00000"}, {"postcode": "There is no ZIP code 00000. Please check it."}, {}),
        ({"postcode": ""}, {"postcode": "Please give the ZIP code."}, {}),
        (
            {"street": "", "city": ""},
            {"street": "Please give the street address.", "city": "Please give the city."},
            {},
        ),
        ({"country": "XX"}, {"country": "Please choose a country."}, {}),
    ],
)
def test_what_is_wrong_is_named_at_its_part_with_what_was_likelier_meant(change, errors, meant):
    assert wrong(**(NEW_YORK | change)) == errors
    assert suggestions(NEW_YORK | change, {}) == meant


def test_a_postcode_of_another_province_or_state_is_named_anywhere():
    canada = {"country": "CA", "street": "1", "city": "Ottawa", "region": "ON", "postcode": "V8X 3X4"}
    assert wrong(**canada) == {"postcode": "V8X 3X4 is in British Columbia, not in Ontario."}
    brazil = {"country": "BR", "street": "1", "city": "São Paulo", "region": "RJ", "postcode": "01310-100"}
    assert wrong(**brazil) == {"postcode": "01310-100 is in São Paulo, not in Rio de Janeiro."}


def test_places_the_data_does_not_know_are_let_through():
    assert read(**(NEW_YORK | {"city": "Little Nowhere"}))["city"] == "Little Nowhere"
    assert places.place("US", "10000") is None
    assert read(**(NEW_YORK | {"postcode": "10000"}))["postcode"] == "10000"


def test_a_question_of_one_country_takes_no_other():
    only = {"country": "US"}
    assert read(only, **{**NEW_YORK, "country": ""})["country"] == "US"
    assert set(NAMES) == limits.COUNTRIES
    assert wrong(only, **(NEW_YORK | {"country": "DE"})) == {"country": "Please give an address in the United States."}


def test_us_territories_are_countries_to_some_and_states_to_others():
    assert read(country="PR", street="1", city="San Juan", postcode="00901")["country"] == "PR"
    assert read(country="US", street="1", city="San Juan", region="PR", postcode="00901")["region"] == "PR"


@pytest.mark.parametrize("raw", ["1 Main St", 7, ["a"], True])
def test_what_is_no_address_is_refused_in_words(raw):
    with pytest.raises(ValueError, match="part by part"):
        read_address(Question(), raw)
    assert suggestions(raw, {}) == {}


def test_parts_that_are_no_text_or_far_too_long_are_refused_at_their_place():
    assert set(wrong(**(NEW_YORK | {"city": ["New York"], "street": "x" * 300, "postcode": {"a": 1}}))) == {
        "city",
        "street",
        "postcode",
    }


@given(
    st.dictionaries(
        st.sampled_from([*PARTS, "lat", "other"]), st.one_of(st.text(max_size=300), st.none(), st.integers())
    ),
    st.sampled_from(["US", "CA", "GB", "DE", "BR", "JP", "CN", "IE", "PR", "AQ"]),
)
@settings(deadline=None)  # a country's data is read the first time
def test_whatever_is_sent_becomes_an_address_nothing_or_words_at_known_parts(raw, code):
    kept, errors = outcome_of(raw | {"country": code})
    assert errors.keys() <= set(PARTS)
    assert all(errors.values())
    assert errors or kept is None or (tuple(kept) == PARTS and read(**kept) == kept)


def outcome_of(raw):
    try:
        return read(**raw), {}
    except Invalid as refusal:
        return None, refusal.errors
