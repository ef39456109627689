"""Whatever part of a word is typed, its grams are among the word's, and one org's are not another's."""

from hypothesis import assume, given
from hypothesis import strategies as some

from plutomi.ids import new_id
from plutomi.models.search import grams_of, grams_sought, pattern_of, searchable, sought
from plutomi.models.text import fold

ORG = new_id()
WORDS = some.text(some.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).map(fold).filter(bool)


@given(text=WORDS, data=some.data())
def test_every_part_of_three_letters_or_more_finds_its_word(text, data):
    word = data.draw(some.sampled_from(text.split()))
    assume(len(word) >= 3)
    start = data.draw(some.integers(0, len(word) - 3))
    end = data.draw(some.integers(start + 3, len(word)))
    assert set(grams_sought(ORG, word[start:end])) <= set(grams_of(ORG, text))


@given(text=WORDS, data=some.data())
def test_one_or_two_letters_find_the_words_that_begin_with_them(text, data):
    word = data.draw(some.sampled_from(text.split()))
    for length in (1, 2):
        assert set(grams_sought(ORG, word[:length])) <= set(grams_of(ORG, text))


@given(text=WORDS)
def test_grams_fit_an_integer_column_each_once(text):
    grams = grams_of(ORG, text)
    assert grams == sorted(set(grams))
    assert all(-(1 << 31) <= gram < 1 << 31 for gram in grams)


def test_one_orgs_grams_are_not_anothers():
    assert not set(grams_of(ORG, "grace hopper")) & set(grams_of(new_id(), "grace hopper"))


def test_no_word_of_a_query_may_be_missing():
    text = searchable("Grace Höpper", "grace@navy.example", "+12125550123")
    found = set(grams_of(ORG, text))
    for query in ("hopp grace", "navy", "5550123", "g hop", "GRACE"):
        assert set(grams_sought(ORG, fold(query))) <= found
    for query in ("grace lovelace", "rmy"):
        assert not set(grams_sought(ORG, fold(query))) <= found


def test_patterns_take_no_letter_for_a_wildcard():
    assert pattern_of("a%b _c \\d") == ["%a\\%b%", "%\\_c%", "%\\\\d%"]


def test_only_what_is_nothing_but_a_number_is_sought_by_its_digits():
    for query in ("grace 555-0101", "ann-1985", "12", "1-2", "(", "a@b.example", ""):
        assert sought(query) == query
    assert sought("(212) 555-0101") == "2125550101"
    assert sought("0101") == "0101"
    assert sought("000000000") == "000000000"
