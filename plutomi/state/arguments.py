"""What a browser sends a handler, held against what the handler says it takes: any client may send anything."""

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from plutomi.errors import Invalid, NotFound

UNUSED = "setvar"  # Reflex gives it to every state; ours are changed by verbs alone


def check(handler: Callable[..., Any], given: Mapping[str, Any]) -> None:
    """Invalid unless the handler takes exactly these arguments, each of the kind it is annotated with."""
    if handler.__name__ == UNUSED:
        raise NotFound
    signature, hints = _takes(handler)
    try:
        signature.bind(None, **given)
    except TypeError as error:
        raise Invalid({}, "That is nothing this page can do.") from error
    if not all(fits(value, hints.get(name, Any)) for name, value in given.items()):
        raise Invalid({}, "That is nothing this page can take.")


def fits(value: Any, hint: Any) -> bool:
    """Whether JSON's `value` is of the kind; of what is inside lists and mappings the handler itself must beware."""
    kind = get_origin(hint) or hint
    if kind in (Union, UnionType):
        return any(fits(value, one) for one in get_args(hint))
    if kind is Literal:
        return value in get_args(hint)
    if kind is Any or not isinstance(kind, type):
        return True
    if kind in (int, float):
        return _is_number(value, kind)
    return isinstance(value, dict if issubclass(kind, Mapping) else kind)


def _is_number(value: Any, kind: type) -> bool:
    if isinstance(value, str):
        return value.isdecimal() and len(value) < 16  # Reflex makes it a number
    return isinstance(value, int | float) and not isinstance(value, bool) and (kind is float or value == value // 1)


@cache
def _takes(handler: Callable[..., Any]) -> tuple[inspect.Signature, dict[str, Any]]:
    return inspect.signature(handler), get_type_hints(handler)
