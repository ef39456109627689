"""Giving memory back: glibc keeps much of what was freed, and an hour's rush would be paid for all day."""

import asyncio
import ctypes
from collections.abc import Callable
from time import process_time

EVERY = 3.0  # seconds
WORKED = 0.1  # seconds of CPU after which there may be something to give back


async def keep_trim() -> None:
    """For ever: after work, let go of what nobody holds. It locks nothing of Python's, so nobody waits for it."""
    trim = _trim()
    worked = 0.0
    while trim is not None:
        await asyncio.sleep(EVERY)
        if process_time() - worked > WORKED:
            await asyncio.to_thread(trim, 0)
            worked = process_time()


def _trim() -> Callable[[int], int] | None:
    """glibc's malloc_trim; None where there is another library."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # on Windows a library has to be named
        return None
