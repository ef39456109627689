import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from plutomi.clock import now
from plutomi.connections import listen
from plutomi.db import transaction
from plutomi.domain import sessions
from plutomi.domain.memory import Memory
from plutomi.errors import Invalid, NoOrg, NotFound
from plutomi.ids import NOBODY, new_id
from plutomi.jobs import lifespan
from plutomi.models import Event, Session, User
from plutomi.tokens import digest
from tests import make
from tests.rooms import elsewhere, until


async def logged_out() -> list[Event]:
    async with transaction() as session:
        found = await session.execute(select(Event).where(col(Event.type) == "user.logged_out"))
        return list(found.scalars())


async def change(secret: str, **values: object) -> None:
    """Change what is stored of a session, behind the verbs' back."""
    async with transaction() as session:
        await session.execute(update(Session).where(col(Session.token_digest) == digest(secret)).values(**values))
    sessions.forget()


async def stored(secret: str) -> Session:
    async with transaction() as session:
        found = await session.execute(select(Session).where(col(Session.token_digest) == digest(secret)))
        return found.scalar_one()


async def test_a_cookie_says_who_somebody_is_and_where_they_work(database):
    ann, acme = await make.user(name="Ann"), await make.org(name="Acme", slug="acme-inc")
    await make.join(ann, acme)
    who = await sessions.identify(await make.cookie(ann))
    assert (who.user_id, who.name, who.email) == (ann.id, "Ann", ann.email)
    assert (who.org_id, who.org_name, who.org_slug, who.role) == (acme.id, "Acme", "acme-inc", "owner")


async def test_somebody_without_an_org_is_known_but_acts_in_none(database):
    who = await make.identity()
    assert who.org_id is None
    with pytest.raises(NoOrg):
        sessions.actor_of(who)


async def test_an_actor_is_made_of_the_identity(database):
    ann, acme = await make.user(name=""), await make.org()
    await make.join(ann, acme)
    actor = sessions.actor_of(await make.identity(ann), "192.0.2.1")
    assert (actor.kind, actor.org_id, actor.id, actor.name, actor.ip) == (
        "user",
        acme.id,
        ann.id,
        ann.email,
        "192.0.2.1",
    )


@pytest.mark.parametrize("secret", ["", "x", "é", "\ud800", "\0", "a" * 100_000])
async def test_what_is_no_cookie_is_nobody(database, secret):
    assert await sessions.identify(secret) is None


async def test_a_users_id_is_no_cookie(database):
    ann = await make.user()
    await make.cookie(ann)
    assert await sessions.identify(str(ann.id)) is None


async def test_the_cookie_is_not_stored(database):
    secret = await make.cookie(await make.user())
    async with transaction() as session:
        row = (await session.execute(select(Session))).scalar_one()
    assert secret not in repr(row)
    assert secret.encode() not in row.token_digest


async def test_a_revoked_session_is_refused_at_once(database):
    ann = await make.user()
    secret, other = await make.cookie(ann), await make.cookie(ann)
    who = await sessions.identify(secret)
    async with transaction() as session:
        await sessions.revoke(session, ann.id, who.session_id)
    assert await sessions.identify(secret) is None
    assert await sessions.identify(other)
    assert [event.data for event in await logged_out()] == [{"session_id": str(who.session_id)}]


async def test_a_session_read_while_it_is_revoked_is_not_remembered(committed):
    ann = await make.user()
    secret = await make.cookie(ann)
    session_id = (await stored(secret)).id
    async with transaction() as session:
        await sessions.revoke(session, ann.id, session_id)
        assert await elsewhere(sessions.identify(secret)), "not committed yet"
    assert await sessions.identify(secret) is None


@pytest.mark.parametrize("change", ["end", "switch"])
async def test_another_process_hears_of_it_at_once_and_forgets_what_it_remembers(committed, monkeypatch, change):
    theirs, ready = Memory(seconds=600), []
    monkeypatch.setattr(theirs, "empty_after", lambda _: None)  # another process's commit empties its own memory alone
    monkeypatch.setattr(sessions, "_known", theirs)
    ann = await make.user()
    _, second = await make.org(ann), await make.org(ann)
    secret = await make.cookie(ann)
    who = await sessions.identify(secret)
    listening = asyncio.create_task(listen(lifespan.HEARERS, lambda: ready.append(1)))
    try:
        await until(lambda: ready)
        async with transaction(user_id=ann.id) as session:
            if change == "end":
                await sessions.revoke(session, ann.id, who.session_id)
            else:
                await sessions.switch_org(session, who, second.id)
        await until(lambda: theirs.get(digest(secret)) is None)
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def test_a_revocation_that_fails_leaves_the_session(database):
    ann = await make.user()
    secret = await make.cookie(ann)
    session_id = (await stored(secret)).id
    with suppress(RuntimeError):
        async with transaction() as session:
            await sessions.revoke(session, ann.id, session_id)
            raise RuntimeError
    assert await sessions.identify(secret)


async def test_another_users_session_cannot_be_revoked(database):
    ann, eve = await make.user(), await make.user()
    secret = await make.cookie(ann)
    anns = (await sessions.identify(secret)).session_id
    with pytest.raises(NotFound) as theirs:
        async with transaction() as session:
            await sessions.revoke(session, eve.id, anns)
    with pytest.raises(NotFound) as nobodys:
        async with transaction() as session:
            await sessions.revoke(session, eve.id, new_id())
    assert theirs.value.message == nobodys.value.message
    assert await sessions.identify(secret)


async def test_all_sessions_but_this_one_are_revoked(database):
    ann, bob = await make.user(), await make.user()
    kept, *others = [await make.cookie(ann) for _ in range(4)]
    bobs = await make.cookie(bob)
    here = (await sessions.identify(kept)).session_id
    async with transaction() as session:
        assert await sessions.revoke_all(session, ann.id, except_id=here) == 3
    assert [await sessions.identify(secret) for secret in others] == [None] * 3
    assert await sessions.identify(kept)
    assert await sessions.identify(bobs)
    async with transaction() as session:
        assert await sessions.revoke_all(session, ann.id) == 1
    assert await sessions.identify(kept) is None


async def test_logging_out_ends_the_session_and_doing_so_twice_is_no_error(database):
    secret = await make.cookie(await make.user())
    for _ in range(2):
        async with transaction() as session:
            await sessions.log_out(session, secret)
    assert await sessions.identify(secret) is None
    assert len(await logged_out()) == 1
    assert (await logged_out())[0].org_id == NOBODY


async def test_live_sessions_are_listed_the_last_used_first(database):
    ann = await make.user()
    old, new, over, revoked = [await make.cookie(ann) for _ in range(4)]
    await make.cookie(await make.user())
    await change(old, last_seen_at=now() - timedelta(days=1))
    await change(over, expires_at=now() - timedelta(seconds=1))
    await change(revoked, revoked_at=now())
    async with transaction() as session:
        listed = await sessions.list_sessions(session, ann.id)
    assert [row.token_digest for row in listed] == [digest(new), digest(old)]


async def test_an_idle_session_ends_after_two_weeks(database):
    secret = await make.cookie(await make.user())
    assert (await stored(secret)).expires_at - now() == pytest.approx(sessions.IDLE_LIFE, abs=timedelta(seconds=5))
    await change(secret, expires_at=now() - timedelta(seconds=1))
    assert await sessions.identify(secret) is None


async def test_using_a_session_prolongs_it_but_writes_only_every_few_minutes(database):
    secret = await make.cookie(await make.user())
    before = now() - timedelta(minutes=4)
    await change(secret, last_seen_at=before)
    await sessions.identify(secret)
    assert (await stored(secret)).last_seen_at == before
    await change(secret, last_seen_at=now() - timedelta(days=13), expires_at=now() + timedelta(days=1))
    await sessions.identify(secret)
    row = await stored(secret)
    assert now() - row.last_seen_at < timedelta(minutes=1)
    assert row.expires_at - now() > timedelta(days=13)


async def test_a_session_ends_three_months_after_its_login_however_much_it_is_used(database):
    secret = await make.cookie(await make.user())
    born = now() - sessions.WHOLE_LIFE + timedelta(hours=1)
    await change(secret, created_at=born, last_seen_at=now() - timedelta(hours=1))
    assert await sessions.identify(secret)
    assert (await stored(secret)).expires_at == born + sessions.WHOLE_LIFE


async def test_somebody_works_in_the_org_they_switched_to(database):
    ann = await make.user()
    first, second = await make.org(ann), await make.org(ann)
    secret, elsewhere = await make.cookie(ann), await make.cookie(ann)
    who = await sessions.identify(secret)
    assert who.org_id == first.id
    async with transaction(user_id=ann.id) as session:
        await sessions.switch_org(session, who, second.id)
    assert (await sessions.identify(secret)).org_id == second.id
    assert (await sessions.identify(elsewhere)).org_id == first.id


async def test_nobody_switches_to_an_org_that_is_not_theirs(database):
    ann, foreign = await make.user(), await make.org(await make.user())
    acme = await make.org(ann)
    who = await make.identity(ann)
    for org_id in (foreign.id, new_id()):
        with pytest.raises(NotFound):
            async with transaction(user_id=ann.id) as session:
                await sessions.switch_org(session, who, org_id)
    assert (await make.identity(ann)).org_id == acme.id


async def test_somebody_removed_from_an_org_works_in_it_no_more(database):
    ann = await make.user()
    first, second = await make.org(ann), await make.org(ann)
    secret = await make.cookie(ann)
    who = await sessions.identify(secret)
    async with transaction(user_id=ann.id) as session:
        await sessions.switch_org(session, who, second.id)
    await make.leave(ann, second)
    assert (await sessions.identify(secret)).org_id == first.id
    await make.leave(ann, first)
    assert (await sessions.identify(secret)).org_id is None


async def test_a_new_name_shows_at_once(database):
    ann = await make.user(name="")
    secret = await make.cookie(ann)
    assert (await sessions.identify(secret)).name == ""
    async with transaction() as session:
        await sessions.rename(session, ann.id, "  Ann\u00a0 Arbor ")
    assert (await sessions.identify(secret)).name == "Ann Arbor"


@pytest.mark.parametrize("name", ["", "  ", "\u200b\u200d", "\u2800", "a" * 201, "\ud800"])
async def test_what_is_no_name_is_refused_at_its_field(database, name):
    ann = await make.user(name="Ann")
    with pytest.raises(Invalid) as refused:
        async with transaction() as session:
            await sessions.rename(session, ann.id, name)
    assert refused.value.errors.keys() == {"name"}
    async with transaction() as session:
        assert (await session.get_one(User, ann.id)).name == "Ann"


@pytest.mark.parametrize("name", ["O", "李", "Madonna", "👩‍🚀", "a" * 200, "Ana-María d'Été", "<b>Ann</b>"])
async def test_unusual_names_are_names(database, name):
    ann = await make.user()
    async with transaction() as session:
        assert (await sessions.rename(session, ann.id, name)).name == name


async def test_many_requests_of_one_browser_at_once_are_all_known(committed):
    secret = await make.cookie(await make.user())
    await change(secret, last_seen_at=now() - timedelta(hours=1))
    assert all(await asyncio.gather(*(sessions.identify(secret) for _ in range(20))))


async def test_sessions_long_over_are_forgotten(database):
    ann = await make.user()
    live, over, revoked = [await make.cookie(ann) for _ in range(3)]
    await change(over, expires_at=now() - timedelta(days=31))
    await change(revoked, revoked_at=now() - timedelta(days=31))
    async with transaction() as session:
        assert await sessions.forget_old(session, now() - timedelta(days=30)) == 2
    assert await sessions.identify(live)
