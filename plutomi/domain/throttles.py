"""How often one may ask: counted in this process's memory, by the sender's network or by the address written to."""

from math import ceil
from time import time
from uuid import UUID

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from plutomi.errors import TooSoon
from plutomi.models.network import network_of
from plutomi.settings import get_settings

LINKS = RateLimitItemPerMinute(3, 15)  # to one email address: nobody's inbox is filled by others

_submissions = MovingWindowRateLimiter(MemoryStorage())
_links = MovingWindowRateLimiter(MemoryStorage())


async def count_submission(ip: str) -> None:
    """Count one submission of this sender; TooSoon when there were too many within a minute."""
    most = RateLimitItemPerMinute(get_settings().submissions_per_ip_per_minute)
    await _count(_submissions, most, network_of(ip))


async def count_link(org_id: UUID, email_key: str) -> None:
    """Count one request for this address's personal links, whether or not anybody has it; TooSoon."""
    await _count(_links, LINKS, f"{org_id} {email_key}")


async def forget() -> None:
    """Start counting anew."""
    await _submissions.storage.reset()
    await _links.storage.reset()


async def _count(limiter: MovingWindowRateLimiter, most: RateLimitItem, whose: str) -> None:
    if not await limiter.hit(most, whose):
        again = await limiter.get_window_stats(most, whose)
        raise TooSoon(max(1, ceil(again.reset_time - time())))
