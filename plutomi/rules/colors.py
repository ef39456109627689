"""Colours that can be read: WCAG contrast, and shades of a brand for light and dark pages."""

from collections.abc import Sequence
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass

from plutomi.models.color import READABLE, read_color
from plutomi.models.color import contrast as color_contrast

WHITE, BLACK = "#ffffff", "#000000"
VISIBLE = 3.0  # WCAG 2.2: parts of controls (1.4.11); words need READABLE (1.4.3)
SURE = 4.8  # what we aim at, since hovering and tints take a little away
STEPS = 200
DIM = 0.08  # lightness of a dark page


@dataclass(frozen=True, slots=True)
class Scheme:
    """A light or dark page of ours: what words stand on, and the faintest of the words."""

    is_dark: bool
    card: str
    ground: str
    faintest: tuple[str, ...]


# The same colours as in assets/plutomi.css.
LIGHT = Scheme(False, "#ffffff", "#f4f8f9", ("#55636a", "#b92229", "#895709", "#106c3e", "#1a609e"))
DARK = Scheme(True, "#151d20", "#0d1417", ("#9eaaae", "#fa9390", "#f4c26a", "#80dba2"))


@dataclass(frozen=True, slots=True)
class Shades:
    """A brand on one scheme: `fill` with words `on_fill`, `ink` for words and lines with `on_ink` on it.

    `edge` is around what is filled; `ground` is the page's own colour.
    """

    fill: str
    on_fill: str
    edge: str
    ink: str
    on_ink: str
    ground: str


def luminance(color: str) -> float:
    """WCAG's relative luminance of `#rrggbb`, 0 to 1."""
    return read_color(color).light


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two `#rrggbb`, 1 to 21."""
    return color_contrast(read_color(one), read_color(other))


def on(fill: str) -> str:
    """White or black, whichever can be read on `fill`: white where both can. One always can (4.58 at the worst)."""
    return WHITE if contrast(WHITE, fill) >= READABLE else BLACK


def shades(color: str, background: str, scheme: Scheme) -> Shades:
    """A brand's shades on a scheme. A colour that would vanish on a dark page is lightened there."""
    ground = ground_of(background, scheme)
    grounds = (scheme.card, ground)
    ink = readable(color, grounds, scheme)
    stands_out = min(contrast(color, one) for one in grounds) >= VISIBLE
    fill = color if stands_out or not scheme.is_dark else ink
    edge = fill if stands_out or scheme.is_dark else ink
    return Shades(fill, on(fill), edge, ink, on(ink), ground)


def readable(color: str, grounds: Sequence[str], scheme: Scheme) -> str:
    """The nearest shade of `color` that words can be written in on all of these grounds."""
    if all(contrast(color, one) >= READABLE for one in grounds):
        return color
    return _shifted(color, grounds, up=scheme.is_dark)


def ground_of(background: str, scheme: Scheme) -> str:
    """The nearest shade of `background` on which all of a scheme's words can be read."""
    if not background:
        return scheme.ground
    nearest = _dimmed(background) if scheme.is_dark else background
    return _shifted(nearest, scheme.faintest, up=not scheme.is_dark)


def _dimmed(color: str) -> str:
    """A dark page's shade of a light background: its hue, but little of it."""
    hue, light, saturation = rgb_to_hls(*_channels(color))
    return color if light <= DIM else _hex(hls_to_rgb(hue, DIM, saturation / 2))


def _shifted(color: str, others: Sequence[str], up: bool) -> str:
    """`color` made lighter (or darker) in small steps until its contrast with all others is sure."""
    hue, light, saturation = rgb_to_hls(*_channels(color))
    for step in range(STEPS + 1):
        share = step / STEPS
        shade = _hex(hls_to_rgb(hue, light + ((1.0 if up else 0.0) - light) * share, saturation))
        if all(contrast(shade, other) >= SURE for other in others):
            return shade
    return WHITE if up else BLACK


def _channels(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(channels: Sequence[float]) -> str:
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)
