"""The catalogues hold what the code says: nothing left out, nothing guessed, every fact in its place."""

import string
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from plutomi.tongue.catalogues import FOLDER, languages

ROOT = FOLDER.parents[1]
WHOLE = ("es",)  # languages that must be complete; the others may be in part
KEYWORDS = {"say": None, "plural": (1, 2), "mark": None, "gettext": None, "ngettext": (1, 2)}


@cache
def said() -> set[str | tuple[str, ...]]:
    """All that is said to people, as `make catalogues` finds it."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS, strip_comment_tags=True)
    return {message for _, _, message, _, _ in found}


def read(language: str):
    with (FOLDER / language / "LC_MESSAGES" / "plutomi.po").open("rb") as file:
        return [one for one in read_po(file, locale=language) if one.id]


def facts(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


def all_of(words: str | tuple[str, ...] | list[str]) -> list[str]:
    return [words] if isinstance(words, str) else list(words)


def test_what_is_said_is_found():
    assert len(said()) > 200
    for words in (
        "Please answer this.",
        "Apply for {opening}",
        "Sending…",
        "This file seems to be damaged. Please save it anew or send another.",
    ):
        assert words in said()


@pytest.mark.parametrize("language", WHOLE)
def test_a_whole_language_has_every_word(language):
    known = {tuple(one.id) if isinstance(one.id, list | tuple) else one.id for one in read(language)}
    assert said() - known == set(), "run `make catalogues`, and translate what is new"
    assert known - said() == set(), "run `make catalogues`: these are said no more"


@pytest.mark.parametrize("language", WHOLE)
def test_a_whole_language_leaves_nothing_empty_or_guessed(language):
    assert [one.id for one in read(language) if one.fuzzy or not all(all_of(one.string))] == []


@pytest.mark.parametrize("language", languages())
def test_a_translation_has_the_facts_of_its_words(language):
    for one in read(language):
        done = [words for words in all_of(one.string) if words]
        meant = set().union(*(facts(words) for words in all_of(one.id)))
        for words in done:
            assert facts(words) <= meant, one.id
            assert "count" in facts(words) or facts(words) == meant - {"count"} or facts(words) == meant, one.id


@pytest.mark.parametrize("language", languages())
def test_a_translation_keeps_the_edges_of_its_words(language):
    """What stands before or behind it is put there by the code: a space at the end stays one."""
    for one in read(language):
        for words in all_of(one.string):
            if words:
                assert words[-1].isspace() == all_of(one.id)[0][-1].isspace(), one.id


def test_no_catalogue_is_kept_compiled():
    assert list(Path(FOLDER).rglob("*.mo")) == []
