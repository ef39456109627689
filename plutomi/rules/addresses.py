"""Answers that are addresses."""

from collections.abc import Mapping
from typing import Any

from plutomi.errors import Invalid
from plutomi.models.text import clean_line
from plutomi.rules.asked import Asked
from plutomi.rules.limits import read_country

PARTS = ("country", "region", "city", "postcode", "street", "extra")
MOST = {"region": 100, "city": 100, "postcode": 20, "street": 200, "extra": 200}
NEEDED = {"street": "Please give the street.", "city": "Please give the city."}


def read_address(question: Asked, raw: Any) -> dict[str, str] | None:
    """All parts of an address, None when nothing was given; Invalid names each part that cannot be taken."""
    if not isinstance(raw, Mapping):
        raise ValueError("This must be an address, part by part.")
    given = {part: raw.get(part) for part in PARTS}
    if all(value in (None, "") or not str(value).strip() for part, value in given.items() if part != "country"):
        return None
    errors: dict[str, str] = {}
    address = {part: _part(question, part, value, errors) for part, value in given.items()}
    if errors:
        raise Invalid(errors)
    return address


def _part(question: Asked, part: str, value: Any, errors: dict[str, str]) -> str:
    try:
        if part == "country":
            return read_country(value or question.limits.get("country", "US"))
        if value is not None and not isinstance(value, str):
            raise ValueError("This must be text.")
        text = clean_line(value or "", MOST[part])
        if not text and part in NEEDED:
            raise ValueError(NEEDED[part])
    except ValueError as error:
        errors[part] = str(error)
        return ""
    return text
