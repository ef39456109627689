"""Work begun at once: the orgs whose transactions left something owed, done one after the other, soon."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from uuid import UUID

log = logging.getLogger(__name__)
PAUSE = 0.005  # seconds to gather what is committed together


class Pulse:
    """Runs `work(org_id)` for each org woken, until that org owes nothing more."""

    def __init__(self, work: Callable[[UUID], Awaitable[int]]) -> None:
        self._work = work
        self._orgs: set[UUID] = set()
        self._woken = asyncio.Event()

    def wake(self, org_id: UUID) -> None:
        self._orgs.add(org_id)
        self._woken.set()

    async def beat(self) -> None:
        """For ever: wait, then work. What fails is left to the timetable's next tick."""
        while True:
            await self._woken.wait()
            await asyncio.sleep(PAUSE)
            self._woken.clear()
            orgs, self._orgs = self._orgs, set()
            for org_id in orgs:
                await self._exhaust(org_id)

    async def _exhaust(self, org_id: UUID) -> None:
        try:
            while await self._work(org_id):
                pass
        except Exception:
            log.exception("work for org %s failed; the next tick tries again", org_id)
