"""The operators of conditions as methods in expressions: `answers.borough.is("Queens")`, alike to the last letter."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from plutomi.rules.conditions import Condition
from plutomi.rules.engine.judging import Judge, judge
from plutomi.rules.values import READERS

METHODS = {  # by the operator's name; `contains` and `matches` are CEL's own, which heed case
    "is": "is",
    "one_of": "one_of",
    "contains": "includes",
    "matches": "like",
    "between": "between",
    "before": "before",
    "after": "after",
    "within_days": "within_days",
}
TEXT, LIST, INT, DOUBLE, BOOL = "STRING", "LIST", "INT", "DOUBLE", "BOOL"
TAKES: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {  # receiver, and arguments
    "is": ((TEXT, (TEXT,)), (LIST, (TEXT,)), (LIST, (LIST,))),
    "one_of": tuple((kind, (LIST,)) for kind in (TEXT, LIST, INT, DOUBLE, BOOL)),
    "contains": ((TEXT, (TEXT,)), (LIST, (TEXT,))),
    "matches": ((TEXT, (TEXT,)),),
    "between": ((TEXT, (TEXT, TEXT)),),
    "before": ((TEXT, (TEXT,)),),
    "after": ((TEXT, (TEXT,)),),
    "within_days": ((TEXT, (INT,)),),
}


def method(op: str) -> Callable[..., bool]:
    """What the method does; an error is raised as CEL wants it."""

    def call(found: Any, *given: Any) -> bool:
        arguments = tuple(tuple(one) if isinstance(one, list) else one for one in given)
        is_so, words = _judge(op, arguments if op == "between" else arguments[0])({"this": found})
        if is_so is None:
            raise ValueError(words)
        return is_so

    return call


@lru_cache(maxsize=2_000, typed=True)
def _judge(op: str, value: Any) -> Judge:
    return judge(Condition("this", op, READERS[op](value)))
