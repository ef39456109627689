"""Contrast as WCAG counts it, and shades that can always be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutomi.rules.colors import DARK, LIGHT, READABLE, contrast, ground_of, luminance, on, shades

COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#777777", "#ffffff", 4.478),
        ("#767676", "#ffffff", 4.542),
        ("#0000ff", "#ffffff", 8.592),
        ("#ff0000", "#ffffff", 3.998),
        ("#ffff00", "#ffffff", 1.074),
        ("#ffff00", "#000000", 19.556),
    ],
)
def test_contrast_is_that_of_known_pairs(one, other, ratio):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.001)


def test_luminance_is_that_of_the_definition():
    assert luminance("#ff0000") == pytest.approx(0.2126)
    assert luminance("#808080") == pytest.approx(0.21586, abs=1e-5)


def test_words_on_a_light_brand_are_black_and_on_a_dark_one_white():
    assert (on("#ffe600"), on("#005b6e"), on("#757575"), on("#808080")) == ("#000000", "#ffffff", "#ffffff", "#000000")


@given(COLORS)
def test_words_can_be_read_on_every_brand(color):
    assert contrast(on(color), color) >= READABLE


@given(COLORS, st.one_of(st.just(""), COLORS), st.sampled_from([LIGHT, DARK]))
def test_whatever_is_chosen_can_be_read(color, background, scheme):
    found = shades(color, background, scheme)
    assert contrast(found.fill, found.on_fill) >= READABLE
    assert contrast(found.ink, found.on_ink) >= READABLE
    for ground in (scheme.card, found.ground):
        assert contrast(found.ink, ground) >= READABLE
        assert contrast(found.edge, ground) >= 3
    assert all(contrast(words, found.ground) >= READABLE for words in scheme.faintest)


@given(COLORS)
def test_a_brand_is_shown_as_it_is_on_light_pages(color):
    assert shades(color, "", LIGHT).fill == color


def test_what_can_be_read_already_stays_as_it_is():
    assert shades("#005b6e", "", LIGHT).ink == "#005b6e"
    assert ground_of("#fdf6ec", LIGHT) == "#fdf6ec"
    assert ground_of("#101010", DARK) == "#101010"


def test_a_brand_that_would_vanish_on_dark_pages_is_lightened_there():
    navy = shades("#001f5b", "", DARK)
    assert navy.fill == navy.ink != "#001f5b"
    assert shades("#ffe600", "", DARK).fill == "#ffe600"
