"""Applying: the whole verb, over HTTP and as a Reflex event, against one bare row; and as the database grows."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

import asyncpg

from bench.bars import Bar, in_turn
from bench.clients import Wire, each, tabs, wires
from bench.scale import rounds, seconds, some
from bench.servers import serving
from bench.visitors import HYDRATE
from bench.worlds import LARGE, SMALL, World
from plutomi.seed import crowd
from plutomi.state.applying import ApplyingState

NEEDS = {SMALL, LARGE}
CONNECTIONS = 8
ROUND = 2.5  # seconds
TIMES = 5
VISITORS = 160  # tabs a round, each of which applies once
STATE = ApplyingState.get_full_name()
OWED = """select exists (select from event where org_id = $1 and relayed_at is null)
    or exists (select from message where org_id = $1 and state = 'owed')"""
FORM = {"content_type": "application/x-www-form-urlencoded"}


async def measure(worlds: dict) -> list[Bar]:
    async with AsyncExitStack() as stack:
        bare = stack.enter_context(serving("bench.bare:app", worlds[SMALL].url))
        small, large = [await _site(stack, worlds[size]) for size in (SMALL, LARGE)]
        over_http = (small.by_form, large.by_form)
        row, *rates, event, visit = await in_turn(
            lambda: _one_row(bare.url), *over_http, small.by_event, small.by_visit, times=rounds(TIMES)
        )
        written = small.written / small.writing
    against = "one row on Starlette and asyncpg"
    return [
        Bar("Apply over HTTP", rates[0], row, "/s", against, 0.2, is_least=True),
        Bar("Apply as a Reflex event", event, row, "/s", against, 0.15, is_least=True),
        Bar(
            f"Apply over HTTP at {LARGE.applicants:,}", rates[1], rates[0], "/s", f"at {SMALL.applicants:,}", 0.8, True
        ),
        Bar("The same, with its letters written too", written, row, "/s", against),
        Bar("A whole visit: connect, hydrate, form, apply", visit, row, "/s", against),
    ]


@dataclass
class Site:
    """A served app, the world behind it, and what its letters took."""

    url: str
    path: str
    world: World
    database: asyncpg.Connection
    written: float = 0
    writing: float = 0

    async def by_form(self) -> float:
        begun = time.perf_counter()
        async with wires(self.url, CONNECTIONS) as made:
            rate = await each(made, _forms(), sender(self.path))
        took = time.perf_counter() - begun
        await self.settle()
        self.written += rate * took
        self.writing += time.perf_counter() - begun
        return rate

    async def by_event(self) -> float:
        async with self._visitors(some(VISITORS, 8)) as made:
            rate = await each(range(CONNECTIONS), made, lambda _, tab: self._apply(tab))
            await self.settle()
            return rate

    async def by_visit(self) -> float:
        async def visit(*_: object) -> None:
            async with self._visitors(1) as (tab,):
                await self._apply(tab)

        rate = await each(range(CONNECTIONS), range(some(VISITORS // 2, 4)), visit)
        await self.settle()
        return rate

    async def settle(self) -> None:
        """Wait until nothing is owed any more, so that the other side does not pay for it."""
        while await self._owes():  # noqa: ASYNC110  the work is another process's
            await asyncio.sleep(0.02)

    @asynccontextmanager
    async def _visitors(self, number: int) -> AsyncIterator[list]:
        _, _, org, opening = self.path.split("/")
        query = {"org_slug": org, "opening_slug": opening}
        page = "/apply/[org_slug]/[opening_slug]"
        async with tabs(self.url, number, HYDRATE, page, query) as made:
            for tab in made:
                await tab.send(f"{STATE}.visit_opening", '"phase_rx_state_":"form"')
            yield made

    async def _apply(self, tab) -> None:  # type: ignore[no-untyped-def]
        await tab.send(f"{STATE}.apply", '"phase_rx_state_":"done"', form=form())

    async def _owes(self) -> bool:
        async with self.database.transaction():
            await crowd.enter(self.database, self.world.place.org_id)
            return await self.database.fetchval(OWED, self.world.place.org_id)


async def _site(stack: AsyncExitStack, world: World) -> Site:
    server = stack.enter_context(serving("bench.slow:app", world.url))
    database = await asyncpg.connect(world.url)
    stack.push_async_callback(database.close)
    async with database.transaction():
        await crowd.enter(database, world.place.org_id)
        slug = await database.fetchval("select slug from org where id = $1", world.place.org_id)
    return Site(server.url, f"/apply/{slug}/drivers", world, database)


async def _one_row(url: str) -> float:
    async with wires(url, CONNECTIONS) as made:
        return await each(made, _forms(), sender("/apply"))


def sender(path: str) -> Callable:
    """What sends a form on a wire; it must be taken."""

    async def send(wire: Wire, body: bytes) -> None:
        status, said = await wire.ask("POST", path, body, **FORM)
        assert status == 303, said

    return send


def _forms() -> Iterator[bytes]:
    """Forms until the round is over."""
    until = time.perf_counter() + seconds(ROUND)
    for _ in itertools.takewhile(lambda _: time.perf_counter() < until, itertools.count()):
        yield urlencode(form()).encode()


def form() -> dict[str, str]:
    """Somebody new."""
    email = f"grace.{uuid4().hex}@example.com"
    return {"name": "Grace Hopper", "email": email, "phone": "+12125550123", "answers.borough": "Queens"}
