"""Files that people send with their answers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.domain.actors import Actor
from plutomi.errors import Invalid
from plutomi.rules.asked import Asked


async def claim_files(
    session: AsyncSession, actor: Actor, asked: tuple[Asked, ...], answers: Mapping[UUID, Any]
) -> dict[UUID, Any]:
    """The answers with each file's id made into what is kept of it. Invalid names the question of one not to be had."""
    sent = [one for one in asked if one.type == "file" and one.question_id in answers]
    if sent:
        raise Invalid({one.field: "Files cannot be taken here yet." for one in sent})
    return dict(answers)
