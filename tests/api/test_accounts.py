import pytest

from plutomi.domain import sessions
from plutomi.ids import new_id
from tests import make
from tests.browsers import browser


@pytest.fixture
async def person(client):
    """Ann, and her browser."""
    ann = await make.user("ann@example.com", name="Ann")
    client.cookies.set(sessions.cookie_name(), await make.cookie(ann))
    return ann


async def test_somebody_sees_who_they_are_and_where_they_work(client, person):
    assert (await client.get("/api/v1/me")).json() == {
        "id": str(person.id),
        "name": "Ann",
        "email": "ann@example.com",
        "org": None,
        "role": "",
    }
    acme = await make.org(person, name="Acme", slug="acme-inc")
    me = (await client.get("/api/v1/me")).json()
    assert me["org"] == {"id": str(acme.id), "slug": "acme-inc", "name": "Acme"}
    assert me["role"] == "owner"


async def test_somebody_changes_their_name(client, person):
    assert (await client.patch("/api/v1/me", json={"name": " Anna "})).json()["name"] == "Anna"
    assert (await client.get("/api/v1/me")).json()["name"] == "Anna"
    refused = await client.patch("/api/v1/me", json={"name": "\u200b"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "name")


async def test_somebody_sees_their_sessions_without_their_secrets(client, person):
    await make.cookie(person)
    await make.cookie(await make.user())
    items = (await client.get("/api/v1/me/sessions")).json()["data"]
    assert [item["is_current"] for item in items].count(True) == 1
    assert len(items) == 2
    assert items[0].keys() == {"id", "ip", "user_agent", "created_at", "last_seen_at", "is_current"}


async def test_somebody_logs_another_browser_of_theirs_out(client, person):
    other = await make.cookie(person)
    items = (await client.get("/api/v1/me/sessions")).json()["data"]
    [theirs] = [item["id"] for item in items if not item["is_current"]]
    assert (await client.delete(f"/api/v1/me/sessions/{theirs}")).status_code == 204
    assert await sessions.identify(other) is None
    assert (await client.delete(f"/api/v1/me/sessions/{theirs}")).status_code == 404


async def test_somebody_elses_session_is_as_unknown_as_one_that_never_was(client, person):
    bobs = await make.cookie(await make.user())
    theirs = (await sessions.identify(bobs)).session_id
    foreign = await client.delete(f"/api/v1/me/sessions/{theirs}")
    unknown = await client.delete(f"/api/v1/me/sessions/{new_id()}")
    assert (foreign.status_code, foreign.content) == (unknown.status_code, unknown.content)
    assert foreign.status_code == 404
    assert await sessions.identify(bobs)


async def test_a_browser_logged_out_from_elsewhere_is_refused_at_its_next_request(client, person):
    async with browser() as phone:
        phone.cookies.set(sessions.cookie_name(), await make.cookie(person))
        assert (await phone.get("/api/v1/me")).status_code == 200
        assert (await client.delete("/api/v1/me/sessions?keep_current=true")).status_code == 204
        assert (await phone.get("/api/v1/me")).status_code == 401
    assert (await client.get("/api/v1/me")).status_code == 200
    assert (await client.delete("/api/v1/me/sessions")).status_code == 204
    assert (await client.get("/api/v1/me")).status_code == 401


async def test_somebody_makes_orgs_and_switches_between_them(client, person):
    made = [(await client.post("/api/v1/orgs", json={"name": n, "slug": n.lower()})) for n in ("First", "Second")]
    assert [answer.status_code for answer in made] == [201, 201]
    first, second = [answer.json()["id"] for answer in made]
    assert (await client.get("/api/v1/me")).json()["org"]["id"] == second
    assert (await client.put("/api/v1/me/org", json={"org_id": first})).status_code == 204
    assert (await client.get("/api/v1/me")).json()["org"]["id"] == first
    assert [org["name"] for org in (await client.get("/api/v1/orgs")).json()["data"]] == ["First", "Second"]


async def test_another_org_is_neither_listed_nor_switched_to(client, person):
    foreign = await make.org(await make.user())
    assert (await client.get("/api/v1/orgs")).json() == {"data": [], "next": None}
    theirs = await client.put("/api/v1/me/org", json={"org_id": str(foreign.id)})
    unknown = await client.put("/api/v1/me/org", json={"org_id": str(new_id())})
    assert (theirs.status_code, theirs.content) == (unknown.status_code, unknown.content)
    assert theirs.status_code == 404


async def test_a_slug_that_is_taken_is_a_conflict(client, person):
    await make.org(slug="acme-inc")
    answer = await client.post("/api/v1/orgs", json={"name": "Acme", "slug": "Acme-Inc"})
    assert (answer.status_code, answer.json()["code"]) == (409, "Taken")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/api/v1/me", {"name": "Anna"}),
        ("PUT", "/api/v1/me/org", {"org_id": str(new_id())}),
        ("POST", "/api/v1/orgs", {"name": "Acme", "slug": "acme-inc"}),
    ],
)
async def test_what_nobody_knows_is_refused_rather_than_dropped(client, person, method, path, body):
    refused = await client.request(method, path, json=body | {"nickname": "Annie"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "nickname")
