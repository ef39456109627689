"""Which style sheet applicants' pages name in their first bytes; the browser decides it as plugins/sheets.py says."""

from pathlib import Path

WHOLE, THEIRS = "__reflex_global_styles-*.css", "applicants-*.css"


def sheets_in(pages: Path) -> tuple[bytes, bytes]:
    """The whole sheet's name in the built pages, and that of the applicants'; empty before they are built."""
    whole, theirs = (next((pages / "assets").glob(pattern), None) for pattern in (WHOLE, THEIRS))
    return (whole.name.encode(), theirs.name.encode()) if whole and theirs else (b"", b"")


def with_theirs(page: bytes, sheets: tuple[bytes, bytes]) -> bytes:
    """The page with the applicants' sheet in the place of the whole one."""
    whole, theirs = sheets
    return page.replace(whole, theirs) if whole else page
