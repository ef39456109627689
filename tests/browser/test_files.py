"""A licence from a phone, over a network that breaks: it arrives, outlives a reload, and a recruiter sees it."""

from playwright.async_api import BrowserContext, Page, expect

from tests import papers
from tests.browser.conftest import PHONE, Person

LICENCE = {"name": "licence.jpg", "mimeType": "image/jpeg", "buffer": papers.picture(size=(1600, 1000))}
CV = {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": papers.pdf()}


async def call(context: BrowserContext, site: str, path: str, method: str = "post", **data: object) -> dict:
    answer = await context.request.fetch(f"/api/v1{path}", method=method, data=data, headers={"origin": site})
    assert answer.ok, await answer.text()
    return await answer.json()


async def opening(context: BrowserContext, site: str) -> tuple[str, str]:
    """A public opening that asks for a licence and up to three papers; its id and its path."""
    made = await call(context, site, "/openings", name="Drivers")
    stage = await call(context, site, f"/openings/{made['id']}/stages", name="Papers")
    for title, limits in (("Your licence", {"kinds": ["image", "pdf"]}), ("Other papers", {"max_files": 3})):
        asked = await call(context, site, "/questions", title=title, type="file", limits=limits)
        await call(
            context, site, f"/stages/{stage['id']}/questions", question_id=asked["id"], is_required=title[0] == "Y"
        )
    await call(context, site, f"/openings/{made['id']}/state", "put", state="public")
    org = (await call(context, site, "/orgs", "get"))["data"][0]["slug"]
    return made["id"], f"/apply/{org}/{made['slug']}"


def field(page: Page, title: str):
    return page.get_by_role("group", name=title)


async def choose(page: Page, title: str, *files: dict) -> None:
    await field(page, title).locator("input[type=file]").first.set_input_files(list(files))


async def test_a_licence_from_a_phone_over_a_broken_network(person: Person, site: str):
    ann = await person("Ann")
    opening_id, path = await opening(ann.context, site)
    page = await person(viewport=PHONE, has_touch=True)
    await page.goto(path)
    await page.get_by_label("Full name").fill("Grace Hopper")
    await page.get_by_label("Email").fill("grace@example.com")
    await page.context.set_offline(True)
    await choose(page, "Your licence", LICENCE)
    await expect(field(page, "Your licence").locator("[data-file=waiting]")).to_contain_text("Connection lost")
    await page.context.set_offline(False)
    await expect(field(page, "Your licence").locator("[data-file=here]")).to_contain_text("sent")
    await choose(page, "Other papers", CV, {"name": "evil.png", "mimeType": "image/png", "buffer": b"<svg/>"})
    await expect(field(page, "Other papers").locator("[data-file=here]")).to_contain_text("cv.pdf")
    await expect(field(page, "Other papers").locator("[data-file=wrong]")).to_contain_text("SVG")

    await page.reload()
    await expect(field(page, "Your licence").locator("[data-file=here]")).to_contain_text("licence.jpg")
    await expect(field(page, "Other papers").locator("[data-file]")).to_have_count(1)
    await page.get_by_role("button", name="Send application").click()
    await expect(page.get_by_text("Thank you!")).to_be_visible()

    await ann.goto(f"/openings/{opening_id}")
    await ann.get_by_text("Grace Hopper").first.click()
    await expect(ann.get_by_role("link", name="licence.jpg (opens in a new tab)")).to_be_visible()
    thumb = ann.locator("img[src*='small=1']")
    await expect(thumb).to_have_js_property("naturalWidth", 320)
    async with ann.expect_response(lambda answer: "/files/" in answer.url and answer.status == 200) as shown:
        await ann.get_by_text("Show it here").click()
    assert (await (await shown.value).all_headers())["content-type"] == "application/pdf"


async def test_a_form_waits_for_what_is_on_its_way(person: Person, site: str):
    ann = await person("Ann")
    _, path = await opening(ann.context, site)
    page = await person()
    await page.goto(path)
    await page.get_by_label("Full name").fill("Ada Lovelace")
    await page.get_by_label("Email").fill("ada@example.com")
    await page.context.set_offline(True)
    await choose(page, "Your licence", LICENCE)
    await expect(field(page, "Your licence").locator("[data-file=waiting]")).to_contain_text("Connection lost")
    await page.get_by_role("button", name="Send application").click()
    await expect(page.get_by_text("Your form is sent as soon as the files are here.")).to_be_visible()
    await page.context.set_offline(False)
    await expect(page.get_by_text("Thank you!")).to_be_visible(timeout=15_000)


async def test_a_file_that_is_needed_is_asked_for_at_its_field(person: Person, site: str):
    ann = await person("Ann")
    _, path = await opening(ann.context, site)
    page = await person()
    await page.goto(path)
    await page.get_by_label("Full name").fill("Ada Lovelace")
    await page.get_by_label("Email").fill("ada@example.com")
    await page.get_by_role("button", name="Send application").click()
    await expect(field(page, "Your licence").get_by_role("alert")).to_have_text("Please answer this.")
    await choose(page, "Your licence", LICENCE)
    await expect(field(page, "Your licence").locator("[data-file=here]")).to_be_visible()
    await field(page, "Your licence").get_by_role("button", name="Remove licence.jpg").click()
    await expect(field(page, "Your licence").locator("[data-file]")).to_have_count(0)


async def test_the_plain_form_sends_a_file_along_by_its_script(person: Person, site: str):
    ann = await person("Ann")
    opening_id, path = await opening(ann.context, site)
    page = await person(viewport=PHONE)
    await page.goto(path.replace("/apply/", "/embed/", 1))
    await page.get_by_label("Name").fill("Grace Hopper")
    await page.get_by_label("Email").fill("grace@example.com")
    await page.locator("input[type=file]").first.set_input_files([LICENCE])
    await page.locator("form button[type=submit], form button:not([type])").first.click()
    await expect(page.get_by_text("Thank you")).to_be_visible(timeout=15_000)

    await ann.goto(f"/openings/{opening_id}")
    await ann.get_by_text("Grace Hopper").first.click()
    await expect(ann.get_by_role("link", name="licence.jpg (opens in a new tab)")).to_be_visible()
