"""Sifting: of many rules those that somebody's texts rule out, found by a look-up a fact instead of asking each."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from plutomi.rules.comparing import Facts
from plutomi.rules.conditions import Condition, Group, Tree
from plutomi.rules.engine.facts import LISTS
from plutomi.rules.matching import fold

AFFIRMED, DENIED, HOLDING = ("is", "one_of"), ("is_not", "none_of"), ("contains", "not_contains")


@dataclass(slots=True)
class _Column:
    """What rules, each by its place, ask of one fact, that its text can be looked up in.

    `affirmed` by rule, and `fits` by text the rules that take it; `denied` by text, by rule; `holding` is what the
    text must have within it, and must not: these are gone through.
    """

    rules: set[int] = field(default_factory=set)
    affirmed: dict[int, Condition] = field(default_factory=dict)
    fits: dict[str, set[int]] = field(default_factory=dict)
    denied: dict[str, dict[int, Condition]] = field(default_factory=dict)
    holding: list[tuple[str, bool, int, Condition]] = field(default_factory=list)


class Sieve:
    """Rules by place, of whose conditions all must be so; `rests` is what is left to ask whom it lets through."""

    def __init__(self, trees: Sequence[Tree | None]) -> None:
        self._columns: dict[str, _Column] = {}
        self.rests = [self._rest(at, tree) for at, tree in enumerate(trees)]

    def sift(self, facts: Facts) -> tuple[dict[int, Condition], set[int]]:
        """A condition that is certainly not so, by rule; and the rules that are to be asked whole: a text is none."""
        out: dict[int, Condition] = {}
        whole: set[int] = set()
        for fact, column in self._columns.items():
            found = facts.get(fact)
            text = fold(found) if found.__class__ is str else ""
            if not text:
                whole |= column.rules
                continue
            fits = column.fits.get(text, ())
            out |= {at: one for at, one in column.affirmed.items() if at not in fits} if fits else column.affirmed
            out |= column.denied.get(text, {})
            out |= {at: one for held, wanted, at, one in column.holding if (held in text) is not wanted}
        return out, whole

    def _rest(self, at: int, tree: Tree | None) -> Tree | None:
        if tree is None:
            return None
        parts = tree.parts if isinstance(tree, Group) and tree.kind == "all" else (tree,)
        left = tuple(part for part in parts if not self._takes(at, part))
        return left[0] if len(left) == 1 else Group("all", left) if left else None

    def _takes(self, at: int, part: Tree) -> bool:
        """Whether nothing is left to be asked of it."""
        if not isinstance(part, Condition) or part.op not in (*AFFIRMED, *DENIED, *HOLDING) or part.fact in LISTS:
            return False
        several = part.value if part.op.endswith("_of") else (part.value,)
        texts = {fold(one) for one in several if one.__class__ is str}
        column = self._columns.setdefault(part.fact, _Column()) if texts else _Column()
        if not texts or (part.op in AFFIRMED and at in column.affirmed):
            return False
        column.rules.add(at)
        for text in texts:
            if part.op in HOLDING:
                column.holding.append((text, part.op == "contains", at, part))
            elif part.op in AFFIRMED:
                column.affirmed[at] = part
                column.fits.setdefault(text, set()).add(at)
            else:
                column.denied.setdefault(text, {})[at] = part
        return True
