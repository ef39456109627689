"""Work begun at once: the orgs whose transactions left something owed, batch by batch in turns, soon."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from time import monotonic, thread_time
from uuid import UUID

log = logging.getLogger(__name__)
LOOK, LATE = 0.05, 0.01  # seconds
PAUSE = 0.005  # seconds to gather what is committed together


Work = Callable[[UUID], Awaitable[int]]  # one batch of one org's; how much it was


async def in_turns(work: Work, orgs: Iterable[UUID]) -> None:
    """A batch of each org in turn until none owes more: the one with much, or with an error, keeps no other waiting."""
    waiting = list(orgs)
    while waiting:
        waiting = [org_id for org_id in waiting if await attempt(work, org_id)]


async def attempt(work: Work, org_id: UUID) -> bool:
    """Whether there may be more to do. What fails is logged, and left to the timetable's next tick."""
    try:
        return bool(await work(org_id))
    except Exception:
        log.exception("work for org %s failed; the next tick tries again", org_id)
        return False


class Pace:
    """One batch at a time in this process, then a rest, so that many small batches become few and people come first.

    The rest is so many times the CPU that the process spent meanwhile, `most` seconds at most: long when it is busy,
    short when it is idle. While the process stays busy it rests on, for `patience` seconds more at most.
    """

    def __init__(self, rest: float, most: float = 60, patience: float = 0) -> None:
        self.rest, self.most, self.patience = rest, most, patience
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        async with self._turn:
            begun = thread_time()
            yield
            await asyncio.sleep(min(self.most, self.rest * (thread_time() - begun)))
            until = monotonic() + self.patience
            while monotonic() < until and await _is_busy():
                pass


async def _is_busy() -> bool:
    """Whether the process works for half of the next moment, or others have to wait for their turn in it."""
    begun, worked = monotonic(), thread_time()
    await asyncio.sleep(LOOK)
    return thread_time() - worked > LOOK / 2 or monotonic() - begun > LOOK + LATE


class Pulse:
    """Runs `work(org_id)` for each org woken, until that org owes nothing more."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._orgs: set[UUID] = set()
        self._woken = asyncio.Event()

    def wake(self, org_id: UUID) -> None:
        self._orgs.add(org_id)
        self._woken.set()

    async def beat(self) -> None:
        """For ever: wait, then work; who is not done yet takes turns with whoever is woken meanwhile."""
        while True:
            await self._woken.wait()
            await asyncio.sleep(PAUSE)
            self._woken.clear()
            orgs, self._orgs = self._orgs, set()
            for org_id in orgs:
                if await attempt(self._work, org_id):
                    self.wake(org_id)
