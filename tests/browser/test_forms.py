"""A form built with a section and a condition, then filled in on a phone: hosted, and plain."""

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.conftest import PHONE, Person


async def send(page: Page, path: str, method: str = "POST", **data: Any) -> Any:
    origin = "/".join(page.url.split("/")[:3])
    answer = await page.request.fetch(path, method=method, data=data, headers={"origin": origin})
    assert answer.ok, await answer.text()
    return await answer.json() if "json" in answer.headers.get("content-type", "") else None


async def is_clean(page: Page) -> None:
    results = await Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def form_of(page: Page, slug: str) -> tuple[str, str]:
    """A public opening that asks for a licence, then for years; the builder's path and the opening's slug."""
    await page.goto("/openings")
    opening = await send(page, "/api/v1/openings", name=slug.title())
    stage = await send(page, f"/api/v1/openings/{opening['id']}/stages", name="Questions")
    for title, type in (("Do you have a licence?", "yes_no"), ("How many years?", "number")):
        made = await send(page, "/api/v1/questions", title=title, type=type)
        await send(page, f"/api/v1/stages/{stage['id']}/questions", question_id=made["id"])
    await send(page, f"/api/v1/openings/{opening['id']}/state", "PUT", state="public")
    return f"/openings/{opening['id']}/stages/{stage['id']}", opening["slug"]


async def build(page: Page, path: str) -> None:
    """By keyboard: a section, the second question put into it, and shown only to those with a licence."""
    await page.goto(path)
    await page.get_by_role("button", name="New section").press("Enter")
    await page.get_by_label("Title").fill("Driving")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Empty: drag questions here")).to_be_visible()
    handle = page.get_by_role("button", name="Move How many years?")
    await handle.press("Space")
    await page.wait_for_timeout(400)
    await page.keyboard.press("ArrowDown")
    await page.wait_for_timeout(400)
    await page.keyboard.press("Space")
    await expect(page.get_by_text("Section · 1 question")).to_be_visible()
    await page.locator("[data-open]").filter(has_text="How many years?").press("Enter")
    await page.get_by_role("button", name="Add a condition").press("Enter")
    await expect(page.get_by_text("Show this question when Do you have a licence? is Yes.")).to_be_visible()
    preview = page.get_by_role("group", name="As applicants see it")
    await expect(preview.get_by_label("How many years?")).to_be_hidden()
    await preview.get_by_label("Yes").check()
    await expect(preview.get_by_label("How many years?")).to_be_visible()
    await is_clean(page)
    await page.get_by_role("button", name="Save", exact=True).press("Enter")
    await expect(page.get_by_text("only if they answered Yes")).to_be_visible()
    await is_clean(page)


async def fill(page: Page, years: str) -> None:
    """What is typed in a question that goes comes back with it."""
    control = page.locator(f"[name='{years}']")
    yes, no = (page.locator("[name='answers.do_you_have_a_licence']").nth(at) for at in (0, 1))
    await expect(control).to_be_hidden()
    await expect(page.get_by_role("heading", name="Driving")).to_be_hidden()
    await yes.check()
    await control.fill("4")
    await no.check()
    await expect(control).to_be_hidden()
    await expect(control).to_be_disabled()
    await yes.check()
    await expect(control).to_have_value("4")
    await expect(page.get_by_role("heading", name="Driving")).to_be_visible()
    await is_clean(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_form_is_built_by_keyboard_and_filled_in_on_a_phone(person: Person, scheme: str) -> None:
    slug = f"drivers-{scheme}"
    recruiter = await person("Ann", org=f"forms-{scheme}", color_scheme=scheme)
    path, opening = await form_of(recruiter, slug)
    await build(recruiter, path)
    phone = await person(viewport=PHONE, color_scheme=scheme)
    await phone.goto(f"/apply/forms-{scheme}/{opening}")
    await fill(phone, "answers.how_many_years")
    await phone.goto(f"/embed/forms-{scheme}/{opening}")
    await fill(phone, "answers.how_many_years")


async def test_without_a_script_every_question_shows_and_says_when_it_is_meant(person: Person) -> None:
    recruiter = await person("Ann", org="forms-plain")
    path, opening = await form_of(recruiter, "drivers")
    await build(recruiter, path)
    phone = await person(viewport=PHONE, java_script_enabled=False)
    await phone.goto(f"/embed/forms-plain/{opening}")
    await expect(phone.get_by_text("Only if you answered Yes to “Do you have a licence?”.")).to_be_visible()
    await expect(phone.get_by_label("How many years?")).to_be_visible()
