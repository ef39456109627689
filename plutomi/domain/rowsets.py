"""Many rows as one parameter: how the hot paths insert what they decided, in one statement of a constant shape."""

from collections.abc import Callable
from datetime import date
from json import JSONEncoder
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CTE, ColumnElement, Insert, TableValuedAlias, Uuid, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.engine import Dialect


class Rows(JSONB):
    """A jsonb array of rows; uuids and times in them become text."""

    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str]:
        return ROWS.encode


def rows(table: Any, name: str, *columns: str) -> TableValuedAlias:
    """A FROM element: the jsonb array bound as `name`, read as rows with `columns` of `table`."""
    source = table.__table__.c
    typed = [column(key, source[key].type) for key in columns]
    return func.jsonb_to_recordset(bindparam(name, type_=Rows)).table_valued(*typed).render_derived(with_types=True)


def among(name: str) -> Any:
    """What a uuid equals when it is one of the collection bound as `name`: of a constant shape, unlike IN."""
    return func.any(bindparam(name, type_=ARRAY(Uuid)))


def insert_rows(table: Any, name: str, *columns: str, gate: CTE | None = None) -> Insert:
    """INSERT every row of the parameter `name`; with `gate`, only when that CTE yields a row."""
    source = rows(table, name, *columns)
    values: list[ColumnElement[Any]] = [source.c[key] for key in columns]
    found = select(*values)
    if gate is not None:
        found = found.where(select(gate).exists())
    return insert(table).from_select(columns, found, include_defaults=False)


def _plain(value: Any) -> str:
    """What JSON has no word for."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"JSON cannot hold {value!r}")


ROWS = JSONEncoder(default=_plain, separators=(",", ":"), check_circular=False)
