"""What stands on cards in the example: labels, and who looks after whom."""

import random
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.domain import labels
from plutomi.domain.actors import Actor
from plutomi.domain.applicants import assigning, labelling
from plutomi.models.color import PALETTE

# How many of a hundred carry each.
WORN = {"Español": 20, "Call back": 12, "Night owl": 10}


async def put(session: AsyncSession, owner: Actor, ids: Sequence[UUID]) -> None:
    """Chance of its own labels some and gives some to the owner."""
    chance, colors = random.Random(1624), [*PALETTE.values()]  # noqa: S311  an example, not a secret
    for number, (name, share) in enumerate(WORN.items()):
        label = await labels.create(session, owner, name, colors[number * 3 % len(colors)])
        await labelling.label(session, owner, _some(chance, ids, share), label.id)
    await assigning.assign(session, owner, _some(chance, ids, 20), owner.id)


def _some(chance: random.Random, ids: Sequence[UUID], share: int) -> Sequence[UUID]:
    return chance.sample(ids, max(1, len(ids) * share // 100))
