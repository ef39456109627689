"""What an applicant has sent so far, as their page shows it."""

from dataclasses import dataclass, field
from uuid import UUID

from plutomi.domain.applicants.reading import Portal
from plutomi.models import Answer
from plutomi.models.phone import show_phone
from plutomi.state.filing import FileLine, by_id, file_lines
from plutomi.state.timeline import shown
from plutomi.tongue import say, spoken


@dataclass
class Sent:
    """A question in its language and what was answered; `day` instead for a date."""

    lang: str
    title: str
    value: str
    day: str = ""
    files: list[FileLine] = field(default_factory=list)


@dataclass
class SentAt:
    """What was sent at one stage."""

    lang: str
    stage: str
    answers: list[Sent] = field(default_factory=list)
    is_contact: bool = False


def sent_of(found: Portal) -> list[SentAt]:
    """Who they are, and all answers that are not in the form at hand."""
    return [_contact(found), *_by_stage(found, {one.question_id for one in found.asked})]


def _contact(found: Portal) -> SentAt:
    about = found.applicant
    said = {say("Name"): about.name, say("Email"): about.email, say("Phone"): show_phone(about.phone)}
    ours = spoken().code
    return SentAt(ours, say("About you"), [Sent(ours, name, value) for name, value in said.items() if value], True)


def _by_stage(found: Portal, asked: set[UUID]) -> list[SentAt]:
    """By stage in their order; of stages now gone, last."""
    groups: dict[UUID | None, list[Sent]] = {stage.id: [] for stage in found.stages} | {None: []}
    for one in found.answers:
        if one.question_id not in asked:
            groups[one.stage_id if one.stage_id in groups else None].append(_sent(one, found))
    names = {stage.id: stage.name for stage in found.stages}
    told = [(names.get(id), sent) for id, sent in groups.items() if sent]  # type: ignore[arg-type]
    theirs, ours = found.org.language, spoken().code
    return [SentAt(theirs if name else ours, name or say("Earlier"), sent) for name, sent in told]


def _sent(one: Answer, found: Portal) -> Sent:
    files = file_lines(one.value, by_id(found.files), "/my/files") if one.type == "file" else []
    return Sent(found.org.language, one.title, shown(one.value), one.value if one.type == "date" else "", files)
