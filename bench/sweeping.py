"""Sweeping those whom the clock moves: in batches against row by row, by one and by two, beside people who apply."""

import asyncio
import statistics
import sys
import time
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from bench.bars import Bar, in_turn, p95
from bench.scale import rounds, seconds, some
from bench.worlds import Size, World
from plutomi import clock, db
from plutomi.domain.actors import Actor, Because, anyone
from plutomi.domain.applicants import applying
from plutomi.domain.events import record
from plutomi.domain.rules import making, sweeping
from plutomi.ids import new_id, rank_on_top
from plutomi.jobs import rules as jobs
from plutomi.jobs.trimming import keep_loaded
from plutomi.models import Opening, Placement, Rule, Stage, StageDelta
from plutomi.seed import crowd

DUE = Size(some(100_000, 400))
NEEDS = {DUE}
BY_ROW = some(400, 40)
RULES, ROUND = 200, 3.0
RESET = """update placement set stage_id = $2, entered_at = now() - interval '31 days', completed_at = null,
    looked_at = null, due_at = now() - interval '1 day' where org_id = $1"""
WHEN = {"kind": "not_completed", "amount": 30, "unit": "days"}


async def measure(worlds: dict) -> list[Bar]:
    world: World = worlds[DUE]
    await _prepare(world)
    keep_loaded()  # as every process of ours
    db.open_database(world.url, 6)
    try:
        batches, rows = await in_turn(lambda: _batches(world), lambda: _row_by_row(world), times=rounds(3))
        longest = max(_longest)
        one, two = await in_turn(lambda: _workers(world, 1), lambda: _workers(world, 2), times=rounds(3))
        alone, beside = await _applying(world)
        for slug in ("bare", "ruled"):  # a process compiles a stage's rules when it first meets them
            await _times(world, slug, most=1)
        bare, ruled = await in_turn(lambda: _submitting(world, "bare"), lambda: _submitting(world, "ruled"))
    finally:
        await db.close_database()
    return [
        Bar(f"A sweep of {DUE.applicants:,}", batches, rows, "/s", "the async ORM, row by row", 20, is_least=True),
        Bar("Its longest transaction", longest * 1000, 250, "ms", "250 ms", 1),
        Bar("Two workers", two, one, "/s", "one", 1.4, is_least=True),
        Bar("Applying beside a sweep, p95", beside * 1000, alone * 1000, "ms", "without", 2),
        Bar(f"Applying where {RULES} rules are asked", ruled * 1000, bare * 1000, "ms", "none", 1.5),
    ]


_longest: list[float] = [0.0]


async def _prepare(world: World) -> None:
    """A rule for everybody who waits; one opening where people apply and none is asked, one where many are."""
    place = world.place
    db.open_database(world.url, 2)
    async with db.transaction(place.org_id) as session:
        known = await session.execute(select(col(Rule.id)).where(col(Rule.stage_id) == place.stage_ids[0]))
        if known.first() is None:
            said = {"when": WHEN, "then": _moves(place.stage_ids[1])}
            opening = place.opening_id
            await making.create(session, world.actor, opening, place.stage_ids[0], name="Patience", **said)
            for slug, rules in (("bare", 0), ("ruled", RULES)):
                await _open(session, world.actor, slug, rules)
    await db.close_database()


async def _open(session: AsyncSession, actor: Actor, slug: str, rules: int) -> None:
    opening = Opening(org_id=actor.org_id, slug=slug, name=slug, state="public")
    session.add(opening)
    await session.flush()
    stages = [Stage(org_id=actor.org_id, opening_id=opening.id, name=name, position=at) for at, name in enumerate("ab")]
    session.add_all(stages)
    await session.flush()
    for number in range(rules):
        parts = [{"fact": "applicant.source", "op": "is_not", "value": f"campaign {number} {at}"} for at in range(9)]
        parts.append({"fact": "applicant.name", "op": "contains", "value": f"Nobody {number}"})
        said = {"when": {"kind": "completed"}, "if": {"all": parts}, "then": _moves(stages[1].id)}
        place = {"org_id": actor.org_id, "opening_id": opening.id, "stage_id": stages[0].id, "position": number}
        session.add(Rule(**place, name=f"{number}", when=said["when"], condition=said["if"], then=said["then"]))
    stages[0].rules_version = rules
    await session.flush()


def _moves(stage_id: UUID) -> list[dict[str, str]]:
    return [{"kind": "move", "stage_id": str(stage_id)}]


async def _reset(world: World) -> None:
    """Everybody stands in the first stage again, and is due."""
    connection = await crowd.connect(world.url)
    async with connection.transaction():
        await crowd.enter(connection, world.place.org_id)
        await connection.execute(RESET, world.place.org_id, world.place.stage_ids[0])
    await connection.execute("vacuum analyze placement")
    await connection.close()


async def _batches(world: World) -> float:
    await _reset(world)
    begun, swept = time.perf_counter(), 0
    while many := await _batch(world.place.org_id):
        swept += many
    return swept / (time.perf_counter() - begun)


async def _batch(org_id: UUID) -> int:
    begun = time.perf_counter()
    async with db.transaction(org_id) as session:
        many = (await sweeping.sweep(session, org_id)).many
    _longest.append(time.perf_counter() - begun)
    return many


async def _row_by_row(world: World) -> float:
    await _reset(world)
    begun = time.perf_counter()
    for _ in range(BY_ROW):
        async with db.transaction(world.place.org_id) as session:
            await db.forgettable(session)
            await _one_row(session, world)
    return BY_ROW / (time.perf_counter() - begun)


async def _one_row(session: AsyncSession, world: World) -> None:
    """The same as one would write it with the ORM: a row loaded, its rule and stages, changed, flushed."""
    org, now = world.place.org_id, clock.now()
    due = select(Placement).where(col(Placement.org_id) == org, col(Placement.due_at) <= now)
    due = due.order_by(col(Placement.due_at)).limit(1).with_for_update(skip_locked=True)
    place = (await session.execute(due)).scalar_one()
    found = select(Rule).where(col(Rule.org_id) == org, col(Rule.stage_id) == place.stage_id)
    rule = (await session.execute(found)).scalar_one()
    origin = await session.get_one(Stage, (org, place.stage_id))
    target = await session.get_one(Stage, (org, UUID(rule.then[0]["stage_id"])))
    place.stage_id, place.rank, place.entered_at = target.id, rank_on_top(new_id()), now
    place.completed_at = place.due_at = None
    place.version += 1
    told = {"version": rule.version, "when": rule.when["kind"], "facts": {}}
    actor = Actor("rule", org, rule.id, rule.name, because=Because(None, 1, told))
    data = {"from": str(origin.id), "from_name": origin.name, "to": str(target.id), "to_name": target.name}
    about = {"opening_id": place.opening_id, "applicant_id": place.applicant_id}
    record(session, actor, "applicant.moved", place.applicant_id, data=data, **about)
    for stage, by in ((origin, -1), (target, 1)):
        session.add(StageDelta(org_id=org, stage_id=stage.id, opening_id=place.opening_id, delta=by))


async def _workers(world: World, number: int) -> float:
    """Processes that share the work, from the moment both are ready."""
    await _reset(world)
    async with _sweepers(world, number) as (begin, end):
        begun = time.perf_counter()
        await begin()
        await end()
        return DUE.applicants / (time.perf_counter() - begun)


@asynccontextmanager
async def _sweepers(world: World, number: int):  # type: ignore[no-untyped-def]
    command = (sys.executable, "-m", "bench.sweeping", world.url, str(world.place.org_id))
    pipe = asyncio.subprocess.PIPE
    made = [await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe) for _ in range(number)]
    for one in made:
        await one.stdout.readline()

    async def begin() -> None:
        for one in made:
            one.stdin.write(b"go\n")
            await one.stdin.drain()

    async def end() -> None:
        for one in made:
            await one.stdout.readline()

    try:
        yield begin, end
    finally:
        for one in made:
            one.kill() if one.returncode is None else None
            await one.wait()


async def _applying(world: World) -> tuple[float, float]:
    """The p95 of somebody who applies, without a sweep and beside one by a worker."""
    await _reset(world)
    alone = await _times(world, "bare")
    async with _sweepers(world, 1) as (begin, _):
        await begin()
        return p95(alone), p95(await _times(world, "bare"))


async def _submitting(world: World, slug: str) -> float:
    return statistics.median(await _times(world, slug))


async def _times(world: World, slug: str, most: int = 1_000_000) -> list[float]:
    """How long each took of those who apply one after another for a while, four side by side."""
    until, times = time.perf_counter() + seconds(ROUND), list[float]()

    async def one() -> None:
        while len(times) < most and time.perf_counter() < until:
            given = {"name": "Grace Hopper", "email": f"{uuid4().hex}@example.com", "answers": {}, "source": "web"}
            begun = time.perf_counter()
            async with db.transaction(world.place.org_id) as session:
                await applying.apply(session, anyone(world.place.org_id), slug, given)
            times.append(time.perf_counter() - begun)
            await asyncio.sleep(0.005)

    await asyncio.gather(*(one() for _ in range(4)))
    return times


async def _work(url: str, org_id: UUID) -> None:
    """A worker: ready, told to begin, done."""
    keep_loaded()
    db.open_database(url, 2)
    jobs.pace.rest = 0
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    while await jobs.sweep_org(org_id):
        pass
    print("done", flush=True)
    await db.close_database()


if __name__ == "__main__":
    asyncio.run(_work(sys.argv[1], UUID(sys.argv[2])))
