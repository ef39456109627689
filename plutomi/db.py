"""The engine and transaction(): the only commit in the house."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy import AsyncAdaptedQueuePool, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from plutomi.ids import NOBODY
from plutomi.settings import sqlalchemy_url

APP_ROLE = "plutomi_app"  # owns nothing, so row-level security binds it
_SCOPE = select(
    func.set_config("app.org_id", bindparam("org"), True), func.set_config("app.user_id", bindparam("user"), True)
)

AfterCommit = Callable[[UUID], None]

_engine: AsyncEngine | None = None
_sessions: async_sessionmaker[AsyncSession] | None = None
_listeners: list[AfterCommit] = []


def connect(url: str, pool_size: int = 6) -> AsyncEngine:
    """An engine on `url` (any PostgreSQL spelling) that acts as the app's own role."""
    return create_async_engine(
        sqlalchemy_url(url),
        poolclass=AsyncAdaptedQueuePool,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=20,
        pool_pre_ping=False,
        connect_args={
            "server_settings": {"role": APP_ROLE, "jit": "off", "application_name": "plutomi", "timezone": "UTC"},
            "prepared_statement_cache_size": 500,
        },
    )


def open_database(url: str, pool_size: int = 6) -> AsyncEngine:
    """Make this process's engine. Call it inside the running loop, once."""
    global _engine
    _engine = connect(url, pool_size)
    bind(_engine)
    return _engine


def bind(target: AsyncEngine | AsyncConnection) -> None:
    """Let transactions run on `target`; on a connection they become savepoints of its own transaction (tests)."""
    global _sessions
    _sessions = async_sessionmaker(target, expire_on_commit=False, join_transaction_mode="create_savepoint")


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


def after_commit(listener: AfterCommit) -> None:
    """Call `listener(org_id)` after each commit that owes something."""
    _listeners.append(listener)


def owes(session: AsyncSession) -> None:
    """Note that this transaction leaves work for the jobs: they start at its commit, not at their next tick."""
    session.info["owes"] = True


@asynccontextmanager
async def transaction(org_id: UUID | None = None, user_id: UUID | None = None) -> AsyncIterator[AsyncSession]:
    """One transaction in the scope of one org: other orgs' rows do not exist in it. No org: no org's rows.

    `user_id` also shows that user's own memberships of any org. Commits at the end, rolls back on any error.
    """
    if _sessions is None:
        raise RuntimeError("the database is not open")
    async with _sessions() as session:
        await enter(session, org_id, user_id)
        yield session
        await session.commit()
    if session.info.get("owes"):
        for listener in _listeners:
            listener(session.info["org_id"])


async def enter(session: AsyncSession, org_id: UUID | None = None, user_id: UUID | None = None) -> None:
    """Set the scope of the rest of the transaction: for who is known, or which org there is, only once it has begun."""
    session.info["org_id"] = org_id or NOBODY
    await session.execute(_SCOPE, {"org": str(org_id or NOBODY), "user": str(user_id or NOBODY)})
