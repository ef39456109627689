"""The real app, with one handler more that takes its time; visitors who are programs are let in without waiting."""

import asyncio
from datetime import timedelta

import reflex as rx

from plutomi.plutomi import app
from plutomi.rules import traps
from plutomi.state.session import ProtectedBase

SLOW = 0.2  # seconds
traps.HASTE = timedelta(0)


class SlowState(ProtectedBase):
    times: int = 0

    @rx.event
    async def dawdle(self):
        await asyncio.sleep(SLOW)
        self.times += 1


__all__ = ["app"]
