"""A style as pages take it: one string of CSS variables, the addresses of its pictures, the words of its buttons."""

from dataclasses import dataclass

from plutomi.models.style import Image, Style
from plutomi.rules.styling import page_css, picture_path, words


@dataclass
class Look:
    """What a public page shows of a style; nothing at all until it is known."""

    css: str = ""
    logo: str = ""
    logo_width: int = 0
    logo_height: int = 0
    cover: str = ""
    cover_width: int = 0
    cover_height: int = 0
    apply: str = "Apply"
    go_on: str = "Continue your application"
    send: str = "Send application"


def look_of(style: Style, org_slug: str, *, light: str = ":root", dark: str = ".dark", **default: str) -> Look:
    """The look of a style under these selectors; `default` says other words than ours (`send="Send"`)."""
    said = words(style, **default)
    logo, logo_width, logo_height = _picture(style.logo, org_slug)
    cover, cover_width, cover_height = _picture(style.cover, org_slug)
    return Look(
        css=page_css(style, light, dark),
        logo=logo,
        logo_width=logo_width,
        logo_height=logo_height,
        cover=cover,
        cover_width=cover_width,
        cover_height=cover_height,
        apply=said["apply"],
        go_on=said["continue"],
        send=said["send"],
    )


def _picture(image: Image | None, org_slug: str) -> tuple[str, int, int]:
    return (picture_path(image, org_slug), image.width, image.height) if image else ("", 0, 0)
