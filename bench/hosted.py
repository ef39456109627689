"""The hosted apply page on a slow phone: a first visit until its form can be filled in, beside a bare HTML form."""

from playwright.async_api import async_playwright

from bench.bars import Bar, in_turn
from bench.embed import Page, installed, slug_of
from bench.servers import serving
from bench.worlds import SMALL
from plutomi.build import ensure_built
from plutomi.settings import get_settings

NEEDS = {SMALL}


async def measure(worlds: dict) -> list[Bar]:
    world = worlds[SMALL]
    ensure_built(get_settings(), print)
    with serving("bench.slow:app", world.url, has_pages=True) as ours, serving("bench.bare:app", world.url) as bare:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=installed(), args=["--no-sandbox"])
            hosted = Page(browser, f"{ours.url}/apply/{await slug_of(world)}/drivers")
            plain = Page(browser, f"{bare.url}/apply")
            usable, bare_usable = await in_turn(hosted.usable, plain.usable)
            await browser.close()
    return [
        Bar("The hosted page usable on a slow phone", usable, 2000, "ms", "2 s", 1.0),
        Bar("The same against a bare HTML form", usable, bare_usable, "ms", "a bare HTML form"),
    ]
