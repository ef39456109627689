"""A company's own look: chosen in the preview, then on its public pages, its plain form and in its emails."""

import io
import json

import pytest
from axe_playwright_python.async_playwright import Axe
from PIL import Image
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import Person

EXTREMES = ["#ffe600", "#000000", "#ffffff", "#808080"]


def logo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 100), "#123456").save(out, "PNG")
    return out.getvalue()


async def send(page: Page, site: str, path: str, method: str = "POST", **data: object) -> dict:
    answer = await page.request.fetch(
        path, method=method, data=json.dumps(data), headers={"origin": site, "content-type": "application/json"}
    )
    assert answer.ok, await answer.text()
    return await answer.json()


async def opened(page: Page, site: str) -> tuple[str, str]:
    """(id, path of applying) of a public opening with one stage."""
    made = await send(page, site, "/api/v1/openings", name="New York City", description="Ride with us.")
    await send(page, site, f"/api/v1/openings/{made['id']}/stages", name="Questionnaire")
    await send(page, site, f"/api/v1/openings/{made['id']}/state", "PUT", state="public")
    org = (await (await page.request.get("/api/v1/orgs")).json())["data"][0]["slug"]
    return made["id"], f"/apply/{org}/{made['slug']}"


async def is_clean(page: Page) -> None:
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def color_of(page: Page, selector: str, what: str = "backgroundColor") -> str:
    return str(await page.locator(selector).first.evaluate(f"node => getComputedStyle(node).{what}"))


async def test_a_change_goes_from_the_preview_to_the_page_the_form_and_the_email(person: Person, site: str) -> None:
    page = await person("Ann")
    id, apply = await opened(page, site)
    await page.goto(f"/openings/{id}/style")
    await page.get_by_role("heading", name="Style of New York City").wait_for()
    await page.get_by_label("Brand colour", exact=True).fill("nothing")
    await page.keyboard.press("Tab")
    await expect(page.get_by_text("six digits")).to_be_visible()
    assert await page.get_by_label("Brand colour", exact=True).input_value() == "nothing"
    await page.get_by_label("Brand colour", exact=True).fill("#ffe600")
    await page.get_by_label("Button that sends the form").fill("Off it goes")
    await expect(page.locator(".preview .btn-lg")).to_have_text("Off it goes")
    await expect(page.get_by_text("buttons get black ones")).to_be_visible()
    assert await color_of(page, ".preview .btn-lg") == "rgb(255, 230, 0)"
    await page.get_by_label("Logo").set_input_files(
        files=[{"name": "logo.svg", "mimeType": "image/png", "buffer": b"<svg/>"}]
    )
    await expect(page.get_by_text("This is no picture we can read")).to_be_visible()
    await page.get_by_label("Logo").set_input_files(
        files=[{"name": "logo.png", "mimeType": "image/png", "buffer": logo()}]
    )
    await expect(page.locator(".preview header img")).to_be_visible()
    await is_clean(page)
    await page.get_by_role("button", name="Save style").click()
    await expect(page.get_by_text("The style is saved.")).to_be_visible()

    stranger = await person()
    await stranger.goto(apply)
    await expect(stranger.get_by_role("button", name="Off it goes")).to_be_visible()
    assert await color_of(stranger, "button[type=submit]") == "rgb(255, 230, 0)"
    await expect(stranger.locator("header img")).to_have_js_property("complete", True)
    await stranger.get_by_label("Full name").fill("Grace")
    await stranger.get_by_label("Email").fill("grace@plutomi.example")
    await stranger.get_by_role("button", name="Off it goes").click()
    await expect(stranger.get_by_role("heading", name="Thank you!")).to_be_visible()
    letter = stranger.get_by_role("link").filter(has_text="grace@plutomi.example").first
    for _ in range(60):
        await stranger.goto("/dev/mail")
        if await letter.count():
            break
        await stranger.wait_for_timeout(100)
    await letter.click()
    frame = stranger.frame_locator("iframe").first
    await expect(frame.locator("img")).to_be_visible()
    assert "255, 230, 0" in await frame.locator("td.button").evaluate("node => getComputedStyle(node).backgroundColor")


@pytest.mark.parametrize("color", EXTREMES)
async def test_every_brand_can_be_read_in_light_and_dark(
    person: Person, chromium: Browser, site: str, color: str
) -> None:
    page = await person("Ann")
    id, apply = await opened(page, site)
    await send(page, site, f"/api/v1/openings/{id}/style", "PUT", color=color, background=color, corners="pill")
    embed = apply.replace("/apply/", "/embed/")
    for scheme in ("light", "dark"):
        context = await chromium.new_context(
            base_url=site, viewport={"width": 390, "height": 844}, color_scheme=scheme, bypass_csp=True
        )
        public = await context.new_page()
        first = await public.goto(apply)
        assert f"--brand:{color}" in await first.text()  # there from the first byte
        await public.get_by_role("button", name="Send application").wait_for()
        await is_clean(public)
        await public.get_by_role("button", name="Send application").hover()
        await is_clean(public)
        await public.goto(embed)
        await is_clean(public)
        await context.close()
