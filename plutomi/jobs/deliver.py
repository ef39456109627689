"""Delivering emails: claim, commit, send, record. Never a lock held while a provider is asked."""

import asyncio
import logging
from uuid import UUID

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
REST = 3  # times what a batch took
pace = Pace(REST)


async def deliver_org(org_id: UUID) -> int:
    """One batch of one org's due emails, a few side by side."""
    async with pace.turn():
        async with transaction(org_id) as session:
            claimed = await messages.claim(session, org_id)
        for at in range(0, len(claimed), AT_ONCE):
            await asyncio.gather(*(deliver(message) for message in claimed[at : at + AT_ONCE]))
    return len(claimed)


async def deliver_all() -> None:
    await in_turns(deliver_org, await waiting("message"))


async def deliver(message: Message) -> None:
    """Send one claimed message and record how it went; killed in between, its lease runs out and it is sent again."""
    try:
        sent_as = await mail.room(get_settings()).send(letter_for(message))
    except mail.Undeliverable as error:
        await _record(messages.failed, message, str(error))
    except mail.TryLater as error:
        await _record(messages.postpone, message, str(error), error.retry_after)
    except Exception as error:
        log.exception("message %s could not be sent", message.id)
        await _record(messages.postpone, message, repr(error))
    else:
        await _record(messages.sent, message, sent_as)


async def _record(verb, message: Message, *rest) -> None:  # type: ignore[no-untyped-def]
    async with transaction(message.org_id) as session:
        await verb(session, message, *rest)
