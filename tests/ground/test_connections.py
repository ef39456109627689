"""Listening and locks: both outlive a lost connection, or say so."""

import asyncio

from plutomi import connections
from plutomi.connections import listen, sole_holder
from tests.ground.test_db import administrator, cut
from tests.rooms import until


async def test_who_listens_hears_again_after_a_lost_connection_and_knows_it_missed_something(
    committed, database_url, monkeypatch, caplog
):
    caplog.set_level("INFO", logger="plutomi.outages")
    monkeypatch.setattr(connections, "LISTEN_PAUSE", 0.05)
    heard, also, missed = [], [], []
    listening = asyncio.create_task(listen({"testing": heard.append, "also": also.append}, lambda: missed.append(1)))
    try:
        await until(lambda: len(missed) == 1)
        async with administrator(database_url) as connection:
            await connection.execute("notify testing, 'first'")
        await until(lambda: heard == ["first"])
        assert await cut(database_url, "plutomi testing also") == 1
        await until(lambda: len(missed) == 2)
        async with administrator(database_url) as connection:
            await connection.execute("notify testing, 'second'; notify also, 'third'")
        await until(lambda: (heard, also) == (["first", "second"], ["third"]))
        assert [(one.levelname, "on testing" in one.getMessage()) for one in caplog.records] == [
            ("WARNING", True), ("INFO", True),
        ]  # fmt: skip
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def test_one_holds_the_lock_until_it_lets_go_or_its_connection_dies(committed, database_url):
    async with sole_holder(77) as mine:
        assert mine is not None
        async with sole_holder(77) as theirs:
            assert theirs is None
        async with sole_holder(78) as another:
            assert another is not None
        await cut(database_url, "plutomi lock")
        await asyncio.wait_for(mine.wait(), 5)
        async with sole_holder(77) as theirs:
            assert theirs is not None
    async with sole_holder(77) as again:
        assert again is not None
