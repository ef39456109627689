"""An applicant's steps, letters and ways out, as their page shows them: small rows made of what the verbs read."""

from dataclasses import dataclass

from plutomi.domain.applicants.journeys import Step
from plutomi.domain.applicants.messaging import Written
from plutomi.tongue import mark, plural, say

SAID = {
    "done": mark("done"),
    "yours": mark("your turn"),
    "review": mark("waiting for review"),
    "ahead": mark("not reached yet"),
}


@dataclass
class StepLine:
    """A stage on the way: `said` is its state in words, `about` what happens there, `day` the moment it was done."""

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
            step.name, step.state, say(SAID[step.state]), _about(step, org), step.at.isoformat() if step.at else ""
        )
        for step in steps
    ]


def letter_lines(written: list[Written]) -> list[LetterLine]:
    return [LetterLine(str(one.id), one.subject, one.body, one.created_at.isoformat(), one.is_new) for one in written]


def _about(step: Step, org: str) -> str:
    if step.state == "done":
        return ""
    if step.state == "yours":
        return plural(
            "{count} question for you. When you have sent it, {org} goes on with it.",
            "{count} questions for you. When you have sent it, {org} goes on with it.",
            step.asks,
            org=org,
        )
    if step.state == "review":
        return say(
            "{org} looks at what you sent. You hear by email when there is news or something for you to do.", org=org
        )
    if step.asks:
        return plural(
            "{count} question for you, once you are here. We email you then.",
            "{count} questions for you, once you are here. We email you then.",
            step.asks,
        )
    return say("{org} decides here. There is nothing for you to do.", org=org)
