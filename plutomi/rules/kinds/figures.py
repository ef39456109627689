"""Answers in figures."""

import math
import re
from collections.abc import Mapping
from typing import Any

from plutomi.rules.asked import Asked
from plutomi.rules.limits import LARGEST, RATING
from plutomi.tongue import decimal_mark, figure, say

# What sets thousands apart (first), what stands before a fraction (second), when a number is typed so.
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([,.'\s])\d{3})(?:\1\d{3})*(?:([.,])\d*)?")


def number(question: Asked, raw: Any) -> int | float:
    value, limits = _figure(raw), question.limits
    if limits.get("is_whole") and not isinstance(value, int):
        raise ValueError(say("This must be a whole number."))
    if "min" in limits and value < limits["min"]:
        raise ValueError(say("This must be at least {number}.", number=_with_unit(limits["min"], limits)))
    if "max" in limits and value > limits["max"]:
        raise ValueError(say("This must be at most {number}.", number=_with_unit(limits["max"], limits)))
    return value


def rating(question: Asked, raw: Any) -> int:
    most = question.limits.get("max", RATING)
    value = _figure(raw)
    if not isinstance(value, int) or not 1 <= value <= most:
        raise ValueError(say("Please choose from {least} to {most}.", least=figure(1), most=figure(most)))
    return value


def _figure(raw: Any) -> int | float:
    if isinstance(raw, bool):
        raise ValueError(say("This must be a number."))
    text = str(raw).strip()
    try:
        value = float(_plain(text))
    except ValueError:
        raise ValueError(say("This must be a number.")) from None
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise ValueError(say("This number is too large."))
    return int(value) if value.is_integer() else value


def _plain(text: str) -> str:
    """A typed number with a point before its fraction and nothing between its thousands.

    One mark before three digits (1.500) is read as people here write it: as a fraction where that is their mark for it.
    """
    found = _GROUPED.fullmatch(text)
    if not found or found[1] == found[2]:
        return text.replace(",", ".")
    is_sure = found[2] or text.count(found[1]) > 1 or found[1] not in ",."
    if not is_sure and found[1] == decimal_mark():
        return text.replace(",", ".")
    return text.replace(found[1], "").replace(",", ".")


def _with_unit(value: int | float, limits: Mapping[str, Any]) -> str:
    return " ".join(filter(None, (figure(value), str(limits.get("unit", "")))))
