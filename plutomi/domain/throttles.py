"""How often one may ask: counted in this process's memory, by the sender's network or by what is asked for.

And in whose turn: a crowd at one opening waits for itself, not the others for it.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from math import ceil
from time import monotonic
from uuid import UUID

from plutomi.errors import TooSoon
from plutomi.models.network import network_of
from plutomi.settings import get_settings

AT_ONCE = 6  # submissions of one opening at work at the same time, as long as it is the only one
BESIDE_OTHERS = 2  # when others have come lately: they keep a core busy, more would keep those waiting
LATELY = 5.0  # seconds
AT_THE_DOOR = 8  # requests of one opening that are looked at meanwhile
QUEUE = 1000  # that may wait for their turn behind them
PATIENCE = 10.0  # seconds
LINKS = 3  # in fifteen minutes to one email address: nobody's inbox is filled by others
SAVES = 240  # of one draft in a minute: a field every quarter second
SEARCHES = 40  # for an org in a minute, by one network

MINUTE = 60.0  # seconds


class Window:
    """At most so many hits of a key within any so many seconds; what is older is forgotten as others are counted."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._hits: OrderedDict[str, deque[float]] = OrderedDict()  # the key counted last stands last

    def hit(self, key: str, most: int) -> float:
        """Count one; 0, or the seconds until it would be taken."""
        now = monotonic()
        self._forget(now - self._seconds)
        hits = self._hits.setdefault(key, deque())
        while hits and hits[0] <= now - self._seconds:
            hits.popleft()
        if len(hits) >= most:
            return hits[len(hits) - most] + self._seconds - now
        hits.append(now)
        self._hits.move_to_end(key)
        return 0

    def empty(self) -> None:
        self._hits.clear()

    def _forget(self, since: float) -> None:
        while self._hits:
            key, hits = next(iter(self._hits.items()))
            if hits and hits[-1] > since:
                return
            del self._hits[key]


_submissions = Window(MINUTE)
_uploads = Window(60 * MINUTE)
_links = Window(15 * MINUTE)
_saves = Window(MINUTE)
_searches = Window(MINUTE)
_seen: OrderedDict[str, float] = OrderedDict()  # the opening that was sent to last stands last
_turns: dict[str, "_Queue"] = {}
_shares: dict[str, "_Queue"] = {}
_doors: dict[str, "_Queue"] = {}


class _Queue:
    def __init__(self, most: int) -> None:
        self.places, self.inside = asyncio.Semaphore(most), 0


@asynccontextmanager
async def turn(opening: str) -> AsyncIterator[None]:
    """Wait until it is this one's turn among all that is sent to the opening; TooSoon when the crowd is too large."""
    _see(opening)
    async with _queued(_turns, opening, AT_ONCE):
        if len(_seen) == 1:
            yield
            return
        async with _queued(_shares, opening, BESIDE_OTHERS):
            yield


@asynccontextmanager
async def door(opening: str) -> AsyncIterator[None]:
    """Wait until this request is to be looked at; where the crowd is too large it is told so at its turn()."""
    async with AsyncExitStack() as stack:
        with suppress(TooSoon):
            await stack.enter_async_context(_queued(_doors, opening, AT_THE_DOOR))
        yield


async def count_submission(ip: str, opening: str = "") -> None:
    """Count one submission of this sender, and to this opening; TooSoon when there were too many within a minute."""
    settings = get_settings()
    _count(_submissions, network_of(ip), settings.submissions_per_ip_per_minute)
    if opening:
        _count(_submissions, opening, settings.submissions_per_opening_per_minute)


async def count_upload(ip: str, where: str) -> None:
    """Count one file of this sender for this opening, in any case; TooSoon when there were too many within an hour."""
    _count(_uploads, f"{network_of(ip)} {where.lower()}", get_settings().uploads_per_ip_per_hour)


async def count_link(org_id: UUID, email_key: str) -> None:
    """Count one request for this address's personal links, whether or not anybody has it; TooSoon."""
    _count(_links, f"{org_id} {email_key}", LINKS)


async def count_save(id: UUID) -> None:
    """Count one saving of this applicant's or this beginning's draft; TooSoon."""
    _count(_saves, str(id), SAVES)


async def count_search(ip: str) -> None:
    """Count one search for an org; TooSoon."""
    _count(_searches, network_of(ip), SEARCHES)


async def forget() -> None:
    """Start counting anew."""
    for window in (_submissions, _uploads, _links, _saves, _searches):
        window.empty()
    _seen.clear()


def _see(opening: str) -> None:
    """Know of the openings that were sent to lately."""
    at = monotonic()
    _seen[opening] = at
    _seen.move_to_end(opening)
    while next(iter(_seen.values())) < at - LATELY:
        _seen.popitem(last=False)


@asynccontextmanager
async def _queued(queues: dict[str, _Queue], key: str, most: int) -> AsyncIterator[None]:
    queue = queues.setdefault(key, _Queue(most))
    if queue.inside >= QUEUE:
        raise TooSoon(ceil(PATIENCE))
    queue.inside += 1
    try:
        await _enter(queue.places)
        try:
            yield
        finally:
            queue.places.release()
    finally:
        queue.inside -= 1
        if not queue.inside:
            queues.pop(key, None)


async def _enter(places: asyncio.Semaphore) -> None:
    if not places.locked():
        await places.acquire()  # at once
        return
    try:
        async with asyncio.timeout(PATIENCE):
            await places.acquire()
    except TimeoutError as error:
        raise TooSoon(ceil(PATIENCE)) from error


def _count(window: Window, key: str, most: int) -> None:
    if wait := window.hit(key, most):
        raise TooSoon(ceil(wait))
