"""Two style sheets: applicants' pages load only what is used in them, a third less; all others the whole.

Whoever goes on from there to another page gets the whole, which repeats the smaller one, so the order never changes.
"""

import re
from pathlib import Path
from typing import Any

from reflex_base.plugins.base import Plugin

from plutomi.components.theme import DAISY

ASSETS, OURS = Path("assets"), ("plutomi.css", "toasts.css")
# As the browser decides it, and the server before it (api/heads.py, api/ahead.py): both must say the same.
APPLICANTS = r"^/apply/[^/]+(/[^/]+)?/?$|^/my(/link)?/?$"
SOURCES = (
    "app/root.jsx",
    "app/routes/?apply?*",
    "app/routes/?my?*",
    "app_components/plutomi/pages/{apply/index,frame,links,my/index,near}.jsx",
    "public/external/plutomi/components/islands/{address,arrival,arriving,autosave,captcha,count,day,dialog}.jsx",
    "public/external/plutomi/components/islands/{form_care,postal,seal,search,shortcuts,show_if,suggestion,text_area}.jsx",
    "public/external/plutomi/components/islands/{text_line,time_ago,tongues,upload,zone}.jsx",
    "utils/components/*",
)
IMPORT = 'import reflexGlobalStyles from "$/styles/__reflex_global_styles.css?url"\n'
LAYOUT = "export function Layout({children}) {\n"
CHOICE = f"""import wholeSheet from "$/styles/__reflex_global_styles.css?url"
import applicantsSheet from "$/styles/applicants.css?url"
import {{useLocation}} from "react-router"

const applicants = new RegExp(String.raw`{APPLICANTS}`);
let isWhole = false;

function useSheet() {{
  const {{pathname}} = useLocation();
  const isTheirs = applicants.test(pathname);
  if (typeof window === "undefined") return isTheirs ? applicantsSheet : wholeSheet;
  isWhole ||= !isTheirs;
  return isWhole ? wholeSheet : applicantsSheet;
}}
"""


class Sheets(Plugin):
    """Writes the smaller sheet and has each page load the one that is for it."""

    def pre_compile(self, **context: Any) -> None:
        """Runs before the pages are written and built."""
        context["add_save_task"](_written)
        context["add_modify_task"]("app/_document.js", _choosing)


def _written() -> tuple[str, str]:
    from reflex.utils.prerequisites import get_web_dir

    return str(get_web_dir() / "styles" / "applicants.css"), "\n".join([*_tailwind(), *map(_ours, OURS)])


def _tailwind() -> list[str]:
    options = "; ".join(f"{name}: {_said(value)}" for name, value in DAISY.items())
    return [
        "@layer theme, base, components, utilities;",
        '@import "tailwindcss/theme.css" layer(theme);',
        '@import "tailwindcss/preflight.css" layer(base);',
        "@layer utilities { @tailwind utilities source(none); }",
        *(f'@source "../{path}";' for path in SOURCES),
        f'@plugin "daisyui" {{ {options}; }}',
    ]


def _ours(name: str) -> str:
    """A sheet of ours without where it has Tailwind look."""
    return re.sub(r"^@source .*\n", "", (ASSETS / name).read_text(), flags=re.MULTILINE)


def _said(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value).lower()


def _choosing(document: str) -> str:
    """ValueError when Reflex has changed its document."""
    if IMPORT not in document or LAYOUT not in document:
        raise ValueError("no style sheet in _document.js: has Reflex changed it?")
    document = document.replace(IMPORT, CHOICE)
    return document.replace(LAYOUT, f"{LAYOUT}  const reflexGlobalStyles = useSheet();\n")
