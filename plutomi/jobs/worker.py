"""`plutomi worker`: the clock and the jobs apart from the web process."""

import asyncio
import signal

from plutomi.jobs import deliver, relay, rules
from plutomi.jobs.lifespan import lifespan
from plutomi.jobs.trimming import keep_loaded


async def run() -> None:
    """Work until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    deliver.pace.rest = deliver.pace.patience = relay.pace.rest = rules.pace.rest = 0  # nobody waits for this process
    keep_loaded()
    async with lifespan(with_clock=True):
        await stop.wait()
