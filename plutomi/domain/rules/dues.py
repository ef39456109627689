"""When the clock must look at somebody: reckoned as they enter a stage, as its rules change, and at each look."""

from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.domain.rules import books
from plutomi.domain.rules.books import Followed
from plutomi.domain.rules.walking import Reader, Walker
from plutomi.rules.engine import timers
from plutomi.rules.engine.timers import Stay


async def reckon(session: AsyncSession, walkers: Collection[Walker], read: Reader) -> None:
    """Set each one's `due_at`, where they stand now; never later than the truth."""
    for stage_id, group in groupby(sorted(walkers, key=_stage), key=_stage):
        here = list(group)
        followed = await books.of_stage(session, here[0].org_id, stage_id, here[0].version)
        if followed is None or not followed.book.timers:
            for walker in here:
                walker.due_at = None
            continue
        stays = await stays_of(followed, here, read)
        for walker in here:
            walker.due_at = _earliest(followed, stays[walker.applicant_id], walker.looked_at)


async def stays_of(followed: Followed, walkers: Collection[Walker], read: Reader) -> dict[UUID, Stay]:
    """How each has stood here so far, with the answers that timers go by."""
    subjects = [one.subject for one in walkers]
    known = await read(followed.timed, followed.hours, subjects) if followed.timed else {}
    return {
        one.applicant_id: Stay(
            one.entered_at,
            one.active_at,
            one.completed_at,
            _by_key(known[one.applicant_id].facts) if known else {},
        )
        for one in walkers
    }


def _earliest(followed: Followed, stay: Stay, looked_at: datetime | None) -> datetime | None:
    """The first moment at which a rule comes due that was not looked at then, or says something else since."""
    dues = ((rule, timers.due(rule, followed.hours, stay)) for rule in followed.book.timers)
    open_ = (
        at
        for rule, at in dues
        if at is not None and (looked_at is None or at > looked_at or rule.changed_at > looked_at)
    )
    return min(open_, default=None)


def _by_key(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name.removeprefix("answers."): value for name, value in facts.items()}


def _stage(walker: Walker) -> UUID:
    return walker.stage_id
