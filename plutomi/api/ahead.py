"""What applicants' pages name in their first bytes: their own style sheet, and the scripts they will ask for next.

The browser decides on the sheet as plugins/sheets.py says; the scripts it would only know once it has run others.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

WHOLE, THEIRS, MANIFEST = "__reflex_global_styles-*.css", "applicants-*.css", "manifest-*.js"
PARAMETER = re.compile(r":\w+")


class Ahead:
    """Read from the built pages once; before they are built there is nothing to say."""

    def __init__(self, pages: Path) -> None:
        self.whole, self.theirs = (_name(pages, pattern) for pattern in (WHOLE, THEIRS))
        self.scripts = list(_scripts(pages)) if self.theirs else []

    def told(self, page: bytes, path: str) -> bytes:
        """The page with all that in its head."""
        if not self.theirs:
            return page
        before, end, after = page.replace(self.whole, self.theirs).partition(b"</head>")
        names = next((names for pattern, names in self.scripts if pattern.fullmatch(path)), [])
        links = (b'<link rel="modulepreload" href="%b"/>' % name for name in names if name not in before)
        return before + b"".join(links) + end + after


def _name(pages: Path, pattern: str) -> bytes:
    return next((path.name.encode() for path in (pages / "assets").glob(pattern)), b"")


def _scripts(pages: Path) -> Iterator[tuple[re.Pattern[str], list[bytes]]]:
    """What each applicants' page is made of, those of fixed names first."""
    text = (pages / "assets" / _name(pages, MANIFEST).decode()).read_text()
    routes = json.loads(text[text.index("{") : text.rindex("}") + 1])["routes"].values()
    theirs = [route for route in routes if re.match(r"(apply|my)\b", route.get("path", ""))]
    for route in sorted(theirs, key=lambda route: route["path"].count(":")):
        names = [name.encode() for name in (route["module"], *route["imports"])]
        yield re.compile(f"/{PARAMETER.sub('[^/]+', route['path'])}/?"), names
