"""Which rule is followed: the first, in order, that fits what happened and whose condition is met."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal
from uuid import UUID

from plutomi.rules.comparing import Facts
from plutomi.rules.conditions import Condition
from plutomi.rules.engine import expressions, judging, phrases
from plutomi.rules.engine.judging import Judge, Verdict
from plutomi.rules.engine.rule import Rule, facts_in
from plutomi.rules.engine.sifting import Sieve
from plutomi.rules.engine.triggers import Trigger, When

State = Literal["matched", "unmatched", "error"]
MANY = 8  # rules that are worth a sieve
MAX_KEPT = 100  # outcomes of a rule
UNABLE: Verdict = (None, "The condition could not be evaluated.")


@dataclass(frozen=True)
class Outcome:
    """What became of one rule that was asked; `reason` says what was not so, or what is wrong."""

    rule_id: UUID
    version: int
    state: State
    reason: str = ""

    @cached_property
    def told(self) -> list[Any]:
        """As the log keeps it."""
        return [str(self.rule_id), self.version, self.state, self.reason]


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
        self.rules = tuple(sorted(rules, key=lambda rule: rule.order))
        self.timers = tuple(rule for rule in self.rules if rule.when.is_timer)
        self.facts = _facts_in(self.rules)
        self._asked = {rule.id: _Asked(rule) for rule in self.rules}
        kinds: dict[str, list[_Asked]] = {}
        for one in self._asked.values():
            kinds.setdefault(one.rule.when.kind, []).append(one)
        self._by_kind = {kind: _Alike(asked) for kind, asked in kinds.items()}

    def fitting(self, trigger: Trigger) -> tuple[Rule, ...]:
        """The rules that this asks; timers are no one's to trigger."""
        alike = self._by_kind.get(trigger.kind)
        if alike is None or alike.always_fit:
            return alike.rules if alike else ()
        return tuple(rule for rule in alike.rules if rule.when.fits(trigger))

    def facts_for(self, rules: Iterable[Rule]) -> frozenset[str]:
        """The facts these read: nothing else has to be loaded to decide among them."""
        known = next((alike.facts for alike in self._by_kind.values() if alike.rules is rules), None)
        return _facts_in(rules) if known is None else known

    def decide(self, trigger: Trigger, facts: Facts, rules: Iterable[Rule] | None = None) -> Decision:
        """What follows from facts by name; it never raises. With `rules` only those are asked: timers that are due."""
        if rules is not None:
            chosen = {rule.id for rule in rules}
            return _first((one.rule, one.ask(facts)) for id, one in self._asked.items() if id in chosen)
        alike = self._by_kind.get(trigger.kind)
        return _first(alike.ask(trigger, facts)) if alike else Decision(None, ())


def _first(asked: Iterable[tuple[Rule, Outcome]]) -> Decision:
    outcomes = []
    for rule, outcome in asked:
        outcomes.append(outcome)
        if outcome.state == "matched":
            return Decision(rule, tuple(outcomes))
    return Decision(None, tuple(outcomes))


def _facts_in(rules: Iterable[Rule]) -> frozenset[str]:
    return frozenset[str]().union(*map(facts_in, rules))


class _Alike:
    """The rules that one kind of event asks; where they are many, most are sifted out before they are asked."""

    def __init__(self, asked: list["_Asked"]) -> None:
        self.asked, self.rules = asked, tuple(one.rule for one in asked)
        self.always_fit = all(rule.when.__class__ is When for rule in self.rules)

    @cached_property
    def facts(self) -> frozenset[str]:
        return _facts_in(self.rules)

    @cached_property
    def sieve(self) -> Sieve:
        return Sieve([rule.condition for rule in self.rules])

    @cached_property
    def rests(self) -> list["_Asked"]:
        """The rules, asking only what the sieve has left."""
        return [_Asked(replace(rule, condition=rest)) for rule, rest in zip(self.rules, self.sieve.rests, strict=True)]

    def ask(self, trigger: Trigger, facts: Facts) -> Iterator[tuple[Rule, Outcome]]:
        is_many = len(self.rules) >= MANY
        out, whole = self.sieve.sift(facts) if is_many else ({}, set())
        for at, one in enumerate(self.asked):
            if self.always_fit or one.rule.when.fits(trigger):
                if at in out:
                    yield one.rule, one.is_out(out[at])
                else:
                    yield one.rule, (self.rests[at] if is_many and at not in whole else one).ask(facts)


class _Asked:
    """One rule, compiled when it is first asked."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.outcomes: dict[Any, Outcome] = {}

    @cached_property
    def judge(self) -> Judge:
        if self.rule.condition is not None:
            return judging.judge(self.rule.condition)
        return expressions.judge(self.rule.expression) if self.rule.expression else lambda facts: judging.SO

    def ask(self, facts: Facts) -> Outcome:
        try:
            verdict = self.judge(facts)
        except Exception:  # whatever it is, it is no match, and nobody else's trouble
            verdict = UNABLE
        return self.outcomes.get(verdict) or self._outcome(verdict, *verdict)

    def is_out(self, part: Condition) -> Outcome:
        """Unmatched, since this part of its condition is not so."""
        return self.outcomes.get(id(part)) or self._outcome(id(part), False, phrases.condition(part, False))

    def _outcome(self, key: object, is_so: bool | None, reason: str) -> Outcome:
        """Kept, for there are few."""
        state: State = "matched" if is_so else "error" if is_so is None else "unmatched"
        outcome = Outcome(self.rule.id, self.rule.version, state, reason)
        if len(self.outcomes) < MAX_KEPT:
            self.outcomes[key] = outcome
        return outcome
