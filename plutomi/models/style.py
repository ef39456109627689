"""How an org's public pages and emails look: each part set, or inherited from what stands above."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, get_args

from plutomi.models.text import clean_line

Font = Literal["system", "humanist", "geometric", "rounded", "serif", "slab", "mono"]
Corners = Literal["square", "rounded", "pill"]
Button = Literal["apply", "continue", "send"]
Use = Literal["logo", "cover"]
FONTS: tuple[str, ...] = get_args(Font)
CORNERS: tuple[str, ...] = get_args(Corners)
BUTTONS: tuple[str, ...] = get_args(Button)
USES: tuple[str, ...] = get_args(Use)
MAX_WORDS = 40  # letters on a button
_COLOR = re.compile(r"#?(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_SHA256 = re.compile(r"[0-9a-f]{64}")
MAX_SIDE = 4000  # pixels a kept picture can have at most


@dataclass(frozen=True, slots=True)
class Image:
    """A kept picture and its size in pixels, so that pages leave room for it before it comes."""

    sha256: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Style:
    """What is empty is inherited. Colours are `#rrggbb`; `buttons` holds words by button."""

    color: str = ""
    background: str = ""
    font: str = ""
    corners: str = ""
    buttons: Mapping[str, str] = field(default_factory=dict)
    logo: Image | None = None
    cover: Image | None = None

    def over(self, base: "Style") -> "Style":
        """This style where it says something, else `base`."""
        own = {name: value for name, value in self._parts() if value and name != "buttons"}
        return replace(base, **own, buttons={**base.buttons, **self.buttons})

    def to_json(self) -> dict[str, Any]:
        """What is kept: only the parts that are set."""
        kept = {name: value for name, value in self._parts() if value}
        for use in USES:
            if image := getattr(self, use):
                kept[use] = {"sha256": image.sha256, "width": image.width, "height": image.height}
        return kept

    def _parts(self) -> list[tuple[str, Any]]:
        return [(one.name, getattr(self, one.name)) for one in fields(self)]


def of_json(kept: Mapping[str, Any] | None) -> Style:
    """What `to_json()` made; anything that could not be of its making is left out, so that it reaches no page."""
    kept = kept if isinstance(kept, Mapping) else {}
    words = kept.get("buttons")
    words = words if isinstance(words, Mapping) else {}
    return Style(
        color=_or_none(read_color, kept.get("color")),
        background=_or_none(read_color, kept.get("background")),
        font=_or_none(read_font, kept.get("font")),
        corners=_or_none(read_corners, kept.get("corners")),
        buttons={name: said for name in BUTTONS if (said := _or_none(read_words, words.get(name)))},
        logo=_image(kept.get("logo")),
        cover=_image(kept.get("cover")),
    )


def merged(*kept: Mapping[str, Any] | None) -> Style:
    """Of styles as kept, the widest first: the org's, the opening's, the stage's."""
    style = Style()
    for one in filter(None, kept):
        style = of_json(one).over(style)
    return style


def read_color(value: Any) -> str:
    """`#rrggbb` from three or six hexadecimal digits; "" for none; ValueError with words for people."""
    text = _line(value)
    if not text:
        return ""
    if not _COLOR.fullmatch(text):
        raise ValueError("Please give a colour as six digits, like #005b6e.")
    digits = text.lstrip("#").lower()
    return "#" + (digits if len(digits) == 6 else "".join(2 * one for one in digits))


def read_font(value: Any) -> str:
    return _one_of(value, FONTS)


def read_corners(value: Any) -> str:
    return _one_of(value, CORNERS)


def read_words(value: Any) -> str:
    """A button's words, one line of at most 40 letters."""
    return clean_line(value if isinstance(value, str) else "", MAX_WORDS)


def read_sha256(value: Any) -> str:
    """What names a picture; "" for none."""
    text = _line(value)
    if text and not _SHA256.fullmatch(text):
        raise ValueError("Please upload this picture first.")
    return text


def _one_of(value: Any, allowed: tuple[str, ...]) -> str:
    text = _line(value)
    if text and text not in allowed:
        raise ValueError(f"Choose one of: {', '.join(allowed)}.")
    return text


def _line(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError("This is no text.")
    return value.strip()


def _or_none(read: Any, value: Any) -> str:
    try:
        return str(read(value))
    except ValueError:
        return ""


def _image(kept: Any) -> Image | None:
    if not isinstance(kept, Mapping):
        return None
    sha256 = _or_none(read_sha256, kept.get("sha256"))
    sides = [kept.get(side) for side in ("width", "height")]
    if not sha256 or not all(type(side) is int and 0 < side <= MAX_SIDE for side in sides):
        return None
    return Image(sha256, *sides)  # type: ignore[arg-type]
