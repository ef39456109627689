import logging
from collections.abc import AsyncIterator

import httpx
import pytest

from plutomi import db
from plutomi.api import build
from plutomi.api.edge import BodyLimit
from plutomi.domain import orgs, sessions
from tests import make
from tests.browsers import browser

JSON = {"content-type": "application/json"}


@pytest.fixture
async def ann(client):
    client.cookies.set(sessions.cookie_name(), await make.cookie(await make.user()))
    return client


async def test_a_refusal_is_a_problem(client):
    answer = await client.get("/api/v1/me")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Unauthorized",
        "status": 401,
        "detail": "Please log in again.",
        "code": "NotSignedIn",
    }


async def test_what_a_verb_refuses_is_said_at_its_fields(ann):
    answer = await ann.post("/api/v1/orgs", json={"name": "", "slug": "admin"})
    assert answer.status_code == 422
    assert [wrong["field"] for wrong in answer.json()["errors"]] == ["name", "slug"]


async def test_what_the_schema_refuses_is_said_the_same_way(ann):
    problem = (await ann.post("/api/v1/orgs", json={"name": 5})).json()
    assert (problem["status"], problem["code"]) == (422, "Invalid")
    assert {wrong["field"] for wrong in problem["errors"]} == {"name", "slug"}
    assert {"field": "slug", "message": "This is missing."} in problem["errors"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"name": "a\\u0000b"}', 422),
        (b'{"name": "\\ud800"}', 422),
        (b'{"name\\u0000": "a"}', 422),
        (b'{"\\ud800": "a"}', 422),
        (b'{"name": [["a\\u0000"]]}', 422),
        (b'{"name": NaN}', 400),
        (b'{"name": Infinity}', 400),
        (b'{"name": 1e999}', 422),
        (b'{"name": -1e999}', 422),
        (b'{"name": ' + b"9" * 5000 + b"}", 400),
        (b"[" * 100_000, 400),
        (b"[" * 50 + b"]" * 50, 400),
        (b'{"a":' * 3000 + b"1" + b"}" * 3000, 400),
        (b"{", 400),
        (b"\xff", 400),
        (b"\x00", 400),
        (b'{"name": "\x00"}', 400),
        (b"", 422),
        (b"null", 422),
        (b"[]", 422),
        (b'"name"', 422),
    ],
)
async def test_hostile_json_is_refused_clearly(ann, body, status):
    for path, method in (("/api/v1/me", "PATCH"), ("/api/v1/orgs", "POST"), ("/auth/request", "POST")):
        answer = await ann.request(method, path, content=body, headers=JSON)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"


async def test_the_place_of_a_character_that_cannot_be_kept_is_named(ann):
    answer = await ann.patch("/api/v1/me", content=b'{"name": {"a": ["x", "\\u0000"]}}', headers=JSON)
    assert [wrong["field"] for wrong in answer.json()["errors"]] == ["name.a.1"]


@pytest.mark.parametrize(
    "path", ["/api/v1/me/sessions/%00", "/api/v1/me?x=%00", "/api/v1/me/sessions/x", "/auth/link?token=%00"]
)
async def test_hostile_addresses_are_refused_clearly(ann, path):
    assert (await ann.request("DELETE" if "sessions" in path else "GET", path)).status_code in (404, 410, 422)


async def test_a_form_with_characters_that_cannot_be_kept_is_refused_clearly(client):
    for value in (b"%00", b"%ed%a0%80", b"a%00@example.com%ff"):
        headers = {"content-type": "application/x-www-form-urlencoded"}
        answer = await client.post("/auth/request", content=b"email=" + value, headers=headers)
        assert answer.status_code == 422


async def test_unknown_paths_and_methods_are_problems_too(client):
    for method, path, status in (("GET", "/api/v1/nothing", 404), ("PUT", "/api/v1/me", 405)):
        answer = await client.request(method, path)
        assert (answer.status_code, answer.json()["status"]) == (status, status)
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_fault_of_ours_tells_a_reference_and_nothing_else(ann, monkeypatch, caplog):
    async def broken(*_: object) -> None:
        raise RuntimeError("the secret is sesame")

    monkeypatch.setattr(orgs, "mine", broken)
    with caplog.at_level(logging.ERROR):
        answer = await ann.get("/api/v1/orgs")
    assert answer.status_code == 500
    assert "sesame" not in answer.text
    reference = answer.json()["detail"].rpartition(" ")[2]
    assert reference in caplog.text
    assert "the secret is sesame" in caplog.text


@pytest.fixture
async def away(committed):
    """A database that answers nobody any more."""
    orgs.forget()
    db.bind(db.connect("postgresql://nobody@127.0.0.1:1/nothing"))
    async with browser() as made:
        yield made


@pytest.mark.parametrize("path", ["/api/v1/public/orgs/acme", "/feeds/acme.xml", "/sitemap.xml"])
async def test_without_the_database_programs_are_told_when_to_come_again(away, path):
    answer = await away.get(path)
    assert (answer.status_code, answer.json()["code"]) == (503, "Unreachable")
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize("path", ["/apply/acme/drivers", "/embed/acme/drivers"])
async def test_who_sends_a_plain_form_without_the_database_is_told_where_what_they_typed_is(away, path):
    answer = await away.post(path, data={"name": "Grace", "email": "grace@example.com"})
    assert (answer.status_code, "retry-after" in answer.headers) == (503, True)
    assert "Go back: what you typed is still there." in answer.text
    spanish = await away.post(path, data={"name": "Grace"}, headers={"accept-language": "es"})
    assert "lo que escribiste sigue ahí" in spanish.text


async def test_a_person_at_a_link_gets_a_page_and_a_program_a_problem(client):
    assert "text/html" in (await client.get("/auth/link?token=x")).headers["content-type"]
    asked = await client.get("/auth/link?token=x", headers={"accept": "application/json"})
    assert asked.headers["content-type"] == "application/problem+json"


async def test_openapi_is_there_and_says_how_refusals_look(client):
    schema = (await client.get("/api/v1/openapi.json")).json()
    assert schema["openapi"].startswith("3.1")
    assert "/api/v1/me/sessions/{session_id}" in schema["paths"]
    for path in schema["paths"].values():
        for route in path.values():
            assert "application/problem+json" in route["responses"]["4XX"]["content"]
            assert "422" not in route["responses"]


async def test_json_that_is_broken_off_for_its_size_is_too_large_and_no_fault_of_ours(caplog):
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b" " * 1024 * 1024

    whole = BodyLimit(build(), {})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(whole), base_url="http://test") as program:
        answer = await program.post("/api/v1/orgs", content=chunks(), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "TooLarge")
    assert not caplog.records
