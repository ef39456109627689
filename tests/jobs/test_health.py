"""`/healthz` says which of the three parts is not well, and asks only about this database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg
import pytest

from plutomi import db
from plutomi.clock import now
from plutomi.db import transaction
from plutomi.domain import messages
from plutomi.domain.health import CLOCK_LOCK, Health, check
from plutomi.domain.owing import LATE
from plutomi.ids import NOBODY
from plutomi.jobs.relay import relay_all
from plutomi.models import Event
from tests import make
from tests.browsers import browser
from tests.domain.verbs import apply
from tests.ground.test_db import cut

OLD = LATE + timedelta(minutes=1)


@asynccontextmanager
async def clock_held(url: str) -> AsyncIterator[None]:
    connection = await asyncpg.connect(url)
    try:
        assert await connection.fetchval("select pg_try_advisory_lock($1)", CLOCK_LOCK)
        yield
    finally:
        await connection.close()


async def test_with_a_clock_and_nothing_late_all_is_well(database, database_url):
    async with clock_held(database_url):
        assert await check() == Health("ok", "ok", "ok")
        assert (await check()).is_well


async def test_without_a_clock_the_scheduler_is_not_well(database):
    found = await check()
    assert found == Health("ok", "nobody runs the clock", "ok")
    assert not found.is_well


async def test_the_clock_of_another_database_is_not_ours(database, server_url):
    async with clock_held(server_url):
        assert (await check()).scheduler == "nobody runs the clock"


@pytest.mark.parametrize("error", ["refused", "lost"])
async def test_a_database_that_does_not_answer_is_said_and_nothing_more(committed, database_url, monkeypatch, error):
    if error == "refused":
        dead = db.connect("postgresql://nobody@127.0.0.1:1/nothing")
        db.bind(dead)
    else:
        real = db._begin

        async def begin(session):
            await real(session)
            await cut(database_url)

        monkeypatch.setattr(db, "_begin", begin)
    assert await check() == Health("unreachable", "unknown", "unknown")


async def test_an_event_that_was_not_relayed_in_time_is_late_until_it_is(database):
    opening = await make.opening(await make.org(), state="public")
    await apply(opening)
    assert (await check()).outbox == "ok"
    async with transaction(opening.org_id) as session:
        session.add(Event(org_id=opening.org_id, type="org.created", subject_id=opening.org_id, actor_kind="clock",
                          at=now() - OLD))  # fmt: skip
    assert (await check()).outbox == "late"
    await relay_all()
    assert (await check()).outbox == "ok"


@pytest.mark.parametrize(("due", "state", "said"), [(-OLD, "owed", "late"), (OLD, "owed", "ok"), (-OLD, "sent", "ok")])
async def test_an_email_is_late_only_while_it_is_due_and_not_sent(database, due, state, said):
    async with transaction() as session:
        message = messages.owe(session, NOBODY, "welcome", "ann@plutomi.example", {})
        message.due_at, message.state = now() + due, state
    assert (await check()).outbox == said


async def test_the_address_for_load_balancers_says_the_same(database, database_url):
    async with browser() as client:
        unwell = await client.get("/healthz")
        async with clock_held(database_url):
            well = await client.get("/healthz")
    assert (unwell.status_code, unwell.json()["scheduler"]) == (503, "nobody runs the clock")
    assert (well.status_code, well.json()["status"]) == (200, "ok")
