"""The scanner's word on files: held until it has spoken, asked again and again; what it finds is destroyed."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.clock import now
from plutomi.db import transaction
from plutomi.domain.actors import clock
from plutomi.domain.events import record
from plutomi.domain.rules.following import Happening, follow
from plutomi.gateways import files as rooms
from plutomi.gateways.files import NotThere, RoomAway
from plutomi.gateways.scanner import ScannerAway, scanner
from plutomi.models import Event, File, Question, Shred
from plutomi.rules.engine.triggers import Trigger
from plutomi.settings import get_settings
from plutomi.tongue import mark

LEASE = timedelta(minutes=2)  # how long a file being scanned is nobody else's
PAUSES = tuple(timedelta(seconds=s) for s in (5, 15, 60, 300, 900))  # before each further attempt; then the last again
AT_ONCE = 5
INFECTED = mark("The virus scanner found something in this file, so it was not kept. Please send another.")


async def claim(session: AsyncSession, org_id: UUID) -> Sequence[File]:
    """Take held files that are due, for the length of a lease."""
    due = select(col(File.id)).where(col(File.org_id) == org_id, col(File.state) == "held", col(File.due_at) <= now())
    batch = due.order_by(col(File.due_at)).limit(AT_ONCE).with_for_update(skip_locked=True).cte("batch")
    taken = (
        update(File)
        .where(col(File.org_id) == org_id, col(File.id).in_(select(batch.c.id)))
        .values(due_at=now() + LEASE)
        .returning(File)
    )
    return (await session.execute(taken)).scalars().all()


async def scan(file: File) -> File:
    """Ask about one file and write down the answer, in a transaction of its own; without a scanner it is clean."""
    found: str | None = ""
    if looker := scanner(get_settings()):
        try:
            found = await looker.look_into(rooms.room(get_settings()).read(file.key))
        except (ScannerAway, RoomAway, NotThere):
            found = None
    async with transaction(file.org_id) as session:
        return await settle(session, file.org_id, file.id, found) or file


async def settle(session: AsyncSession, org_id: UUID, id: UUID, found: str | None) -> File | None:
    """The verdict on a held file: "" clean, None to be asked again, else what was found. None when it has gone."""
    held = select(File).where(col(File.org_id) == org_id, col(File.id) == id, col(File.state) == "held")
    file = (await session.execute(held.with_for_update())).scalar_one_or_none()
    if file is None:
        return None
    file.attempts += 1
    event = None
    if found is None:
        file.due_at = now() + PAUSES[min(file.attempts, len(PAUSES)) - 1]
    elif not found:
        file.state = "clean"
    else:
        file.state, file.reason = "refused", INFECTED
        await session.execute(insert(Shred).values(org_id=org_id, id=id, due_at=now()).on_conflict_do_nothing())
        about = {"opening_id": file.opening_id, "applicant_id": file.applicant_id}
        told = {"name": file.name, "found": found[:200]}
        event = record(session, clock(org_id), "file.refused", id, data=told, **about)
    if found is not None and file.applicant_id:
        await _follow(session, file, event)
    return file


async def _follow(session: AsyncSession, file: File, event: Event | None) -> None:
    """Rules may wait for this verdict."""
    assert file.applicant_id is not None
    question = await session.get_one(Question, (file.org_id, file.question_id))
    trigger = Trigger("file_judged", questions=frozenset({question.key}), verdict=file.state)
    await follow(session, file.org_id, [Happening(file.applicant_id, trigger, event.id if event else None)])
