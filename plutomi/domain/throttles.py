"""How often one sender may ask: counted in this process's memory, by network."""

from math import ceil
from time import time

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from plutomi.errors import TooSoon
from plutomi.models.network import network_of
from plutomi.settings import get_settings

_submissions = MovingWindowRateLimiter(MemoryStorage())


async def count_submission(ip: str) -> None:
    """Count one submission of this sender; TooSoon when there were too many within a minute."""
    most = RateLimitItemPerMinute(get_settings().submissions_per_ip_per_minute)
    sender = network_of(ip)
    if not await _submissions.hit(most, sender):
        again = await _submissions.get_window_stats(most, sender)
        raise TooSoon(max(1, ceil(again.reset_time - time())))


async def forget() -> None:
    """Start counting anew."""
    await _submissions.storage.reset()
