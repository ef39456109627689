"""One clock for all processes: whoever holds the lock runs it, and another takes over within seconds."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from plutomi import connections, outages
from plutomi.domain import health
from plutomi.jobs import timetable
from tests import make
from tests.domain.verbs import apply, letters
from tests.ground.test_db import cut
from tests.rooms import until


class Clocks:
    """Every scheduler that was started, and by which of the tasks that want to."""

    def __init__(self, make) -> None:
        self.make, self.started = make, []

    def __call__(self):
        made = self.make()
        self.started.append((asyncio.current_task(), made))
        return made

    @property
    def running(self) -> list[asyncio.Task]:
        return [task for task, scheduler in self.started if scheduler.running]


@pytest.fixture
def clocks(monkeypatch) -> Clocks:
    made = Clocks(timetable.timetable)
    monkeypatch.setattr(timetable, "timetable", made)
    monkeypatch.setattr(timetable, "POLL", 0.1)
    return made


@asynccontextmanager
async def candidates(number: int):
    """So many processes' worth of clocks, each on a connection of its own."""
    tasks = [asyncio.create_task(timetable.keep_time()) for _ in range(number)]
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_of_several_one_runs_the_clock_and_when_it_stops_another_does(committed, clocks):
    async with candidates(3):
        await until(lambda: clocks.running)
        await asyncio.sleep(0.4)
        (first,) = clocks.running
        assert (await health.check()).scheduler == "ok"
        first.cancel()
        await until(lambda: clocks.running not in ([], [first]), within=5)
        assert len(clocks.running) == 1
    await until(lambda: not clocks.running)
    assert (await health.check()).scheduler != "ok"


async def test_who_loses_the_lock_with_its_connection_stops_and_one_of_them_goes_on(committed, clocks, database_url):
    async with candidates(2):
        await until(lambda: clocks.running)
        await asyncio.sleep(0.3)
        before = clocks.started[0][1]
        assert await cut(database_url, "plutomi lock")
        await until(lambda: not before.running, within=5)
        await until(lambda: len(clocks.started) == 2, within=5)
        await until(lambda: len(clocks.running) == 1, within=5)


async def test_an_outage_is_told_once_and_its_end_too(committed, clocks, caplog, monkeypatch):
    caplog.set_level("INFO", logger=outages.__name__)
    holder, is_down, tried = connections.sole_holder, True, 0

    def flaky(key):
        nonlocal tried
        tried += 1
        if is_down:
            raise ConnectionRefusedError("down")
        return holder(key)

    monkeypatch.setattr(connections, "sole_holder", flaky)
    async with candidates(1):
        await until(lambda: tried >= 3)
        is_down = False
        await until(lambda: clocks.running)
    told = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert [level for level, words in told if "who runs the clock" in words] == ["WARNING", "INFO"]


async def test_the_clock_finds_what_nobody_was_woken_for(committed, clocks, tmp_path, set_environment):
    set_environment(PLUTOMI_DATA=str(tmp_path))
    opening = await make.opening(await make.org(), state="public")
    await apply(opening)
    async with candidates(1):
        await until(lambda: list((tmp_path / "mail").glob("*.eml")), within=15)
    assert [letter.recipient for letter in await letters(opening.org_id)] == ["grace@example.com"]


async def test_every_job_of_the_timetable_runs_once_at_a_time_and_makes_up_for_lost_ticks_once():
    scheduler = timetable.timetable()
    scheduler.start(paused=True)
    jobs = scheduler.get_jobs()
    told = {"relay", "deliver", "roll_up", "assess", "scan", "shred", "sweep", "forget_old", "sweep_drafts"}
    assert {job.id for job in jobs} == told
    assert {(job.coalesce, job.max_instances) for job in jobs} == {(True, 1)}
    scheduler.shutdown(wait=False)
