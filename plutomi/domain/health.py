"""Whether all is well: the database answers, somebody runs the clock, nothing owed is late."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, column, func, select, table
from sqlalchemy.exc import SQLAlchemyError

from plutomi.db import LOST, transaction
from plutomi.domain import parking
from plutomi.domain.owing import is_late, unsent

CLOCK_LOCK = 0x504C55544F  # PostgreSQL's advisory lock of whoever runs the clock


@dataclass(frozen=True, slots=True)
class Health:
    """Each part `ok` or what is wrong with it; `parked` events could not be relayed.

    `unsent` emails were tried and go on waiting, `failed` ones were given up within a day.
    """

    database: str
    scheduler: str
    outbox: str
    parked: int = 0
    unsent: int = 0
    failed: int = 0

    @property
    def is_well(self) -> bool:
        """What is only counted wants a person, not another server: it is told, and nothing is taken out of service."""
        return {self.database, self.scheduler, self.outbox} == {"ok"}


async def check() -> Health:
    """Ask the database, in a transaction of its own."""
    try:
        async with transaction() as session:
            is_ticking = (await session.execute(_HELD)).first() is not None
            late = await is_late(session)
            counted = sum((await parking.parked(session)).values()), *await unsent(session)
    except (*LOST, SQLAlchemyError, RuntimeError):
        return Health("unreachable", "unknown", "unknown")
    return Health("ok", "ok" if is_ticking else "nobody runs the clock", "late" if late else "ok", *counted)


def _held_statement():  # type: ignore[no-untyped-def]
    """The lock as pg_locks shows a 64-bit key, its halves in two columns, among the locks of every database."""
    parts = column("classid", BigInteger), column("objid", BigInteger)
    locks = table("pg_locks", column("locktype"), column("database"), *parts)
    here = table("pg_database", column("oid"), column("datname"))
    ours = select(here.c.oid).where(here.c.datname == func.current_database()).scalar_subquery()
    key = (locks.c.classid == CLOCK_LOCK >> 32) & (locks.c.objid == CLOCK_LOCK & 0xFFFFFFFF)
    return select(locks.c.locktype).where(locks.c.locktype == "advisory", locks.c.database == ours, key)


_HELD = _held_statement()
