import asyncio
from contextlib import suppress

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from plutomi.db import transaction
from plutomi.domain import orgs, sessions
from plutomi.errors import Invalid, NotFound, Taken
from plutomi.models import Event, Membership, Org
from tests import make


async def create(identity: sessions.Identity, name: str = "Acme", slug: str = "acme-inc") -> Org:
    async with transaction(user_id=identity.user_id) as session:
        return await orgs.create(session, identity, name, slug, "192.0.2.1")


async def test_whoever_makes_an_org_owns_it_and_works_in_it(database):
    ann = await make.user()
    secret = await make.cookie(ann)
    acme = await create(await sessions.identify(secret), "  Acme ", "Acme-Inc")
    assert (acme.name, acme.slug) == ("Acme", "acme-inc")
    who = await sessions.identify(secret)
    assert (who.org_id, who.org_slug, who.role) == (acme.id, "acme-inc", "owner")


async def test_making_an_org_records_one_event_in_it(database):
    who = await make.identity()
    acme = await create(who)
    async with transaction(acme.id) as session:
        event = (await session.execute(select(Event))).scalar_one()
    assert (event.type, event.subject_id, event.actor_id) == ("org.created", acme.id, who.user_id)
    assert event.data == {"name": "Acme", "slug": "acme-inc"}


async def test_a_second_org_of_one_person_is_worked_in_next(database):
    ann = await make.user()
    secret = await make.cookie(ann)
    first = await create(await sessions.identify(secret), slug="first")
    second = await create(await sessions.identify(secret), slug="second")
    assert (await sessions.identify(secret)).org_id == second.id
    async with transaction(user_id=ann.id) as session:
        assert {org.id for org in await orgs.mine(session, ann.id)} == {first.id, second.id}


async def test_nobody_sees_the_memberships_of_others(database):
    ann, eve = await make.user(), await make.user()
    acme, other = await make.org(ann), await make.org(eve)
    async with transaction(user_id=ann.id) as session:
        assert [org.id for org in await orgs.mine(session, ann.id)] == [acme.id]
        assert await orgs.mine(session, eve.id) == []
        assert [row.org_id for row in (await session.execute(select(Membership))).scalars()] == [acme.id]
    async with transaction() as session:
        assert (await session.execute(select(Membership))).all() == []
    assert other.id != acme.id


@pytest.mark.parametrize("slug", ["admin", "api", "plutomi", "Login", "www"])
async def test_reserved_slugs_are_refused(database, slug):
    with pytest.raises(Invalid) as refused:
        await create(await make.identity(), slug=slug)
    assert refused.value.errors.keys() == {"slug"}


async def test_every_wrong_field_is_said_at_once(database):
    with pytest.raises(Invalid) as refused:
        await create(await make.identity(), "\u200b", "no spaces")
    assert refused.value.errors.keys() == {"name", "slug"}


@pytest.mark.parametrize("slug", ["", "-a", "a-", "a--b", "a_b", "ä", "a" * 51, "a\n", "a/b", "../a"])
async def test_what_is_no_slug_is_refused(database, slug):
    if slug == "a\n":
        assert (await create(await make.identity(), slug=slug)).slug == "a"
        return
    with pytest.raises(Invalid):
        await create(await make.identity(), slug=slug)


async def test_a_slug_is_taken_once_in_whatever_case_and_nothing_is_left_of_the_second(database):
    await create(await make.identity(), slug="acme-inc")
    secret = await make.cookie(await make.user())
    who = await sessions.identify(secret)
    with pytest.raises(Taken):
        await create(who, slug="ACME-inc")
    assert (await sessions.identify(secret)).org_id is None
    async with transaction(user_id=who.user_id) as session:
        assert await orgs.mine(session, who.user_id) == []


async def test_of_many_who_take_one_slug_at_once_one_gets_it(committed):
    people = [await make.identity() for _ in range(8)]
    answers = await asyncio.gather(*(create(who) for who in people), return_exceptions=True)
    assert [type(answer) for answer in answers].count(Taken) == 7
    winner = next(who for who, answer in zip(people, answers, strict=True) if isinstance(answer, Org))
    for who in people:
        async with transaction(user_id=who.user_id) as session:
            assert len(await orgs.mine(session, who.user_id)) == (who is winner)


async def test_an_org_is_found_by_its_slug_and_remembered(database):
    acme = await make.org(slug="acme-inc", name="Acme")
    assert await orgs.by_slug("acme-inc") == orgs.PublicOrg(acme.id, "acme-inc", "Acme")
    await database.execute(text("delete from org"))
    assert (await orgs.by_slug("acme-inc")).id == acme.id
    orgs.forget()
    with pytest.raises(NotFound):
        await orgs.by_slug("acme-inc")


@pytest.mark.parametrize("slug", ["", "nobody", "\0", "\ud800", "a'b", "a" * 10_000, "acme%"])
async def test_a_slug_of_no_org_is_not_found(database, slug):
    await make.org(slug="acme")
    with pytest.raises(NotFound):
        await orgs.by_slug(slug)


async def test_an_org_that_failed_to_be_made_is_not_remembered(database):
    who = await make.identity()
    with suppress(RuntimeError):
        async with transaction(user_id=who.user_id) as session:
            await orgs.create(session, who, "Acme", "acme-inc")
            raise RuntimeError
    with pytest.raises(NotFound):
        await orgs.by_slug("acme-inc")
    async with transaction() as session:
        assert (await session.execute(select(Org).where(col(Org.slug) == "acme-inc"))).all() == []
