import asyncio
import base64
from datetime import timedelta
from uuid import UUID

import pytest
from jose import jwt
from sqlalchemy import update
from sqlmodel import col, select

from plutomi import tokens
from plutomi.clock import now
from plutomi.db import transaction
from plutomi.domain import logins, sessions
from plutomi.errors import Invalid, LinkSpent, TooSoon
from plutomi.ids import NOBODY, new_id
from plutomi.models import Event, LoginLink, Message, User
from plutomi.settings import get_settings
from tests import make

IP = "192.0.2.7"
PROMPT = timedelta(seconds=31)


async def ask(email: str = "ann@example.com", ip: str = IP, next_path: str = "/") -> None:
    async with transaction() as session:
        await logins.ask_link(session, email, ip, next_path)


async def use(token: str) -> logins.Login:
    async with transaction() as session:
        return await logins.use_link(session, token, IP, "Browser")


async def owed(template: str = "login_link") -> list[Message]:
    async with transaction() as session:
        mail = select(Message).where(col(Message.template) == template).order_by(col(Message.id))
        return list((await session.execute(mail)).scalars())


async def link(email: str = "ann@example.com", next_path: str = "/") -> str:
    """The token in the newest login mail, asked for now."""
    await ask(email, next_path=next_path)
    return signed((await owed())[-1])


def signed(message: Message) -> str:
    return logins.login_link_context(message.context)["url"].partition("token=")[2]


async def age(by: timedelta) -> None:
    """Let so much time have passed since the links so far were asked for."""
    async with transaction() as session:
        await session.execute(update(LoginLink).values(created_at=LoginLink.created_at - by))


async def events() -> list[Event]:
    async with transaction() as session:
        return list((await session.execute(select(Event).order_by(col(Event.id)))).scalars())


def forge(**changes: object) -> str:
    claims = tokens.read_login(tokens.sign_login("ann@example.com", str(new_id()), "/"))
    claims = {name: value for name, value in (claims | changes).items() if value is not None}
    return jwt.encode(claims, get_settings().signing_key, algorithm="HS256")


async def test_a_link_logs_a_newcomer_in_and_welcomes_them(database):
    login = await use(await link(next_path="/openings?state=public"))
    assert (login.user.email, login.user.name) == ("ann@example.com", "")
    assert (login.is_first, login.next_path) == (True, "/openings?state=public")
    assert (await sessions.identify(login.secret)).user_id == login.user.id
    assert [event.type for event in await events()] == ["user.joined", "user.logged_in"]
    assert {(event.org_id, event.actor_id, event.ip) for event in await events()} == {(NOBODY, login.user.id, IP)}
    assert [message.recipient for message in await owed("welcome")] == ["ann@example.com"]


async def test_whoever_is_known_is_neither_made_again_nor_welcomed_again(database):
    first = await use(await link())
    await age(PROMPT)
    again = await use(await link("ANN@Example.com"))
    assert (again.user.id, again.is_first) == (first.user.id, False)
    assert again.secret != first.secret
    assert len(await owed("welcome")) == 1


async def test_a_link_is_used_once(database):
    token = await link()
    await use(token)
    with pytest.raises(LinkSpent):
        await use(token)


async def test_looking_at_a_link_does_not_use_it_up(database):
    token = await link()
    assert logins.peek_link(token) == logins.peek_link(token) == "ann@example.com"
    await use(token)


async def test_a_link_used_at_once_from_two_places_logs_one_of_them_in(committed):
    token = await link()
    answers = await asyncio.gather(*(use(token) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(answer, logins.Login) for answer in answers) == 1
    assert sum(isinstance(answer, LinkSpent) for answer in answers) == 7


async def test_two_links_of_one_newcomer_used_at_once_make_one_user(committed):
    tokens_ = [await link()]
    for _ in range(5):
        await age(PROMPT)
        tokens_.append(await link())
    answers = await asyncio.gather(*map(use, tokens_))
    assert len({answer.user.id for answer in answers}) == 1
    assert [answer.is_first for answer in answers].count(True) == 1
    async with transaction() as session:
        assert len((await session.execute(select(User))).all()) == 1


async def test_a_link_older_than_its_life_is_refused_even_if_signed_just_now(database):
    await ask()
    await age(tokens.LOGIN_LINK_LIFE)
    with pytest.raises(LinkSpent):
        await use(signed((await owed())[0]))


async def test_a_link_whose_token_has_expired_is_refused(database):
    await ask()
    jti = (await owed())[0].context["jti"]
    with pytest.raises(LinkSpent):
        await use(forge(jti=jti, exp=int(now().timestamp()) - 1))


@pytest.mark.parametrize("claim", ["exp", "aud", "iss", "jti", "sub"])
async def test_a_token_of_ours_without_a_claim_is_refused(database, claim):
    await ask()
    jti = (await owed())[0].context["jti"]
    with pytest.raises(LinkSpent):
        await use(forge(**{"jti": jti} | {claim: None}))


@pytest.mark.parametrize(
    "claim", [{"aud": "plutomi:else"}, {"iss": "else"}, {"jti": "no-uuid"}, {"jti": str(new_id())}]
)
async def test_a_token_of_ours_for_something_else_is_refused(database, claim):
    with pytest.raises(LinkSpent):
        await use(forge(**claim))


async def test_a_link_serves_no_other_address_than_the_one_it_was_sent_to(database):
    await ask()
    jti = (await owed())[0].context["jti"]
    with pytest.raises(LinkSpent):
        await use(forge(jti=jti, sub="eve@example.com"))


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE"])
async def test_an_unsigned_token_is_refused(database, algorithm):
    token = await link()
    header = base64.urlsafe_b64encode(f'{{"alg":"{algorithm}","typ":"JWT"}}'.encode()).rstrip(b"=").decode()
    with pytest.raises(LinkSpent):
        await use(f"{header}.{token.split('.')[1]}.")


async def test_a_token_signed_by_another_key_or_algorithm_is_refused(database):
    await ask()
    claims = tokens.read_login(signed((await owed())[0]))
    for key, algorithm in ((b"another key of 32 bytes at least", "HS256"), (get_settings().signing_key, "HS512")):
        with pytest.raises(LinkSpent):
            await use(jwt.encode(claims, key, algorithm=algorithm))


@pytest.mark.parametrize("token", ["", ".", "a.b.c", "\0", "é.é.é", "\ud800", "e30.e30.e30", "a" * 100_000])
async def test_what_is_no_token_is_refused(database, token):
    with pytest.raises(LinkSpent):
        await use(token)
    with pytest.raises(LinkSpent):
        logins.peek_link(token)


async def test_known_and_unknown_addresses_are_answered_and_served_the_same(database):
    await make.user("known@example.com")
    await ask("known@example.com", "192.0.2.1")
    await ask("unknown@example.com", "192.0.2.2")
    known, unknown = await owed()
    assert known.context.keys() == unknown.context.keys()
    assert (known.template, known.org_id) == (unknown.template, unknown.org_id) == ("login_link", NOBODY)
    async with transaction() as session:
        assert len((await session.execute(select(User))).all()) == 1
    assert await events() == []


async def test_a_stored_mail_holds_no_token(database):
    await ask()
    assert (await owed())[0].context.keys() == {"jti", "email", "next"}


async def test_one_address_gets_one_link_each_half_minute(database):
    await ask()
    with pytest.raises(TooSoon) as refused:
        await ask(ip="198.51.100.1")
    assert 25 <= refused.value.retry_after <= 31
    await age(PROMPT)
    await ask()
    assert len(await owed()) == 2


async def test_one_address_gets_so_many_links_an_hour_in_whatever_spelling(database):
    for _ in range(get_settings().login_links_per_hour):
        await ask()
        await age(PROMPT)
    with pytest.raises(TooSoon) as refused:
        await ask("ANN@EXAMPLE.COM", "198.51.100.1")
    assert 3200 < refused.value.retry_after <= 3600
    await age(timedelta(hours=1))
    await ask()


async def test_one_network_gets_so_many_links_an_hour_for_whatever_addresses(database):
    for number in range(get_settings().login_links_per_ip_per_hour):
        await ask(f"user{number}@example.com", f"2001:db8::{number:x}")
    with pytest.raises(TooSoon):
        await ask("ann@example.com", "2001:db8::ffff:1")
    await ask("ann@example.com", "2001:db8:0:1::1")


async def test_a_burst_of_requests_for_one_address_sends_one_link(committed):
    answers = await asyncio.gather(*(ask(ip=f"192.0.2.{n}") for n in range(10)), return_exceptions=True)
    assert [type(answer) for answer in answers].count(TooSoon) == 9
    assert len(await owed()) == 1


async def test_a_refused_request_counts_for_nothing(database):
    await ask()
    for _ in range(20):
        with pytest.raises(TooSoon):
            await ask()
    await age(PROMPT)
    await ask()


@pytest.mark.parametrize("email", ["", "ann", "ann@", "@example.com", "a b@example.com", "\ud800@a.com"])
async def test_what_is_no_address_is_refused_at_its_field(database, email):
    with pytest.raises(Invalid) as refused:
        await ask(email)
    assert refused.value.errors.keys() == {"email"}
    assert await owed() == []


OUTSIDE = [
    "", "evil.com", "https://evil.com", "//evil.com", "///evil.com", "/\\evil.com", "\\/evil.com", "/\t/evil.com",
    "/\n/evil.com", "\t//evil.com", " //evil.com", "/ /evil.com", "javascript:alert(1)", "/.//evil.com",
    "/..//evil.com", "/a/..//evil.com", "/%2e%2e//evil.com", "/%2E/a", "/a/..", "/.", "/a//evil.com", "/a\\evil.com",
    "/a\0", "/\x7f", "/\x85/evil.com", "/\ud800", "http:/evil.com", "/" + "a" * 500,
]  # fmt: skip
INSIDE = [
    "/",
    "/openings",
    "/openings/",
    "/openings?state=public&q=a%20b",
    "/a?next=//evil.com",
    "/a#b",
    "/.well/x.y",
    "/é",
]


@pytest.mark.parametrize("path", OUTSIDE)
async def test_a_link_never_leads_out_of_the_site(database, path):
    await ask(next_path=path)
    assert (await owed())[0].context["next"] == "/"
    assert logins.inside(path) == "/"


@pytest.mark.parametrize("path", INSIDE)
async def test_a_link_leads_where_the_person_was_heading(path):
    assert logins.inside(path) == path


async def test_old_links_are_forgotten(database):
    await ask()
    async with transaction() as session:
        assert await logins.forget_old(session, now() - timedelta(hours=1)) == 0
        assert await logins.forget_old(session, now() + timedelta(seconds=1)) == 1


async def test_the_id_of_a_link_is_its_tokens(database):
    token = await link()
    async with transaction() as session:
        assert await session.get(LoginLink, UUID(tokens.read_login(token)["jti"]))
