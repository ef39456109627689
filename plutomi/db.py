"""The engine and transaction(): the only commit in the house."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import (
    CTE,
    AsyncAdaptedQueuePool,
    Connection,
    PoolProxiedConnection,
    Text,
    Uuid,
    bindparam,
    cast,
    event,
    func,
    select,
    true,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session
from sqlalchemy.util import await_only

from plutomi.errors import Conflict
from plutomi.ids import NOBODY
from plutomi.ready import BEGINNING, DRIVER, Ready, Row, driver_of
from plutomi.settings import sqlalchemy_url

APP_ROLE = "plutomi_app"  # owns nothing, so row-level security binds it
_SCOPE = "select set_config('app.org_id', '{}', true), set_config('app.user_id', '{}', true)"  # gone with COMMIT

BEGUN = "begun"  # on a connection: a transaction is open, or may be
# On a session: its scope, its connection out of the pool, SQLAlchemy's own around it, what to do once it is committed.
SCOPE, HELD, WRAPPED, AFTERWARDS = "scope", "held", "wrapped", "afterwards"
PATIENCE = 10  # seconds for a new connection; a host that swallows packets would hold it for a minute
MOST_DEAD = 20  # connections that a restart of PostgreSQL may have left in the pool
LOST = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)  # what a lost or refused connection raises
AWAY = (
    PoolTimeout, asyncpg.InterfaceError, asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError, asyncpg.InsufficientResourcesError,
)  # fmt: skip
# What another transaction has made impossible meanwhile: the row pointed to is gone, or each waits for the other.
OVERTAKEN = {"23503", "40P01"}

AfterCommit = Callable[[UUID], None]


class Away(ConnectionError):
    """The database is away, overloaded or being restarted: what was asked is not to blame, and may work again soon."""


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
            "timeout": PATIENCE,
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
    await (await driver_of(session)).execute("set local synchronous_commit = off")


@asynccontextmanager
async def transaction(org_id: UUID | None = None, user_id: UUID | None = None) -> AsyncIterator[AsyncSession]:
    """One transaction in the scope of one org: other orgs' rows do not exist in it. No org: no org's rows.

    It begins, and takes a connection, with its first statement.
    `user_id` also shows that user's own memberships of any org. Commits at the end, rolls back on any error.
    Conflict when another transaction was quicker, Away without a database. RuntimeError inside another one: it would
    be committed without it.
    """
    if _sessions is None:
        raise RuntimeError("the database is not open")
    try:
        with _alone():
            async with (_savepoint if _is_nested else _held)(_sessions(), org_id, user_id) as session:
                yield session
    except (DBAPIError, PoolTimeout, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        if getattr(getattr(error, "orig", error), "sqlstate", "") in OVERTAKEN:
            raise Conflict from error
        if _is_away(error):
            raise Away from error
        raise
    for do in session.info.get(AFTERWARDS, ()):
        do()
    if session.info.get("owes"):
        for listener in _listeners:
            listener(session.info[SCOPE][0])


def _is_away(error: Exception) -> bool:
    cause = error.orig.__cause__ if isinstance(error, DBAPIError) and error.orig else error
    is_lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return is_lost or isinstance(cause, AWAY)


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
    session.info[BEGINNING] = partial(_begin, session)
    try:
        await enter(session, org_id, user_id)
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
            if DRIVER not in self.info:
                await_only(self.info[BEGINNING]())
            self.info[WRAPPED] = Connection(engine().sync_engine, self.info[HELD])
        wrapped: Connection = self.info[WRAPPED]
        return wrapped


async def _begin(session: AsyncSession) -> None:
    """Begin, in the scope. Connections that died while nobody used them are replaced: nothing has been said on them."""
    for left in reversed(range(MOST_DEAD + 1)):
        await session.run_sync(_take)
        session.info[HELD].info[BEGUN] = True  # from here on
        try:
            await session.info[DRIVER].execute(f"BEGIN;{_scope(session)}")
            return
        except LOST:
            if not left:
                raise
            await session.run_sync(_throw_away)


async def _commit(session: AsyncSession) -> None:
    """What SQLAlchemy has to write it writes; the COMMIT is ours, since it believes that there is no transaction."""
    if session.in_transaction():
        await session.commit()
    if DRIVER not in session.info:
        return  # nothing was asked
    done = await session.info[DRIVER].execute("COMMIT")
    del session.info[HELD].info[BEGUN]
    if done != "COMMIT":  # a statement was refused, somebody went on: PostgreSQL rolls back without an error
        raise RuntimeError(f"the transaction had failed already: {done}")


def _take(session: Session) -> None:
    try:
        held = engine().sync_engine.pool.connect()
    except OSError as error:
        raise Away from error
    session.info[HELD], session.info[DRIVER] = held, held.driver_connection


def _throw_away(session: Session) -> None:
    del session.info[DRIVER]
    session.info.pop(HELD).invalidate()


def _give_back(session: Session) -> None:
    session.info.pop(DRIVER, None)
    held: PoolProxiedConnection | None = session.info.pop(HELD, None)
    if WRAPPED in session.info or session.in_transaction():
        session.close()
    if held:
        held.close()


async def enter(session: AsyncSession, org_id: UUID | None = None, user_id: UUID | None = None) -> None:
    """Set the scope of the rest of the transaction: for who is known, or which org there is, only once it has begun."""
    session.info[SCOPE] = (org_id or NOBODY, user_id or NOBODY)
    if DRIVER in session.info:
        await session.info[DRIVER].execute(_scope(session))


def _scope(session: AsyncSession) -> str:
    return _SCOPE.format(*(UUID(str(id)) for id in session.info[SCOPE]))


async def at_once(session: AsyncSession, statement: Ready, parameters: Mapping[str, Any]) -> Row | None:
    """The first row of a statement `in_scope()`; committed with it where nothing was asked before: one round trip.

    What is asked after it is a transaction of its own then.
    """
    parameters = {**parameters, **dict(zip(("scope_org", "scope_user"), session.info[SCOPE], strict=True))}
    if DRIVER in session.info or session.in_transaction():
        return await statement.first(session, parameters)
    await session.run_sync(_take)
    while session.info[DRIVER].is_closed():
        await session.run_sync(_throw_away)
        await session.run_sync(_take)
    found = await statement.first(session, parameters)
    _give_back(session.sync_session)
    return found


def in_scope() -> CTE:
    """The scope, for a statement run `at_once`: all it reads must be lateral to this, so that this comes first."""
    ids = {name: cast(bindparam(f"scope_{name}", type_=Uuid), Text) for name in ("org", "user")}
    return select(*(func.set_config(f"app.{name}_id", id, true()).label(name) for name, id in ids.items())).cte("scope")
