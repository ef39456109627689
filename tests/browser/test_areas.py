"""An address on a phone: wrong, put right by one tap; and the nearest opening found."""

import re

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_applicant import NEW_YORK, shop  # noqa: F401  the served example


async def test_a_wrong_part_of_an_address_is_named_and_put_right_by_one_tap(chromium, shop):  # noqa: F811
    context = await chromium.new_context(base_url=shop.url, bypass_csp=True, viewport=PHONE)
    page = await context.new_page()
    await page.goto(NEW_YORK)
    home = page.get_by_role("group", name=re.compile("Where do you live"))
    await home.get_by_label("Street address").fill("1 Main St")
    await home.get_by_label("City").fill("New York")
    await home.get_by_label("State").select_option("NY")
    await home.get_by_label("ZIP code").fill("11201")
    await page.get_by_role("button", name="Send application").click()
    await expect(home.get_by_text("11201 is in Brooklyn, NY.")).to_be_visible()
    assert not (await Axe().run(page)).response["violations"]
    await home.get_by_role("button", name=re.compile("Brooklyn")).click()
    await expect(home.get_by_label("City")).to_have_value("Brooklyn")
    await expect(home.get_by_label("Street address")).to_have_value("1 Main St")
    await context.close()


async def test_the_nearest_opening_is_found_on_a_phone(chromium, shop):  # noqa: F811
    context = await chromium.new_context(base_url=shop.url, bypass_csp=True, viewport=PHONE)
    page = await context.new_page()
    await page.goto("/apply/acme/near")
    await page.get_by_label("ZIP or postal code").fill("10001")
    await page.get_by_role("button", name="Find openings").click()
    await expect(page.get_by_role("listitem").first).to_contain_text("New York City")
    await expect(page.get_by_role("listitem").first).to_contain_text("Your area")
    assert not (await Axe().run(page)).response["violations"]
    await context.close()
