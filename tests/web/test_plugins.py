"""What we change in Reflex's build still fits what it builds: an upgrade that moves something fails here."""

import re
from fnmatch import fnmatch
from pathlib import Path

import httpx
import pytest

from plutomi.api.ahead import Ahead
from plutomi.build import SERVED, WEB
from plutomi.plugins import lighter, sheets

IMPORTED = re.compile(r"""(?:from|import)\s*\(?\s*["'](\$/|\./)([^"']+)["']""")
ATTRIBUTES = {"dir", "lang", "inert", "hidden", "title", "disabled", "required", "spellCheck", "tabIndex", "inputMode"}
PAGES = ("app/routes/*.jsx", "app_components/**/*.jsx", "utils/components/*.jsx", "app/*.jsx")


def test_a_build_that_is_not_as_we_know_it_is_refused() -> None:
    with pytest.raises(ValueError, match="aliases"):
        lighter._aliased("export default {}")
    with pytest.raises(ValueError, match="style sheet"):
        sheets._choosing("export function Layout() {}")


def test_every_style_that_pages_set_is_plain(site: str) -> None:
    """What stands in for emotion makes a `style` of them: no selectors, and nothing that was meant as an attribute."""
    text = "".join(path.read_text() for pattern in PAGES for path in WEB.glob(pattern))
    styles = [_balanced(text, found.end() - 1) for found in re.finditer(r"css:\(\{", text)]
    assert len(styles) > 10
    keys = {key for style in styles for key in re.findall(r'[{,] \["([^"]+)"\] : ', style)}
    assert all(re.fullmatch(r"--[\w-]+|[a-zA-Z]+", key) for key in keys)
    assert not keys & ATTRIBUTES


def _balanced(text: str, start: int) -> str:
    depth = 0
    for at in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if not depth:
            return text[start : at + 1]
    raise AssertionError("unbalanced")


def imported(path: Path) -> set[Path]:
    """The pages' own modules that one of them imports, however."""
    folder = {"$/": WEB, "./": path.parent}
    found = {folder[start] / name for start, name in IMPORTED.findall(path.read_text())}
    return {one if one.exists() else one.with_name(one.name + ".jsx") for one in found}


def test_the_applicants_sheet_knows_all_that_their_pages_show(site: str) -> None:
    patterns = [one for source in sheets.SOURCES for one in _spread(source)]
    seen: set[Path] = set()
    left = {path for path in (WEB / "app/routes").glob("*.jsx") if re.match(r"\[(apply|my)\]", path.name)}
    assert len(left) == 5
    while left:
        path = left.pop()
        seen.add(path)
        left |= {one for one in imported(path) if one.suffix == ".jsx" and one.exists()} - seen
    shown = {path.relative_to(WEB).as_posix() for path in seen} - {"utils/context.jsx"}
    assert {one for one in shown if not any(fnmatch(one, pattern) for pattern in patterns)} == set()


async def test_applicants_get_the_smaller_sheet_from_the_first_byte(site: str) -> None:
    ahead = Ahead(SERVED / "build" / "client")
    whole, theirs = ahead.whole.decode(), ahead.theirs.decode()
    async with httpx.AsyncClient(base_url=site) as client:
        pages = {path: (await client.get(path)).text for path in ("/apply/none", "/apply/none/at-all", "/my", "/login")}
    assert whole in pages.pop("/login")
    for path, page in pages.items():
        assert re.search(sheets.APPLICANTS, path)
        assert theirs in page
        assert whole not in page


async def test_an_opening_names_the_scripts_of_its_page_ahead(site: str) -> None:
    async with httpx.AsyncClient(base_url=site) as client:
        page = (await client.get("/apply/none/at-all")).text
        named = re.findall(r'<link rel="modulepreload" href="([^"]+)"', page)
        assert len(named) == len(set(named))
        assert any("opening_slug" in name for name in named)
        assert any("/autosave-" in name for name in named)
        assert {(await client.get(name)).status_code for name in named} == {200}


def _spread(pattern: str) -> list[str]:
    """a/{b,c} as a/b and a/c."""
    before, brace, rest = pattern.partition("{")
    if not brace:
        return [pattern]
    among, _, after = rest.partition("}")
    return [before + one + after for one in among.split(",")]
