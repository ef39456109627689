"""A style as emails take it: plain colours for each scheme, sizes in pixels, a logo by its whole address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plutomi.models.style import Image, Style, of_json
from plutomi.rules.colors import DARK, Shades
from plutomi.rules.styling import in_dark, in_light, picture_path, radius, stack, words

LOGO_HEIGHT, LOGO_WIDTH = 40, 240  # pixels at most


@dataclass(frozen=True, slots=True)
class Look:
    """Colours in `light` and `dark`, `button` and `card` corners in pixels, the words that lead on."""

    light: Shades
    dark: Shades
    dark_card: str
    font: str
    button: int
    card: int
    go_on: str
    logo: str
    logo_width: int
    logo_height: int


def look_of(style: Style, logo_url: str = "") -> Look:
    """The look of emails in this style."""
    _, field, box = radius(style)
    width, height = _fitted(style.logo)
    go_on = words(style)["continue"]
    return Look(
        in_light(style), in_dark(style), DARK.card, stack(style), _pixels(field), _pixels(box), go_on, logo_url, width,
        height,
    )  # fmt: skip


def look_in(context: Mapping[str, Any], base_url: str) -> Look:
    """The look of an owed email: its org's slug and style stand among its facts."""
    style, slug = of_json(context.get("style")), context.get("org_slug", "")
    path = picture_path(style.logo, slug, "png") if slug else ""
    return look_of(style, base_url + path if path else "")


def _fitted(logo: Image | None) -> tuple[int, int]:
    if logo is None:
        return 0, 0
    scale = min(LOGO_HEIGHT / logo.height, LOGO_WIDTH / logo.width, 1.0)
    return max(1, round(logo.width * scale)), max(1, round(logo.height * scale))


def _pixels(length: str) -> int:
    return round(float(length.removesuffix("rem")) * 16)
