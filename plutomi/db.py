"""The engine and transaction(): the only commit in the house."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import AsyncAdaptedQueuePool, Connection, PoolProxiedConnection, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session

from plutomi.errors import Conflict
from plutomi.ids import NOBODY
from plutomi.outages import Outage
from plutomi.ready import DRIVER
from plutomi.settings import asyncpg_url, sqlalchemy_url

APP_ROLE = "plutomi_app"  # owns nothing, so row-level security binds it
_SCOPE = "select set_config('app.org_id', '{}', true), set_config('app.user_id', '{}', true)"

BEGUN = "begun"  # on a connection: a transaction is open, or may be
# On a session: its connection out of the pool, SQLAlchemy's own around it, what to do once it is committed.
HELD, WRAPPED, AFTERWARDS = "held", "wrapped", "afterwards"
MOST_DEAD = 20  # connections that a restart of PostgreSQL may have left in the pool
LISTEN_PAUSE = 1.0  # seconds between attempts to listen again
LOST = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)  # what a lost or refused connection raises
# What another transaction has made impossible meanwhile: the row pointed to is gone, or each waits for the other.
OVERTAKEN = {"23503", "40P01"}

AfterCommit = Callable[[UUID], None]

_engine: AsyncEngine | None = None
_sessions: async_sessionmaker[AsyncSession] | None = None
_is_nested = False  # in somebody else's transaction, as tests are
_listeners: list[AfterCommit] = []
_is_inside: ContextVar[bool] = ContextVar("is_inside", default=False)


def connect(url: str, pool_size: int = 6) -> AsyncEngine:
    """An engine on `url` (any PostgreSQL spelling) that acts as the app's own role.

    transaction() itself says BEGIN and COMMIT, BEGIN together with the scope: one round trip less of five.
    """
    made = create_async_engine(
        sqlalchemy_url(url),
        poolclass=AsyncAdaptedQueuePool,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=20,
        pool_pre_ping=False,  # it costs 0.15 ms of 0.6 each time; _begin() tries again instead
        pool_reset_on_return=None,  # _leave_clean() does
        isolation_level="AUTOCOMMIT",
        connect_args={
            "server_settings": {"role": APP_ROLE, "jit": "off", "application_name": "plutomi", "timezone": "UTC"},
            "prepared_statement_cache_size": 500,
        },
    )
    event.listen(made.sync_engine, "reset", _leave_clean)
    return made


def _leave_clean(adapter: Any, record: Any, state: Any) -> None:
    """A connection goes back to the pool: what was not committed is rolled back.

    The driver is not asked whether it is in a transaction: it does not know when BEGIN itself was cut off.
    """
    if record.info.pop(BEGUN, False):
        adapter.run_async(lambda driver: driver.execute("ROLLBACK"))


def open_database(url: str, pool_size: int = 6) -> AsyncEngine:
    """Make this process's engine. Call it inside the running loop, once."""
    made = connect(url, pool_size)
    bind(made)
    return made


def bind(target: AsyncEngine | AsyncConnection) -> None:
    """Let transactions run on `target`; on a connection they become savepoints of its own transaction (tests)."""
    global _engine, _sessions, _is_nested
    _is_nested = isinstance(target, AsyncConnection)
    if isinstance(target, AsyncConnection):
        _sessions = async_sessionmaker(target, expire_on_commit=False, join_transaction_mode="create_savepoint")
    else:
        _engine = target
        _sessions = async_sessionmaker(sync_session_class=_Lazy, expire_on_commit=False)


async def close_database() -> None:
    global _engine, _sessions
    if _engine is not None:
        await _engine.dispose()
    _engine = _sessions = None


def engine() -> AsyncEngine:
    """This process's engine; RuntimeError before open_database()."""
    if _engine is None:
        raise RuntimeError("the database is not open")
    return _engine


async def listen(channel: str, hear: Callable[[str], None], missed: Callable[[], None]) -> None:
    """Hear what is notified on `channel`, for ever. After a lost connection `missed` is called and it goes on."""
    outage = Outage(f"listening to the database on {channel}")

    def connected() -> None:
        outage.end()
        missed()

    while True:
        try:
            await _listen_once(channel, hear, connected)
            outage.begin("the connection was closed")
        except LOST as error:
            outage.begin(repr(error))
        await asyncio.sleep(LISTEN_PAUSE)


async def _listen_once(channel: str, hear: Callable[[str], None], missed: Callable[[], None]) -> None:
    ended = asyncio.Event()
    connection = await _connect(channel)
    try:
        connection.add_termination_listener(lambda _: ended.set())
        await connection.add_listener(channel, lambda *heard: hear(heard[-1]))
        missed()
        await ended.wait()
    finally:
        await connection.close(timeout=1)


@asynccontextmanager
async def sole_holder(key: int) -> AsyncIterator[asyncio.Event | None]:
    """Hold PostgreSQL's advisory lock `key` if nobody else does; None when somebody does.

    The event is set when the connection, and the lock with it, is lost.
    """
    connection = await _connect("lock")
    try:
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        yield lost if await connection.fetchval("select pg_try_advisory_lock($1)", key) else None
    finally:
        await connection.close(timeout=1)


async def _connect(purpose: str) -> asyncpg.Connection:
    """A connection of its own, outside the pool."""
    return await asyncpg.connect(asyncpg_url(engine().url), server_settings={"application_name": f"plutomi {purpose}"})


@contextmanager
def after_commit(listener: AfterCommit) -> Iterator[None]:
    """Call `listener(org_id)` after each commit that owes something."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def afterwards(session: AsyncSession, do: Callable[[], None]) -> None:
    """Do this at the moment the transaction has committed; never when it has not."""
    session.info.setdefault(AFTERWARDS, []).append(do)


def owes(session: AsyncSession) -> None:
    """Note that this transaction leaves work for the jobs: they start at its commit, not at their next tick."""
    session.info["owes"] = True


async def forgettable(session: AsyncSession) -> None:
    """Let this transaction's commit not wait for the disk: a crash in the next moment may forget it."""
    await session.info[DRIVER].execute("set local synchronous_commit = off")


@asynccontextmanager
async def transaction(org_id: UUID | None = None, user_id: UUID | None = None) -> AsyncIterator[AsyncSession]:
    """One transaction in the scope of one org: other orgs' rows do not exist in it. No org: no org's rows.

    `user_id` also shows that user's own memberships of any org. Commits at the end, rolls back on any error.
    Conflict when another transaction was quicker. RuntimeError inside another one: it would be committed without it.
    """
    if _sessions is None:
        raise RuntimeError("the database is not open")
    try:
        with _alone():
            async with (_savepoint if _is_nested else _held)(_sessions(), org_id, user_id) as session:
                yield session
    except (DBAPIError, asyncpg.PostgresError) as error:
        if getattr(getattr(error, "orig", error), "sqlstate", "") in OVERTAKEN:
            raise Conflict from error
        raise
    for do in session.info.get(AFTERWARDS, ()):
        do()
    if session.info.get("owes"):
        for listener in _listeners:
            listener(session.info["org_id"])


@contextmanager
def _alone() -> Iterator[None]:
    if _is_inside.get():
        raise RuntimeError("a transaction is open here already: pass its session on")
    _is_inside.set(True)
    try:
        yield
    finally:
        _is_inside.set(False)


@asynccontextmanager
async def _savepoint(session: AsyncSession, org_id: UUID | None, user_id: UUID | None) -> AsyncIterator[AsyncSession]:
    """Within somebody else's transaction."""
    async with session:
        session.info[DRIVER] = await session.run_sync(lambda sync: sync.connection().connection.driver_connection)
        await enter(session, org_id, user_id)
        yield session
        await session.commit()


@asynccontextmanager
async def _held(session: AsyncSession, org_id: UUID | None, user_id: UUID | None) -> AsyncIterator[AsyncSession]:
    """On a connection out of the pool, which goes back clean whatever happens."""
    try:
        await _begin(session, org_id, user_id)
        yield session
        await _commit(session)
    except BaseException:
        await asyncio.shield(asyncio.create_task(session.run_sync(_give_back)))
        raise
    _give_back(session.sync_session)


class _Lazy(Session):
    """Meets SQLAlchemy's own connection only when a statement of its own is asked for: hot paths need none."""

    def get_bind(self, *args: Any, **options: Any) -> Connection:
        if WRAPPED not in self.info:
            self.info[WRAPPED] = Connection(engine().sync_engine, self.info[HELD])
        wrapped: Connection = self.info[WRAPPED]
        return wrapped


async def _begin(session: AsyncSession, org_id: UUID | None, user_id: UUID | None) -> None:
    """Begin, in the scope. Connections that died while nobody used them are replaced: nothing has been said on them."""
    for left in reversed(range(MOST_DEAD + 1)):
        await session.run_sync(_take)
        try:
            return await enter(session, org_id, user_id, "BEGIN;")
        except LOST:
            if not left:
                raise
            await session.run_sync(lambda sync: sync.info.pop(HELD).invalidate())


async def _commit(session: AsyncSession) -> None:
    """What SQLAlchemy has to write it writes; the COMMIT is ours, since it believes that there is no transaction."""
    if session.in_transaction():
        await session.commit()
    done = await session.info[DRIVER].execute("COMMIT")
    del session.info[HELD].info[BEGUN]
    if done != "COMMIT":  # a statement was refused, somebody went on: PostgreSQL rolls back without an error
        raise RuntimeError(f"the transaction had failed already: {done}")


def _take(session: Session) -> None:
    held = engine().sync_engine.pool.connect()
    session.info[HELD], session.info[DRIVER] = held, held.driver_connection
    held.info[BEGUN] = True  # from here on


def _give_back(session: Session) -> None:
    held: PoolProxiedConnection | None = session.info.pop(HELD, None)
    if WRAPPED in session.info or session.in_transaction():
        session.close()
    if held:
        held.close()


async def enter(
    session: AsyncSession, org_id: UUID | None = None, user_id: UUID | None = None, begin: str = ""
) -> None:
    """Set the scope of the rest of the transaction: for who is known, or which org there is, only once it has begun."""
    session.info["org_id"] = org_id or NOBODY
    scope = _SCOPE.format(UUID(str(org_id or NOBODY)), UUID(str(user_id or NOBODY)))
    await session.info[DRIVER].execute(begin + scope)
