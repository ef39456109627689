"""On whom a rule is tried: those who stand in a stage, and the last who entered it."""

from typing import Any

from sqlalchemy import ARRAY, DateTime, Integer, String, Uuid, bindparam, func, literal, select, tuple_
from sqlmodel import col

from plutomi.models import Applicant, Event, Placement
from plutomi.ready import Ready


def _present_statement() -> Any:
    order = (col(Placement.entered_at), col(Placement.applicant_id))
    since = tuple_(bindparam("at", type_=DateTime(timezone=True)), bindparam("id", type_=Uuid))
    joined = (col(Applicant.org_id) == Placement.org_id) & (col(Applicant.id) == Placement.applicant_id)
    names = ("applicant_id", "entered_at", "completed_at", "active_at", "looked_at")
    columns = [getattr(Placement, name) for name in names]
    return (
        select(*map(col, columns), col(Applicant.name))
        .join(Applicant, joined)
        .where(
            col(Placement.org_id) == bindparam("org", type_=Uuid),
            col(Placement.stage_id) == bindparam("stage", type_=Uuid),
            tuple_(*order) > since,
        )
        .order_by(*order)
        .limit(bindparam("most", type_=Integer))
    )


def _last_statement() -> Any:
    """Who entered last, each once, as long as they are kept."""
    entered, org = _entered(), bindparam("org", type_=Uuid)
    place = (col(Placement.org_id) == col(Applicant.org_id)) & (col(Placement.applicant_id) == col(Applicant.id))
    return (
        select(
            col(Applicant.id).label("applicant_id"),
            entered.c.at.label("entered_at"),
            col(Placement.completed_at),
            col(Placement.active_at),
            col(Applicant.name),
        )
        .select_from(entered)
        .join(Applicant, (col(Applicant.org_id) == org) & (Applicant.id == entered.c.applicant_id))
        .outerjoin(Placement, place)
    )


def _entered() -> Any:
    """By the log: who entered the stage, and when they last did."""
    to = col(Event.data)["to"].astext == bindparam("stage")
    begun = (col(Event.type) == "applicant.applied") & (col(Event.data)["stage_id"].astext == bindparam("stage"))
    return (
        select(col(Event.applicant_id), func.max(col(Event.at)).label("at"))
        .where(
            col(Event.org_id) == bindparam("org", type_=Uuid),
            col(Event.opening_id) == bindparam("opening", type_=Uuid),
            col(Event.type) == func.any(literal(list(ENTERED), ARRAY(String))),
            to | begun,
        )
        .group_by(col(Event.applicant_id))
        .order_by(func.max(col(Event.at)).desc())
        .limit(bindparam("most", type_=Integer))
        .subquery()
    )


ENTERED = ("applicant.applied", "applicant.moved", "applicant.returned", "applicant.restored", "applicant.transferred")
PRESENT = Ready(_present_statement())
LAST = Ready(_last_statement())
