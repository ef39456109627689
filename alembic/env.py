"""How migrations reach the database: one process at a time, and never queueing everybody behind a table's lock."""

import asyncio
from contextlib import nullcontext

from alembic.util import CommandError
from sqlalchemy import Connection, NullPool
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import SQLModel

import plutomi.models  # noqa: F401  its tables are what autogenerate compares with
from alembic import context
from plutomi import embedded
from plutomi.errors import Misconfigured
from plutomi.settings import get_settings, sqlalchemy_url

OLDEST = (15,)  # PostgreSQL
ONE_AT_A_TIME = 0x706C75746F  # the advisory lock's number: "pluto"
LOCK_TIMEOUT = "10s"


def migrate(connection: Connection) -> None:
    if connection.dialect.server_version_info < OLDEST:
        raise Misconfigured(
            f"the database is PostgreSQL {connection.dialect.server_version_info[0]}: 15 is the oldest that will do"
        )
    connection.exec_driver_sql(f"SELECT pg_advisory_lock({ONE_AT_A_TIME})")
    # Only now, since waiting for another process's migrations may well take longer.
    connection.exec_driver_sql(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
    connection.commit()
    context.configure(connection=connection, target_metadata=SQLModel.metadata, compare_server_default=True)
    with context.begin_transaction():
        context.run_migrations()


async def main(url: str) -> None:
    engine = create_async_engine(sqlalchemy_url(url), poolclass=NullPool)
    try:
        connection = await engine.connect()
    except (OSError, DBAPIError) as error:
        raise Misconfigured(f"the database does not let us in: {getattr(error, 'orig', error)}") from error
    try:
        await connection.run_sync(migrate)
    finally:
        await connection.close()


if context.is_offline_mode():
    raise CommandError("migrations read the database they change: --sql is not supported")
given = context.config.attributes.get("url") or get_settings().database_url
with nullcontext(given) if given else embedded.server(get_settings().plutomi_data) as url:
    asyncio.run(main(url))
