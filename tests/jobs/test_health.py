"""`/healthz` says which of the three parts is not well, and asks only about this database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg
import pytest

from plutomi import db
from plutomi.clock import now, standing_at
from plutomi.db import transaction
from plutomi.domain import messages
from plutomi.domain.health import CLOCK_LOCK, Health, check
from plutomi.domain.owing import LATE, RECENT
from plutomi.gateways import mail
from plutomi.ids import NOBODY
from plutomi.jobs.deliver import deliver_org
from plutomi.jobs.relay import relay_all
from plutomi.models import Event
from tests import make
from tests.browsers import browser
from tests.domain.verbs import apply
from tests.ground.test_db import cut

OLD = LATE + timedelta(minutes=1)


class Refusing:
    """A mail room that takes nothing."""

    async def send(self, letter: mail.Letter) -> str:
        raise mail.TryLater(0, "suspended")


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


async def test_while_no_mail_goes_out_the_emails_that_wait_are_counted_though_none_is_late(database, monkeypatch):
    monkeypatch.setattr(mail, "room", lambda _: Refusing())
    org = await make.org()
    async with transaction(org.id) as session:
        messages.owe(session, org.id, "welcome", "ann@plutomi.example", {})
    await deliver_org(org.id)
    assert (await check()).unsent == 0  # it may yet be a moment's trouble
    with standing_at(now() + timedelta(hours=3)):
        for _ in range(3):
            await deliver_org(org.id)
        found = await check()
    assert (found.outbox, found.unsent, found.failed) == ("ok", 1, 0)


@pytest.mark.parametrize(("ago", "counted"), [(timedelta(hours=1), 1), (RECENT + timedelta(hours=1), 0)])
async def test_an_email_that_was_given_up_is_counted_for_a_day(database, ago, counted):
    with standing_at(now() - ago):
        async with transaction() as session:
            messages.owe(session, NOBODY, "welcome", "ann@plutomi.example", {})
        async with transaction() as session:
            (message,) = await messages.claim(session, NOBODY)
            await messages.failed(session, message, "the address does not exist")
    assert ((await check()).failed, (await check()).unsent) == (counted, 0)


async def test_the_address_for_load_balancers_says_the_same(database, database_url):
    async with browser() as client:
        unwell = await client.get("/healthz")
        async with clock_held(database_url):
            well = await client.get("/healthz")
    assert (unwell.status_code, unwell.json()["scheduler"]) == (503, "nobody runs the clock")
    assert (well.status_code, well.json()["status"]) == (200, "ok")
    assert {key: well.json()[key] for key in ("parked", "unsent", "failed")} == {"parked": 0, "unsent": 0, "failed": 0}
