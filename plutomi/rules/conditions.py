"""Conditions as a typed tree: read from JSON or refused by place, written back the same, compiled to one function."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from plutomi.errors import Invalid
from plutomi.rules import values
from plutomi.rules.joining import call, group, joined
from plutomi.rules.matching import OPERATORS, Check, Facts

MAX_DEPTH, MAX_CONDITIONS = 8, 100
GROUPS = ("all", "any", "none")


@dataclass(frozen=True, slots=True)
class Condition:
    """One fact held against a value; lists are tuples."""

    fact: str
    op: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Group:
    """`all`, `any` or `none` of its parts."""

    kind: str
    parts: tuple["Tree", ...]


Tree = Condition | Group


def parse(raw: Any, field: str = "show_if") -> Tree:
    """The tree in `raw`; Invalid names each place that cannot be taken, like `show_if.all.0.value`."""
    errors: dict[str, str] = {}
    tree = _Reader(errors).read(raw, field, 1)
    if errors or tree is None:
        raise Invalid(errors)
    return tree


def dump(tree: Tree) -> dict[str, Any]:
    """The tree as JSON; parsed again it is equal."""
    if isinstance(tree, Group):
        return {tree.kind: [dump(part) for part in tree.parts]}
    told = {"fact": tree.fact, "op": tree.op}
    if tree.op in values.WITHOUT:
        return told
    return told | {"value": list(tree.value) if isinstance(tree.value, tuple) else tree.value}


def compile(tree: Tree) -> Check:
    """A function of facts by name that says whether they match; it never raises."""
    checks: list[Check] = []
    return joined(_words(tree, checks), checks)


def each(tree: Tree) -> Iterator[Condition]:
    """Its conditions, in their order."""
    if isinstance(tree, Condition):
        yield tree
    else:
        for part in tree.parts:
            yield from each(part)


def facts_in(tree: Tree) -> frozenset[str]:
    """The names of the facts a tree reads."""
    return frozenset(one.fact for one in each(tree))


def is_met(raw: dict[str, Any] | None, facts: Facts) -> bool:
    """Whether facts match a condition as it is kept; none at all is always met."""
    return raw is None or _compiled(json.dumps(raw))(facts)


def facts_of(raw: dict[str, Any] | None) -> frozenset[str]:
    """The names of the facts a condition as it is kept reads."""
    return frozenset() if raw is None else facts_in(parse(raw))


@lru_cache(maxsize=10_000)
def _compiled(text: str) -> Check:
    return compile(parse(json.loads(text)))


def _words(tree: Tree, checks: list[Check]) -> str:
    if isinstance(tree, Condition):
        return call(checks, OPERATORS[tree.op](tree.fact, tree.value))
    if len(tree.parts) == 1 and tree.kind != "none":
        return _words(tree.parts[0], checks)
    return group(tree.kind, [_words(part, checks) for part in tree.parts])


class _Reader:
    """Reads a tree once, counting its conditions."""

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors, self.count = errors, 0

    def read(self, raw: Any, path: str, depth: int) -> Tree | None:
        if not isinstance(raw, dict):
            return self.refuse(path, "This must be a condition, or all, any or none of several.")
        if len(raw) == 1 and (kind := next(iter(raw))) in GROUPS:
            return self.group(kind, raw[kind], f"{path}.{kind}", depth)
        return self.condition(raw, path)

    def group(self, kind: str, raw: Any, path: str, depth: int) -> Tree | None:
        if not isinstance(raw, list) or not raw:
            return self.refuse(path, "Add at least one condition.")
        if depth >= MAX_DEPTH:
            return self.refuse(path, f"Conditions can be at most {MAX_DEPTH} deep.")
        parts = []
        for at, part in enumerate(raw):
            if self.count > MAX_CONDITIONS:
                return None
            parts.append(self.read(part, f"{path}.{at}", depth + 1))
        return Group(kind, tuple(part for part in parts if part is not None))

    def condition(self, raw: dict[str, Any], path: str) -> Tree | None:
        self.count += 1
        if self.count > MAX_CONDITIONS:
            return self.refuse(path, f"There can be at most {MAX_CONDITIONS} conditions.")
        if strange := [key for key in raw if key not in ("fact", "op", "value")]:
            return self.refuse(path, f"A condition has no “{str(strange[0])[:40]}”.")
        fact = self.take(f"{path}.fact", lambda: values.read_fact(raw.get("fact")))
        op = self.take(f"{path}.op", lambda: values.read_operator(raw.get("op")))
        value = self.take(f"{path}.value", lambda: values.READERS[op](raw.get("value"))) if op else None
        return Condition(fact, op, value) if fact and op else None

    def take(self, path: str, reader: Callable[[], Any]) -> Any:
        try:
            return reader()
        except ValueError as error:
            return self.refuse(path, str(error))

    def refuse(self, path: str, words: str) -> Any:
        self.errors[path] = words
        return None
