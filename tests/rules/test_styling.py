"""What a style comes to: variables that hold nothing typed, words, warnings."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutomi.models.style import CORNERS, FONTS, Style, of_json
from plutomi.rules.styling import RADII, STACKS, page_css, plain_css, style_css, warnings, words

SAFE = re.compile(r"[\w#:;{}().,' @-]+")
TEXT = st.text(max_size=30) | st.sampled_from(["#005b6e", "}</style><script>", "#fff;}*{}", "url(//x)"])
KEPT = st.fixed_dictionaries(
    {"color": TEXT, "background": TEXT, "font": TEXT, "corners": TEXT, "buttons": st.dictionaries(TEXT, TEXT)}
)


@given(KEPT)
def test_the_css_holds_nothing_but_colours_and_names_of_ours(kept):
    for css in (page_css(of_json(kept)), plain_css(of_json(kept)), style_css(kept, kept, kept)):
        assert SAFE.fullmatch(css)
        assert css.count("{") == css.count("}")
        assert "url" not in css


def test_every_font_and_corner_has_its_own():
    assert set(FONTS) == STACKS.keys()
    assert set(CORNERS) == RADII.keys()
    assert all("http" not in stack for stack in STACKS.values())


def test_a_page_without_a_style_looks_like_plutomi():
    assert "--brand:#006171" in page_css(Style())
    assert "--radius-field:0.5rem" in page_css(Style())


def test_a_brand_gets_its_shades_for_light_and_dark():
    css = page_css(Style(color="#ffe600", corners="square", font="serif"))
    light, dark = css.split(".dark")
    assert "--brand:#ffe600;--brand-content:#000000" in light
    assert "--color-primary:#ffe600" in dark
    assert "--color-primary:#ffe600" not in light
    assert "--radius-field:0;" in light
    assert "Georgia" in light


def test_plain_pages_follow_the_system_and_the_most_particular_style():
    css = style_css({"color": "#111111"}, {"color": "#005b6e"}, {})
    assert "--fill:#005b6e" in css
    assert "@media (prefers-color-scheme: dark)" in css


def test_words_are_the_styles_else_the_pages_else_ours():
    style = Style(buttons={"apply": "Join us"})
    assert words(style, send="Send") == {"apply": "Join us", "continue": "Continue your application", "send": "Send"}
    assert words(Style(buttons={"continue": "Go on"}), go_on="On")["continue"] == "Go on"


def test_a_colour_that_can_be_read_everywhere_is_warned_of_nowhere():
    assert warnings(Style(color="#0077a8")) == {}
    assert warnings(Style()) == {}
    assert warnings(Style(background="#fdf6ec")) == {}


@pytest.mark.parametrize(
    ("color", "said"),
    [("#ffe600", "buttons get black ones"), ("#ffffff", "get a border in"), ("#000000", "On dark screens")],
)
def test_a_colour_that_needs_help_says_what_happens(color, said):
    assert said in warnings(Style(color=color))["color"]


def test_a_background_that_cannot_be_read_on_says_what_it_becomes():
    assert "it becomes #e4e4e4" in warnings(Style(background="#808080"))["background"]
