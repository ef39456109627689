"""The databases that are measured: filled by COPY, in processes of their own, and kept for the next run."""

import asyncio
import json
import random
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

import asyncpg

from bench.scale import some
from plutomi import db, migrations
from plutomi.domain import counting
from plutomi.domain.actors import Actor
from plutomi.seed import crowd
from plutomi.settings import sqlalchemy_url

STAGES = tuple(f"Stage {number}" for number in range(1, 21))

ROLL_UPS = 2  # batches of 10,000
STANDING = """select applicant_id, stage_id from placement where org_id = $1
    order by md5(applicant_id::text) limit $2"""


@dataclass(frozen=True, slots=True)
class Size:
    """So many applicants, shared out evenly between so many orgs with one opening each."""

    applicants: int
    orgs: int = 1

    @property
    def database(self) -> str:
        return f"bench_{self.applicants}_in_{self.orgs}"


TINY = Size(10)
SMALL = Size(some(1_000, 100))
MIDDLE = Size(some(10_000, 200))
LARGE = Size(some(1_000_000, 1_000))
SHARED = Size(LARGE.applicants, some(100, 3))


@dataclass(frozen=True, slots=True)
class World:
    """A filled database; `owner` is a member of each place's org."""

    url: str
    owner: UUID
    places: tuple[crowd.Place, ...]

    @property
    def place(self) -> crowd.Place:
        return self.places[0]

    @property
    def actor(self) -> Actor:
        return Actor("user", self.place.org_id, self.owner, "Olivia Owner", "192.0.2.1")

    async def cards(self, most: int) -> list[tuple[UUID, UUID]]:
        """Some applicants on the first place's board, and the stage where each stands."""
        connection = await crowd.connect(self.url)
        async with connection.transaction():
            await crowd.enter(connection, self.place.org_id)
            rows = await connection.fetch(STANDING, self.place.org_id, most)
        await connection.close()
        return [(UUID(str(applicant)), UUID(str(stage))) for applicant, stage in rows]


async def ensure(server: str, sizes: set[Size]) -> dict[Size, World]:
    """A world of each size; those that are missing are filled, two at a time."""
    turn = asyncio.Semaphore(2)
    smallest_last = sorted(sizes, key=lambda size: (-size.applicants, size.orgs))
    made = await asyncio.gather(*(_ensure(server, size, turn) for size in smallest_last))
    return dict(zip(smallest_last, made, strict=True))


def url_of(server: str, database: str) -> str:
    """The same server's address with another database."""
    return sqlalchemy_url(server).set(drivername="postgresql", database=database).render_as_string(hide_password=False)


async def _ensure(server: str, size: Size, turn: asyncio.Semaphore) -> World:
    url = url_of(server, size.database)
    async with turn:
        known = await _known(server, size.database)
        if known is None:
            filling = (sys.executable, "-m", "bench.worlds", url, str(size.applicants), str(size.orgs))
            process = await asyncio.create_subprocess_exec(*filling)
            if await process.wait():
                raise RuntimeError(f"{size} could not be filled")
            known = await _known(server, size.database)
        else:
            await _sweep(url)
    assert known is not None
    return World(url, UUID(known["owner"]), tuple(_place(one) for one in known["places"]))


async def _sweep(url: str) -> None:
    """What an earlier run left behind goes first: PostgreSQL would see to it while something is measured."""
    connection = await asyncpg.connect(url)
    await connection.execute("vacuum analyze")
    await connection.close()


async def _known(server: str, database: str) -> dict[str, Any] | None:
    """What the database's comment says of it. Without one it was never finished, and is made anew."""
    connection = await asyncpg.connect(server)
    try:
        told = await connection.fetchval(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = $1", database
        )
        if told is None:
            await connection.execute(f"drop database if exists {database}")
            await connection.execute(f"create database {database}")
    finally:
        await connection.close()
    return json.loads(told) if told else None


def _place(told: dict[str, Any]) -> crowd.Place:
    stages = tuple(UUID(id) for id in told["stage_ids"])
    return crowd.Place(UUID(told["org_id"]), UUID(told["opening_id"]), stages, UUID(told["question_id"]))


async def _fill(url: str, applicants: int, orgs: int) -> None:
    connection = await crowd.connect(url)
    owner = await crowd.owner_of_all(connection)
    chance = random.Random(applicants + orgs)
    places = []
    for number in range(orgs):
        places.append(await crowd.make_org(connection, owner, number, STAGES))
        await crowd.fill(connection, places[-1], applicants // orgs, chance)
    await roll_up(url, places)
    await connection.execute("vacuum analyze")
    told = json.dumps({"owner": str(owner), "places": [asdict(place) for place in places]}, default=str)
    name = sqlalchemy_url(url).database
    await connection.execute(f"comment on database {name} is '{told}'")
    await connection.close()


async def roll_up(url: str, places: Iterable[crowd.Place]) -> None:
    """Count what was moved since; the clock does so every few seconds, but there is none while verbs are measured."""
    db.open_database(url, 1)
    for place in places:
        for _ in range(ROLL_UPS):
            async with db.transaction(place.org_id) as session:
                await counting.roll_up(session, place.org_id)
    await db.close_database()


if __name__ == "__main__":
    migrations.upgrade(sys.argv[1])
    asyncio.run(_fill(sys.argv[1], *map(int, sys.argv[2:])))
