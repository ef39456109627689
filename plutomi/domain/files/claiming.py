"""Handing files in with the form they were sent for: only who sent them can, by their tickets, and only once."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi import tokens
from plutomi.clock import now
from plutomi.domain.actors import Actor
from plutomi.errors import Invalid, LinkSpent
from plutomi.models import File
from plutomi.models.filetype import TYPES
from plutomi.rules.asked import Asked
from plutomi.rules.files import check_kind, most_bytes, too_large
from plutomi.tongue import mark, say

GONE = mark("This file is no longer here. Please send it again.")


async def claim_files(
    session: AsyncSession, actor: Actor, asked: tuple[Asked, ...], answers: Mapping[UUID, Any]
) -> dict[UUID, Any]:
    """The answers with each file's ticket made into what is kept of it; Invalid at the question of one not to be had.

    A ticket is its sender's; an applicant may also name files that are theirs already. No files: no statement.
    """
    sent = [one for one in asked if one.type == "file" and one.question_id in answers]
    if not sent:
        return dict(answers)
    named = {one.question_id: [_id(actor, ticket) for ticket in answers[one.question_id]] for one in sent}
    there = await _locked(session, actor, [id for ids in named.values() for id, _ in ids if id])
    kept, errors = dict(answers), {}
    for one in sent:
        try:
            kept[one.question_id] = [_told(_his(there, actor, one, *known)) for known in named[one.question_id]]
        except ValueError as error:
            errors[one.field] = str(error)
    if errors:
        raise Invalid(errors)
    return kept


async def give_files(
    session: AsyncSession,
    org_id: UUID,
    applicant_id: UUID,
    asked: tuple[Asked, ...],
    answers: Mapping[UUID, Any],
    *,
    is_whole: bool = False,
) -> None:
    """Make the claimed files the applicant's; with `is_whole`, those these questions no longer name are destroyed."""
    questions = [one.question_id for one in asked if one.type == "file"]
    ids = list(ids_in(asked, answers))
    if ids:
        mine = (col(File.org_id) == org_id, col(File.id).in_(ids), col(File.applicant_id).is_(None))
        await session.execute(update(File).where(*mine).values(applicant_id=applicant_id, claimed_at=now()))
    if is_whole and questions:
        left = (col(File.org_id) == org_id, col(File.applicant_id) == applicant_id)
        await session.execute(delete(File).where(*left, col(File.question_id).in_(questions), col(File.id).not_in(ids)))


def ids_in(asked: tuple[Asked, ...], answers: Mapping[UUID, Any]) -> Iterator[UUID]:
    """The ids of the files among claimed answers."""
    for one in asked:
        if one.type == "file":
            yield from (UUID(file["id"]) for file in answers.get(one.question_id) or ())


def _id(actor: Actor, ticket: str) -> tuple[UUID | None, bool]:
    """A ticket's file, and whether it proves who sent it; a bare id proves nothing."""
    try:
        return tokens.read_ticket(actor.org_id, ticket), True
    except LinkSpent:
        pass
    try:
        return UUID(ticket), False
    except ValueError:
        return None, False


async def _locked(session: AsyncSession, actor: Actor, ids: list[UUID]) -> dict[UUID, File]:
    """Locked, so that no sweep takes them from under us."""
    found = select(File).where(col(File.org_id) == actor.org_id, col(File.id).in_(ids))
    return {file.id: file for file in (await session.execute(found.with_for_update())).scalars()}


def _his(there: Mapping[UUID, File], actor: Actor, asked: Asked, id: UUID | None, is_proven: bool) -> File:
    file = there.get(id) if id else None
    is_own = file and file.applicant_id is not None and (actor.kind, actor.id) == ("applicant", file.applicant_id)
    is_sent = file and file.applicant_id is None and is_proven
    if file is None or file.question_id != asked.question_id or not (is_own or is_sent) or file.state == "arriving":
        raise ValueError(say(GONE))
    if file.state == "refused":
        raise ValueError(f"{file.name}: {say(file.reason)}")
    if file.size > most_bytes(asked):
        raise ValueError(f"{file.name}: {too_large(most_bytes(asked))}")
    check_kind(asked, TYPES[file.type])
    return file


def _told(file: File) -> dict[str, Any]:
    return {"id": str(file.id), "name": file.name, "size": file.size, "type": file.type}
