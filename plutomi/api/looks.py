"""How a plain form looks inside another site's page: what its script tag asks for, read strictly."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from plutomi.domain.applicants.applying import MAX_SOURCE
from plutomi.domain.fields import lenient
from plutomi.models.color import BLACK, WHITE, Color, read_color, readable, words_on
from plutomi.tongue.tongues import tongue_of

FONTS = {
    "sans": "Inter, -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
    "system": "system-ui, sans-serif",
    "serif": "Georgia, 'Times New Roman', serif",
    "mono": "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
    "rounded": "ui-rounded, 'SF Pro Rounded', 'Hiragino Maru Gothic ProN', Quicksand, Nunito, sans-serif",
}
SCHEMES = ("light", "dark")
MAX_RADIUS = 24
EDGE = 3.0  # the least contrast of a control's border with what is around it
GROUNDS = {"light": Color(255, 255, 255), "dark": Color(24, 33, 37)}  # of a card, as pages/frame.html has it
RED = Color(179, 38, 30)


@dataclass(frozen=True, slots=True)
class Look:
    """`source` says where a visitor came from, `lang` what they read; the rest is for the eye. What could not be
    read is left out.

    `brand` is the org's own colour: it leads where a site has changed the ground and named no colour.
    """

    is_framed: bool = False
    color: Color | None = None
    background: Color | None = None
    font: str = ""
    radius: int | None = None
    scheme: str = ""
    source: str = ""
    lang: str = ""
    brand: Color | None = None

    @property
    def query(self) -> str:
        """What the next address needs to look the same, `?` included; "" for nothing."""
        asked = {
            "framed": "1" if self.is_framed else "",
            "color": str(self.color or "").lstrip("#"),
            "background": str(self.background or "").lstrip("#"),
            "font": self.font,
            "radius": "" if self.radius is None else str(self.radius),
            "scheme": self.scheme,
            "source": self.source,
            "lang": self.lang,
        }
        told = {name: value for name, value in asked.items() if value}
        return f"?{urlencode(told)}" if told else ""

    @property
    def css(self) -> str:
        """A style sheet made of numbers and our own words alone."""
        rules = {"--round": f"{self.radius}px"} if self.radius is not None else {}
        rules |= {"--font": FONTS[self.font]} if self.font else {}
        sheet = _rule(":root", rules)
        if self.background:
            lead = _led(self.color or self.brand, self.background)
            return sheet + _rule(":root:root", _grounded(self.background) | lead)
        if self.scheme:
            return sheet + _within(self.scheme, False, self.color or self.brand)
        return sheet + "".join(_within(one, True, self.color) for one in SCHEMES)

    def spoken(self, code: str) -> "Look":
        """The same in another language."""
        return replace(self, lang=code)

    def branded(self, color: str) -> "Look":
        """The same with an org's colour, `#rrggbb` or none."""
        return replace(self, brand=_color(color))


def look_of(query: Mapping[str, str]) -> Look:
    """What the address asks for; what is no colour, no number or no font of ours counts as not asked for."""
    font, scheme = query.get("font", ""), query.get("scheme", "")
    return Look(
        is_framed=query.get("framed") == "1",
        color=_color(query.get("color", "")),
        background=_color(query.get("background", "")),
        font=font if font in FONTS else "",
        radius=_radius(query.get("radius", "")),
        scheme=scheme if scheme in SCHEMES else "",
        source=lenient(query.get("source"), MAX_SOURCE),
        lang=asked if tongue_of(asked := query.get("lang", "")) else "",
    )


def _color(typed: str) -> Color | None:
    with suppress(ValueError):
        return read_color(typed)
    return None


def _radius(typed: str) -> int | None:
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= 3
    return min(int(typed), MAX_RADIUS) if is_number else None


def _within(scheme: str, is_choice: bool, color: Color | None) -> str:
    """One scheme's colours: forced when only one was asked for, else the visitor's own."""
    forced = _grounded(GROUNDS[scheme]) if not is_choice else {}
    rule = _rule(":root:root", forced | _led(color, GROUNDS[scheme]))
    return f"@media (prefers-color-scheme: {scheme}) {{ {rule} }}" if is_choice and rule else rule


def _grounded(ground: Color) -> dict[str, str]:
    """Everything that stands on this ground, in shades that can be read on it."""
    ink = words_on(ground)
    return {
        "color-scheme": "dark" if ground.is_dark else "light",
        "--card": str(ground),
        "--ground": str(ground),
        "--ink": str(ink.mixed(ground, 0.08)),
        "--soft": str(readable(ink.mixed(ground, 0.35), ground)),
        "--line": str(ink.mixed(ground, 0.85)),
        "--edge": str(readable(ink.mixed(ground, 0.6), ground, EDGE)),
        "--error": str(readable(RED, ground)),
    } | _led(Color(0, 91, 110), ground)


def _led(color: Color | None, ground: Color) -> dict[str, str]:
    """The leading colour, for buttons and links."""
    if color is None:
        return {}
    lead = readable(color, ground)
    rules, on = {"--lead": str(lead)}, str(WHITE if lead.is_dark else BLACK)
    return rules | {"--on-lead": on, "--fill": str(lead), "--on-fill": on, "--fill-edge": str(lead)}


def _rule(selector: str, rules: Mapping[str, str]) -> str:
    return f"{selector} {{ {'; '.join(f'{name}: {value}' for name, value in rules.items())} }}\n" if rules else ""
