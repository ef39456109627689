import asyncio
import re
from datetime import timedelta

import httpx
import pytest
from sqlmodel import col, select

from plutomi.clock import now
from plutomi.db import transaction
from plutomi.domain import logins, sessions
from plutomi.models import Message, User
from tests import make
from tests.browsers import browser

ANN = "ann@example.com"


async def newest_token() -> str:
    async with transaction() as session:
        mail = select(Message).where(col(Message.template) == "login_link").order_by(col(Message.id).desc())
        message = (await session.execute(mail)).scalars().first()
    return logins.login_link_context(message.context)["url"].partition("token=")[2]


async def token_for(client: httpx.AsyncClient, email: str = ANN, next_path: str = "/") -> str:
    answer = await client.post("/auth/request", data={"email": email, "next": next_path})
    assert answer.status_code == 303, answer.text
    return await newest_token()


async def log_in(client: httpx.AsyncClient, email: str = ANN, next_path: str = "/") -> httpx.Response:
    return await client.post("/auth/link", data={"token": await token_for(client, email, next_path)})


async def test_somebody_logs_in_from_form_to_cookie(client):
    asked = await client.post("/auth/request", data={"email": ANN, "next": "/openings"})
    assert (asked.status_code, asked.headers["location"]) == (303, "/login?sent=1")
    shown = await client.get("/auth/link", params={"token": await newest_token()})
    assert shown.status_code == 200
    assert shown.headers["cache-control"] == "no-store"
    assert ANN in shown.text
    assert shown.text.count("<form") == 1
    token = re.search('name="token" value="([^"]+)"', shown.text)[1]
    used = await client.post("/auth/link", data={"token": token})
    assert (used.status_code, used.headers["location"]) == (303, "/welcome?next=%2Fopenings")
    assert (await client.get("/api/v1/me")).json()["email"] == ANN


async def test_opening_a_link_uses_nothing_up_and_sets_no_cookie(client):
    token = await token_for(client)
    for _ in range(3):
        shown = await client.get("/auth/link", params={"token": token})
        assert shown.status_code == 200
        assert "set-cookie" not in shown.headers
    assert (await client.post("/auth/link", data={"token": token})).status_code == 303


async def test_a_used_link_is_gone(client):
    token = await token_for(client)
    await client.post("/auth/link", data={"token": token})
    again = await client.post("/auth/link", data={"token": token})
    assert again.status_code == 410
    assert "set-cookie" not in again.headers
    assert "text/html" in again.headers["content-type"]


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é", "%00"])
async def test_a_link_that_is_not_ours_is_gone(client, token):
    assert (await client.get("/auth/link", params={"token": token})).status_code == 410
    assert (await client.post("/auth/link", data={"token": token})).status_code == 410


async def test_a_link_pressed_twice_at_once_logs_in_once(committed):
    async with browser() as one, browser() as other:
        token = await token_for(one)
        answers = await asyncio.gather(*(each.post("/auth/link", data={"token": token}) for each in (one, other)))
    assert sorted(answer.status_code for answer in answers) == [303, 410]


async def test_over_plain_http_the_cookie_is_out_of_scripts_and_other_sites_reach(client):
    cookie = (await log_in(client)).headers["set-cookie"]
    assert cookie.startswith("plutomi_session=")
    assert {"httponly", "samesite=lax", "path=/"} <= {part.strip().lower() for part in cookie.split(";")}
    assert "secure" not in cookie.lower()
    assert "domain" not in cookie.lower()


async def test_over_tls_the_cookie_is_secure_and_bound_to_the_host(database, set_environment):
    set_environment(PUBLIC_URL="https://jobs.example.com")
    async with browser() as client:
        cookie = (await log_in(client)).headers["set-cookie"]
        assert cookie.startswith("__Host-plutomi_session=")
        assert {"httponly", "samesite=lax", "path=/", "secure"} <= {p.strip().lower() for p in cookie.split(";")}
        assert "domain" not in cookie.lower()
        assert (await client.get("/api/v1/me")).status_code == 200
        out = await client.post("/auth/logout")
        assert {"secure", "path=/", "max-age=0"} <= {p.strip().lower() for p in out.headers["set-cookie"].split(";")}


async def test_a_login_gives_a_new_session_and_ends_the_browsers_old_one(client):
    await log_in(client)
    old = client.cookies[sessions.cookie_name()]
    await log_in(client, "bob@example.com")
    assert client.cookies[sessions.cookie_name()] != old
    assert await sessions.identify(old) is None
    assert (await client.get("/api/v1/me")).json()["email"] == "bob@example.com"


async def test_a_cookie_chosen_beforehand_is_not_taken_over(client):
    client.cookies.set(sessions.cookie_name(), "chosen-by-somebody-else")
    answer = await log_in(client)
    assert "chosen-by-somebody-else" not in answer.headers["set-cookie"]
    assert await sessions.identify("chosen-by-somebody-else") is None


async def test_logging_out_ends_the_session_and_clears_the_cookie(client):
    await log_in(client)
    secret = client.cookies[sessions.cookie_name()]
    answer = await client.post("/auth/logout")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert sessions.cookie_name() not in client.cookies
    assert await sessions.identify(secret) is None
    assert (await client.post("/auth/logout")).status_code == 303


async def test_somebody_with_a_name_but_no_org_makes_one_first(client):
    await make.user(ANN)
    assert (await log_in(client, next_path="/board?x=1")).headers["location"] == "/orgs/new?next=%2Fboard%3Fx%3D1"


async def test_somebody_with_all_goes_where_they_were_heading(client):
    await make.user(ANN, org=await make.org())
    assert (await log_in(client, next_path="/openings?state=public")).headers["location"] == "/openings?state=public"


@pytest.mark.parametrize("path", ["https://evil.com", "//evil.com", "/\\evil.com", "/\t/evil.com", "javascript:1"])
async def test_a_login_never_leads_to_another_site(client, path):
    await make.user(ANN, org=await make.org())
    assert (await log_in(client, next_path=path)).headers["location"] == "/"


async def test_known_and_unknown_addresses_get_the_same_answer(client):
    await make.user("known@example.com")
    known, unknown = [
        await client.post("/auth/request", json={"email": email}) for email in ("known@example.com", "new@example.com")
    ]
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content) == (202, b'{"sent":true}')
    assert known.headers == unknown.headers


async def test_asking_too_often_says_when_to_come_back(client):
    await token_for(client)
    for kind in ({"json": {"email": ANN}}, {"data": {"email": ANN}}):
        again = await client.post("/auth/request", **kind)
        assert again.status_code == 429
        assert 25 <= int(again.headers["retry-after"]) <= 31


@pytest.mark.parametrize(
    "body",
    [
        {"email": "nobody"},
        {},
        {"email": None},
        {"email": ["a@b.co"]},
        {"email": {"a": 1}},
        {"email": 5},
        [],
        "a@b.co",
        1,
    ],
)
async def test_what_is_no_address_is_refused_at_its_field(client, body):
    answer = await client.post("/auth/request", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] in ("email", "body")
    assert (await client.post("/auth/request", data={"email": "nobody"})).status_code == 422


async def test_a_new_user_is_one_user_in_whatever_spelling(client):
    await log_in(client, "Ann@Example.com")
    async with transaction() as session:
        await logins.forget_old(session, now() + timedelta(seconds=1))
    await log_in(client, "ann@EXAMPLE.com")
    async with transaction() as session:
        assert [user.email for user in (await session.execute(select(User))).scalars()] == ["Ann@example.com"]


async def test_markup_in_an_address_is_inert_on_the_page(client):
    shown = await client.get("/auth/link", params={"token": await token_for(client, "a&b'c@example.com")})
    assert "a&amp;b" in shown.text


async def test_the_pages_form_switches_the_org_and_only_to_ones_own(client):
    ann = await make.user()
    first, second, foreign = await make.org(ann), await make.org(ann), await make.org()
    client.cookies.set(sessions.cookie_name(), await make.cookie(ann))
    for org, status in ((second, 303), (foreign, 404), (first, 303)):
        assert (await client.post("/auth/org", data={"org_id": str(org.id)})).status_code == status
    assert (await client.post("/auth/org", data={"org_id": "nonsense"})).status_code == 404
    assert (await client.get("/api/v1/me")).json()["org"]["id"] == str(first.id)


@pytest.mark.parametrize(
    ("given", "leads"),
    [("/openings/x?applicant=y", "/openings/x?applicant=y"), ("", "/openings"), ("//evil.example", "/")],
)
async def test_switching_leads_on_to_the_page_that_needed_it(client, given, leads):
    org = await make.org(ann := await make.user())
    client.cookies.set(sessions.cookie_name(), await make.cookie(ann))
    answer = await client.post("/auth/org", data={"org_id": str(org.id), "next": given})
    assert (answer.status_code, answer.headers["location"]) == (303, leads)


async def test_a_stranger_switches_no_org(client):
    assert (await client.post("/auth/org", data={"org_id": str((await make.org()).id)})).status_code == 401
