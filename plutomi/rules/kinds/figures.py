"""Answers in figures."""

import math
import re
from typing import Any

from plutomi.rules.asked import Asked
from plutomi.rules.limits import LARGEST, RATING

_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")  # else a comma is taken for a decimal point


def number(question: Asked, raw: Any) -> int | float:
    value, limits = _figure(raw), question.limits
    if limits.get("is_whole") and not isinstance(value, int):
        raise ValueError("This must be a whole number.")
    unit = f" {limits['unit']}" if limits.get("unit") else ""
    if "min" in limits and value < limits["min"]:
        raise ValueError(f"This must be at least {limits['min']:,}{unit}.")
    if "max" in limits and value > limits["max"]:
        raise ValueError(f"This must be at most {limits['max']:,}{unit}.")
    return value


def rating(question: Asked, raw: Any) -> int:
    most = question.limits.get("max", RATING)
    value = _figure(raw)
    if not isinstance(value, int) or not 1 <= value <= most:
        raise ValueError(f"Please choose from 1 to {most}.")
    return value


def _figure(raw: Any) -> int | float:
    if isinstance(raw, bool):
        raise ValueError("This must be a number.")
    text = str(raw).strip()
    try:
        value = float(text.replace(",", "" if _THOUSANDS.fullmatch(text) else "."))
    except ValueError:
        raise ValueError("This must be a number.") from None
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise ValueError("This number is too large.")
    return int(value) if value.is_integer() else value
