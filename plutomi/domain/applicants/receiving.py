"""Receiving what anybody sends: in turn, not too often, proved human where that is asked, once, and never lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.db import transaction
from plutomi.domain import beginnings, proofs, receipts, throttles
from plutomi.domain.actors import anyone
from plutomi.domain.applicants import applying, holding
from plutomi.models import Receipt
from plutomi.models.slug import slug_meant
from plutomi.rules.traps import ENVELOPE, is_trapped

NO_FILES: Mapping[str, str] = {}


async def receive(
    org_id: UUID, slug: str, given: Mapping[str, Any], ip: str, key: str = "", files: Mapping[str, str] = NO_FILES
) -> None:
    """Take a submission to an opening, in a transaction of its own; what a program seems to have sent is held back.

    With a `key`, the same content twice counts once, and another is KeyReused; `files` is what stood in those that
    came with it, by ticket. Invalid by field, TooSoon, NotFound, OpeningClosed.
    """
    where = f"{org_id} {slug_meant(slug)}"
    await throttles.count_submission(ip, where)
    await proofs.check(given, ip)
    async with throttles.turn(where), transaction(org_id) as session:
        if key and not await receipts.is_first(session, where, key, content_of(given, files)):
            return
        if given.get("draft"):
            await beginnings.finish(session, anyone(org_id, ip), given["draft"])
        verb = holding.hold if is_trapped(given) else applying.apply
        await verb(session, anyone(org_id, ip), slug, given)


def key_of_form(key: str, given: Mapping[str, Any], files: Mapping[str, str]) -> str:
    """A key for what somebody may correct before it is sent again: the same form with other content counts anew."""
    return f"{key} {receipts.digest(content_of(given, files)).hex()}"


def content_of(given: Mapping[str, Any], files: Mapping[str, str]) -> dict[str, Any]:
    """What was sent, but for what differs from one sending to the next: its proofs, and its files' tickets."""
    content = {name: value for name, value in given.items() if name not in ENVELOPE}
    return _unticketed(content, files) if files else content


def _unticketed(value: Any, files: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {name: _unticketed(one, files) for name, one in value.items()}
    if isinstance(value, list):
        return [_unticketed(one, files) for one in value]
    return files.get(value, value) if isinstance(value, str) else value


async def forget_old(session: AsyncSession, before: datetime) -> None:
    """Delete receipts of what arrived before: nobody sends it again any more."""
    await session.execute(delete(Receipt).where(col(Receipt.at) < before))
