"""Files that stand in a form which is not sent yet: nobody's, but waited for."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi import tokens
from plutomi.errors import LinkSpent
from plutomi.models import File
from plutomi.rules.asked import Asked
from plutomi.rules.drafts import Typed, key_of


async def keep_for(session: AsyncSession, org_id: UUID, id: UUID, asked: tuple[Asked, ...], typed: Typed) -> None:
    """Let no sweep take the files whose tickets were typed while there is this draft, an applicant's or a beginning."""
    if ids := set(_named(org_id, {one.key for one in asked if one.type == "file"}, typed)):
        unsent = (col(File.org_id) == org_id, col(File.id).in_(ids), col(File.applicant_id).is_(None))
        await session.execute(update(File).where(*unsent).values(awaited_by=id))


def _named(org_id: UUID, keys: set[str], typed: Typed) -> Iterator[UUID]:
    """The files of whatever is a ticket of ours."""
    for name, one in typed.items():
        for ticket in " ".join(one["said"]).split() if key_of(name) in keys else ():
            try:
                yield tokens.read_ticket(org_id, ticket)
            except LinkSpent:
                continue
