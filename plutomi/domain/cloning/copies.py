"""Rows copied under new ids, whatever points to one of them led over to its copy."""

import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, select

from plutomi.clock import now
from plutomi.domain.rowsets import insert_rows
from plutomi.ids import new_id

# Documents name rows by their ids, facts and expressions by the ids' bare digits: `stages.HEX.count`.
_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")


class Copies:
    """What has been copied so far, and what it became."""

    def __init__(self, org_id: UUID) -> None:
        self.org_id = org_id
        self._texts: dict[str, str] = {}

    def lead(self, old: UUID, new: UUID) -> None:
        """Let what points to `old` point to `new` in everything copied from now on."""
        self._texts |= {str(old): str(new), old.hex: new.hex}

    def of(self, id: UUID) -> UUID:
        """The copy of a row, or the row itself where there is none."""
        return UUID(self._texts.get(str(id), str(id)))

    def text(self, text: str) -> str:
        """A text with the ids in it led over."""
        return _ID.sub(lambda found: self._texts.get(found[0], found[0]), text)

    async def copy(
        self, session: AsyncSession, table: type[SQLModel], *where: ColumnElement[bool], **changes: Any
    ) -> None:
        """Copy the org's rows that `where` holds of, in one statement. `changes` are for all."""
        columns = table.__table__.c  # type: ignore[attr-defined]
        found = select(table).where(columns.org_id == self.org_id, *where)
        kept = [one.model_dump() for one in (await session.execute(found)).scalars()]
        for row in kept:
            if "id" in row:
                self.lead(row["id"], new_id())
        copied = [self._copied(row, columns, changes) for row in kept]
        if copied:
            connection = await session.connection()
            await connection.execute(insert_rows(table, "copied", *columns.keys()), {"copied": copied})

    def _copied(self, row: Mapping[str, Any], columns: Any, changes: Mapping[str, Any]) -> dict[str, Any]:
        fresh = {"created_at": now()} if "created_at" in row else {}
        return {key: self._value(value, columns[key].type) for key, value in row.items()} | fresh | dict(changes)

    def _value(self, value: Any, type: Any) -> Any:
        if isinstance(value, UUID):
            return self.of(value)
        if isinstance(type, JSONB):
            return json.loads(self.text(json.dumps(value)))
        return self.text(value) if isinstance(value, str) else value
