"""How often one may ask: counted in this process's memory, by the sender's network or by what is asked for.

And in whose turn: a crowd at one opening waits for itself, not the others for it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from math import ceil
from time import time
from uuid import UUID

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from plutomi.errors import TooSoon
from plutomi.models.network import network_of
from plutomi.settings import get_settings

AT_ONCE = 2  # submissions of one opening at work at the same time, of the connections there are
QUEUE = 1000  # that may wait for their turn behind them
PATIENCE = 20.0  # seconds
LINKS = RateLimitItemPerMinute(3, 15)  # to one email address: nobody's inbox is filled by others

_submissions = MovingWindowRateLimiter(MemoryStorage())
_uploads = MovingWindowRateLimiter(MemoryStorage())
_links = MovingWindowRateLimiter(MemoryStorage())
_turns: dict[str, "_Turns"] = {}


class _Turns:
    def __init__(self) -> None:
        self.places, self.inside = asyncio.Semaphore(AT_ONCE), 0


@asynccontextmanager
async def turn(opening: str) -> AsyncIterator[None]:
    """Wait until it is this one's turn among all that is sent to the opening; TooSoon when the crowd is too large."""
    turns = _turns.setdefault(opening, _Turns())
    if turns.inside >= QUEUE:
        raise TooSoon(ceil(PATIENCE))
    turns.inside += 1
    try:
        await _enter(turns.places)
        try:
            yield
        finally:
            turns.places.release()
    finally:
        turns.inside -= 1
        if not turns.inside:
            _turns.pop(opening, None)


async def count_submission(ip: str, opening: str = "") -> None:
    """Count one submission of this sender, and to this opening; TooSoon when there were too many within a minute."""
    settings = get_settings()
    await _count(_submissions, RateLimitItemPerMinute(settings.submissions_per_ip_per_minute), network_of(ip))
    if opening:
        await _count(_submissions, RateLimitItemPerMinute(settings.submissions_per_opening_per_minute), opening)


async def count_upload(ip: str, where: str) -> None:
    """Count one file of this sender for this opening; TooSoon when there were too many within an hour."""
    most = RateLimitItemPerHour(get_settings().uploads_per_ip_per_hour)
    await _count(_uploads, most, f"{network_of(ip)} {where}")


async def count_link(org_id: UUID, email_key: str) -> None:
    """Count one request for this address's personal links, whether or not anybody has it; TooSoon."""
    await _count(_links, LINKS, f"{org_id} {email_key}")


async def forget() -> None:
    """Start counting anew."""
    await _submissions.storage.reset()
    await _uploads.storage.reset()
    await _links.storage.reset()


async def _enter(places: asyncio.Semaphore) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            await places.acquire()
    except TimeoutError as error:
        raise TooSoon(ceil(PATIENCE)) from error


async def _count(limiter: MovingWindowRateLimiter, most: RateLimitItem, whose: str) -> None:
    if not await limiter.hit(most, whose):
        again = await limiter.get_window_stats(most, whose)
        raise TooSoon(max(1, ceil(again.reset_time - time())))
