"""Files given out: to members and to the applicant whose they are, by links that are good for minutes."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi import tokens
from plutomi.db import transaction
from plutomi.domain.actors import Actor, admit
from plutomi.domain.applicants.revealing import reveal
from plutomi.domain.files.receiving import unclaimed
from plutomi.errors import FileHeld, NotFound
from plutomi.models import Answer, File
from plutomi.tongue import say


async def get(session: AsyncSession, actor: Actor, id: UUID) -> File:
    """A file that has been handed in, for members and for the applicant whose it is; NotFound.

    One that answers a secure question is for those who may see it, and that it was seen is recorded.
    """
    if actor.kind != "applicant":
        await admit(session, actor)
    found = select(File).where(
        col(File.org_id) == actor.org_id, col(File.id) == id, col(File.applicant_id).is_not(None)
    )
    file = (await session.execute(found)).scalar_one_or_none()
    if file is None or (actor.kind == "applicant" and file.applicant_id != actor.id):
        raise NotFound
    owner = file.applicant_id
    if actor.kind != "applicant" and owner and file.question_id in await _secure(session, actor.org_id, owner):
        await reveal(session, actor, owner, file.question_id)
    return file


async def files_of(session: AsyncSession, org_id: UUID, applicant_id: UUID) -> Sequence[File]:
    """All of an applicant's, in the order they came; for verbs that have let the asker in."""
    found = select(File).where(col(File.org_id) == org_id, col(File.applicant_id) == applicant_id)
    return (await session.execute(found.order_by(col(File.id)))).scalars().all()


async def list_all(session: AsyncSession, actor: Actor, applicant_id: UUID) -> Sequence[File]:
    """An applicant's files, for members; those that answer secure questions are only given one by one."""
    await admit(session, actor)
    hidden = await _secure(session, actor.org_id, applicant_id)
    return [file for file in await files_of(session, actor.org_id, applicant_id) if file.question_id not in hidden]


async def _secure(session: AsyncSession, org_id: UUID, applicant_id: UUID | None) -> set[UUID]:
    """The questions whose answers by this applicant are secure."""
    found = select(col(Answer.question_id)).where(
        col(Answer.org_id) == org_id, col(Answer.applicant_id) == applicant_id, col(Answer.is_secure)
    )
    return set((await session.execute(found)).scalars())


async def sent(session: AsyncSession, actor: Actor, ticket: str) -> File:
    """One's own file before it is handed in; LinkSpent for another's ticket, NotFound when it is gone or handed in."""
    return await unclaimed(session, actor.org_id, tokens.read_ticket(actor.org_id, ticket))


async def take_back(session: AsyncSession, actor: Actor, ticket: str) -> None:
    """Think better of a file before it is handed in. Twice is the same as once."""
    try:
        await session.delete(await sent(session, actor, ticket))
    except NotFound:
        return


def link(file: File) -> str:
    """The path of the file's bytes for the next minutes; FileHeld while it is scanned, NotFound when it was refused."""
    if file.state == "held":
        raise FileHeld
    if file.state != "clean":
        raise NotFound(say(file.reason))
    return f"/files/{tokens.sign_file(file.org_id, file.id)}"


async def opened(token: str) -> File:
    """The file a link names, read in a transaction of its own; LinkSpent, NotFound."""
    org_id, id = tokens.read_file(token)
    async with transaction(org_id) as session:
        found = select(File).where(col(File.org_id) == org_id, col(File.id) == id, col(File.state) == "clean")
        file = (await session.execute(found)).scalar_one_or_none()
    if file is None:
        raise NotFound
    return file
