"""Delivering emails: claim, commit, send, record. Never a lock held while a provider is asked."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.db import transaction
from plutomi.domain import messages
from plutomi.domain.envelopes import letter_for
from plutomi.gateways import mail
from plutomi.jobs.pulse import Pace, in_turns
from plutomi.jobs.relay import waiting
from plutomi.models import Message
from plutomi.settings import get_settings

log = logging.getLogger(__name__)
AT_ONCE = 5  # more would keep the loop busy for longer than a click may wait: writing one takes 3 ms
REST = 3
PATIENCE = 1.0  # seconds that letters let people's requests go first, between batches
pace = Pace(REST, patience=PATIENCE)


async def deliver_org(org_id: UUID) -> int:
    """One batch of one org's due emails, a few side by side."""
    async with pace.turn():
        async with transaction(org_id) as session:
            claimed = await messages.claim(session, org_id)
        for at in range(0, len(claimed), AT_ONCE):
            await deliver(claimed[at : at + AT_ONCE])
    return len(claimed)


async def deliver_all() -> None:
    await in_turns(deliver_org, await waiting("message"))


async def deliver(letters: Sequence[Message]) -> None:
    """Send claimed messages of one org and record how it went; killed in between, their leases run out: sent again."""
    outcomes = await asyncio.gather(*(_send(message) for message in letters))
    async with transaction(letters[0].org_id) as session:
        for record in outcomes:
            await record(session)


async def _send(message: Message) -> Callable[[AsyncSession], Awaitable[None]]:
    """Send one; what records how it went."""
    try:
        sent_as = await mail.room(get_settings()).send(letter_for(message))
    except mail.Undeliverable as error:
        return partial(messages.failed, message=message, reason=str(error))
    except mail.TryLater as error:
        return partial(messages.postpone, message=message, reason=str(error), retry_after=error.retry_after)
    except Exception as error:
        log.exception("message %s could not be sent", message.id)
        return partial(messages.postpone, message=message, reason=repr(error))
    return partial(messages.sent, message=message, provider_id=sent_as)
