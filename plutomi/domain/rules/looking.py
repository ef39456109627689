"""Which timers are to be asked about whom: those come due since they were looked at, and those changed since."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from plutomi.clock import now
from plutomi.domain.rowsets import among
from plutomi.domain.rules import books
from plutomi.domain.rules.dues import stays_of
from plutomi.domain.rules.walking import Ask, Reader, Walker
from plutomi.models import Event
from plutomi.ready import Ready
from plutomi.rules.engine.rule import Rule
from plutomi.rules.engine.timers import Due, come_due
from plutomi.rules.engine.triggers import Trigger

TIMER = Trigger("timer")
Fired = set[tuple[UUID, UUID]]


async def looks(session: AsyncSession, walkers: Sequence[Walker], read: Reader) -> list[Ask]:
    """What is asked about each now: what came due first first, each moment's rules in their order."""
    found: list[tuple[Walker, tuple[Due, ...]]] = []
    for stage_id, group in groupby(sorted(walkers, key=_stage), key=_stage):
        here = list(group)
        followed = await books.of_stage(session, here[0].org_id, stage_id, here[0].version)
        stays = await stays_of(followed, here, read) if followed else {}
        for one in here:
            stay = stays.get(one.applicant_id)
            due = come_due(followed.book, followed.hours, stay, now(), one.looked_at) if followed and stay else ()
            found.append((one, due))
    fired = await _fired(session, [one for one, due in found if any(each.is_again for each in due)])
    return [Ask(one, TIMER, _rounds(one, due, fired)) for one, due in found]


def _rounds(walker: Walker, due: Sequence[Due], fired: Fired) -> list[list[Rule]]:
    """By the moment they came due; what has run in this stay does not run again, whatever it says by now."""
    open_ = [one for one in due if not one.is_again or (walker.applicant_id, one.rule.id) not in fired]
    return [[one.rule for one in open_ if one.at == at] for at in sorted({one.at for one in open_})]


async def _fired(session: AsyncSession, walkers: Sequence[Walker]) -> Fired:
    """The rules that have done something about them since they entered."""
    if not walkers:
        return set()
    entered: Mapping[UUID, Any] = {one.applicant_id: one.entered_at for one in walkers}
    rows = await _FIRED.rows(session, {"org": walkers[0].org_id, "ids": list(entered)})
    return {(row.applicant_id, row.actor_id) for row in rows if row.at > entered[row.applicant_id]}


def _fired_statement() -> Any:
    ours = (col(Event.actor_kind) == "rule", col(Event.type) != "rule.failed")
    return (
        select(col(Event.applicant_id), col(Event.actor_id), func.max(col(Event.at)).label("at"))
        .where(col(Event.org_id) == bindparam("org", type_=Uuid), col(Event.applicant_id) == among("ids"), *ours)
        .group_by(col(Event.applicant_id), col(Event.actor_id))
    )


def _stage(walker: Walker) -> UUID:
    return walker.stage_id


_FIRED = Ready(_fired_statement())
