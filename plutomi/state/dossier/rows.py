"""What an applicant's panel shows: small rows, made of what the verbs read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from plutomi.clock import now
from plutomi.domain.applicants import reading
from plutomi.domain.applicants.deadlines import day_of
from plutomi.domain.applicants.messaging import Written
from plutomi.models import Label, Note, Stage
from plutomi.models.applicant import WITHDRAWALS
from plutomi.models.phone import show_phone


@dataclass
class Details:
    """Who it is and where they stand; no stage once they have left the board."""

    id: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    phone_shown: str = ""
    source: str = ""
    time_zone: str = ""  # the one their browser named last
    area: str = ""
    area_reason: str = ""
    applied_at: str = ""
    opening_id: str = ""
    opening_name: str = ""
    stage_id: str = ""
    stage_name: str = ""
    entered_at: str = ""
    withdrawn_at: str = ""
    withdrawn_for: str = ""
    withdrawn_words: str = ""
    rejected_at: str = ""
    rejected_for: str = ""
    assignee_id: str = ""
    assignee: str = ""
    deadline: str = ""  # the day it falls on where the opening is
    is_overdue: bool = False
    is_looping: bool = False  # rules sent them round until they were stopped
    begun: str = ""  # how far they are with the form at hand, in words


@dataclass
class NoteLine:
    id: str
    author: str
    body: str
    at: str
    is_mine: bool


@dataclass
class Choice:
    """A stage, a member, a template: something to choose by its name."""

    id: str
    name: str


@dataclass
class LabelChip:
    """A label; `ink` is the colour of words on its own."""

    id: str
    name: str
    color: str
    ink: str


@dataclass
class OpeningStages:
    """Another opening, to which the applicant may go."""

    name: str
    stages: list[Choice]


@dataclass
class LetterLine:
    """Something that was written to them; `state` in words, where it is worth saying."""

    id: str
    subject: str
    body: str
    at: str
    state: str
    is_personal: bool


def letter_line(one: Written) -> LetterLine:
    state = {"owed": "on its way", "failed": "could not be delivered"}.get(one.state, "")
    seen = "opened on their page" if one.seen_at else ""
    body = one.body if one.is_personal else ""  # of what we write ourselves the subject says enough
    return LetterLine(str(one.id), one.subject, body, one.created_at.isoformat(), state or seen, one.is_personal)


def details_of(dossier: reading.Dossier, names: dict[UUID, str]) -> Details:
    applicant, placement = dossier.applicant, dossier.placement
    return Details(
        id=str(applicant.id),
        name=applicant.name,
        email=applicant.email,
        phone=applicant.phone,
        phone_shown=show_phone(applicant.phone) if applicant.phone else "",
        source=applicant.source,
        time_zone=applicant.time_zone or "",
        area=applicant.area or "",
        area_reason=applicant.area_reason,
        applied_at=applicant.applied_at.isoformat(),
        opening_id=str(dossier.opening.id),
        opening_name=dossier.opening.name,
        stage_id=str(placement.stage_id) if placement else "",
        stage_name=names.get(placement.stage_id, "") if placement else "",
        entered_at=placement.entered_at.isoformat() if placement else "",
        withdrawn_at=applicant.withdrawn_at.isoformat() if applicant.withdrawn_at else "",
        withdrawn_for=WITHDRAWALS.get(applicant.withdrawn_for, ""),
        withdrawn_words=applicant.withdrawn_words,
        rejected_at=applicant.rejected_at.isoformat() if applicant.rejected_at else "",
        rejected_for=applicant.rejected_for,
        assignee_id=str(applicant.assignee_id or ""),
        assignee=dossier.assignee,
        **_deadline(placement and placement.deadline_at, dossier.opening.time_zone),
        is_looping=bool(placement and placement.is_looping),
        begun=f"Has begun the form: {dossier.begun} of {dossier.asked}, not sent yet" if dossier.begun else "",
    )


def _deadline(at: datetime | None, zone: str) -> dict[str, Any]:
    return {"deadline": day_of(at, zone).isoformat(), "is_overdue": at < now()} if at else {}


def chip(label: Label) -> LabelChip:
    return LabelChip(str(label.id), label.name, label.color, label.ink)


def by_opening(found: Iterable[tuple[str, Stage]]) -> list[OpeningStages]:
    """Stages of other openings, as they come in order."""
    openings: dict[UUID, OpeningStages] = {}
    for name, stage in found:
        one = openings.setdefault(stage.opening_id, OpeningStages(name, []))
        one.stages.append(Choice(str(stage.id), stage.name))
    return list(openings.values())


def note_line(note: Note, viewer: UUID) -> NoteLine:
    return NoteLine(str(note.id), note.author, note.body, note.created_at.isoformat(), note.user_id == viewer)
