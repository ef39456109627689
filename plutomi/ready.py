"""Statements compiled once and run on the driver itself: SQLAlchemy's own execution costs hot paths half their time."""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeAlias

import asyncpg
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

Row: TypeAlias = Any  # a named tuple of the statement's columns
_DIALECT = asyncpg_dialect()
DRIVER, BEGINNING = "driver", "beginning"  # where a session's own connection is kept, and what begins to have one
Process = Callable[[Any], Any]


class Ready:
    """A Core statement of constant shape: parameters by name in, named tuples out. It sees what the session wrote.

    Errors are asyncpg's own (`asyncpg.PostgresError`), not wrapped; an `IN` over a list is not constant: use `= any`.
    """

    def __init__(self, statement: Any) -> None:
        self._statement = statement

    async def rows(self, session: AsyncSession, parameters: Mapping[str, Any]) -> list[Row]:
        """Every row; one round trip."""
        driver = await driver_of(session)
        sql, arguments = self._text
        found = await driver.fetch(sql, *arguments(parameters))
        return [self._row(one) for one in found]

    async def first(self, session: AsyncSession, parameters: Mapping[str, Any]) -> Row | None:
        """The first row, None without any."""
        found = await self.rows(session, parameters)
        return found[0] if found else None

    @cached_property
    def _text(self) -> tuple[str, Callable[[Mapping[str, Any]], list[Any]]]:
        """The SQL with $1, $2 ... and what makes the arguments of the parameters given."""
        compiled = self._statement.compile(dialect=_DIALECT)
        return compiled.string, _arguments(compiled, compiled.positiontup)

    @cached_property
    def _shape(self) -> tuple[Any, list[tuple[int, Process]]]:
        columns = self._statement.exported_columns
        made = [(at, _reader(column.type)) for at, column in enumerate(columns)]
        named = namedtuple("Row", columns.keys())  # type: ignore[misc]
        return named, [(at, reader) for at, reader in made if reader]

    def _row(self, record: asyncpg.Record) -> Row:
        named, readers = self._shape
        if not readers:
            return named(*record)
        cells = list(record)
        for at, reader in readers:
            cells[at] = reader(cells[at])
        return named(*cells)


async def driver_of(session: AsyncSession) -> asyncpg.Connection:
    """The session's own connection, which has seen what the session wrote."""
    if session.in_transaction() and (session.new or session.dirty or session.deleted):
        await session.flush()
    if DRIVER not in session.info:
        await session.info[BEGINNING]()
    return session.info[DRIVER]


def _arguments(compiled: Any, names: Sequence[str]) -> Callable[[Mapping[str, Any]], list[Any]]:
    """Picks all that is asked for at once, and writes what is not sent as it is."""
    binds = [compiled.binds[name] for name in names]
    literals = {name: compiled.params[name] for name, bind in zip(names, binds, strict=True) if not bind.required}
    processes = enumerate(bind.type.dialect_impl(_DIALECT).bind_processor(_DIALECT) for bind in binds)
    writers = [(at, writer) for at, writer in processes if writer]

    def arguments(given: Mapping[str, Any]) -> list[Any]:
        given = {**given, **literals} if literals else given  # of the statement's own
        made = [given[name] for name in names]
        for at, writer in writers:
            made[at] = writer(made[at])
        return made

    return arguments


def _reader(type: TypeEngine[Any]) -> Process | None:
    return type.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
