"""Many rows as one parameter: how the hot paths insert what they decided, in one statement of a constant shape."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CTE, ColumnElement, Insert, TableValuedAlias, Uuid, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import JSONB, insert


def rows(table: Any, name: str, *columns: str) -> TableValuedAlias:
    """A FROM element: the jsonb array bound as `name`, read as rows with `columns` of `table`."""
    source = table.__table__.c
    typed = [column(key, source[key].type) for key in columns]
    return func.jsonb_to_recordset(bindparam(name, type_=JSONB)).table_valued(*typed).render_derived(with_types=True)


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


def plain(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows as JSON can hold them: uuids and times as text."""
    return [{key: _plain(value) for key, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
