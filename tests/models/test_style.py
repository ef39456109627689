"""Styles: inherited part by part, and nothing kept or read that could be anything but a style."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plutomi.models.style import FONTS, Image, Style, merged, of_json, read_color, read_font, read_words

SHA = "ab" * 32
FULL = Style("#005b6e", "#fdf6ec", "serif", "pill", {"apply": "Join us"}, Image(SHA, 400, 100), Image(SHA, 1200, 480))


def test_a_style_comes_back_as_it_was_kept():
    assert of_json(FULL.to_json()) == FULL
    assert of_json(Style().to_json()) == of_json(None) == Style()
    assert Style(color="#005b6e").to_json() == {"color": "#005b6e"}


def test_a_stage_inherits_from_its_opening_and_that_from_the_org():
    org = {"color": "#111111", "font": "serif", "buttons": {"apply": "Join", "send": "Go"}}
    opening = {"color": "#222222", "buttons": {"send": "Off it goes"}}
    style = merged(org, opening, {"corners": "pill"})
    assert (style.color, style.font, style.corners) == ("#222222", "serif", "pill")
    assert style.buttons == {"apply": "Join", "send": "Off it goes"}
    assert merged(org, None, {}) == of_json(org)


def test_colors_are_read_as_people_write_them():
    assert [read_color(one) for one in ("#005B6E", "005b6e", " #0af ", "", None)] == [
        "#005b6e", "#005b6e", "#00aaff", "", "",
    ]  # fmt: skip


HOSTILE = [
    "red", "#12345", "#1234567", "#00aaff;}body{display:none}", "url(javascript:alert(1))", "</style><script>",
    "rgb(0,0,0)", "var(--x)", "expression(alert(1))", "#00aa\nff", "\uff03\uff10\uff10\uff15\uff42\uff16\uff45",
    "#0000\u0663\u0663", 5, ["#005b6e"], True,
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
def test_what_is_no_color_is_refused(value):
    with pytest.raises(ValueError, match=r"six digits|no text"):
        read_color(value)
    assert of_json({"color": value, "background": value}) == Style()


@pytest.mark.parametrize("value", ["Comic Sans", "serif;}", "Serif", 5, {"x": 1}])
def test_only_our_own_fonts_are_taken(value):
    with pytest.raises(ValueError, match=r"Choose one of|no text"):
        read_font(value)
    assert of_json({"font": value}) == Style()
    assert read_font("mono") in FONTS


def test_words_are_one_short_line():
    assert read_words("  Join\n us ") == "Join us"
    assert len(read_words("x" * 40)) == 40
    with pytest.raises(ValueError, match="at most 40"):
        read_words("x" * 41)


@pytest.mark.parametrize(
    "image",
    [
        {"sha256": "../../etc/passwd", "width": 1, "height": 1},
        {"sha256": SHA, "width": 0, "height": 1},
        {"sha256": SHA, "width": "9", "height": 1},
        {"sha256": SHA, "width": 10**6, "height": 1},
        {"sha256": SHA, "width": True, "height": 1},
        {"sha256": SHA},
        "x",
    ],
)
def test_a_picture_that_can_be_none_is_left_out(image):
    assert of_json({"logo": image}) == Style()


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner), max_leaves=3)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["color", "background", "font", "corners", "buttons", "logo", "cover"]), JSON))
def test_whatever_is_kept_is_read_as_a_style(kept):
    style = of_json(kept)
    assert of_json(style.to_json()) == style
