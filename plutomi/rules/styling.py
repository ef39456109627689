"""What a style comes to: CSS variables, words of buttons, and what recruiters should know of their colours."""

from collections.abc import Mapping
from typing import Any

from plutomi.models.style import Image, Style, merged
from plutomi.rules.colors import (
    BLACK,
    DARK,
    LIGHT,
    READABLE,
    WHITE,
    Scheme,
    Shades,
    contrast,
    ground_of,
    luminance,
    shades,
)
from plutomi.tongue import say

# System fonts alone: nothing is downloaded. Inter first where it is installed, as in assets/plutomi.css.
STACKS = {
    "system": "Inter, ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
    "humanist": "Seravek, 'Gill Sans Nova', Ubuntu, Calibri, 'DejaVu Sans', source-sans-pro, sans-serif",
    "geometric": "Avenir, Montserrat, Corbel, 'URW Gothic', source-sans-pro, sans-serif",
    "rounded": "ui-rounded, 'Hiragino Maru Gothic ProN', Quicksand, Comfortaa, 'Arial Rounded MT Bold', sans-serif",
    "serif": "'Iowan Old Style', 'Palatino Linotype', 'URW Palladio L', P052, Georgia, serif",
    "slab": "Rockwell, 'Rockwell Nova', 'Roboto Slab', 'DejaVu Serif', 'Sitka Small', serif",
    "mono": "ui-monospace, 'Cascadia Code', 'Source Code Pro', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
}
RADII = {  # selector, field, box
    "square": ("0", "0", "0"),
    "rounded": ("0.375rem", "0.5rem", "0.75rem"),
    "pill": ("0.75rem", "1.5rem", "1.5rem"),
}
PLUTOMI = Style(font="system", corners="rounded")
# Plutomi's own colour is no brand put through `shades`: it is chosen by hand for both schemes.
OWN_LIGHT = Shades("#006171", "#f8fdfe", "#006171", "#006171", "#f8fdfe", LIGHT.ground)
OWN_DARK = Shades("#6bd0db", "#001f25", "#6bd0db", "#6bd0db", "#001f25", DARK.ground)


def in_light(style: Style) -> Shades:
    """The style's colours on light pages."""
    return _on(style, LIGHT, OWN_LIGHT)


def in_dark(style: Style) -> Shades:
    """The style's colours on dark pages."""
    return _on(style, DARK, OWN_DARK)


def page_css(style: Style, light: str = ":root", dark: str = ".dark") -> str:
    """The style as CSS variables for the app's own pages, under these selectors; always all of them.

    Safe to stand in a style element: it is made of colours, numbers and names of ours, never of what was typed.
    """
    return f"{light}{{{_shared(style)}{_page_colors(in_light(style))}}}{dark}{{{_page_colors(in_dark(style))}}}"


def plain_css(style: Style) -> str:
    """The same for plain HTML pages (templates/pages/frame.html), which follow the system's light or dark."""
    _, field, box = radius(style)
    shared = f"--font:{stack(style)};--round:{field};--round-card:{box};"
    dark = f"@media (prefers-color-scheme: dark){{:root{{{_plain_colors(in_dark(style))}}}}}"
    return f":root{{{shared}{_plain_colors(in_light(style))}}}{dark}"


def style_css(
    org: Mapping[str, Any] | None, opening: Mapping[str, Any] | None = None, stage: Mapping[str, Any] | None = None
) -> str:
    """`plain_css` of styles as they are kept; what is missing is inherited."""
    return plain_css(merged(org, opening, stage))


def words(style: Style, **default: str) -> dict[str, str]:
    """Each button's words: the style's, else these (`go_on` for "continue"), else ours."""
    ours = {"apply": say("Apply"), "continue": say("Continue your application"), "send": say("Send application")}
    given = {"continue" if name == "go_on" else name: said for name, said in default.items()}
    return {**ours, **given, **style.buttons}


def stack(style: Style) -> str:
    """The font-family of a style."""
    return STACKS.get(style.font, STACKS["system"])


def radius(style: Style) -> tuple[str, str, str]:
    """The corners of ticks, of fields and buttons, of cards."""
    return RADII.get(style.corners, RADII["rounded"])


def picture_path(image: Image | None, org_slug: str, kind: str = "webp") -> str:
    """Where a picture is, on our own server; "" for none. Mail programs need `png`."""
    return f"/brand/{org_slug}/{image.sha256}.{kind}" if image else ""


def warnings(style: Style) -> dict[str, str]:
    """What happens to colours that would be hard to read, by the style's part, in words for recruiters."""
    said = {"color": _about_color(style), "background": _about_background(style)}
    return {part: words for part, words in said.items() if words}


def _on(style: Style, scheme: Scheme, own: Shades) -> Shades:
    if style.color:
        return shades(style.color, style.background, scheme)
    ground = ground_of(style.background, scheme)
    return Shades(own.fill, own.on_fill, own.edge, own.ink, own.on_ink, ground)


def _about_color(style: Style) -> str:
    if not style.color:
        return ""
    light, dark = in_light(style), in_dark(style)
    said = []
    if contrast(WHITE, style.color) < READABLE:
        said.append("White words on this colour would be hard to read, so its buttons get black ones.")
    if light.edge != light.fill:
        said.append(f"It is close to the page's own colour, so its buttons get a border in {light.edge}.")
    if light.ink != style.color:
        said.append(f"As words and lines on a light page it becomes {light.ink}.")
    if dark.fill != style.color:
        said.append(f"On dark screens it would disappear, so it becomes {dark.fill} there.")
    return " ".join(said)


def _about_background(style: Style) -> str:
    shown = in_light(style).ground
    if not style.background or shown == style.background:
        return ""
    return f"Words on this background would be hard to read, so it becomes {shown}; darker still on dark screens."


def _shared(style: Style) -> str:
    selector, field, box = radius(style)
    return f"--brand-font:{stack(style)};--radius-selector:{selector};--radius-field:{field};--radius-box:{box};"


def _page_colors(one: Shades) -> str:
    shift = BLACK if luminance(one.on_fill) > 0.5 else WHITE  # where hovering goes: away from the words
    return (
        f"--color-primary:{one.ink};--color-primary-content:{one.on_ink};--color-base-200:{one.ground};"
        f"--brand:{one.fill};--brand-content:{one.on_fill};--brand-edge:{one.edge};--brand-shift:{shift};"
    )


def _plain_colors(one: Shades) -> str:
    return (
        f"--lead:{one.ink};--on-lead:{one.on_ink};--ground:{one.ground};"
        f"--fill:{one.fill};--on-fill:{one.on_fill};--fill-edge:{one.edge};"
    )
