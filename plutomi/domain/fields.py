"""Reading the fields of recruiters' forms: one Invalid with words for each field that cannot be taken."""

from collections.abc import Callable, Mapping
from typing import Any

from plutomi.errors import Invalid
from plutomi.models.text import clean_line, clean_text


def read(readers: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """Run each field's reader; their ValueErrors become one Invalid."""
    values, errors = {}, {}
    for field, reader in readers.items():
        try:
            values[field] = reader()
        except ValueError as error:
            errors[field] = str(error)
    if errors:
        raise Invalid(errors)
    return values


def line(value: Any, most: int, missing: str = "") -> str:
    """One clean line; with `missing` given, an empty one is refused in those words."""
    text = clean_line(value if isinstance(value, str) else "", most)
    if not text and missing:
        raise ValueError(missing)
    return text


def text(value: Any, most: int) -> str:
    """Clean text of several lines."""
    return clean_text(value if isinstance(value, str) else "", most)


def lenient(value: Any, most: int = 200) -> str:
    """One clean line of whatever was given, for searches and the like: what cannot be kept is left out, or cut off."""
    text = value[:most] if isinstance(value, str) else ""
    return clean_line("".join(c for c in text if not "\ud800" <= c <= "\udfff"), most)


def one_of(value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"Choose one of: {', '.join(allowed)}.")
    return str(value)
