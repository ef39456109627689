"""The wall between orgs, as the database itself keeps it: read from its catalog, so that no new table is forgotten."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from pydantic_core import to_json
from sqlalchemy import Row, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from plutomi.db import APP_ROLE, transaction
from plutomi.ids import new_id
from plutomi.models.base import SQLModel
from tests import make
from tests.api.worlds import world

OUTSIDE = {"org", "user", "session", "login_link", "receipt"}  # keyed by themselves or a user
TABLES = sorted(set(SQLModel.metadata.tables) - OUTSIDE)
IN_ORG = """
    select c.relname, c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner) as owner
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace order by 1"""
FOREIGN_KEYS = """
    select k.conname, k.conrelid::regclass::text as source, k.confrelid::regclass::text as target,
      (select array_agg(a.attname::text order by u.n) from unnest(k.conkey) with ordinality u(no, n)
       join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.no) as columns
    from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace"""


async def rows(statement: str) -> Sequence[Row[Any]]:
    async with transaction() as session:
        return (await session.execute(text(statement))).all()


async def test_every_table_of_an_org_has_its_wall_for_its_owner_too(database):
    found = [row for row in await rows(IN_ORG) if row.relname not in OUTSIDE]
    assert [row.relname for row in found] == TABLES
    assert all(row.relrowsecurity and row.relforcerowsecurity for row in found), found
    assert all(row.owner != APP_ROLE for row in found)


async def test_the_app_can_neither_climb_the_wall_nor_take_it_down(database):
    (me,) = await rows("select current_user as name, rolsuper, rolbypassrls from pg_roles where rolname = current_user")
    assert (me.name, me.rolsuper, me.rolbypassrls) == (APP_ROLE, False, False)
    (member,) = await rows(f"select count(*) from pg_auth_members where member = '{APP_ROLE}'::regrole")  # noqa: S608
    assert member[0] == 0
    for attempt in (
        "alter table applicant disable row level security",
        "drop policy in_org on applicant",
        "create policy all_of_it on applicant using (true)",
        "truncate applicant",
        "create table mine (id int)",
        "delete from event",
        "update event set type = 'x'",
    ):
        with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
            await rows(attempt)


async def test_with_no_org_set_there_are_no_rows_at_all(database):
    there = await world()
    for table in TABLES:
        async with transaction() as session:
            count = (await session.execute(text(f'select count(*) from "{table}"'))).scalar()  # noqa: S608
        assert count == 0, table
    async with transaction(there.org.id) as session:
        assert (await session.execute(text("select count(*) from applicant"))).scalar() == 1


async def test_in_one_org_no_row_of_another_exists(database):
    ours, theirs = await world(), await world()
    async with transaction(ours.org.id) as session:
        for table in TABLES:
            found = await session.execute(text(f'select distinct org_id from "{table}"'))  # noqa: S608
            assert set(found.scalars()) <= {ours.org.id}, table
        changed = await session.execute(
            text("update applicant set name = 'Eve' where org_id = :org"), {"org": theirs.org.id}
        )
        assert changed.rowcount == 0
        gone = await session.execute(text("delete from stage where org_id = :org"), {"org": theirs.org.id})
        assert gone.rowcount == 0


@pytest.mark.parametrize("table", ["opening", "question", "note", "event"])
async def test_nothing_is_written_into_another_org(database, table):
    ours, theirs = await world(), await world()
    new = to_json({"org_id": theirs.org.id, "id": new_id()}).decode()
    copy = f'insert into "{table}" select (jsonb_populate_record(t, cast(:new as jsonb))).* from "{table}" t'  # noqa: S608
    with pytest.raises(DBAPIError, match="row-level security"):
        async with transaction(ours.org.id) as session:
            await session.execute(text(copy), {"new": new})


async def test_the_org_that_was_set_does_not_outlive_its_transaction(committed):
    there = await world()
    async with transaction(there.org.id) as session:
        assert (await session.execute(text("select count(*) from applicant"))).scalar() == 1
    for _ in range(20):
        async with transaction() as session:
            assert (await session.execute(text("select count(*) from applicant"))).scalar() == 0


async def test_every_key_that_points_to_an_orgs_row_carries_the_org(database):
    keys = await rows(FOREIGN_KEYS)
    inside = [key for key in keys if key.target.strip('"') not in OUTSIDE]
    assert inside
    assert all(key.columns[0] == "org_id" and len(key.columns) >= 2 for key in inside), inside


async def test_no_row_points_to_another_orgs_row(database):
    ours, theirs = await world(), await world()
    for statement, foreign in (
        ("update stage set next_stage_id = :id", theirs.stages[0].id),
        ("update placement set stage_id = :id", theirs.stages[0].id),
        ("update applicant set opening_id = :id", theirs.opening.id),
        ("update stage_question set question_id = :id", theirs.question.id),
        ("update note set applicant_id = :id", theirs.applicant.id),
    ):
        with pytest.raises(IntegrityError, match="foreign key"):
            await as_owner(database, f"{statement} where org_id = '{ours.org.id}'", ours.org.id, foreign)


async def as_owner(database, statement: str, org_id: UUID, id: UUID) -> None:
    """Run a statement as whoever owns the tables, in the scope of one org."""
    async with database.begin_nested():
        await database.execute(text("set local role none"))
        await database.execute(text("select set_config('app.org_id', :org, true)"), {"org": str(org_id)})
        await database.execute(text(statement), {"id": id})


async def test_members_see_their_own_memberships_of_any_org_and_nobody_elses(database):
    ann = await make.user()
    first, second = await make.org(ann), await make.org(ann)
    bob = await make.user(org=first)
    async with transaction(user_id=ann.id) as session:
        found = (await session.execute(text("select org_id, user_id from membership"))).all()
    assert set(found) == {(first.id, ann.id), (second.id, ann.id)}
    with pytest.raises(DBAPIError, match="row-level security"):
        async with transaction(user_id=bob.id) as session:
            await session.execute(text("update membership set role = 'owner'"))
