"""What people type is kept in one form, and what shows nothing is nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plutomi.models.text import clean_line, clean_text, fold

NOTHING = ["", "   ", "\u200b", "\ufeff\u200d", "\x00", "\u3164", "\u2800 \u00ad", "\u202e\u202c", "\ufe0f", "\u2028"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ann Lee", "Ann Lee"),
        ("  Ann \t Lee\n", "Ann Lee"),
        ("Ann\r\nLee", "Ann Lee"),
        ("Ann\u00a0\u3000Lee", "Ann Lee"),
        ("Ann\u2028Lee\x85", "Ann Lee"),
        ("A\x00n\x07n\x9f\x7f", "Ann"),
        ("Jose\u0301", "Jos\u00e9"),
        ("\u200bAnn\ufeff", "Ann"),
        ("\u200b Ann \u200b", "Ann"),
        ("X", "X"),
        ("李", "李"),
        ("👩‍🚀", "👩‍🚀"),
        ("❤️", "❤️"),
        ("می‌خواهم", "می‌خواهم"),
        ("O'Brien-Smith, Jr.", "O'Brien-Smith, Jr."),
        ("n" * 200, "n" * 200),
    ],
)
def test_a_line_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert clean_line(typed, 200) == kept


@pytest.mark.parametrize("typed", NOTHING)
def test_what_shows_nothing_is_empty(typed: str) -> None:
    assert clean_line(typed, 10) == ""
    assert clean_text(typed, 10) == ""


@pytest.mark.parametrize("clean", [clean_line, clean_text])
@pytest.mark.parametrize("typed", ["\ud800", "Ann\udfff", "\udc00\ud800"])
def test_half_a_character_is_refused(clean, typed: str) -> None:
    with pytest.raises(ValueError, match="half a character"):
        clean(typed, 10)


@pytest.mark.parametrize("clean", [clean_line, clean_text])
def test_too_long_says_how_long_and_nothing_is_cut(clean) -> None:
    with pytest.raises(ValueError, match="at most 1,000 characters; this has 1,001"):
        clean("a" * 1001, 1000)
    assert len(clean(" " + "a" * 1000 + " ", 1000)) == 1000


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("one\u2028two\u2029three\x0bfour", "one\ntwo\nthree\nfour"),
        ("\n\n  a  b\tc \n\n", "a  b\tc"),
        ("a\n\n\nb", "a\n\n\nb"),
        ("a\x00b\x1b[31m", "ab[31m"),
    ],
)
def test_a_text_keeps_its_lines(typed: str, kept: str) -> None:
    assert clean_text(typed, 100) == kept


@given(some.text(some.characters(exclude_categories=["Cs"])))
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    for clean in (clean_line, clean_text):
        once = clean(typed, 10_000)
        assert clean(once, 10_000) == once
        assert "\x00" not in once
        assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José", "jose"),
        ("JOSE\u0301", "jose"),
        ("STRASSE", "straße"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("\uff26\uff55\uff4c\uff4c", "full"),
        ("Jo\u200bhn  Smith", "john smith"),
        ("İstanbul", "istanbul"),
        ("Œuvre", "oeuvre"),
        ("ΑΣ", "ας"),
        ("이", "이"),
    ],
)
def test_spellings_of_one_word_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_different_words_fold_apart() -> None:
    assert len({fold(word) for word in ("ann", "anna", "李", "👩", "1")}) == 5


@given(some.text(some.characters(exclude_categories=["Cs"])))
def test_folding_twice_changes_nothing_more(word: str) -> None:
    assert fold(fold(word)) == fold(word)
