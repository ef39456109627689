"""Watching an opening in a background handler: whether the viewer may, and what happens there from then on."""

from asyncio import Queue
from collections.abc import AsyncGenerator
from contextlib import aclosing
from uuid import UUID

from plutomi.db import transaction
from plutomi.domain import openings
from plutomi.domain.live import hub
from plutomi.errors import Refusal
from plutomi.state.live import Op
from plutomi.state.parse import uuid_of
from plutomi.state.session import ProtectedBase


async def watched(state: ProtectedBase) -> UUID | None:
    """The opening of this page, if the viewer's org has it; NotSignedIn."""
    async with state:  # type: ignore[attr-defined]
        await state._me_now()
        actor, given = state._actor(), state.opening_id  # type: ignore[attr-defined]
    try:
        async with transaction(actor.org_id) as session:
            return (await openings.get(session, actor, uuid_of(given))).id
    except Refusal:
        return None


async def news_of(opening_id: UUID) -> AsyncGenerator[list[Op], None]:
    """What happens on this board, for ever, all there is at a time; the first batch is empty: nothing is missed now."""
    with hub.watch(opening_id) as news:
        yield []
        async with aclosing(batches_of(news)) as batches:
            async for batch in batches:
                yield batch


async def batches_of(news: "Queue[Op]") -> AsyncGenerator[list[Op], None]:
    """What comes, for ever, all there is at a time."""
    while True:
        batch = [await news.get()]
        while not news.empty():
            batch.append(news.get_nowait())
        yield batch
