"""When a rule is asked: kinds by name. A new one is a class that says what fits it, and an entry in KINDS.

Timers come due and are looked for by the clock; the others happen, inside the transaction that caused them.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from plutomi.rules.engine.facts import Questions
from plutomi.rules.engine.kinds import Kind, dump_kind, flag, id_of, key, maybe, one_of, read_kind, several, whole

UNITS = {"minutes": 1, "hours": 60, "days": 24 * 60}  # minutes
MAX_AMOUNT, MAX_DAYS_AWAY = {"minutes": 525_600, "hours": 8_760, "days": 3_650}, 3_650
VERDICTS = ("clean", "refused")


@dataclass(frozen=True, slots=True)
class Trigger:
    """What happened: the kind, and which questions, label or verdict it was about. Timers are asked by kind "timer"."""

    kind: str
    questions: frozenset[str] = frozenset()
    label_id: UUID | None = None
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """The stage's form was completed; someone entered the stage."""

    kind: str

    def fits(self, trigger: Trigger) -> bool:
        """Whether this is what happened."""
        return trigger.kind == self.kind

    @property
    def is_timer(self) -> bool:
        return KINDS[self.kind].is_timer

    @property
    def questions_read(self) -> tuple[str, ...]:
        """The keys of the questions it is about."""
        return ()

    @property
    def type_read(self) -> str:
        """The type these must be of; "" for any."""
        return ""


@dataclass(frozen=True, slots=True)
class Changed(When):
    """An answer changed: one of these, or any."""

    questions: tuple[str, ...] = ()

    def fits(self, trigger: Trigger) -> bool:
        return trigger.kind == self.kind and (not self.questions or not trigger.questions.isdisjoint(self.questions))

    @property
    def questions_read(self) -> tuple[str, ...]:
        return self.questions


@dataclass(frozen=True, slots=True)
class Elapsed(When):
    """So long in the stage, not completed for so long, or idle for so long; `business` counts business hours only."""

    amount: int
    unit: str
    business: bool = False


@dataclass(frozen=True, slots=True)
class OnDate(When):
    """The day so many days after the one that was answered; before it, if negative."""

    question: str
    days: int

    @property
    def type_read(self) -> str:
        return "date"

    @property
    def questions_read(self) -> tuple[str, ...]:
        return (self.question,)


@dataclass(frozen=True, slots=True)
class Labelled(When):
    """A label was added."""

    label_id: UUID

    def fits(self, trigger: Trigger) -> bool:
        return trigger.kind == self.kind and trigger.label_id == self.label_id


@dataclass(frozen=True, slots=True)
class Judged(When):
    """A file was found clean or refused."""

    question: str | None = None
    verdict: str | None = None

    @property
    def type_read(self) -> str:
        return "file"

    def fits(self, trigger: Trigger) -> bool:
        return (
            trigger.kind == self.kind
            and (self.question is None or self.question in trigger.questions)
            and (self.verdict is None or self.verdict == trigger.verdict)
        )

    @property
    def questions_read(self) -> tuple[str, ...]:
        return () if self.question is None else (self.question,)


_QUESTIONS = several(key, "Choose at least one question, or leave this out.")
_ELAPSED = {"amount": whole(1, max(MAX_AMOUNT.values())), "unit": one_of(*UNITS), "business": flag}


def _elapsed(words: str) -> Kind:
    return Kind(Elapsed, _ELAPSED, lambda when: words, is_timer=True)


KINDS: dict[str, Kind] = {
    "completed": Kind(When, {}, lambda when: "{stage} is completed"),
    "changed": Kind(
        Changed,
        {"questions": lambda raw: () if raw is None or raw == [] else _QUESTIONS(raw)},
        lambda when: "the answer to {questions} changes" if when.questions else "an answer changes",
    ),
    "entered": Kind(When, {}, lambda when: "someone enters {stage}"),
    "stayed": _elapsed("someone has been in {stage} for {time}"),
    "not_completed": _elapsed("{stage} is not completed in {time}"),
    "idle": _elapsed("someone has done nothing in {stage} for {time}"),
    "date": Kind(
        OnDate,
        {"question": key, "days": whole(-MAX_DAYS_AWAY, MAX_DAYS_AWAY)},
        lambda when: "it is {days} {question}",
        is_timer=True,
    ),
    "labelled": Kind(Labelled, {"label_id": id_of("a label")}, lambda when: "the label {label} is added"),
    "file_judged": Kind(
        Judged,
        {"question": maybe(key), "verdict": maybe(one_of(*VERDICTS))},
        lambda when: ("the file of {question}" if when.question else "a file") + " is found {verdict}",
    ),
}


def read_when(raw: Any, path: str, errors: dict[str, str]) -> When | None:
    """A When from JSON; None when it cannot be taken, and `errors` says why by place."""
    when: When | None = read_kind(KINDS, raw, path, errors)
    if isinstance(when, Elapsed) and when.amount > MAX_AMOUNT[when.unit]:
        errors[f"{path}.amount"] = f"There can be at most {MAX_AMOUNT[when.unit]:,} {when.unit}."
        return None
    return when


def check(when: When, path: str, questions: Questions, errors: dict[str, str]) -> None:
    """Put into `errors`, by place, questions that there are not, or that are of another type than it needs."""
    for asked in when.questions_read:
        field = f"{path}.questions" if isinstance(when, Changed) else f"{path}.question"
        if asked not in questions:
            errors[field] = f"There is no question “{asked}”."
        elif when.type_read and questions[asked] != when.type_read:
            errors[field] = f"This needs a question whose answer is a {when.type_read}."


def dump_when(when: When) -> dict[str, Any]:
    return dump_kind(when)
