"""The applicant's whole way in Chromium: applying on a phone, the link by email, what follows."""

import asyncio
import email
import gzip
import re
import sys
from collections.abc import AsyncIterator, Iterator
from email import policy
from pathlib import Path
from typing import NamedTuple

import asyncpg
import httpx
import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, Route, expect

from plutomi.build import SERVED
from tests.serving import SITE, running

SHOP = (
    "from plutomi import seed\nfrom plutomi.settings import get_settings\nseed.example(get_settings().database_url)\n"
)
NEW_YORK, CHICAGO, CAMP = (
    "/apply/acme/new-york-city",
    "/apply/acme/chicago-warehouse",
    "/apply/acme/camp-counselors-2027",
)
AT_ONCE = """() => {
  const all = { name: "Quick", email: "quick@example.com", "answers.hours": "20", "answers.start_date": "2027-01-10" };
  for (const [name, value] of Object.entries(all)) document.querySelector(`[name="${name}"]`).value = value;
  const ticks = { adult: "yes", borough: "Queens", vehicle: "Bicycle", has_license: "no" };
  const box = (key, value) => document.querySelector(`[name="answers.${key}"][value="${value}"]`);
  for (const [key, value] of Object.entries(ticks)) box(key, value).click();
  document.querySelector("form [type=submit]").click();
}"""
REACHED = """() => {
  const bar = document.querySelector("form [type=submit]").parentElement, one = document.activeElement;
  const isClear = one.getBoundingClientRect().bottom <= bar.getBoundingClientRect().top;
  return { name: one.name, isClear, isInBar: bar.contains(one) };
}"""
LIGHT_ENOUGH = 180 * 1024  # bytes
SCOPE = "select set_config('app.org_id', (select id::text from org where slug = 'acme'), false)"
CLOSE = "update opening set state = 'closed' where slug = 'chicago-warehouse'"


class Shop(NamedTuple):
    """A served site with the example org, and the folder its emails end in."""

    url: str
    mail: Path

    async def letter(self, to: str, count: int = 1) -> tuple[str, str]:
        """(subject, personal link) of the newest email to this address, once there are so many."""
        for _ in range(200):
            found = [letter for letter in self._letters() if to in letter["to"]]
            if len(found) >= count:
                link = re.search(r"http\S+/my/\S+", found[-1].get_body(("plain",)).get_content())
                assert link
                return found[-1]["subject"], link[0]
            await asyncio.sleep(0.1)
        raise AssertionError(f"no email to {to}")

    def _letters(self) -> list:
        files = sorted(self.mail.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        return [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, shop_database_url: str) -> Iterator[Shop]:
    data = tmp_path_factory.mktemp("shop")
    with running([sys.executable, "-c", SHOP + SITE], data, database_url=shop_database_url, within=240) as (url, _):
        yield Shop(url, data / "mail")


@pytest.fixture(params=["light", "dark"])
async def phone(request: pytest.FixtureRequest, chromium: Browser) -> AsyncIterator[Page]:
    context = await chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, color_scheme=request.param, locale="en-US"
    )
    yield await context.new_page()
    await context.close()


@pytest.fixture
async def page(chromium: Browser) -> AsyncIterator[Page]:
    context = await chromium.new_context(locale="en-US")
    yield await context.new_page()
    await context.close()


async def is_clean(page: Page) -> None:
    results = await Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def drafts(page: Page) -> list[str]:
    return await page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('plutomi:draft'))")


async def fill(page: Page, address: str, name: str = "Ann") -> None:
    """New York's form, right but for being sent."""
    await page.get_by_label("Full name").fill(name)
    await page.get_by_label("Email").fill(address)
    await page.locator("[name='answers.adult'][value=yes]").check()
    await page.get_by_label("Queens").check()
    await page.get_by_label("Bicycle").check()
    await page.locator("[name='answers.has_license'][value=no]").check()
    await page.get_by_label("How many hours").fill("20")
    await page.get_by_label("When can you start?").fill("2027-01-10")


async def send(page: Page, words: str = "Send application") -> None:
    await page.get_by_role("button", name=words).click()


async def test_the_button_says_at_once_that_it_sends_and_until_the_answer_is_there(shop: Shop, page: Page) -> None:
    await page.goto(shop.url + NEW_YORK)
    await page.get_by_label("Full name").fill("Ann")
    button = page.locator("form [type=submit]")
    await page.wait_for_timeout(2300)  # a person takes longer
    busy = "one => { one.click(); return [one.ariaBusy, one.innerText.trim()] }"
    for _ in range(2):
        assert await button.evaluate(busy) == ["true", "Sending…"]
        await expect(button).to_have_attribute("aria-busy", "false")
        await expect(button).to_have_text("Send application", use_inner_text=True)
        await expect(page.get_by_label("Email")).to_be_focused()
        await page.get_by_label("Full name").focus()


async def test_the_whole_way_on_a_phone(shop: Shop, phone: Page) -> None:
    address = f"ann.{id(phone)}@example.com"
    await phone.goto(f"{shop.url}/apply/acme?source=poster")
    await phone.get_by_role("link", name="New York City").click()
    await expect(phone.get_by_role("heading", name="New York City", level=1)).to_be_visible()
    assert "source=poster" in phone.url
    await is_clean(phone)

    await send(phone)
    await expect(phone.get_by_label("Full name")).to_be_focused()
    await expect(phone.get_by_text("Please answer this.")).to_have_count(6)
    await is_clean(phone)

    await fill(phone, "ann@gmial.com", "Ann 🚲 أحمد")
    await phone.get_by_label("How many hours").fill("lots")
    license_ = phone.locator("[name='answers.has_license']")
    await license_.and_(phone.locator("[value=yes]")).check()
    await phone.get_by_label("How many years").fill("7")
    await license_.and_(phone.locator("[value=no]")).check()
    await phone.get_by_label("Anything we should know?").fill("I know the Bronx.")
    await phone.get_by_role("button", name="ann@gmail.com").click()
    await expect(phone.get_by_label("Email")).to_have_value("ann@gmail.com")
    await phone.get_by_label("Email").fill(address)

    await phone.reload()
    await expect(phone.get_by_label("How many hours")).to_have_value("lots")
    await expect(phone.get_by_label("Email")).to_have_value(address)
    await expect(phone.get_by_label("Queens")).to_be_checked()
    await expect(phone.get_by_label("Bicycle")).to_be_checked()
    await expect(phone.get_by_label("E-bike")).not_to_be_checked()
    await expect(phone.get_by_label("How many years")).to_be_hidden()
    await license_.and_(phone.locator("[value=yes]")).check()
    await expect(phone.get_by_label("How many years")).to_have_value("7")
    await license_.and_(phone.locator("[value=no]")).check()

    await send(phone)
    await expect(phone.get_by_text("This must be a number.")).to_be_visible()
    await expect(phone.get_by_label("How many hours")).to_be_focused()
    await phone.get_by_label("How many hours").fill("20")
    await phone.get_by_role("button", name="Send application").dblclick()
    await expect(phone.get_by_role("heading", name="Thank you!")).to_be_visible()
    await expect(phone.get_by_role("main")).to_contain_text("There is one more step for you: Document Upload.")
    await expect(phone.get_by_role("main")).to_contain_text(address)
    await is_clean(phone)
    assert await drafts(phone) == []

    subject, link = await shop.letter(address)
    assert subject == "We have your application for New York City"
    await phone.goto(link)
    await expect(phone.get_by_role("heading", name="Document Upload")).to_be_visible()
    assert phone.url == f"{shop.url}/my"
    steps = phone.get_by_role("list", name="Progress").get_by_role("listitem")
    assert [re.split(r" ?\n", await step.inner_text())[-3:-1] for step in await steps.all()][1:] == [
        ["Document Upload", "your turn"],
        ["Final Review", "not reached yet"],
        ["Ready to Drive", "not reached yet"],
    ]
    await expect(steps.first).to_contain_text("done")
    await is_clean(phone)

    await send(phone, "Send")
    await expect(phone.get_by_label("Driver's license or state ID number")).to_be_focused()
    await phone.get_by_label("Driver's license or state ID number").fill("A1234567")
    await phone.reload()
    await expect(phone.get_by_label("Driver's license or state ID number")).to_have_value("A1234567")
    await phone.get_by_label("Which state issued it?").fill("New York")
    await phone.get_by_label("When does it expire?").fill("2029-05-31")
    await send(phone, "Send")
    await expect(phone.get_by_text("Document Upload is done.")).to_be_visible()
    await expect(phone.get_by_role("heading", name="Final Review")).to_be_visible()
    await expect(phone.get_by_text("May 31, 2029")).to_be_visible()
    assert await drafts(phone) == []
    await is_clean(phone)

    await send(phone, "Withdraw my application")
    dialog = phone.get_by_role("alertdialog")
    await dialog.get_by_role("button", name="Cancel").click()
    await expect(phone.get_by_role("heading", name="Final Review")).to_be_visible()
    await send(phone, "Withdraw my application")
    await dialog.get_by_role("button", name="Withdraw").click()
    await expect(phone.get_by_role("heading", name="You have withdrawn")).to_be_visible()
    await is_clean(phone)
    await send(phone, "Not you? Leave this page")
    await expect(phone.get_by_role("link", name="Have the link sent again")).to_be_visible()
    assert [one["name"] for one in await phone.context.cookies()] in ([], ["plutomi_lang"])
    assert "Ann" not in await phone.content()


async def test_on_a_small_or_enlarged_screen_nothing_sticks_out_or_covers_the_form(
    shop: Shop, page: Page, shop_database_url: str
) -> None:
    await page.set_viewport_size({"width": 320, "height": 256})  # 1280 x 1024 at 400 %
    await _execute(shop_database_url, "update opening set place = repeat('Long', 20) where slug = 'chicago-warehouse'")
    await page.goto(shop.url + CHICAGO)
    await expect(page.get_by_text("Long" * 20)).to_be_visible()
    await is_clean(page)
    await page.get_by_role("button", name="Send application").click()
    wrong = page.get_by_label("Full name")
    await expect(wrong).to_be_focused()
    await expect(page.get_by_role("button", name="Send application")).not_to_be_in_viewport()


async def test_on_a_phone_the_button_covers_nothing_that_the_keyboard_reaches(shop: Shop, page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(shop.url + NEW_YORK)
    await page.get_by_label("Full name").focus()
    names = set()
    while not (reached := await page.evaluate(REACHED))["isInBar"]:
        assert reached["isClear"], reached["name"]
        names.add(reached["name"])
        await page.keyboard.press("Tab")
    assert {"email", "answers.about", "answers.has_license"} <= names


async def test_a_list_says_nothing_of_an_opening_seen_before(shop: Shop, page: Page) -> None:
    await page.goto(shop.url + NEW_YORK)
    await expect(page.get_by_text("If you withdraw, you can apply again 30 days later.")).to_be_visible()
    await page.goto(f"{shop.url}/apply/acme")
    await expect(page.get_by_text("Already applied?")).to_be_visible()
    await expect(page.get_by_text("If you withdraw")).to_have_count(0)


async def test_what_an_opening_is_can_be_read_before_any_script_has_come(shop: Shop, phone: Page) -> None:
    async def later(route: Route) -> None:
        await held.wait()
        await route.continue_()

    held, wrong = asyncio.Event(), []
    phone.on("pageerror", lambda error: wrong.append(str(error)))
    phone.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    await phone.route("**/*.js", later)
    await phone.goto(shop.url + NEW_YORK, wait_until="commit")
    await expect(phone.get_by_role("heading", name="New York City")).to_be_visible()
    await expect(phone.get_by_text("on your own schedule")).to_be_visible()
    await is_clean(phone)
    held.set()
    await expect(phone.get_by_label("Full name")).to_be_visible()
    await expect(phone.get_by_text("on your own schedule")).to_have_count(1)
    await is_clean(phone)
    assert wrong == []


async def test_without_a_network_the_page_says_so_at_once(shop: Shop, phone: Page) -> None:
    words = phone.get_by_text("The connection is lost. What you typed is kept; we are trying again.")
    await phone.goto(shop.url + NEW_YORK)
    await fill(phone, "offline@example.com")
    await expect(words).to_be_hidden()
    await phone.context.set_offline(True)
    await expect(words).to_be_visible()
    await is_clean(phone)
    await phone.context.set_offline(False)
    await expect(words).to_be_hidden()


async def test_what_the_browser_fills_in_and_sends_at_once_is_taken(shop: Shop, page: Page) -> None:
    await page.goto(shop.url + NEW_YORK)
    await page.get_by_label("Full name").wait_for()
    await page.evaluate(AT_ONCE)
    await expect(page.get_by_role("button", name="Sending…")).to_have_attribute("aria-busy", "true")
    await expect(page.get_by_role("heading", name="Thank you!")).to_be_visible()
    assert "quicker" not in await page.content()


async def test_an_address_that_has_applied_sees_the_same_page_and_gets_another_email(shop: Shop, page: Page) -> None:
    address, seen = "twice@example.com", []
    for spelling in (address, address.upper()):
        await page.goto(shop.url + NEW_YORK)
        await fill(page, spelling)
        await send(page)
        await expect(page.get_by_role("heading", name="Thank you!")).to_be_visible()
        seen.append((await page.get_by_role("main").inner_text()).replace(spelling, "ADDRESS"))
        await shop.letter(address, len(seen))
    assert seen[0] == seen[1]
    subject, link = await shop.letter(address, 2)
    assert subject == "You have already applied for New York City"
    await page.goto(link)
    await expect(page.get_by_role("heading", name="Document Upload")).to_be_visible()


async def test_what_stays_for_review_can_be_corrected_by_keyboard(shop: Shop, page: Page) -> None:
    await page.goto(shop.url + CHICAGO)
    await page.get_by_label("Full name").fill("Bo")
    await page.get_by_label("Email").fill("bo@example.com")
    await page.locator("[name='answers.adult'][value=yes]").check()
    await page.get_by_label("Nights").check()
    await page.locator("[name='answers.forklift'][value=no]").check()
    await page.get_by_label("When can you start?").fill("2027-01-10")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Thank you!")).to_be_visible()
    _, link = await shop.letter("bo@example.com")
    await page.goto(link)
    await expect(page.get_by_label("Nights")).to_be_checked()
    await page.get_by_label("Days").focus()
    await page.keyboard.press("Space")
    await page.get_by_role("button", name="Save changes").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Your changes are saved.")).to_be_visible()
    await page.reload()
    await expect(page.get_by_label("Days")).to_be_checked()


async def test_what_was_saved_is_said_where_the_thumb_is(shop: Shop, phone: Page) -> None:
    address = f"cara.{id(phone)}@example.com"
    right = {
        "answers.adult": "yes",
        "answers.shift": "Days",
        "answers.forklift": "no",
        "answers.start_date": "2027-01-10",
    }
    async with httpx.AsyncClient(base_url=shop.url) as client:
        await client.post(CHICAGO, data=right | {"name": "Cara", "email": address})
    await phone.goto((await shop.letter(address))[1])
    await phone.get_by_label("Days").scroll_into_view_if_needed()
    await expect(phone.get_by_role("button", name="Save changes")).to_be_in_viewport()
    await send(phone, "Save changes")
    await expect(phone.get_by_text("Your changes are saved.")).to_be_in_viewport()
    await is_clean(phone)


async def test_the_link_is_sent_again(shop: Shop, page: Page) -> None:
    await page.goto(f"{shop.url}/my/{'A' * 64}")
    await page.get_by_role("link", name="Send me my link").click()
    await page.get_by_label("Name of the company").fill("acm")
    await page.locator("a[href$='org=acme']").click()
    await page.get_by_label("Email").fill("nobody@example.com")
    await send(page, "Email me my link")
    await expect(page.get_by_role("heading", name="Check your inbox")).to_be_visible()
    await is_clean(page)


async def test_what_strangers_may_not_see_is_not_there(shop: Shop, page: Page) -> None:
    for path, heading in (
        (CAMP, "There is no such opening"),
        ("/apply/acme/nothing", "There is no such opening"),
        ("/apply/nobody", "There is no organization at this address"),
    ):
        answer = await page.goto(shop.url + path)
        assert answer is not None
        assert answer.status == 404
        await expect(page.get_by_role("heading", name=heading)).to_be_visible()
        await is_clean(page)


async def test_the_first_bytes_say_what_an_opening_is(shop: Shop) -> None:
    async with httpx.AsyncClient(base_url=shop.url) as client:
        answer = await client.get(NEW_YORK)
    assert "<title>New York City at Acme</title>" in answer.text
    assert 'property="og:description" content="Deliver groceries and meals' in answer.text


async def test_the_apply_page_is_light(shop: Shop, page: Page) -> None:
    names: list[str] = []
    page.on("response", lambda response: names.append(response.url.partition("/assets/")[2]))
    await page.goto(shop.url + NEW_YORK)
    await expect(page.get_by_role("button", name="Send application")).to_be_visible()
    assets = SERVED / "build/client/assets"
    sizes = {name: len(gzip.compress((assets / name).read_bytes())) for name in set(names) if name}
    assert len(sizes) > 5
    assert sum(sizes.values()) <= LIGHT_ENOUGH, sorted(sizes.items(), key=lambda one: one[1])[-8:]


async def test_a_form_without_any_script_is_taken_too(shop: Shop) -> None:
    async with httpx.AsyncClient(base_url=shop.url) as client:
        wrong = await client.post(CHICAGO, data={"name": "Cy", "email": "cy@"})
        assert wrong.status_code == 422
        right = {"answers.adult": "yes", "answers.shift": "Days", "answers.forklift": "no"}
        right |= {"name": "Cy", "email": "cy@example.com", "answers.start_date": "2027-01-10"}
        assert (await client.post(CHICAGO, data=right)).status_code == 303
    assert (await shop.letter("cy@example.com"))[0] == "We have your application for Chicago Warehouse"


async def test_an_opening_that_closes_meanwhile_says_so_kindly(shop: Shop, page: Page, shop_database_url: str) -> None:
    await page.goto(shop.url + CHICAGO)
    await page.get_by_label("Full name").fill("Late")
    await _execute(shop_database_url, CLOSE)
    try:
        await send(page)
        await expect(page.get_by_text("This opening takes no applications now.")).to_be_visible()
        await expect(page.get_by_role("link", name="New York City")).to_be_visible()
        await is_clean(page)
    finally:
        await _execute(shop_database_url, CLOSE.replace("'closed'", "'public'"))


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(SCOPE)
        assert await connection.execute(statement) == "UPDATE 1"
    finally:
        await connection.close()
