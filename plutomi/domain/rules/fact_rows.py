"""Where facts are read: one statement for many applicants, of which only the parts that are asked for are run."""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, Text, Uuid, bindparam, case, cast, func, null, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from plutomi.domain.counting import count_of
from plutomi.domain.rowsets import among
from plutomi.models import Answer, Applicant, ApplicantLabel, File, Question, Stage
from plutomi.ready import Ready

OF_APPLICANT = ("source", "name", "email", "phone", "locale", "time_zone", "area", "area_reason")


def _facts_statement() -> Any:
    return select(
        col(Applicant.id),
        *(col(getattr(Applicant, name)) for name in OF_APPLICANT),
        col(Applicant.applied_at),
        col(Applicant.assignee_id),
        _if("answers", _answers()).label("answers"),
        _if("labels", _labels()).label("labels"),
        _if("files", _files()).label("files"),
        _if("kin", _kin()).label("kin"),
    ).where(col(Applicant.org_id) == bindparam("org", type_=Uuid), col(Applicant.id) == among("ids"))


def _if(flag: str, part: Any) -> ColumnElement[Any]:
    return case((bindparam(flag, type_=Boolean), part), else_=null())


def _answers() -> Any:
    row = func.jsonb_build_array(Question.key, Answer.type, Answer.value, Answer.is_secure)
    return (
        select(func.jsonb_agg(row))
        .select_from(Answer)
        .join(Question, (col(Question.org_id) == Answer.org_id) & (col(Question.id) == Answer.question_id))
        .where(col(Answer.org_id) == col(Applicant.org_id), col(Answer.applicant_id) == col(Applicant.id))
        .scalar_subquery()
    )


def _labels() -> Any:
    hex = func.replace(cast(ApplicantLabel.label_id, Text), "-", "")
    return (
        select(func.jsonb_agg(hex))
        .where(
            col(ApplicantLabel.org_id) == col(Applicant.org_id), col(ApplicantLabel.applicant_id) == col(Applicant.id)
        )
        .scalar_subquery()
    )


def _files() -> Any:
    return (
        select(func.jsonb_agg(func.jsonb_build_array(Question.key, File.state)))
        .select_from(File)
        .join(Question, (col(Question.org_id) == File.org_id) & (col(Question.id) == File.question_id))
        .where(col(File.org_id) == col(Applicant.org_id), col(File.applicant_id) == col(Applicant.id))
        .scalar_subquery()
    )


def _kin() -> Any:
    """The org's other applications of that email or phone; of that email those before, and those of them withdrawn."""
    other: Any = aliased(Applicant)
    is_same = other.email_key == col(Applicant.email_key)
    is_earlier = is_same & (other.id < col(Applicant.id))
    has_phone = (other.phone != "") & (other.phone == col(Applicant.phone))
    counted = func.jsonb_build_array(
        func.count(),
        func.count().filter(is_earlier),
        func.count().filter(is_earlier & other.withdrawn_at.is_not(None)),
    )
    return (
        select(counted)
        .where(
            other.org_id == col(Applicant.org_id),
            is_same | has_phone,
            other.id != col(Applicant.id),
        )
        .scalar_subquery()
    )


def _counts_statement() -> Any:
    return select(col(Stage.id), count_of(Stage).label("count")).where(
        col(Stage.org_id) == bindparam("org", type_=Uuid), col(Stage.id) == among("ids")
    )


FACTS = Ready(_facts_statement())
COUNTS = Ready(_counts_statement())
