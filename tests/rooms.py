"""The database as tests see it: rolled back after each, or really committed where a race needs it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, suppress
from contextvars import Context
from typing import Any

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from plutomi import db
from plutomi.domain import orgs, sessions
from plutomi.models.base import SQLModel
from plutomi.settings import get_settings


@pytest.fixture(scope="session")
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """The app's engine on this worker's migrated database."""
    yield db.open_database(database_url, pool_size=12)
    await db.close_database()


@pytest.fixture
async def database(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Transactions become savepoints of one that is rolled back: each test finds an empty database."""
    async with alive(engine) as connection:
        outer = await connection.begin()
        db.bind(connection)
        forget()
        yield connection
        await outer.rollback()


@asynccontextmanager
async def alive(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection that answers: a test before this one may have cut those in the pool."""
    async with engine.connect() as connection:
        with suppress(DBAPIError):
            await connection.execute(text("select 1"))
        await connection.rollback()
        await connection.execution_options(isolation_level="READ COMMITTED")
        yield connection


@pytest.fixture
async def committed(engine: AsyncEngine, database_url: str) -> AsyncIterator[AsyncEngine]:
    """Transactions really commit, each on a connection of its own, for races; every table is emptied afterwards."""
    db.bind(engine)
    forget()
    yield engine
    owner = create_async_engine(make_url(database_url).set(drivername="postgresql+asyncpg"))
    tables = ", ".join(f'"{name}"' for name in SQLModel.metadata.tables)
    async with owner.begin() as connection:
        await connection.execute(text(f"truncate {tables}"))
    await owner.dispose()


async def elsewhere(work: Coroutine[Any, Any, Any]) -> Any:
    """Run this as another request would: beside a transaction that is open here, not inside it."""
    return await asyncio.create_task(work, context=Context())


async def until(condition: Callable[[], object], within: float = 10) -> None:
    """Wait until this is so; TimeoutError after so many seconds."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110  what is waited for happens in other processes too
            await asyncio.sleep(0.02)


def forget() -> None:
    sessions.forget()
    orgs.forget()


@pytest.fixture
def set_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Sets environment variables and has the settings read anew."""

    def change(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        get_settings.cache_clear()

    yield change
    monkeypatch.undo()
    get_settings.cache_clear()
