"""An address on the plain form: its country's parts, with what was typed and what is wrong at each."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from plutomi.rules import addresses, countries
from plutomi.rules.answers import Asked
from plutomi.tongue import mark, say

Typed = Mapping[str, list[str]]
COUNTRY = {"name": "country", "label": mark("Country"), "is_required": True, "completes": "country"}


def address_parts(asked: Asked, name: str, typed: Typed, errors: Mapping[str, str]) -> dict[str, Any]:
    """What templates/asked/address.html needs beside what every question has; nothing for other types."""
    if asked.type != "address":
        return {}
    only = str(asked.limits.get("country") or "")
    said = _first(typed, f"{name}.country").upper()
    here = next((code for code in (only, said) if countries.is_country(code)), addresses.HOME)
    where = countries.country(here)
    values = {part.name: _value(part, _first(typed, f"{name}.{part.name}"), where) for part in where.parts}
    known = ((only, countries.name_of(only)),) if only else countries.named()
    layout = [COUNTRY | {"choices": known}, *(asdict(part) for part in where.parts)]
    values["country"] = here
    wrong = {part: errors[f"{name}.{part}"] for part in addresses.PARTS if f"{name}.{part}" in errors}
    return {
        "layout": [
            part | {"label": say(part["label"]), "value": values[part["name"]], "error": wrong.get(part["name"], "")}
            for part in layout
        ],
        "error": errors.get(name) or (say("Please check this address.") if wrong else ""),
    }


def _value(part: countries.Part, typed: str, where: countries.Country) -> str:
    """What was typed; of a list what it means, for a list shows nothing else."""
    region = where.region(typed) if part.choices and typed else None
    return region.key if region else typed


def _first(typed: Typed, name: str) -> str:
    return next(iter(typed.get(name, ())), "")
