"""Rivals: the rules of a stage that are followed before another one, or instead of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from plutomi.rules.engine.actions import KINDS
from plutomi.rules.engine.deciding import Book
from plutomi.rules.engine.hours import Hours
from plutomi.rules.engine.rule import Rule
from plutomi.rules.engine.timers import Stay, due
from plutomi.rules.engine.triggers import Trigger, When

TIMER = Trigger("timer")


class Rivals:
    """Those of `rules` that may come before this one: by their order, or because their time comes earlier."""

    def __init__(self, rule: Rule, rules: Iterable[Rule]) -> None:
        self.rule, self.asked = rule, _asking(rule.when)
        others = [one for one in rules if one.id != rule.id]
        if rule.when.is_timer:
            self.rules = [one for one in others if one.when.is_timer]
        else:
            self.rules = [one for one in others if one.when.fits(self.asked) and one.order < rule.order]
        self.book = Book(self.rules)

    def first(self, facts: Mapping[str, Any]) -> Rule | None:
        """The one that is followed instead, when it is not the clock that asks."""
        return self.book.decide(self.asked, facts, self.rules).rule if self.rules else None

    def sooner(
        self, facts: Mapping[str, Any], at: datetime, hours: Hours, stay: Stay, since: datetime | None
    ) -> Rule | None:
        """The one that is followed before the clock asks at that time, of those not asked yet: since the last look."""
        timed = ((due(one, hours, stay), one) for one in self.rules)
        open_ = ((when, one) for when, one in timed if when and when <= at and (since is None or when > since))
        for when, one in sorted(open_, key=lambda each: (each[0], each[1].order)):
            comes_first = _ends(one) if when < at else one.order < self.rule.order
            if comes_first and self.book.decide(TIMER, facts, [one]).rule:
                return one
        return None


def _asking(when: When) -> Trigger:
    """What happens when this is asked, as far as it says so itself."""
    label_id, verdict = getattr(when, "label_id", None), getattr(when, "verdict", None)
    return Trigger(when.kind, frozenset(when.questions_read), label_id, verdict or "")


def _ends(rule: Rule) -> bool:
    """Whether nobody stays whom it is followed for."""
    return KINDS[rule.actions[-1].kind].is_last
