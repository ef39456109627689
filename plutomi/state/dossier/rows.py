"""What an applicant's panel shows: small rows, made of what the verbs read."""

from dataclasses import dataclass
from uuid import UUID

from plutomi.domain.applicants import reading
from plutomi.domain.applicants.messaging import Written
from plutomi.models import Note
from plutomi.models.applicant import WITHDRAWALS
from plutomi.models.phone import show_phone


@dataclass
class Details:
    """Who it is and where they stand; no stage once they have withdrawn."""

    id: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    phone_shown: str = ""
    source: str = ""
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
    begun: str = ""  # how far they are with the form at hand, in words


@dataclass
class NoteLine:
    id: str
    author: str
    body: str
    at: str
    is_mine: bool


@dataclass
class StageChoice:
    id: str
    name: str


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
        begun=f"Has begun the form: {dossier.begun} of {dossier.asked}, not sent yet" if dossier.begun else "",
    )


def note_line(note: Note, viewer: UUID) -> NoteLine:
    return NoteLine(str(note.id), note.author, note.body, note.created_at.isoformat(), note.user_id == viewer)
