"""Slugs are what an address can hold, and never a name that is ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plutomi.models.slug import MOST, RESERVED, read_slug, slugify


@pytest.mark.parametrize(
    ("typed", "slug"),
    [("acme", "acme"), (" Acme ", "acme"), ("new-york-city", "new-york-city"), ("7", "7"), ("a" * MOST, "a" * MOST)],
)
def test_a_slug_is_read(typed: str, slug: str) -> None:
    assert read_slug(typed) == slug


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "enter a short name"),
        ("\u200b", "enter a short name"),
        ("a" * (MOST + 1), "at most 50 characters; this has 51"),
        ("-acme", "letters a to z"),
        ("acme-", "letters a to z"),
        ("ac--me", "letters a to z"),
        ("xn--mnchen-3ya", "letters a to z"),
        ("ac me", "letters a to z"),
        ("ac_me", "letters a to z"),
        ("a/b", "letters a to z"),
        ("..", "letters a to z"),
        ("münchen", "letters a to z"),
        ("аcme", "letters a to z"),  # noqa: RUF001  the first letter is Cyrillic
        ("acme\nx", "letters a to z"),
        ("\ud800", "half a character"),
        ("API", "kept for Plutomi"),
        ("www", "kept for Plutomi"),
    ],
)
def test_what_is_no_slug_is_refused_with_words(typed: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_slug(typed)


def test_every_path_of_ours_is_reserved() -> None:
    ours = {"api", "apply", "my", "login", "logout", "auth", "admin", "plutomi", "assets", "healthz", "dev", "openings"}
    assert ours <= RESERVED


def test_below_an_org_nothing_is_reserved() -> None:
    assert read_slug("admin", reserved=frozenset()) == "admin"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("New York City", "new-york-city"),
        ("Café Zürich", "cafe-zurich"),
        ("R&D", "r-and-d"),
        ("Joe's Pizza", "joes-pizza"),
        ("  --Acme, Inc.-- ", "acme-inc"),
        ("Łódź", "lodz"),
        ("東京", ""),
        ("🚀", ""),
        ("a" * 49 + " b", "a" * 49),
    ],
)
def test_a_name_proposes_its_slug(name: str, slug: str) -> None:
    assert slugify(name) == slug


@given(some.text(some.characters(exclude_categories=["Cs"])))
def test_what_is_proposed_can_be_read(name: str) -> None:
    slug = slugify(name)
    assert not slug or read_slug(slug, reserved=frozenset()) == slug
