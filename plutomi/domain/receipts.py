"""What has arrived already: under one key the same counts once, and anything else is refused."""

import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.clock import now
from plutomi.domain.actors import Actor
from plutomi.errors import KeyReused
from plutomi.models import Receipt


async def is_first(session: AsyncSession, place: str, key: str, content: Any) -> bool:
    """Whether this arrives for the first time under its key; waits for another that is on its way in. KeyReused."""
    return (await _receipt(session, digest(place, key), content))[0]


async def once(
    session: AsyncSession, actor: Actor, place: str, key: str, content: Any, make: Callable[[], Awaitable[UUID]]
) -> UUID:
    """The id of what `make` makes; under a `key`, of what it made when the actor sent the same before. KeyReused."""
    if not key:
        return await make()
    sent = digest(str(actor.org_id), str(actor.id), place, key)
    is_new, made = await _receipt(session, sent, content)
    if is_new or made is None:
        made = await make()
        await session.execute(update(Receipt).where(col(Receipt.digest) == sent).values(made=made))
    return made


def digest(*content: Any) -> bytes:
    """SHA-256 of it, whatever the order of its names."""
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


async def _receipt(session: AsyncSession, sent: bytes, content: Any) -> tuple[bool, UUID | None]:
    """Whether it is a new one, and what was made when it is not."""
    what = digest(content)
    row = insert(Receipt).values(digest=sent, content=what, at=now()).on_conflict_do_nothing()
    if (await session.execute(row.returning(col(Receipt.digest)))).scalar() is not None:
        return True, None
    there = select(col(Receipt.content), col(Receipt.made)).where(col(Receipt.digest) == sent)
    found = (await session.execute(there)).one_or_none()
    if found is None:  # forgotten since: it was days old
        return await _receipt(session, sent, content)
    if found.content != what:
        raise KeyReused
    return False, found.made
