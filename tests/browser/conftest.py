"""People at their browsers, each with cookies of their own."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from html import unescape
from itertools import count

import pytest
from playwright.async_api import Browser, BrowserContext, Page

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
_number = count(1)

Person = Callable[..., Awaitable[Page]]


@pytest.fixture
async def person(chromium: Browser, site: str) -> AsyncIterator[Person]:
    """Opens a browser: `await person()` is a stranger's page, `await person("Ann")` that of somebody with an org."""
    contexts: list[BrowserContext] = []

    async def sit_down(name: str = "", org: str = "", **options: object) -> Page:
        # Playwright's own waiting evaluates text, which our content policy forbids to pages.
        context = await chromium.new_context(base_url=site, bypass_csp=True, **{"viewport": DESKTOP} | options)
        contexts.append(context)
        context.set_default_timeout(8_000)
        if name:
            await _log_in(context, name, site)
        if name and org != "none":
            slug = org or f"org-{next(_number)}"
            await _send(context, site, "/api/v1/orgs", name=f"{name}'s Org", slug=slug)
        return await context.new_page()

    yield sit_down
    for context in contexts:
        await context.close()


async def link_for(context: BrowserContext, email: str) -> str:
    """The link in the newest letter to this address, as development's mail shows it; waits until it is there."""
    page = await context.new_page()
    letter = page.get_by_role("link").filter(has_text=email).first
    for _ in range(50):
        await page.goto("/dev/mail")
        if await letter.count():
            break
        await page.wait_for_timeout(100)
    await letter.click()
    found = re.search(r"https?://\S+/auth/link\?token=\S+", unescape(await page.locator("pre").text_content() or ""))
    await page.close()
    assert found
    return found[0]


async def _log_in(context: BrowserContext, name: str, site: str) -> None:
    email = f"{name.lower()}{next(_number)}@plutomi.example"
    await _send(context, site, "/auth/request", email=email)
    page = await context.new_page()
    await page.goto(await link_for(context, email))
    await page.get_by_role("button", name="Log in").click()
    await page.wait_for_load_state("networkidle")
    await page.get_by_label("Your name").fill(name)
    await page.get_by_role("button", name="Continue").click()
    await page.wait_for_url("**/orgs/new**")
    await page.close()


async def _send(context: BrowserContext, site: str, path: str, **data: str) -> None:
    answer = await context.request.post(path, data=data, headers={"origin": site})
    assert answer.ok, await answer.text()
