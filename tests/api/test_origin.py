import pytest

from plutomi.domain import sessions
from plutomi.settings import get_settings
from tests import make
from tests.browsers import browser

US = get_settings().base_url
FOREIGN = [
    {"origin": "https://evil.com"},
    {"origin": "null"},
    {"origin": ""},
    {"origin": US + ".evil.com"},
    {"origin": US, "sec-fetch-site": "cross-site"},
    {"origin": US, "sec-fetch-site": "same-site"},
    {"sec-fetch-site": "cross-site"},
    {"referer": "https://evil.com/"},
    {"referer": "https://evil.com/" + US},
    {"referer": "https://[evil"},
    {},
]
OURS = [
    {"origin": US},
    {"origin": US, "sec-fetch-site": "same-origin"},
    {"origin": "null", "sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "none"},
    {"referer": US + "/settings"},
    {"origin": "http://127.0.0.1:3999", "host": "127.0.0.1:3999"},
]


@pytest.fixture
async def ann(database):
    """A logged-in browser that says of itself only what a test says."""
    async with browser() as client:
        del client.headers["origin"]
        client.cookies.set(sessions.cookie_name(), await make.cookie(await make.user(name="Ann")))
        yield client


@pytest.mark.parametrize("headers", FOREIGN)
async def test_another_site_changes_nothing_in_somebodys_name(ann, headers):
    for call in (
        ann.patch("/api/v1/me", json={"name": "Eve"}, headers=headers),
        ann.delete("/api/v1/me/sessions", headers=headers),
        ann.post("/auth/logout", headers=headers),
        ann.post("/auth/request", data={"email": "ann@example.com"}, headers=headers),
    ):
        assert (await call).status_code == 403
    assert (await ann.get("/api/v1/me")).json()["name"] == "Ann"


@pytest.mark.parametrize("headers", OURS)
async def test_our_own_pages_change_what_they_are_asked_to(ann, headers):
    assert (await ann.patch("/api/v1/me", json={"name": "Anna"}, headers=headers)).status_code == 200
    assert (await ann.get("/api/v1/me")).json()["name"] == "Anna"


async def test_the_refusal_says_why(ann):
    answer = await ann.patch("/api/v1/me", json={"name": "Eve"}, headers={"origin": "https://evil.com"})
    assert answer.json()["code"] == "ForeignRequest"


async def test_reading_asks_nobody_where_they_come_from(ann):
    assert (await ann.get("/api/v1/me", headers={"origin": "https://evil.com"})).status_code == 200


async def test_a_program_without_a_cookie_needs_no_origin(ann):
    ann.cookies.clear()
    assert (await ann.post("/auth/request", json={"email": "ann@example.com"})).status_code == 202
    assert (await ann.patch("/api/v1/me", json={"name": "Eve"})).status_code == 401
