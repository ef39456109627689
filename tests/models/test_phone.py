"""Phone numbers are read as people type them and kept as E.164."""

import pytest

from plutomi.models.phone import read_phone, show_phone


@pytest.mark.parametrize(
    ("typed", "region", "kept"),
    [
        ("(212) 555-0123", "US", "+12125550123"),
        ("212.555.0123", "US", "+12125550123"),
        ("+1 212 555 0123", "US", "+12125550123"),
        ("1-212-555-0123", "US", "+12125550123"),
        (" 212\u00a0555\u200b0123 ", "US", "+12125550123"),
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("+44 20 7946 0958", "US", "+442079460958"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("٢١٢٥٥٥٠١٢٣", "US", "+12125550123"),
    ],
)
def test_a_number_is_read(typed: str, region: str, kept: str) -> None:
    assert read_phone(typed, region) == kept


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Please enter a phone number like"),
        ("call me", "Please enter a phone number like"),
        ("911", "too short"),
        ("555-0123", "too short"),
        ("212 555 0123 4567", "too long"),
        ("123 456 7890", "cannot|can be called"),
        ("+999 123 4567", "country code"),
        ("212 555 0123 ext 4", "extension"),
        ("1" * 65, "at most 64"),
        ("\ud800", "half a character"),
    ],
)
def test_what_cannot_be_called_is_refused_with_words(typed: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_phone(typed)


@pytest.mark.parametrize(
    ("e164", "region", "shown"),
    [
        ("+12125550123", "US", "(212) 555-0123"),
        ("+12125550123", "GB", "+1 212-555-0123"),
        ("+442079460958", "US", "+44 20 7946 0958"),
        ("not a number", "US", "not a number"),
        ("", "US", ""),
    ],
)
def test_a_number_shows_as_people_there_write_it(e164: str, region: str, shown: str) -> None:
    assert show_phone(e164, region) == shown
