"""What browsers send to handlers, read with suspicion: any client may call any handler with anything."""

from typing import Any
from uuid import UUID

from plutomi.errors import NotFound


def uuid_of(value: Any) -> UUID:
    """An id; what is none is the id of nothing."""
    try:
        return UUID(str(value))
    except ValueError as error:
        raise NotFound from error


def number_of(value: Any) -> int:
    """A whole number that a browser can hold; 0 for anything else."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 2**53
    return int(value) if is_number else 0


def text_of(form: Any, name: str) -> str:
    """A field of a form; "" when it is missing or no text."""
    value = form.get(name) if hasattr(form, "get") else None
    return value if isinstance(value, str) else ""
