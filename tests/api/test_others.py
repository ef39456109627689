"""Another site's page may send an application as JSON and read the answer; nothing else, in nobody's name."""

import httpx
import pytest

from plutomi.api import build
from plutomi.api.others import OtherSites
from plutomi.domain import sessions, throttles
from plutomi.settings import get_settings
from tests import make
from tests.domain.verbs import applicants

PATH = "/api/v1/public/orgs/acme-inc/openings/drivers/applicants"
FOREIGN = {"origin": "https://careers.acme.example", "sec-fetch-site": "cross-site"}
GRACE = {"name": "Grace Hopper", "email": "grace@example.com"}


@pytest.fixture
async def elsewhere(database):
    """A browser on another site's page, whose owner is logged in with us."""
    await throttles.forget()
    org = await make.org(slug="acme-inc")
    opening = await make.opening(org, state="public", slug="drivers")
    transport = httpx.ASGITransport(OtherSites(build()), client=("192.0.2.9", 1234))
    async with httpx.AsyncClient(transport=transport, base_url=get_settings().base_url, headers=FOREIGN) as client:
        client.cookies.set(sessions.cookie_name(), await make.cookie(await make.user(org=org)))
        yield client, opening


async def test_an_application_is_taken_from_any_site_as_anybodys(elsewhere):
    client, opening = elsewhere
    answer = await client.post(PATH, json=GRACE)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (202, "*")
    assert "access-control-allow-credentials" not in answer.headers
    assert [one.name for one in await applicants(opening.org_id)] == ["Grace Hopper"]


async def test_refusals_can_be_read_there_too(elsewhere):
    client, _ = elsewhere
    for answer, status in (
        (await client.post(PATH, json={}), 422),
        (await client.post(PATH.replace("drivers", "no-such"), json=GRACE), 404),
    ):
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (status, "*")


async def test_a_browser_that_asks_first_is_told_so(elsewhere):
    client, _ = elsewhere
    asks = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    answer = await client.options(PATH, headers=asks)
    assert (answer.status_code, answer.headers["access-control-allow-methods"]) == (204, "POST")
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/api/v1/openings"), ("PUT", PATH), ("DELETE", PATH), ("POST", f"{PATH}/x"), ("POST", f"/x{PATH}"),
     ("POST", "/auth/logout"), ("OPTIONS", "/api/v1/openings")],
)  # fmt: skip
async def test_nothing_else_is_opened(elsewhere, method, path):
    answer = await elsewhere[0].request(method, path, json={})
    assert answer.status_code in (403, 404, 405)
    assert "access-control-allow-origin" not in answer.headers
