"""Narrowing a board: only those who carry a label, or whom one member looks after."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, bindparam, func, literal, or_, select
from sqlmodel import col

from plutomi.models import Applicant, ApplicantLabel, Placement


@dataclass(frozen=True, slots=True)
class Only:
    """What narrows a board: those who carry a label, those whom a member looks after; nothing by itself."""

    label_id: UUID | None = None
    assignee_id: UUID | None = None

    def __bool__(self) -> bool:
        return bool(self.label_id or self.assignee_id)

    @property
    def bound(self) -> dict[str, Any]:
        return {"label": self.label_id, "assignee": self.assignee_id} if self else {}


EVERYBODY = Only()


def kept() -> ColumnElement[bool]:
    """Whether a statement's applicant is one whom the bound `label` and `assignee` leave; both may be null."""
    label, assignee = bindparam("label", type_=Uuid), bindparam("assignee", type_=Uuid)
    worn = select(literal(1)).where(
        col(ApplicantLabel.org_id) == Applicant.org_id,
        col(ApplicantLabel.label_id) == label,
        col(ApplicantLabel.applicant_id) == Applicant.id,
    )
    return and_(or_(label.is_(None), worn.exists()), or_(assignee.is_(None), col(Applicant.assignee_id) == assignee))


def count_kept(stage: Any) -> ColumnElement[int]:
    """How many of those stand in a stage: counted, for nothing keeps it."""
    found = (
        select(func.count())
        .select_from(Placement)
        .join(Applicant, (col(Applicant.org_id) == Placement.org_id) & (col(Applicant.id) == Placement.applicant_id))
        .where(col(Placement.org_id) == stage.org_id, col(Placement.stage_id) == stage.id, kept())
    )
    return found.scalar_subquery()
