"""The settings of one use of a question, read from what recruiters set."""

import re
from collections.abc import Mapping
from typing import Any

from plutomi.domain import fields
from plutomi.errors import Invalid
from plutomi.models import StageQuestion
from plutomi.rules.conditions import dump, parse

MAX_HELP, MAX_PLACEHOLDER, MAX_PREFILL = 500, 200, 50
TAKEN = ("source", "sent", "name", "email", "phone")  # what the page's own address and form call theirs
_PREFILL = re.compile(r"[A-Za-z0-9_.-]*")
SETTINGS: dict[str, Any] = {  # with their first values
    "is_required": True, "help": "", "placeholder": "", "prefill": "", "is_hidden": False, "is_secure": False,
    "show_if": None,
}  # fmt: skip


def read_settings(given: Mapping[str, Any], use: StageQuestion | None = None) -> dict[str, Any]:
    """All settings, those not given as they are in `use`; Invalid by field."""
    values = {name: getattr(use, name) if use else first for name, first in SETTINGS.items()}
    readers = {
        "help": lambda: fields.text(given["help"], MAX_HELP),
        "placeholder": lambda: fields.line(given["placeholder"], MAX_PLACEHOLDER),
        "prefill": lambda: _prefill(given["prefill"]),
        "show_if": lambda: read_show_if(given["show_if"]),
    }
    values |= {name: bool(given[name]) for name in SETTINGS if name.startswith("is_") and name in given}
    values |= fields.read({name: reader for name, reader in readers.items() if name in given})
    if unknown := given.keys() - SETTINGS.keys():
        raise TypeError(f"no such settings: {sorted(unknown)}")
    if values["is_hidden"] and not values["prefill"]:
        raise Invalid({"prefill": "A hidden question needs a parameter that answers it."})
    return values


def read_show_if(raw: Any) -> dict[str, Any] | None:
    """A condition as it is kept; None for always."""
    return None if raw in (None, "", {}) else dump(parse(raw))


def _prefill(raw: Any) -> str:
    name = fields.line(raw, MAX_PREFILL)
    if not _PREFILL.fullmatch(name):
        raise ValueError("Use letters, digits, dots, hyphens and underscores.")
    if name in TAKEN:
        raise ValueError(f"“{name}” is used by the page itself. Choose another name.")
    return name
