"""Work begun at once: nobody waits long for an org that has much to do, or that fails."""

import asyncio
from collections import Counter
from itertools import pairwise
from time import perf_counter, thread_time
from uuid import UUID

import pytest

from plutomi.ids import new_id
from plutomi.jobs.pulse import Pace, Pulse, in_turns
from tests.rooms import until

ONE, TWO, THREE = (new_id() for _ in range(3))


class Owed:
    """Orgs with so many batches to do; those without a number fail."""

    def __init__(self, **_: object) -> None:
        self.left: dict[UUID, int] = {}
        self.done: list[UUID] = []

    async def work(self, org_id: UUID) -> int:
        self.done.append(org_id)
        self.left[org_id] -= 1
        return max(0, self.left[org_id] + 1)


@pytest.fixture
async def pulse():
    owed = Owed()
    made = Pulse(owed.work)
    beating = asyncio.create_task(made.beat())
    yield made, owed
    beating.cancel()
    await asyncio.gather(beating, return_exceptions=True)


async def test_who_is_woken_is_worked_for_until_nothing_is_left(pulse):
    made, owed = pulse
    owed.left = {ONE: 3}
    made.wake(ONE)
    await until(lambda: owed.left[ONE] < 0)
    assert owed.done == [ONE] * 4


async def test_an_org_that_fails_stops_no_other_and_not_the_pulse(pulse, caplog):
    made, owed = pulse
    owed.left = {TWO: 1}
    for org_id in (ONE, TWO):
        made.wake(org_id)
    await until(lambda: owed.left[TWO] < 0)
    assert str(ONE) in caplog.text
    owed.left[ONE] = 1
    made.wake(ONE)
    await until(lambda: owed.left[ONE] < 0)


async def test_an_org_woken_while_another_has_much_to_do_gets_its_turn(pulse):
    made, owed = pulse
    owed.left = {ONE: 50, TWO: 1}
    made.wake(ONE)
    await until(lambda: owed.left[ONE] < 45)
    made.wake(TWO)
    await until(lambda: owed.left[TWO] < 0)
    assert owed.left[ONE] > 0
    await until(lambda: owed.left[ONE] < 0)


async def test_woken_many_times_at_once_it_works_once(pulse):
    made, owed = pulse
    owed.left = {ONE: 0}
    for _ in range(100):
        made.wake(ONE)
    await until(lambda: owed.done)
    await asyncio.sleep(0.05)
    assert owed.done == [ONE]


async def test_at_a_tick_orgs_take_turns_and_one_that_fails_is_left_for_the_next(caplog):
    owed = Owed()
    owed.left = {ONE: 2, THREE: 1}
    await in_turns(owed.work, [ONE, TWO, THREE])
    assert owed.done == [ONE, TWO, THREE, ONE, THREE, ONE]
    assert Counter(owed.done)[TWO] == 1
    assert str(TWO) in caplog.text


async def test_paced_work_is_done_by_one_at_a_time():
    pace, working = Pace(rest=0), 0

    async def batch():
        nonlocal working
        async with pace.turn():
            working += 1
            assert working == 1
            await asyncio.sleep(0)
            working -= 1

    await asyncio.gather(*(batch() for _ in range(5)))


async def test_paced_work_rests_for_longer_than_it_kept_the_process_busy():
    pace, begun = Pace(rest=4), perf_counter()
    async with pace.turn():
        until = thread_time() + 0.02
        while thread_time() < until:
            pass
    assert perf_counter() - begun >= 0.1


async def test_work_that_fails_lets_go_of_its_turn():
    pace = Pace(rest=4)
    with pytest.raises(RuntimeError):
        async with pace.turn():
            raise RuntimeError
    async with asyncio.timeout(1), pace.turn():
        pass


async def test_while_the_process_is_busy_with_others_a_batch_waits_but_not_for_ever():
    pace, turns, is_over = Pace(0, patience=0.4), [], False

    async def work_hard() -> None:
        while not is_over:
            until = perf_counter() + 0.02
            while perf_counter() < until:
                pass
            await asyncio.sleep(0)

    async def batches() -> None:
        for _ in range(3):
            async with pace.turn():
                turns.append(perf_counter())

    others = asyncio.create_task(work_hard())
    await batches()
    is_over = True
    await others
    assert all(later - earlier >= 0.3 for earlier, later in pairwise(turns))
    begun = perf_counter()
    await batches()
    assert perf_counter() - begun < 3 * 0.4 / 2, "nobody else works: no patience is needed"
