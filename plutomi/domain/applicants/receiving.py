"""Receiving what anybody sends: in turn, not too often, proved human where that is asked, once, and never lost."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.clock import now
from plutomi.db import transaction
from plutomi.domain import beginnings, proofs, throttles
from plutomi.domain.actors import anyone
from plutomi.domain.applicants import applying, holding
from plutomi.models import Receipt
from plutomi.rules.traps import ENVELOPE, is_trapped


async def receive(org_id: UUID, slug: str, given: Mapping[str, Any], ip: str, key: str = "") -> None:
    """Take a submission to an opening, in a transaction of its own; what a program seems to have sent is held back.

    With a `key`, the same content twice counts once. Invalid by field, TooSoon, NotFound, OpeningClosed.
    """
    await throttles.count_submission(ip, f"{org_id} {slug}")
    await proofs.check(given, ip)
    async with throttles.turn(f"{org_id} {slug}"), transaction(org_id) as session:
        if key and not await _is_first(session, _digest(org_id, slug, key, given)):
            return
        if given.get("draft"):
            await beginnings.finish(session, anyone(org_id, ip), given["draft"])
        verb = holding.hold if is_trapped(given) else applying.apply
        await verb(session, anyone(org_id, ip), slug, given)


async def _is_first(session: AsyncSession, digest: bytes) -> bool:
    """Whether this arrives for the first time; waits for another that is on its way in."""
    row = insert(Receipt).values(digest=digest, at=now()).on_conflict_do_nothing().returning(col(Receipt.digest))
    return (await session.execute(row)).scalar() is not None


def _digest(org_id: UUID, slug: str, key: str, given: Mapping[str, Any]) -> bytes:
    """Of what was sent, but for what differs from one sending to the next."""
    content = {name: value for name, value in given.items() if name not in ENVELOPE}
    text = json.dumps([str(org_id), slug, key, content], sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


async def forget_old(session: AsyncSession, before: datetime) -> None:
    """Delete receipts of what arrived before: nobody sends it again any more."""
    await session.execute(delete(Receipt).where(col(Receipt.at) < before))
