"""One applicant's record, a statement per kind of thing, each ready: panels are opened all day long.

What comes back are rows with the columns of their tables; who may see them the verbs have asked (reading.py).
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, all_, bindparam, func, select, text, tuple_
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.domain import forms
from plutomi.domain.applicants import drafting
from plutomi.errors import NotFound
from plutomi.ids import LAST
from plutomi.models import (
    Answer,
    Applicant,
    ApplicantLabel,
    Draft,
    Event,
    Label,
    Note,
    Opening,
    Placement,
    Question,
    Stage,
    StageQuestion,
    User,
)
from plutomi.ready import Ready, Row
from plutomi.rules.answers import Asked


async def person(session: AsyncSession, org_id: UUID, id: UUID) -> tuple[Row, Row, Row | None]:
    """The applicant, with `labels` as JSON and `assignee` by name; their opening; where they stand, or None."""
    applicant = await _APPLICANT.first(session, {"org": org_id, "of": id})
    if applicant is None:
        raise NotFound
    opening = await _OPENING.first(session, {"org": org_id, "of": applicant.opening_id})
    assert opening is not None  # a foreign key
    return applicant, opening, await _PLACEMENT.first(session, {"org": org_id, "of": id})


async def stages(session: AsyncSession, opening: Row) -> Sequence[Row]:
    """The opening's, in order."""
    return await _STAGES.rows(session, {"org": opening.org_id, "of": opening.id})


async def answers(session: AsyncSession, org_id: UUID, id: UUID) -> Sequence[Row]:
    """Answers as their forms ask for them, with their questions' `limits` as they are now; those not asked now last."""
    return await _ANSWERS.rows(session, {"org": org_id, "of": id})


async def notes(session: AsyncSession, org_id: UUID, id: UUID) -> Sequence[Row]:
    """Newest first."""
    return await _NOTES.rows(session, {"org": org_id, "of": id})


async def events(
    session: AsyncSession, org_id: UUID, id: UUID, before: UUID | None, most: int, but: Collection[str]
) -> Sequence[Row]:
    """Newest first, those before an event id if one is given; of no type in `but`."""
    bound = {"org": org_id, "of": id, "before": before or LAST, "most": most, "but": list(but)}
    return await _EVENTS.rows(session, bound)


async def at_hand(session: AsyncSession, placement: Row | None) -> tuple[tuple[Asked, ...], drafting.Typed]:
    """The form of the stage they stand in, and what they have typed into it."""
    if placement is None:
        return (), {}
    bound = {"org": placement.org_id, "of": placement.stage_id, "applicant": placement.applicant_id}
    found = await _FORM.first(session, bound)
    return (forms.read(found.asked), found.typed or {}) if found else ((), {})


async def neighbours(session: AsyncSession, org_id: UUID, id: UUID) -> tuple[str, str]:
    """The ids above and below in the same stage, "" for none."""
    found = await _NEIGHBOURS.first(session, {"org": org_id, "of": id})
    return (str(found.above or ""), str(found.below or "")) if found else ("", "")


def _of(table: Any, column: str, *order: Any) -> Ready:
    """Rows of a table by org and one more column."""
    its = table.__table__.c
    return Ready(select(*its).where(its.org_id == bindparam("org"), its[column] == bindparam("of")).order_by(*order))


def _applicant() -> Any:
    its, worn, label = Applicant.__table__.c, ApplicantLabel.__table__.c, Label.__table__.c  # type: ignore[attr-defined]
    told = func.jsonb_build_object("id", label.id, "number", label.number, "name", label.name, "color", label.color)
    labels = (
        select(func.coalesce(func.jsonb_agg(aggregate_order_by(told, label.name_key)), text("'[]'::jsonb")))
        .select_from(ApplicantLabel)
        .join(Label, (label.org_id == worn.org_id) & (label.id == worn.label_id))
        .where(worn.org_id == its.org_id, worn.applicant_id == its.id)
    )
    name = func.coalesce(func.nullif(User.name, ""), User.email)
    assignee = select(name).where(col(User.id) == its.assignee_id)
    found = select(*its, labels.scalar_subquery().label("labels"), assignee.scalar_subquery().label("assignee"))
    return found.where(its.org_id == bindparam("org"), its.id == bindparam("of"))


def _answers() -> Any:
    answer, use, question = Answer.__table__.c, StageQuestion.__table__.c, Question.__table__.c  # type: ignore[attr-defined]
    asked = (use.org_id == answer.org_id) & (use.stage_id == answer.stage_id) & (use.question_id == answer.question_id)
    its = (question.org_id == answer.org_id) & (question.id == answer.question_id)
    found = select(*answer, question.limits).join(Question, its).outerjoin(StageQuestion, asked)
    found = found.where(answer.org_id == bindparam("org"), answer.applicant_id == bindparam("of"))
    return found.order_by(use.position.nulls_last(), answer.answered_at, answer.question_id)


def _events() -> Any:
    its = Event.__table__.c  # type: ignore[attr-defined]
    mine = (its.org_id == bindparam("org"), its.applicant_id == bindparam("of"), its.id < bindparam("before"))
    told = its.type != all_(bindparam("but", type_=ARRAY(Text)))
    return select(*its).where(*mine, told).order_by(its.id.desc()).limit(bindparam("most"))


def _form() -> Any:
    stage, draft = Stage.__table__.c, Draft.__table__.c  # type: ignore[attr-defined]
    typed = select(draft.typed).where(
        draft.org_id == stage.org_id, draft.stage_id == stage.id, draft.applicant_id == bindparam("applicant")
    )
    asked = forms.asked_in(stage.id, stage.org_id).label("asked")
    found = select(asked, typed.scalar_subquery().label("typed"))
    return found.where(stage.org_id == bindparam("org"), stage.id == bindparam("of"))


def _neighbours() -> Any:
    here = Placement.__table__  # type: ignore[attr-defined]

    def beside(name: str, is_above: bool) -> Any:
        one = here.alias(name).c
        order, mine = (one.rank, one.applicant_id), tuple_(here.c.rank, here.c.applicant_id)
        beyond = tuple_(*order) < mine if is_above else tuple_(*order) > mine
        found = select(one.applicant_id).where(one.org_id == bindparam("org"), one.stage_id == here.c.stage_id, beyond)
        nearest = found.order_by(*(column.desc() if is_above else column for column in order)).limit(1)
        return nearest.scalar_subquery().label(name)

    its = (here.c.org_id == bindparam("org"), here.c.applicant_id == bindparam("of"))
    return select(beside("above", True), beside("below", False)).select_from(here).where(*its)


_APPLICANT, _OPENING = Ready(_applicant()), _of(Opening, "id")
_PLACEMENT = _of(Placement, "applicant_id")
_STAGES = _of(Stage, "opening_id", Stage.__table__.c.position)  # type: ignore[attr-defined]
_NOTES = _of(Note, "applicant_id", Note.__table__.c.id.desc())  # type: ignore[attr-defined]
_ANSWERS, _EVENTS, _FORM = Ready(_answers()), Ready(_events()), Ready(_form())
_NEIGHBOURS = Ready(_neighbours())
