"""The widget on a page of another origin, on a phone, with third parties' storage blocked: the whole way to thanks."""

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import BrowserContext, FrameLocator, Page, Route, async_playwright, expect

from tests.serving import CHROMIUM_ARGS, SITE, running

SHOP = (
    "from plutomi import seed\nfrom plutomi.settings import get_settings\nseed.example(get_settings().database_url)\n"
)
PAGE = """<!doctype html><html lang="en"><head><title>Work with us</title>
<meta name="viewport" content="width=device-width"></head><body><main><h1>Work with us</h1>
<script async src="{url}/widget.js" data-org="acme" data-opening="new-york-city" data-color="#8a5a00"></script>
</main></body></html>"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, site_database_url: str) -> Iterator[str]:
    data = tmp_path_factory.mktemp("widget")
    with running([sys.executable, "-c", SHOP + SITE], data, within=300, database_url=site_database_url) as (url, _):
        yield url


@pytest.fixture(scope="module")
def elsewhere(shop: str) -> Iterator[str]:
    with foreign(shop) as url:
        yield url


@contextmanager
def foreign(url: str) -> Iterator[str]:
    """Somebody else's site with the widget in it: another host and port, so another origin and another site."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(PAGE.format(url=url).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=["light", "dark"])
async def phone(request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    """A phone whose browser keeps nothing for third parties."""
    with TemporaryDirectory() as profile:
        settings = Path(profile, "Default")
        settings.mkdir()
        (settings / "Preferences").write_text(
            '{"profile": {"cookie_controls_mode": 1, "block_third_party_cookies": true}}'
        )
        async with async_playwright() as playwright:
            context: BrowserContext = await playwright.chromium.launch_persistent_context(
                profile,
                executable_path="/usr/bin/chromium" if Path("/usr/bin/chromium").exists() else None,
                args=[*CHROMIUM_ARGS, "--test-third-party-cookie-phaseout"],
                viewport={"width": 390, "height": 844},
                has_touch=True,
                color_scheme=request.param,
            )
            yield await context.new_page()
            await context.close()


async def fill(form: FrameLocator, email: str) -> None:
    await form.get_by_label("Name", exact=True).fill("Ann")
    await form.get_by_label("Email").fill(email)
    await form.locator("[name='answers.adult'][value=yes]").check()
    await form.get_by_label("Queens").check()
    await form.get_by_label("Bicycle").check()
    await form.locator("[name='answers.has_license'][value=no]").check()
    await form.get_by_label("How many hours").fill("20")
    await form.get_by_label("When can you start?").fill("2027-01-10")


async def is_clean(page: Page) -> None:
    results = await Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_the_whole_way_in_a_page_of_another_site(shop: str, elsewhere: str, phone: Page) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    await phone.goto(f"{elsewhere}/?utm_source=blog")
    frame = phone.frame_locator("iframe")
    await expect(frame.get_by_role("heading", name="New York City")).to_be_visible()
    assert len([url for url in asked if url.startswith(shop)]) <= 3
    short = await phone.locator("iframe").evaluate("frame => frame.offsetHeight")
    inner = next(one for one in phone.frames if one.url.startswith(shop))
    assert short >= await inner.evaluate("document.body.scrollHeight") - 4
    blocked = await inner.evaluate("(() => { try { localStorage.x = 1; return false } catch { return true } })()")
    assert blocked, "this browser lets frames keep things: it tests nothing"
    await is_clean(phone)

    await frame.get_by_role("button", name="Send application").click()
    await expect(frame.get_by_role("alert")).to_contain_text("another look")
    await is_clean(phone)

    await fill(frame, "ann.widget@example.com")
    await phone.context.set_offline(True)
    await frame.get_by_role("button", name="Send application").click()
    await expect(frame.get_by_text("We cannot reach the server")).to_be_visible()
    await expect(frame.get_by_label("Name", exact=True)).to_have_value("Ann")
    await phone.context.set_offline(False)
    await expect(frame.get_by_role("heading", name="Thank you for applying")).to_be_visible(timeout=20_000)
    await expect(frame.get_by_text("ann.widget@example.com")).to_be_visible()
    await is_clean(phone)
    assert await phone.context.cookies() == []


async def test_an_answer_lost_on_its_way_is_asked_for_again_and_counts_once(shop: str, phone: Page) -> None:
    lost: list[str] = []

    async def lose(route: Route) -> None:
        """The first is delivered, but its answer never comes."""
        if route.request.method == "POST" and not lost:
            lost.append((await route.fetch(max_redirects=0)).headers.get("location", ""))
            return await route.abort()
        await route.continue_()

    await phone.route("**/embed/**", lose)
    await phone.goto(f"{shop}/embed/acme/new-york-city")
    await fill(phone.main_frame, f"lost.{id(phone)}@example.com")
    await phone.get_by_role("button", name="Send application").click()
    await expect(phone.get_by_role("heading", name="Thank you for applying")).to_be_visible(timeout=20_000)
    assert "/sent?" in lost[0]
