"""Nouns: tables and what a row can decide about itself."""

from plutomi.models.applicant import Answer, Applicant, Note, Placement, View
from plutomi.models.area import ServiceArea
from plutomi.models.draft import Beginning, Draft
from plutomi.models.event import Event, Message
from plutomi.models.file import File, Shred
from plutomi.models.held import Held
from plutomi.models.label import ApplicantLabel, Label
from plutomi.models.opening import Opening, Stage, StageCount, StageDelta
from plutomi.models.org import Org
from plutomi.models.picture import Picture
from plutomi.models.question import OptionList, Question, Section, StageQuestion
from plutomi.models.receipt import Receipt
from plutomi.models.rule import Rule, RuleUse
from plutomi.models.template import EmailTemplate
from plutomi.models.user import LoginLink, Membership, Session, User

__all__ = [
    "Answer",
    "Applicant",
    "ApplicantLabel",
    "Beginning",
    "Draft",
    "EmailTemplate",
    "Event",
    "File",
    "Held",
    "Label",
    "LoginLink",
    "Membership",
    "Message",
    "Note",
    "Opening",
    "OptionList",
    "Org",
    "Picture",
    "Placement",
    "Question",
    "Receipt",
    "Rule",
    "RuleUse",
    "Section",
    "ServiceArea",
    "Session",
    "Shred",
    "Stage",
    "StageCount",
    "StageDelta",
    "StageQuestion",
    "User",
    "View",
]
