"""The built pages as they are served, asked over HTTP and looked at in Chromium."""

import signal
import sys
import time
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ConsoleMessage
from reflex_base.environment import environment

from plutomi.build import SERVED, built_from, fingerprint
from plutomi.serve import prebuilt
from tests.serving import SITE, free_port, running

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


async def get(url: str, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient() as client:
        return await client.get(url, headers=headers)


async def test_the_server_says_it_is_well(site: str) -> None:
    answer = await get(f"{site}/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


@pytest.mark.parametrize("path", ["/nope", "/nope/deeper", "/404", "/assets/nope.js", "/_upload", "/login.php"])
async def test_an_address_that_leads_nowhere_answers_404(site: str, path: str) -> None:
    answer = await get(site + path)
    assert answer.status_code == 404
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


async def test_an_address_nothing_can_have_is_a_missing_page_to_people_and_a_problem_to_programs(site: str) -> None:
    path = f"{site}/apply/acme/%00"
    page, problem = await get(path, accept="text/html"), await get(path, accept="application/json")
    assert (page.status_code, problem.status_code) == (404, 404)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<title>Nothing here" in page.text
    assert "<h1>" in page.text
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["code"] == "NotFound"


async def test_the_shell_of_a_missing_page_is_never_kept(site: str) -> None:
    assert (await get(f"{site}/nope")).headers["cache-control"] == "no-store"


async def test_built_files_come_compressed_and_are_kept_for_ever(site: str) -> None:
    script = next((SERVED / "build/client/assets").glob("root-*.js"))
    answer = await get(f"{site}/assets/{script.name}", **{"accept-encoding": "gzip, br"})
    assert answer.headers["content-encoding"] == "br"
    assert "immutable" in answer.headers["cache-control"]


async def test_another_sites_form_may_send_an_application_through_every_wall(site: str) -> None:
    path, origin = f"{site}/api/v1/public/orgs/no-such/openings/none/applicants", "https://careers.example"
    async with httpx.AsyncClient() as client:
        asked = await client.options(path, headers={"origin": origin, "access-control-request-method": "POST"})
        sent = await client.post(path, json={}, headers={"origin": origin, "sec-fetch-site": "cross-site"})
    assert (asked.status_code, sent.status_code) == (204, 404)
    for answer in (asked, sent):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers


async def test_other_origins_get_no_permission_to_read(site: str) -> None:
    assert "access-control-allow-origin" not in (await get(f"{site}/ping", origin="https://evil.example")).headers
    assert (await get(f"{site}/ping", origin=site)).headers["access-control-allow-origin"] == site


@pytest.mark.parametrize("path", ["/ping", "/apply/acme", "/api/v1/public/orgs/no-such", "/login"])
async def test_an_origin_is_asked_about_once_whatever_answers(site: str, path: str) -> None:
    for origin, allowed in {"https://evil.example": [], site: [site]}.items():
        answer = await get(site + path, origin=origin)
        assert answer.headers["vary"].split(", ").count("Origin") == 1
        assert answer.headers.get_list("access-control-allow-origin") == allowed


def test_the_pages_know_no_port(site: str) -> None:
    (script,) = (SERVED / "build/client/assets").glob("reflex-env-*.js")
    assert "location.origin" in script.read_text()
    assert not [path for path in (SERVED / "build/client/assets").glob("*.js") if "localhost:" in path.read_text()]


def test_what_is_served_was_built_from_what_is_here(site: str) -> None:
    assert built_from() == fingerprint()


def test_reflex_still_reads_the_variables_that_skip_its_own_build() -> None:
    known = {environment.REFLEX_SKIP_COMPILE.name, environment.REFLEX_MOUNT_FRONTEND_COMPILED_APP.name}
    known |= {environment.REFLEX_ENV_MODE.name, environment.REFLEX_WEB_WORKDIR.name}
    assert prebuilt().keys() == known


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_built_site_starts_fast_and_stops_when_told(
    site: str, site_database_url: str, tmp_path: Path, how: signal.Signals
) -> None:
    started = time.monotonic()
    with running([sys.executable, "-c", SITE], tmp_path, database_url=site_database_url) as (_, process):
        assert time.monotonic() - started < 30  # 3 s alone; machines that run tests are busy
        process.send_signal(how)
        assert process.wait(15) == 0
    assert "stopped" in (tmp_path / "server.log").read_text()  # serve() has returned to its caller


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_the_404_page_shows_under_the_policy_and_to_everybody(
    site: str, chromium: Browser, scheme: str, viewport: dict[str, int]
) -> None:
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # The page's own 404 is announced as a failed load; everything else is a complaint.
        if message.type in ("error", "warning") and "status of 404" not in message.text:
            complaints.append(message.text)

    context = await chromium.new_context(viewport=viewport, color_scheme=scheme)
    page = await context.new_page()
    page.on("console", listen)
    answer = await page.goto(f"{site}/no/such/page")
    assert answer is not None
    assert answer.status == 404
    await page.get_by_role("heading", name="There is nothing here").wait_for()
    await page.get_by_role("link", name="Go to the start page").wait_for()
    assert await page.title() == "Nothing here · Plutomi"
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    results = await Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert complaints == []
    await context.close()


async def test_a_lost_connection_is_said_quietly_until_it_is_back(
    site: str, site_database_url: str, chromium: Browser, tmp_path: Path
) -> None:
    port, context = free_port(), await chromium.new_context()
    page = await context.new_page()
    words = page.get_by_text("The connection is lost.")
    with running([sys.executable, "-c", SITE], tmp_path, port, database_url=site_database_url) as (url, _):
        await page.goto(f"{url}/no/such/page")
        await page.get_by_role("heading").wait_for()
        assert not await words.is_visible()
    await words.wait_for(timeout=20_000)
    assert "Cannot connect" not in await page.inner_text("body")
    with running([sys.executable, "-c", SITE], tmp_path, port, database_url=site_database_url):
        await words.wait_for(state="hidden", timeout=20_000)
    await context.close()
