"""Questions: the org's bank of them, lists of options they share, and the forms that stages make of them."""

from datetime import datetime
from typing import Any, Literal, get_args
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from plutomi.models.base import Dated, InOrg, Owned, belongs_to, document, in_org, maybe_document, maybe_moment

QuestionType = Literal[
    "short_text", "long_text", "one_choice", "several_choices", "yes_no", "number", "rating", "date", "time", "email",
    "phone", "link", "address", "file", "consent", "signature",
]  # fmt: skip
QUESTION_TYPES: tuple[str, ...] = get_args(QuestionType)
CHOICE_TYPES = ("one_choice", "several_choices")


class OptionList(Owned, Dated, table=True):
    """Options of the org's bank that several questions share."""

    __tablename__ = "option_list"
    __table_args__ = (in_org(), UniqueConstraint("org_id", "name", name="option_list_name"))
    name: str = Field(max_length=100)
    options: list[str] = document(list)


class Question(Owned, Dated, table=True):
    """A question of the org's bank; `key` is what machines and rules know it by and never changes.

    `version` grows with every change of its words, type, options or limits; `limits` are the type's own
    (rules/limits.py); with `option_list_id` the options are a copy of that list's, and follow it.
    """

    __table_args__ = (
        in_org(),
        belongs_to("option_list", "option_list_id", ondelete="NO ACTION"),
        UniqueConstraint("org_id", "key", name="question_key"),
        Index("question_option_list", "org_id", "option_list_id"),
    )
    key: str = Field(max_length=50)
    title: str = Field(max_length=300)
    description: str = ""
    type: str = "short_text"
    options: list[str] = document(list)
    option_list_id: UUID | None = None
    limits: dict[str, Any] = document(dict)
    version: int = 1
    archived_at: datetime | None = maybe_moment()


class Section(Owned, Dated, table=True):
    """Some of a form's questions under one heading; `show_if` says when they are asked (rules/conditions.py)."""

    __table_args__ = (
        belongs_to("stage", "stage_id"),
        UniqueConstraint("org_id", "stage_id", "position", name="section_order", deferrable=True, initially="DEFERRED"),
    )
    stage_id: UUID
    title: str = Field(max_length=200)
    description: str = ""
    position: int
    show_if: dict[str, Any] | None = maybe_document()


class StageQuestion(InOrg, table=True):
    """One use of a question in one stage's form.

    `position` counts through the whole form: questions without a section first, then each section's. `prefill` names
    a parameter of the page's address; a hidden question is answered by it alone. Secure answers are shown masked.
    """

    __tablename__ = "stage_question"
    __table_args__ = (
        belongs_to("stage", "stage_id"),
        belongs_to("question", "question_id"),
        ForeignKeyConstraint(
            ["org_id", "section_id"],
            ["section.org_id", "section.id"],
            ondelete="SET NULL (section_id)",
            name="stage_question_section",
        ),
        UniqueConstraint(
            "org_id", "stage_id", "position", name="question_order", deferrable=True, initially="DEFERRED"
        ),
        Index("stage_question_question", "org_id", "question_id"),
        Index("stage_question_in_section", "org_id", "section_id"),
    )
    stage_id: UUID = Field(primary_key=True)
    question_id: UUID = Field(primary_key=True)
    section_id: UUID | None = None
    position: int
    is_required: bool = True
    help: str = ""
    placeholder: str = ""
    prefill: str = ""
    is_hidden: bool = False
    is_secure: bool = False
    show_if: dict[str, Any] | None = maybe_document()
