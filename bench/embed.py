"""The plain form in a frame: what it weighs, and until a slow phone has it, against a bare HTML form."""

import shutil
import statistics
from dataclasses import dataclass

import asyncpg
from playwright.async_api import Browser, async_playwright

from bench.bars import Bar, in_turn
from bench.scale import some
from bench.servers import serving
from bench.worlds import SMALL, World
from plutomi.seed import crowd

NEEDS = {SMALL}
VISITS = 5  # a round, each by somebody who was never there
PHONE = {"width": 390, "height": 844}
SLOWER = 4  # times, the processor
LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}  # bytes a second
BROWSERS = ("chromium", "google-chrome", "chrome")
# When the form is there, is painted, and the processor has time for whoever types into it.
THERE = """new MutationObserver((_, watch) => {
    if (!document.querySelector("input[name=email]")) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.usableAt = performance.now(); }));
}).observe(document, {childList: true, subtree: true});"""
LOADED = """async () => {
    while (!window.usableAt) await new Promise(again => setTimeout(again, 20));
    const parts = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    return [window.usableAt, parts.reduce((sum, one) => sum + one.encodedBodySize, 0), parts.length];
}"""


async def measure(worlds: dict) -> list[Bar]:
    world = worlds[SMALL]
    with serving("bench.slow:app", world.url) as ours, serving("bench.bare:app", world.url) as bare:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=installed(), args=["--no-sandbox"])
            form = Page(browser, f"{ours.url}/embed/{await slug_of(world)}/drivers")
            plain = Page(browser, f"{bare.url}/apply")
            usable, bare_usable = await in_turn(form.usable, plain.usable)
            await browser.close()
    return [
        Bar("The plain form and all it loads, packed", form.bytes, 10 * 1024, "bytes", "10 KB", 1.0),
        Bar("Its requests", form.requests, 3, "", "3", 1.0),
        Bar("The plain form usable on a slow phone", usable, bare_usable, "ms", "a bare HTML form", 2.0),
    ]


@dataclass
class Page:
    """A page for visitors; what it weighed the last time."""

    browser: Browser
    url: str
    bytes: float = 0
    requests: float = 0

    async def usable(self) -> float:
        """Milliseconds until it is painted and can be filled in, the median of some first visits."""
        return statistics.median([await self._visit() for _ in range(some(VISITS))])

    async def _visit(self) -> float:
        context = await self.browser.new_context(viewport=PHONE, bypass_csp=True)
        try:
            page = await context.new_page()
            await page.add_init_script(THERE)
            phone = await context.new_cdp_session(page)
            await phone.send("Network.enable")
            await phone.send("Network.emulateNetworkConditions", LINE)
            await phone.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            answer = await page.goto(self.url, wait_until="load")
            assert answer is None or answer.ok, self.url
            await page.fill("input[name=email]", "grace@example.com")
            took, self.bytes, self.requests = await page.evaluate(LOADED)
            return float(took)
        finally:
            await context.close()


def installed() -> str | None:
    """This machine's browser; without one, the one that Playwright fetched."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


async def slug_of(world: World) -> str:
    connection = await asyncpg.connect(world.url)
    async with connection.transaction():
        await crowd.enter(connection, world.place.org_id)
        slug = await connection.fetchval("select slug from org where id = $1", world.place.org_id)
    await connection.close()
    return str(slug)
