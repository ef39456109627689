"""The real app, with one handler more that takes its time."""

import asyncio

import reflex as rx

from plutomi.plutomi import app
from plutomi.state.session import ProtectedBase

SLOW = 0.2  # seconds


class SlowState(ProtectedBase):
    times: int = 0

    @rx.event
    async def dawdle(self):
        await asyncio.sleep(SLOW)
        self.times += 1


__all__ = ["app"]
