"""An applicant's steps, letters and ways out, as their page shows them: small rows made of what the verbs read."""

from dataclasses import dataclass

from plutomi.domain.applicants.journeys import Step
from plutomi.domain.applicants.messaging import Written

SAID = {"done": "done", "yours": "your turn", "review": "waiting for review", "ahead": "not reached yet"}


@dataclass
class StepLine:
    """A stage on the way: `said` is its state in words, `about` what happens there, `day` when it was done."""

    name: str
    state: str
    said: str
    about: str
    day: str


@dataclass
class LetterLine:
    """Something the org wrote."""

    id: str
    subject: str
    body: str
    at: str
    is_new: bool


def step_lines(steps: list[Step], org: str) -> list[StepLine]:
    return [
        StepLine(
            step.name, step.state, SAID[step.state], _about(step, org), step.at.date().isoformat() if step.at else ""
        )
        for step in steps
    ]


def letter_lines(written: list[Written]) -> list[LetterLine]:
    return [LetterLine(str(one.id), one.subject, one.body, one.created_at.isoformat(), one.is_new) for one in written]


def _about(step: Step, org: str) -> str:
    if step.state == "done":
        return ""
    if step.state == "yours":
        return f"{_questions(step.asks)} for you. When you have sent it, {org} goes on with it."
    if step.state == "review":
        return f"{org} looks at what you sent. You hear by email when there is news or something for you to do."
    if step.asks:
        return f"{_questions(step.asks)} for you, once you are here. We email you then."
    return f"{org} decides here. There is nothing for you to do."


def _questions(many: int) -> str:
    return "1 question" if many == 1 else f"{many} questions"
