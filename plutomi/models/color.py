"""Colours as people type them, and whether words can be read on them (WCAG 2.2)."""

import re
from typing import NamedTuple

READABLE = 4.5  # the least contrast of text with what it stands on
_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_STEPS = 40


class Color(NamedTuple):
    """Red, green and blue, each 0 to 255."""

    red: int
    green: int
    blue: int

    def __str__(self) -> str:
        return "#{:02x}{:02x}{:02x}".format(*self)

    @property
    def light(self) -> float:
        """Relative luminance, 0 to 1."""
        red, green, blue = (_linear(part / 255) for part in self)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    @property
    def is_dark(self) -> bool:
        """Whether white words are read on it better than black ones."""
        return contrast(self, WHITE) >= contrast(self, BLACK)

    def mixed(self, other: "Color", share: float) -> "Color":
        """This colour with a share (0 to 1) of another in it."""
        return Color(*(round(a + (b - a) * share) for a, b in zip(self, other, strict=True)))


# What labels are offered: words in black or white can be read on each, whatever the page's own ground.
PALETTE = {
    "Slate": "#52616b",
    "Red": "#b3261e",
    "Orange": "#c2570c",
    "Yellow": "#f2c230",
    "Lime": "#6a9c1f",
    "Green": "#1e7f4f",
    "Teal": "#0f766e",
    "Sky": "#38a3d1",
    "Blue": "#1d5fbf",
    "Violet": "#6d3fc4",
    "Pink": "#c2387d",
    "Brown": "#7a4f2b",
}
WHITE, BLACK = Color(255, 255, 255), Color(0, 0, 0)


def read_color(typed: str) -> Color:
    """`#0a7`, `00aa77` or `#00AA77`; ValueError in words."""
    match = _HEX.fullmatch(typed.strip())
    if match is None:
        raise ValueError("This must be a colour like #0066cc.")
    digits = match[1] if len(match[1]) == 6 else "".join(2 * digit for digit in match[1])
    return Color(*bytes.fromhex(digits))


def contrast(one: Color, other: Color) -> float:
    """1 (the same) to 21 (black on white)."""
    dark, light = sorted((one.light, other.light))
    return (light + 0.05) / (dark + 0.05)


def words_on(ground: Color) -> Color:
    """Black or white, whichever is read better."""
    return WHITE if ground.is_dark else BLACK


def readable(color: Color, ground: Color, least: float = READABLE) -> Color:
    """The colour, made darker or lighter until it can be read on the ground."""
    goal = words_on(ground)
    shades = (color.mixed(goal, step / _STEPS) for step in range(_STEPS + 1))
    return next((shade for shade in shades if contrast(shade, ground) >= least), goal)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
