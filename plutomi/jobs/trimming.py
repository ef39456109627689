"""Memory: what was loaded is looked through no more; what an hour's rush took is given back, which glibc would keep."""

import asyncio
import ctypes
import gc
from collections.abc import Callable
from time import process_time

EVERY = 3.0  # seconds
RARELY = 2_000, 20, 50  # new objects until Python looks through them; how often until it goes through older ones, all
WORKED = 0.1  # seconds of CPU after which there may be something to give back


def keep_loaded() -> None:
    """What is loaded by now stays: to look through it again would stop everybody for 0.1 to 0.3 s, time and again.

    What comes after it is looked through more rarely than Python would: in a crowd that stops everybody for 0.1 s too.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)


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
