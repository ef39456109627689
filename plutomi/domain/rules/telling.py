"""What the log says of rules, made readable: the names of the rules and of what they looked at."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain import labels, members
from plutomi.domain.actors import Actor, admit
from plutomi.models import Question, Rule
from plutomi.rules.engine.sentences import Names


@dataclass(frozen=True, slots=True)
class Told:
    """Rules by id as text, those that are there still; names of facts and of what they hold."""

    rules: dict[str, str] = field(default_factory=dict)
    names: Names = field(default_factory=Names)


async def told(session: AsyncSession, actor: Actor, events: Iterable[Any]) -> Told:
    """For members; no statement where no rule had a hand in anything."""
    await admit(session, actor)
    ids, keys = set[UUID](), set[str]()
    for event in events:
        data = event.data or {}
        asked = data.get("rules") or []
        ids |= {UUID(one[0]) for one in asked} | ({event.actor_id} if event.actor_kind == "rule" else set())
        facts = [*(data.get("rule") or {}).get("facts", {}), *(str(one[3]).partition(" ")[0] for one in asked)]
        keys |= {name.split(".")[1] for name in facts if name.startswith(("answers.", "files."))}
    if not ids:
        return Told()
    rules = select(col(Rule.id), col(Rule.name)).where(col(Rule.org_id) == actor.org_id, col(Rule.id).in_(ids))
    questions = select(col(Question.key), col(Question.title)).where(
        col(Question.org_id) == actor.org_id, col(Question.key).in_(keys)
    )
    return Told(
        {str(id): name for id, name in await session.execute(rules)},
        Names(
            questions=dict((await session.execute(questions)).all()) if keys else {},
            labels={one.id: one.name for one in await labels.of_org(session, actor.org_id)},
            users={one.id: one.name for one in await members.of_org(session, actor.org_id)},
        ),
    )
