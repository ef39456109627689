"""Transactions: whole or not at all, one at a time, and none lost to a connection that died meanwhile."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import Integer, bindparam, func, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from plutomi import db
from plutomi.db import at_once, in_scope, transaction
from plutomi.errors import Conflict
from plutomi.ids import NOBODY, new_id
from plutomi.models import Membership, User
from plutomi.ready import Ready
from tests import make
from tests.rooms import alive, elsewhere


async def users() -> int:
    async with transaction() as session:
        return (await session.execute(select(func.count()).select_from(User))).scalar_one()


def somebody() -> User:
    return User(email=f"{new_id()}@plutomi.example", email_key=str(new_id()), name="Ann")


async def add_somebody_and(then: Callable[[AsyncSession], Awaitable[object]]) -> None:
    """One transaction that adds a user and then does this."""
    async with transaction() as session:
        session.add(somebody())
        await session.flush()
        await then(session)


@asynccontextmanager
async def administrator(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


async def cut(url: str, application: str = "plutomi") -> int:
    """End every connection of that name, as a restart of PostgreSQL or a firewall does; how many."""
    ended = "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = $1"
    async with administrator(url) as connection:
        found = await connection.fetchval(ended + " and datname = current_database()", application)
    await asyncio.sleep(0.1)  # until the news has come through the sockets
    return int(found)


@pytest.mark.parametrize("error", [RuntimeError, asyncio.CancelledError, KeyError])
async def test_what_fails_leaves_nothing(committed, error):
    async def fail(_) -> None:
        raise error

    with pytest.raises(error):
        await add_somebody_and(fail)
    assert await users() == 0


async def test_what_a_statement_refuses_leaves_nothing(committed):
    async def divide(session) -> None:
        await session.execute(text("select 1 / 0"))

    with pytest.raises(DBAPIError):
        await add_somebody_and(divide)
    assert await users() == 0


async def test_who_goes_on_after_a_refused_statement_hears_of_it_at_the_commit(committed):
    async def refused_in_silence(session) -> None:
        with suppress(asyncpg.PostgresError):
            await Ready(text("select 1 / 0")).rows(session, {})

    with pytest.raises(RuntimeError, match="failed already"):
        await add_somebody_and(refused_in_silence)
    assert await users() == 0


async def test_who_is_cancelled_in_a_statement_leaves_nothing_and_a_clean_connection(committed):
    slow = asyncio.create_task(add_somebody_and(lambda session: session.execute(text("select pg_sleep(30)"))))
    await asyncio.sleep(0.2)
    slow.cancel()
    with pytest.raises(asyncio.CancelledError):
        await slow
    assert await asyncio.gather(*(users() for _ in range(12))) == [0] * 12


async def test_who_is_cancelled_at_any_moment_leaves_no_transaction_open(committed, database_url):
    for number in range(200):
        task = asyncio.create_task(users())
        await asyncio.sleep(number * 0.00002)  # before, in and after BEGIN, the statement and COMMIT
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await asyncio.sleep(0.2)
    left = (
        "select count(*) from pg_stat_activity where state like 'idle in transaction%' and application_name = 'plutomi'"
    )
    async with administrator(database_url) as connection:
        assert await connection.fetchval(f"{left} and datname = current_database()") == 0
    assert await asyncio.gather(*(users() for _ in range(12))) == [0] * 12


async def test_nobody_sees_it_before_the_commit_and_everybody_after(committed):
    async with transaction() as session:
        session.add(somebody())
        await session.flush()
        assert await elsewhere(users()) == 0
    assert await users() == 1


async def test_listeners_are_told_after_the_commit_and_only_of_what_owes(committed):
    org, heard, seen = await make.org(), [], []

    def listener(org_id: UUID) -> None:
        heard.append(org_id)
        seen.append(asyncio.create_task(users()))

    with db.after_commit(listener):
        async with transaction(org.id) as session:
            session.add(somebody())
            db.owes(session)
            await session.flush()
            assert heard == []
        async with transaction(org.id):
            pass
        with suppress(KeyError):
            async with transaction(org.id) as session:
                db.owes(session)
                raise KeyError
        async with transaction() as session:
            db.owes(session)
    async with transaction(org.id) as session:
        db.owes(session)
    assert heard == [org.id, NOBODY]
    assert await asyncio.gather(*seen) == [1, 1]


async def test_a_transaction_inside_another_is_refused_and_spoils_it(committed):
    with pytest.raises(RuntimeError, match="open here already"):
        await add_somebody_and(lambda _: users())
    assert await users() == 0


async def test_transactions_beside_each_other_are_many(committed):
    async def one() -> None:
        async with transaction() as session:
            await session.execute(text("select pg_sleep(0.05)"))
            session.add(somebody())

    await asyncio.gather(*(one() for _ in range(30)))
    assert await users() == 30


async def test_who_points_at_a_row_that_is_gone_meanwhile_was_overtaken(committed):
    org = await make.org()
    with pytest.raises(Conflict):
        async with transaction(org.id) as session:
            session.add(Membership(org_id=org.id, user_id=new_id()))


async def test_two_that_wait_for_each_other_end_with_one_done_and_one_overtaken(committed):
    (first, second), both = [await make.user(), await make.user()], asyncio.Barrier(2)

    async def rename(*order: User) -> None:
        async with transaction() as session:
            change = text('update "user" set name = name where id = :id')
            await session.execute(change, {"id": order[0].id})
            await both.wait()
            await session.execute(change, {"id": order[1].id})

    done = await asyncio.gather(rename(first, second), rename(second, first), return_exceptions=True)
    assert sorted(map(type, done), key=str) == sorted([type(None), Conflict], key=str)


async def test_connections_that_died_while_idle_are_replaced_unnoticed(committed, database_url):
    await asyncio.gather(*(users() for _ in range(4)))
    assert await cut(database_url) >= 1
    assert await asyncio.gather(*(users() for _ in range(4))) == [0] * 4


async def test_a_connection_that_dies_in_the_middle_fails_that_transaction_alone(committed, database_url):
    with pytest.raises(db.Away):
        await add_somebody_and(lambda _: cut(database_url))
    assert await users() == 0


@pytest.mark.parametrize("ask", [lambda session: session.execute(text("select 1")), lambda _: Ready(text("select 1"))])
async def test_a_connection_cut_off_in_a_transaction_means_that_the_database_is_away(committed, database_url, ask):
    async def asked(session: AsyncSession) -> None:
        await session.execute(text("select 1"))
        await cut(database_url)
        again = ask(session)
        await (again.rows(session, {}) if isinstance(again, Ready) else again)

    with pytest.raises(db.Away):
        await add_somebody_and(asked)


async def test_a_database_that_is_not_there_is_away_and_a_value_no_column_takes_is_a_bug(committed):
    with pytest.raises(asyncpg.DataError, match="invalid input"):
        async with transaction() as session:
            await Ready(select(bindparam("id", type_=Integer))).rows(session, {"id": "x"})
    db.bind(db.connect("postgresql://nobody@127.0.0.1:1/nothing"))
    with pytest.raises(db.Away):
        await users()


async def test_a_host_that_never_answers_is_away_before_anybody_has_gone(committed, monkeypatch):
    monkeypatch.setattr(db, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        db.bind(db.connect(f"postgresql://nobody@127.0.0.1:{mute.getsockname()[1]}/nothing"))
        with pytest.raises(db.Away):
            await asyncio.wait_for(users(), 5)


async def test_the_scope_is_set_anew_on_the_replaced_connection(committed, database_url):
    org = await make.org(await make.user())
    await cut(database_url)
    async with transaction(org.id) as session:
        assert len((await session.execute(select(Membership))).all()) == 1
    await cut(database_url)
    async with transaction() as session:
        assert (await session.execute(select(Membership))).all() == []


SCOPE = in_scope()
ADDED = insert(User).values(
    {name: bindparam(name) for name in ("id", "email", "email_key")} | {"name": "Ann", "created_at": func.now()}
)
WRITE = Ready(select(SCOPE.c.org, SCOPE.c.user).add_cte(ADDED.cte("added")))


def ann() -> dict[str, object]:
    return {"id": new_id(), "email": f"{new_id()}@plutomi.example", "email_key": str(new_id())}


async def left_in(engine) -> set[str]:
    """The scopes that statements outside of any transaction would meet on the connections of the pool."""
    async with AsyncExitStack() as stack:
        held = [await stack.enter_async_context(alive(engine)) for _ in range(engine.pool.checkedin())]
        asked = text("select coalesce(current_setting('app.org_id', true), '')")
        return {(await connection.execute(asked)).scalar_one() for connection in held}


async def test_a_statement_at_once_is_a_transaction_of_its_own_in_its_scope(committed):
    org_id, user_id = new_id(), new_id()
    async with transaction(org_id, user_id) as session:
        done = await at_once(session, WRITE, ann())
        assert (UUID(done.org), UUID(done.user)) == (org_id, user_id)
        assert await elsewhere(users()) == 1
    assert await left_in(committed) == {""}


async def test_a_statement_at_once_after_others_belongs_to_them(committed):
    async with transaction() as session:
        await session.execute(text("select 1"))
        await at_once(session, WRITE, ann())
        assert await elsewhere(users()) == 0
    assert await users() == 1


async def test_what_follows_a_statement_at_once_is_another_transaction_in_the_same_scope(committed):
    org_id = new_id()
    with suppress(ZeroDivisionError):
        async with transaction(org_id) as session:
            await at_once(session, WRITE, ann())
            session.add(somebody())
            await session.flush()
            seen = (await session.execute(text("select current_setting('app.org_id')"))).scalar_one()
            assert UUID(seen) == org_id
            raise ZeroDivisionError
    assert await users() == 1


async def test_a_statement_at_once_that_is_refused_leaves_nothing_and_a_clean_connection(committed):
    same = ann()
    for _ in range(30):
        with suppress(asyncpg.UniqueViolationError):
            async with transaction(new_id()) as session:
                await at_once(session, WRITE, same)
    assert await users() == 1
    assert await left_in(committed) == {""}


async def test_a_statement_at_once_finds_a_living_connection(committed, database_url):
    await asyncio.gather(*(users() for _ in range(8)))
    await cut(database_url)
    async with transaction() as session:
        await at_once(session, WRITE, ann())
    assert await users() == 1


async def test_a_transaction_takes_a_connection_with_its_first_statement(committed):
    async with asyncio.timeout(5), AsyncExitStack() as stack:
        for _ in range(50):
            await elsewhere(stack.enter_async_context(transaction()))
    assert await users() == 0


async def test_before_the_database_is_open_there_is_no_transaction(engine, monkeypatch):
    monkeypatch.setattr(db, "_sessions", None)
    with pytest.raises(RuntimeError, match="not open"):
        async with transaction():
            pass


async def test_the_commit_of_what_may_be_forgotten_waits_for_no_disk(committed):
    async with transaction() as session:
        await session.execute(text("set local synchronous_commit = on"))
        await db.forgettable(session)
        assert (await session.execute(text("show synchronous_commit"))).scalar() == "off"
