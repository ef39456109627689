"""What was typed into a form and not sent: read, merged field by field, never judged as an answer."""

import json
import re
from collections.abc import Collection, Mapping
from math import isfinite
from typing import Any

from plutomi.errors import Invalid, TooLarge
from plutomi.tongue import say

CONTACT = ("name", "email", "phone")
MOST_FIELDS, MOST_SAID, MAX_SAID = 500, 100, 20_000  # fields of a form, values of a field, letters of a value
MAX_TYPED = 256 * 1024  # bytes of a whole draft
MAX_AGO = 90 * 24 * 3600 * 1000  # ms
_FIELD = re.compile(r"answers\.(?P<key>[^.\s]{1,60})(\.[a-z_]{1,30})?")
_SURROGATE = re.compile("[\ud800-\udfff]")

Typed = dict[str, dict[str, Any]]


def read_typed(given: Any, keys: Collection[str], at: int, contact: Collection[str] = ()) -> Typed:
    """`given` is `{name: {"said": [text, ...], "ago": ms}}`, as a browser tells it; `at` is now, in ms since 1970.

    Only fields of the questions `keys`, whole or in parts, and of `contact` are kept: others are no longer asked.
    """
    if not isinstance(given, Mapping) or len(given) > MOST_FIELDS:
        raise Invalid({"fields": "This must be what was typed, by the name of its field."})
    return {name: _read(one, at) for name, one in given.items() if _is_asked(name, keys, contact)}


def merge(kept: Typed, new: Typed, since: int = 0) -> Typed:
    """Both, field by field: what was typed later counts, and what was typed before `since` (ms) not at all."""
    merged = dict(kept)
    for name, one in new.items():
        if one["at"] > since and one["at"] >= merged.get(name, {"at": 0})["at"]:
            merged[name] = one
    if len(json.dumps(merged, ensure_ascii=False).encode()) > MAX_TYPED:
        raise TooLarge(say("That is more than can be kept here."))
    return merged


def values_of(typed: Typed) -> dict[str, list[str]]:
    """What stands in each field, by its name; none for one that was emptied."""
    return {name: list(one["said"]) for name, one in typed.items()}


def key_of(name: str) -> str:
    """The question a field belongs to; "" for none."""
    found = _FIELD.fullmatch(name)
    return found["key"] if found else ""


def _is_asked(name: Any, keys: Collection[str], contact: Collection[str]) -> bool:
    return isinstance(name, str) and (name in contact or key_of(name) in keys)


def _read(one: Any, at: int) -> dict[str, Any]:
    said, ago = (one.get("said"), one.get("ago", 0)) if isinstance(one, Mapping) else (None, 0)
    if not isinstance(said, list) or len(said) > MOST_SAID or not all(isinstance(value, str) for value in said):
        raise Invalid({"fields": "Each field must have the list of texts it `said`."})
    if any(len(value) > MAX_SAID for value in said):
        raise TooLarge(say("That is more than can be kept here."))
    return {"said": [_clean(value) for value in said if value], "at": at - _bounded(ago)}


def _bounded(ago: Any) -> int:
    is_number = isinstance(ago, int | float) and not isinstance(ago, bool) and isfinite(ago)
    return round(min(max(ago, 0), MAX_AGO)) if is_number else 0


def _clean(value: str) -> str:
    """As typed, but for what PostgreSQL cannot keep."""
    return _SURROGATE.sub("", value.replace("\0", ""))
