"""Statements past SQLAlchemy: the same rows, of the same transaction, with what the session has not written yet."""

from datetime import UTC, datetime

import asyncpg
import pytest
from sqlalchemy import ARRAY, DateTime, Integer, Text, Uuid, bindparam, cast, func, insert, literal, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col

from plutomi.db import transaction
from plutomi.errors import Conflict
from plutomi.ids import new_id
from plutomi.models import Membership, User
from plutomi.ready import Ready
from tests import make

ECHO = Ready(
    select(
        bindparam("id", type_=Uuid).label("id"),
        bindparam("at", type_=DateTime(timezone=True)).label("at"),
        cast(bindparam("told", type_=JSONB), JSONB).label("told"),
        bindparam("words", type_=ARRAY(Text)).label("words"),
        literal("fixed").label("fixed"),
    )
)
NAMES = Ready(select(col(User.name)).where(col(User.id) == bindparam("id", type_=Uuid)))


async def test_what_goes_in_comes_out_as_python_has_it(database):
    given = {"id": new_id(), "at": datetime(2026, 5, 1, tzinfo=UTC), "told": {"a": [1, "é", None]}, "words": ["x", "y"]}
    async with transaction() as session:
        found = await ECHO.first(session, given)
    assert found._asdict() == given | {"fixed": "fixed"}


async def test_nothing_found_is_none_and_no_rows(database):
    async with transaction() as session:
        assert await NAMES.first(session, {"id": new_id()}) is None
        assert await NAMES.rows(session, {"id": new_id()}) == []


async def test_it_sees_what_the_session_has_not_written_yet(committed):
    user = User(email="ann@example.com", email_key="ann@example.com", name="Ann")
    async with transaction() as session:
        session.add(user)
        assert await NAMES.rows(session, {"id": user.id}) == [("Ann",)]
        user.name = "Anna"
        assert (await NAMES.first(session, {"id": user.id})).name == "Anna"


async def test_it_is_bound_by_row_level_security_as_everything_is(committed):
    mine, theirs = await make.org(), await make.org()
    await make.user(org=mine)
    count = Ready(select(func.count().label("number")).select_from(Membership))
    for org, expected in ((mine, 1), (theirs, 0)):
        async with transaction(org.id) as session:
            assert (await count.first(session, {})).number == expected


async def test_what_it_refuses_leaves_nothing_and_says_so(committed):
    divided = Ready(select((literal(1) / bindparam("by", type_=Integer)).label("share")))

    async def fail() -> None:
        async with transaction() as session:
            session.add(User(email="b@example.com", email_key="b@example.com", name="B"))
            await divided.rows(session, {"by": 0})

    with pytest.raises(asyncpg.DivisionByZeroError):
        await fail()
    everybody = Ready(select(func.count().label("number")).select_from(User))
    async with transaction() as session:
        assert (await everybody.first(session, {})).number == 0


async def test_pointing_at_a_row_that_is_gone_is_a_conflict(committed):
    org = await make.org()
    row = Membership(org_id=org.id, user_id=new_id()).model_dump()
    join = Ready(insert(Membership).values(row).returning(col(Membership.user_id)))

    async def overtaken() -> None:
        async with transaction(org.id) as session:
            await join.rows(session, {})

    with pytest.raises(Conflict):
        await overtaken()
