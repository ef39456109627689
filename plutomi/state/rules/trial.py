"""A trial in words: what would become of whom, grouped, with the first of each as examples."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from plutomi.clock import now
from plutomi.domain.rules.trying import Trial
from plutomi.rules.engine.sentences import Names
from plutomi.state.reasons import why_not
from plutomi.tongue import day

FEW = 10  # people, and reasons, of each group
WORDS = {
    "matched": "It would be followed",
    "unmatched": "It would not be followed",
    "error": "It could not be decided: that is never a match",
    "not_due": "Its time never comes",
}


@dataclass
class Person:
    name: str
    path: str
    note: str


@dataclass
class Lot:
    """Those of whom the same would become."""

    state: str
    words: str
    many: int
    people: list[Person]
    reasons: list[str]


@dataclass
class TrialView:
    """How far it is, and what has come of it."""

    of: int = 0
    tried: int = 0
    is_over: bool = False
    lots: list[Lot] = field(default_factory=list)


def shown(trial: Trial, names: Names, opening_id: UUID, is_over: bool) -> TrialView:
    lots = [_lot(trial, state, names, opening_id) for state in WORDS if trial.counts[state]]
    return TrialView(max(trial.of, trial.tried), trial.tried, is_over, lots)


def _lot(trial: Trial, state: str, names: Names, opening_id: UUID) -> Lot:
    mine = [one for one in trial.shown if one.state == state]
    reasons = dict.fromkeys(one.reason for one in mine if one.reason)
    told = sorted(((trial.reasons[one], one) for one in reasons), reverse=True)[:FEW]
    people = [
        Person(one.name, f"/openings/{opening_id}?applicant={one.applicant_id}", _note(one)) for one in mine[:FEW]
    ]
    lines = [f"{why_not(reason, names)}: {many:,}" for many, reason in told]
    return Lot(state, WORDS[state], trial.counts[state], people, lines)


def _note(one: Any) -> str:
    if one.state != "matched" or one.at is None:
        return ""
    return "due now" if one.at <= now() else f"on {day(one.at.date())}"
