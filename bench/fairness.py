"""Fairness: what one client's long handler does to everybody else's waits."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from bench.bars import Bar, in_turn, p95
from bench.clients import Tab
from bench.scale import seconds, some
from bench.servers import serving
from bench.visitors import viewers
from bench.worlds import LARGE
from plutomi.state.applicants import ApplicantsState
from plutomi.state.dossier import DossierState

NEEDS = {LARGE}
OTHERS, PACE, ROUND = 8, 0.15, 6.0
SLOW = "bench___slow____slow_state"
Nuisance = Callable[[Tab], Awaitable[object]]


async def measure(worlds: dict) -> list[Bar]:
    world = worlds[LARGE]
    cards = [str(card) for card, _ in await world.cards(some(500, 10))]
    with serving("bench.slow:app", world.url) as server:
        async with viewers(server.url, world, some(OTHERS, 2) + 1) as (one, *others):
            nuisances: list[Nuisance | None] = [None, _dawdle, _search]
            sides = [lambda other=other: _waits(one, others, cards, other) for other in nuisances]
            quiet, slow, searching = await in_turn(*sides)
    quiet, slow, searching = (waits * 1000 for waits in (quiet, slow, searching))
    return [
        Bar("Others' p95 beside a 200 ms handler", slow, quiet, "ms", "without it", 2.0),
        Bar(f"Others' p95 beside a search of {LARGE.applicants:,}", searching, quiet, "ms", "without it", 2.0),
    ]


async def _waits(one: Tab, others: list[Tab], cards: list[str], nuisance: Nuisance | None) -> float:
    """The p95 of opening applicants, each of the others at an even pace, while `one` does without a pause."""
    waits: list[float] = []
    until = time.perf_counter() + seconds(ROUND)
    async with _beside(one, nuisance):
        await asyncio.gather(*(_work(tab, cards, until, waits) for tab in others))
    return p95(waits)


async def _work(tab: Tab, cards: list[str], until: float, waits: list[float]) -> None:
    while time.perf_counter() < until:
        card = random.choice(cards)
        opened = f'"details_rx_state_":{{"id":"{card}"'
        waits.append(await tab.send(f"{DossierState.get_full_name()}.open", opened, applicant_id=card))
        await tab.send(f"{DossierState.get_full_name()}.close", "is_open")
        await asyncio.sleep(random.uniform(0.5, 1.5) * PACE)


@asynccontextmanager
async def _beside(tab: Tab, nuisance: Nuisance | None) -> AsyncIterator[None]:
    async def on_and_on() -> None:
        while nuisance:
            await nuisance(tab)

    task = asyncio.create_task(on_and_on())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _dawdle(tab: Tab) -> None:
    base = ApplicantsState.get_full_name().rpartition(".")[0]
    await tab.send(f"{base}.{SLOW}.dawdle", "times_rx_state_")


async def _search(tab: Tab) -> None:
    """The longest of the real ones: the beginnings of names, which thousands share."""
    query = random.choice("abcdefghijklmnoprstvwyz") + random.choice("aeiou")
    await tab.send(f"{ApplicantsState.get_full_name()}.search", "query_rx_state_", query=query)
