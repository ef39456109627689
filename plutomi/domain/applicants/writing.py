"""The rows that a change of place leaves behind: events and count deltas, as the hot paths insert them."""

from typing import Any
from uuid import UUID

from sqlalchemy import CTE, Insert

from plutomi.domain.rowsets import insert_rows
from plutomi.ids import new_id
from plutomi.models import Event, StageDelta

EVENT_COLUMNS = (
    "org_id", "id", "type", "subject_id", "opening_id", "applicant_id", "actor_kind", "actor_id", "actor_name", "ip",
    "cause", "depth", "data", "at",
)  # fmt: skip


def insert_events(gate: CTE | None = None) -> Insert:
    """Inserts the bound `events`."""
    return insert_rows(Event, "events", *EVENT_COLUMNS, gate=gate)


def insert_deltas(gate: CTE | None = None) -> Insert:
    """Inserts the bound `deltas`."""
    return insert_rows(StageDelta, "deltas", "org_id", "id", "stage_id", "opening_id", "delta", gate=gate)


def delta(org_id: UUID, opening_id: UUID, stage_id: UUID, by: int) -> dict[str, Any]:
    return {"org_id": org_id, "id": new_id(), "stage_id": stage_id, "opening_id": opening_id, "delta": by}
