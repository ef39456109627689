"""An address on the plain form: its country's parts, with what was typed and what is wrong at each."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from plutomi.rules import addresses, countries
from plutomi.rules.answers import Asked

Typed = Mapping[str, list[str]]


def address_parts(asked: Asked, name: str, typed: Typed, errors: Mapping[str, str]) -> dict[str, Any]:
    """What templates/asked/address.html needs beside what every question has; nothing for other types."""
    if asked.type != "address":
        return {}
    only = str(asked.limits.get("country") or "")
    said = _first(typed, f"{name}.country").upper()
    here = next((code for code in (only, said) if countries.is_country(code)), addresses.HOME)
    where = countries.country(here)
    values = {part.name: _value(part, _first(typed, f"{name}.{part.name}"), where) for part in where.parts}
    known = [(only, countries.NAMES[only])] if only else sorted(countries.NAMES.items(), key=lambda one: one[1])
    country = {"name": "country", "label": "Country", "is_required": True, "completes": "country", "choices": known}
    layout = [country, *(asdict(part) for part in where.parts)]
    values["country"] = here
    wrong = [part for part in addresses.PARTS if f"{name}.{part}" in errors]
    return {
        "layout": [
            part | {"value": values[part["name"]], "error": errors.get(f"{name}.{part['name']}", "")} for part in layout
        ],
        "error": errors.get(name) or ("Please check this address." if wrong else ""),
    }


def _value(part: countries.Part, typed: str, where: countries.Country) -> str:
    """What was typed; of a list what it means, for a list shows nothing else."""
    region = where.region(typed) if part.choices and typed else None
    return region.key if region else typed


def _first(typed: Typed, name: str) -> str:
    return next(iter(typed.get(name, ())), "")
