"""Which rule is followed: the first, in order, that fits what happened and whose condition is met."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from uuid import UUID

from plutomi.rules.comparing import Facts
from plutomi.rules.engine import expressions, judging
from plutomi.rules.engine.judging import Judge
from plutomi.rules.engine.rule import Rule, facts_in
from plutomi.rules.engine.triggers import Trigger

State = Literal["matched", "unmatched", "error"]
MAX_KEPT = 100  # outcomes of a rule


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one rule that was asked; `reason` says what was not so, or what is wrong."""

    rule_id: UUID
    version: int
    state: State
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The rule that is followed, if any, and what became of each that was asked, in order."""

    rule: Rule | None
    outcomes: tuple[Outcome, ...]

    @property
    def errors(self) -> tuple[Outcome, ...]:
        return tuple(one for one in self.outcomes if one.state == "error")


class Book:
    """The rules of one stage, its own first and then its opening's, ready to be asked again and again.

    Give it those that run: switched on, and not broken. It never changes, so that it can be shared.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(sorted(rules, key=lambda rule: (rule.stage_id is None, rule.position, rule.id)))
        self.timers = tuple(rule for rule in self.rules if rule.when.is_timer)
        self.facts = frozenset[str]().union(*map(facts_in, self.rules))
        self._asked = {rule.id: _Asked(rule) for rule in self.rules}
        self._by_kind: dict[str, list[_Asked]] = {}
        for rule in self.rules:
            self._by_kind.setdefault(rule.when.kind, []).append(self._asked[rule.id])

    def fitting(self, trigger: Trigger) -> tuple[Rule, ...]:
        """The rules that this asks; timers are no one's to trigger."""
        return tuple(one.rule for one in self._by_kind.get(trigger.kind, ()) if one.rule.when.fits(trigger))

    def facts_for(self, rules: Iterable[Rule]) -> frozenset[str]:
        """The facts these read: nothing else has to be loaded to decide among them."""
        return frozenset[str]().union(*(self._asked[rule.id].facts for rule in rules))

    def decide(self, trigger: Trigger, facts: Facts, rules: Iterable[Rule] | None = None) -> Decision:
        """What follows from facts by name; it never raises. With `rules` only those are asked: timers that are due."""
        if rules is None:
            asked = [one for one in self._by_kind.get(trigger.kind, ()) if one.rule.when.fits(trigger)]
        else:
            chosen = {rule.id for rule in rules}
            asked = [one for id, one in self._asked.items() if id in chosen]
        outcomes = []
        for one in asked:
            outcome = one.ask(facts)
            outcomes.append(outcome)
            if outcome.state == "matched":
                return Decision(one.rule, tuple(outcomes))
        return Decision(None, tuple(outcomes))


class _Asked:
    """One rule, compiled when it is first asked."""

    def __init__(self, rule: Rule) -> None:
        self.rule, self.facts = rule, facts_in(rule)
        self.outcomes: dict[tuple[State, str], Outcome] = {}

    @cached_property
    def judge(self) -> Judge:
        if self.rule.condition is not None:
            return judging.judge(self.rule.condition)
        return expressions.judge(self.rule.expression) if self.rule.expression else lambda facts: judging.SO

    def ask(self, facts: Facts) -> Outcome:
        try:
            is_so, reason = self.judge(facts)
        except Exception:  # whatever it is, it is no match, and nobody else's trouble
            is_so, reason = None, "The condition could not be evaluated."
        state: State = "matched" if is_so else "error" if is_so is None else "unmatched"
        return self.outcomes.get((state, reason)) or self._outcome(state, reason)

    def _outcome(self, state: State, reason: str) -> Outcome:
        """Kept, for there are few."""
        outcome = Outcome(self.rule.id, self.rule.version, state, reason)
        if len(self.outcomes) < MAX_KEPT:
            self.outcomes[state, reason] = outcome
        return outcome
