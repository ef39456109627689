"""What rules look at, read for many applicants at once, and only what some rule asks for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.clock import now
from plutomi.domain.rules.fact_rows import COUNTS, FACTS, OF_APPLICANT
from plutomi.ready import Row
from plutomi.rules.engine.hours import Hours, told
from plutomi.rules.engine.sharing import share
from plutomi.rules.facts import facts_from

OF_KIN = frozenset({"is_duplicate", "earlier", "withdrew_before"})
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(slots=True)
class Known:
    """Facts by name, and which of them nobody is to read in the log."""

    facts: dict[str, Any] = field(default_factory=dict)
    secure: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody as they stand in a stage."""

    applicant_id: UUID
    entered_at: datetime
    completed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The names asked for, by room: `answers`, `applicant` and so on, each with what follows it."""

    rooms: Mapping[str, frozenset[str]]
    stages: tuple[UUID, ...]

    def get(self, room: str) -> frozenset[str]:
        return self.rooms.get(room, frozenset())

    @property
    def reads(self) -> bool:
        """Whether the database must be asked about each applicant."""
        return bool(self.rooms.keys() & {"answers", "applicant", "labels", "assignee", "files"})


@lru_cache(10_000)
def wanted_of(names: frozenset[str]) -> Wanted:
    rooms: dict[str, set[str]] = {}
    for name in names:
        room, _, rest = name.partition(".")
        rooms.setdefault(room, set()).add(rest)
    stages = tuple(UUID(rest.removesuffix(".count")) for rest in rooms.get("stages", ()))
    return Wanted({room: frozenset(rest) for room, rest in rooms.items()}, stages)


async def load(
    session: AsyncSession, org_id: UUID, names: frozenset[str], hours: Hours, subjects: Collection[Subject]
) -> dict[UUID, Known]:
    """Facts of these names by applicant: one statement for them all, one more where stages are counted."""
    wanted = wanted_of(names)
    rows: Mapping[UUID, Row] = {}
    if wanted.reads and subjects:
        bound = {"org": org_id, "ids": [one.applicant_id for one in subjects], **_flags(wanted)}
        rows = {row.id: row for row in await FACTS.rows(session, bound)}
    shared = await counts(session, org_id, wanted.stages) | (told(hours, now()) if "time" in wanted.rooms else {})
    return {one.applicant_id: _known(one, wanted, rows.get(one.applicant_id), shared) for one in subjects}


async def counts(session: AsyncSession, org_id: UUID, stages: Sequence[UUID]) -> dict[str, Any]:
    """How many stand in each of these stages, of one exact moment."""
    if not stages:
        return {}
    found = await COUNTS.rows(session, {"org": org_id, "ids": list(stages)})
    return {f"stages.{id.hex}.count": int(count) for id, count in found}


def of_subject(subject: Subject, wanted: Wanted) -> dict[str, Any]:
    """What follows from who they are and since when they stand there."""
    facts: dict[str, Any] = {f"share.{name}": share(subject.applicant_id, name) for name in wanted.get("share")}
    if "stage" in wanted.rooms:
        here = now() - subject.entered_at
        facts |= {"stage.days_in": here // DAY, "stage.hours_in": here // HOUR}
        facts["stage.is_completed"] = subject.completed_at is not None
    return facts


def of_answers(rows: Collection[Sequence[Any]], wanted: Wanted) -> Known:
    """What was answered, from (key, type, value, is_secure)."""
    known = Known()
    for key, type, value, is_secure in rows:
        told = {name: fact for name, fact in facts_from(key, type, value).items() if name[8:] in wanted.get("answers")}
        known.facts |= told
        if is_secure:
            known.secure |= told.keys()
    return known


def _known(subject: Subject, wanted: Wanted, row: Row | None, shared: Mapping[str, Any]) -> Known:
    known = of_answers(row.answers or (), wanted) if row else Known()
    known.facts |= {**of_subject(subject, wanted), **shared}
    if row is not None:
        names = wanted.get("applicant")
        known.facts |= of_applicant(row._asdict(), names) | _of_kin(row.kin, names) | _of_files(row.files or ())
        if "labels" in wanted.rooms:
            known.facts["labels"] = row.labels or []
        if row.assignee_id:
            known.facts["assignee"] = row.assignee_id.hex
    return known


def of_applicant(row: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """What they said of themselves, how their address stands to the area, how long ago they applied."""
    told = {name: row[name] for name in OF_APPLICANT if name in names}
    told["days_since_applied"] = (now() - row["applied_at"]) // DAY
    return {f"applicant.{name}": value for name, value in told.items() if name in names and value is not None}


def _of_kin(kin: Sequence[int] | None, names: frozenset[str]) -> dict[str, Any]:
    if kin is None:
        return {}
    others, earlier, withdrawn = kin
    told = {"is_duplicate": others > 0, "earlier": earlier, "withdrew_before": withdrawn > 0}
    return {f"applicant.{name}": value for name, value in told.items() if name in names}


def _of_files(rows: Collection[Sequence[str]]) -> dict[str, Any]:
    """The verdict on all files of a question: refused if one is, else held if one is."""
    found: dict[str, str] = {}
    for key, state in rows:
        found[key] = max(found.get(key, ""), state, key=("", "clean", "arriving", "held", "refused").index)
    return {f"files.{key}.verdict": verdict for key, verdict in found.items()}


def _flags(wanted: Wanted) -> dict[str, bool]:
    """Which of the statement's parts are run."""
    rooms = wanted.rooms
    return {
        "answers": "answers" in rooms,
        "labels": "labels" in rooms,
        "files": "files" in rooms,
        "kin": not OF_KIN.isdisjoint(wanted.get("applicant")),
    }
