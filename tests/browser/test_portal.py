"""What applicants type is never lost: another device, a dropped network, a server killed in the middle."""

import asyncio
import email
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from email import policy
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import Person
from tests.browser.test_applicant import NEW_YORK, SHOP, drafts
from tests.browser.test_files import LICENCE, choose, field, opening
from tests.serving import ROOT, SITE, free_port, wait_until_up

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "locale": "en-US"}


class Shop:
    """A served site with the example org, that can be killed and started again where it was."""

    def __init__(self, data: Path, database_url: str) -> None:
        self.data, self.port, self.mail = data, free_port(), data / "mail"
        self.url = f"http://localhost:{self.port}"
        self.env = os.environ | {"PORT": str(self.port), "PLUTOMI_DATA": str(data), "DATABASE_URL": database_url}

    def start(self) -> None:
        log = self.data / "server.log"
        with log.open("ab") as out:
            command = [sys.executable, "-c", SHOP + SITE]
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=out, stderr=subprocess.STDOUT)
        wait_until_up(self.port, self.process, log, 240)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(15)

    async def link(self, to: str, count: int = 1, path: str = "/my/") -> tuple[str, str]:
        """(subject, link) of the newest email to this address, once there are so many."""
        for _ in range(300):
            files = sorted(self.mail.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
            letters = [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
            found = [letter for letter in letters if to in letter["to"]]
            if len(found) >= count:
                link = re.search(rf"http\S+{path}\S+", found[-1].get_body(("plain",)).get_content())
                assert link
                return found[-1]["subject"], link[0]
            await asyncio.sleep(0.1)
        raise AssertionError(f"no email to {to}")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, shop_database_url: str) -> Iterator[Shop]:
    shop = Shop(tmp_path_factory.mktemp("shop"), shop_database_url)
    shop.start()
    yield shop
    shop.process.terminate()
    shop.process.wait(15)


@pytest.fixture
async def devices(chromium: Browser) -> AsyncIterator[tuple[Page, Page]]:
    """A phone by day and another one by night, with nothing in common."""
    contexts = [await chromium.new_context(color_scheme=scheme, **PHONE) for scheme in ("light", "dark")]
    yield tuple([await context.new_page() for context in contexts])
    for context in contexts:
        await context.close()


async def is_clean(page: Page) -> None:
    results = await Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def says(page: Page, words: str) -> None:
    await expect(page.locator("[data-autosave]")).to_have_text(words, timeout=40_000)


async def leave(page: Page) -> None:
    """Leave the field at hand, as a tap beside it does."""
    await page.evaluate("document.activeElement.blur()")


async def test_nothing_is_lost_on_the_way_from_one_device_to_another(shop: Shop, devices: tuple[Page, Page]) -> None:
    day, night = devices
    address = "zoe@example.com"
    await day.goto(shop.url + NEW_YORK)
    later = day.get_by_role("button", name="Email me a link to finish later")
    await expect(day.get_by_label("Full name")).to_be_visible()
    await later.click()
    await expect(day.get_by_text("Enter your email address first")).to_be_visible()
    await expect(day.get_by_label("Email")).to_be_focused()
    await day.get_by_label("Full name").fill("Zoë 🚲")
    await day.get_by_label("Email").fill(address)
    await leave(day)
    await says(day, "Kept in this browser")
    await is_clean(day)
    await later.click()
    await expect(day.get_by_text("A link is on its way to")).to_be_visible()
    await day.get_by_label("Bicycle").check()
    await says(day, "Saved")

    subject, link = await shop.link(address)
    assert subject == "Finish your application for New York City"
    await night.goto(link)
    await expect(night.get_by_label("Full name")).to_have_value("Zoë 🚲")
    await expect(night.get_by_label("Bicycle")).to_be_checked()
    await is_clean(night)
    await night.locator("[name='answers.adult'][value=yes]").check()
    await night.get_by_label("Queens").check()
    await night.locator("[name='answers.has_license'][value=no]").check()
    await night.get_by_label("How many hours").fill("20")
    await night.get_by_label("When can you start?").fill("2027-01-10")
    await leave(night)
    await says(night, "Saved")
    await day.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await expect(day.get_by_label("Queens")).to_be_checked()
    await day.get_by_role("button", name="Send application").click()
    await expect(day.get_by_role("heading", name="Thank you!")).to_be_visible()
    assert await drafts(day) == []
    answer = await night.goto(link)
    assert answer is not None
    assert answer.status == 410, "it has been sent"

    _, link = await shop.link(address, 2)
    await day.goto(link)
    await expect(day.get_by_role("heading", name="Document Upload")).to_be_visible()
    await day.get_by_label("Driver's license or state ID number").fill("A1234567")
    await leave(day)
    await says(day, "Saved")
    await is_clean(day)
    await night.goto(link)
    await expect(night.get_by_label("Driver's license or state ID number")).to_have_value("A1234567")
    await expect(night.get_by_text("It is saved, and not sent yet.")).to_be_visible()
    await is_clean(night)
    await night.get_by_label("Which state issued it?").fill("New York")
    await leave(night)
    await says(night, "Saved")

    shop.kill()
    await day.get_by_label("Driver's license or state ID number").fill("B7654321")
    await leave(day)
    await says(day, "Not saved, trying again")
    await asyncio.to_thread(shop.start)
    await says(day, "Saved")
    await expect(day.get_by_label("Driver's license or state ID number")).to_have_value("B7654321")
    await expect(day.get_by_label("Which state issued it?")).to_have_value("New York")

    await day.context.set_offline(True)
    await day.get_by_label("When does it expire?").fill("2029-05-31")
    await leave(day)
    await says(day, "Not saved, trying again")
    await day.context.set_offline(False)
    await says(day, "Saved")
    await night.reload()
    await expect(night.get_by_label("Driver's license or state ID number")).to_have_value("B7654321")
    await expect(night.get_by_label("When does it expire?")).to_have_value("2029-05-31")
    await night.get_by_role("button", name="Send").click()
    await expect(night.get_by_text("Document Upload is done.")).to_be_visible()
    await expect(night.get_by_text("B7654321")).to_be_visible()
    await is_clean(night)


async def test_the_cursor_stays_in_the_forms_while_the_server_is_started_again(
    shop: Shop, devices: tuple[Page, Page]
) -> None:
    day, night = devices
    await night.goto(await applied(shop, night, "ruth@example.com"))
    await day.goto(shop.url + NEW_YORK)
    await night.get_by_role("button", name="Correct your name or phone").click()
    dialog = night.get_by_role("dialog", name="Correct your name or phone")
    fields = [day.get_by_label("Full name"), dialog.get_by_label("Full name")]
    for field_ in fields:
        await field_.fill("Ruth ")
        await field_.evaluate("(it) => { it.mark = 'the same' }")
    shop.kill()
    read = [read_again(page) for page in devices]
    await asyncio.to_thread(shop.start)
    for page, field_, again in zip(devices, fields, read, strict=True):
        await asyncio.wait_for(again.wait(), 30)
        await page.keyboard.type("Roe")
        await expect(field_).to_have_value("Ruth Roe")
        assert await field_.evaluate("(it) => it.mark") == "the same"
    await dialog.get_by_role("button", name="Save changes").click()
    await expect(dialog).to_be_hidden()
    await expect(night.get_by_text("Your application, Ruth Roe")).to_be_visible()


def read_again(page: Page) -> asyncio.Event:
    """Set once a server tells this page, over another connection, what it shows."""
    told = asyncio.Event()

    def hear(frame: str | bytes) -> None:
        if "phase_rx_state_" in str(frame):
            told.set()

    page.on("websocket", lambda connection: connection.on("framereceived", hear))
    return told


async def test_what_was_typed_offline_survives_a_reload(shop: Shop, devices: tuple[Page, Page]) -> None:
    day, night = devices
    link = await applied(shop, night, "yan@example.com")
    await day.goto(link)
    await expect(day.get_by_label("Which state issued it?")).to_be_visible()
    await day.route("**/my/draft", lambda route: route.abort())
    await day.get_by_label("Which state issued it?").fill("Ohio")
    await leave(day)
    await says(day, "Not saved, trying again")
    await is_clean(day)
    await day.unroute("**/my/draft")
    await day.reload()
    await expect(day.get_by_label("Which state issued it?")).to_have_value("Ohio")
    await says(day, "Saved")
    await night.goto(link)
    await expect(night.get_by_label("Which state issued it?")).to_have_value("Ohio")


async def test_two_who_share_a_browser_never_write_in_each_others_forms(shop: Shop, devices: tuple[Page, Page]) -> None:
    bob, _ = devices
    links = [await applied(shop, bob, address) for address in ("bob@example.com", "jose@example.com")]
    jose = await bob.context.new_page()
    for page, link in zip((bob, jose), links, strict=True):
        await page.goto(link)
        await expect(page.get_by_role("heading", name="Document Upload")).to_be_visible()
    number = "Driver's license or state ID number"
    await jose.get_by_label(number).fill("JOSE-9")
    await leave(jose)
    await says(jose, "Saved")
    await bob.get_by_label("Which state issued it?").fill("Ohio")
    await leave(bob)
    await says(bob, "Not saved: please open your link again")
    await expect(bob.get_by_label(number)).to_have_value("")
    await bob.locator("input[type=file]").first.set_input_files([LICENCE])
    await expect(bob.get_by_text("Please open the link in the email").first).to_be_visible()
    await jose.reload()
    await expect(jose.get_by_label(number)).to_have_value("JOSE-9")
    await expect(jose.get_by_label("Which state issued it?")).to_have_value("")
    await bob.goto(links[0])
    await expect(bob.get_by_label("Which state issued it?")).to_have_value("Ohio")
    await expect(bob.get_by_label(number)).to_have_value("")
    await says(bob, "Saved")


async def test_the_next_person_in_the_same_tab_finds_a_form_and_no_thanks(
    shop: Shop, devices: tuple[Page, Page]
) -> None:
    day, _ = devices
    await day.goto(shop.url + NEW_YORK)
    await fill(day)
    await day.get_by_label("Full name").fill("First")
    await day.get_by_label("Email").fill("first@example.com")
    await day.get_by_role("button", name="Send application").click()
    await expect(day.get_by_role("heading", name="Thank you!")).to_be_visible()
    await expect(day).to_have_url(re.compile("sent=1"))
    await day.goto(shop.url + NEW_YORK)
    await expect(day.get_by_label("Full name")).to_have_value("")
    await day.get_by_label("Full name").fill("Second")
    await leave(day)
    await says(day, "Kept in this browser")
    await expect(day).to_have_url(shop.url + NEW_YORK)
    await day.reload()
    await expect(day.get_by_label("Full name")).to_have_value("Second")
    await day.go_back()
    await expect(day.get_by_role("heading", name="Thank you!")).to_be_visible()
    await day.goto(shop.url + NEW_YORK)
    await expect(day.get_by_label("Full name")).to_have_value("Second")


async def fill(page: Page) -> None:
    """All that New York asks of everybody."""
    for name, value in (("adult", "yes"), ("borough", "Queens"), ("vehicle", "Bicycle"), ("has_license", "no")):
        await page.locator(f"[name='answers.{name}'][value='{value}']").check()
    for name, value in (("hours", "20"), ("start_date", "2027-01-10")):
        await page.locator(f"[name='answers.{name}']").fill(value)


async def test_name_and_phone_are_corrected_while_a_form_is_being_written(
    shop: Shop, devices: tuple[Page, Page]
) -> None:
    day, _ = devices
    await day.goto(await applied(shop, day, "quin@example.com"))
    await day.get_by_label("Which state issued it?").fill("Ohio")
    await day.get_by_role("button", name="Correct your name or phone").click()
    asked = day.get_by_role("dialog", name="Correct your name or phone")
    await asked.get_by_label("Full name").fill("Quinta Quin")
    await asked.get_by_label("Phone").fill("12")
    await asked.get_by_role("button", name="Save changes").click()
    await expect(asked.get_by_label("Phone")).to_be_focused()
    await is_clean(day)
    await asked.get_by_label("Phone").fill("212 555 0123")
    await asked.get_by_role("button", name="Save changes").click()
    await expect(day.get_by_text("Your changes are saved.")).to_be_visible()
    await expect(asked).to_be_hidden()
    await expect(day.get_by_text("Your application, Quinta Quin")).to_be_visible()
    await expect(day.get_by_text("(212) 555-0123")).to_be_visible()
    await expect(day.get_by_label("Which state issued it?")).to_have_value("Ohio")
    await day.get_by_role("button", name="Correct your name or phone").click()
    await expect(asked.get_by_label("Full name")).to_have_value("Quinta Quin")


async def test_who_leaves_may_say_why_and_reads_when_they_may_come_back(shop: Shop, devices: tuple[Page, Page]) -> None:
    day, night = devices
    await day.goto(await applied(shop, night, "xi@example.com"))
    await day.get_by_role("button", name="Withdraw my application").click()
    await expect(day.get_by_role("alertdialog")).to_contain_text("you can apply again 30 days later")
    await day.get_by_label("Why?").select_option("The hours")
    await day.get_by_label("Anything else?").fill("Only mornings, please.")
    await is_clean(day)
    await day.get_by_role("alertdialog").get_by_role("button", name="Withdraw").click()
    await expect(day.get_by_role("heading", name="You have withdrawn")).to_be_visible()
    await expect(day.get_by_text("You can apply again from")).to_be_visible()
    await is_clean(day)


async def test_a_message_from_the_company_is_new_until_it_is_opened(shop: Shop, devices: tuple[Page, Page]) -> None:
    day, night = devices
    await day.goto(await applied(shop, night, "wu@example.com"))
    await expect(day.get_by_role("heading", name="Messages")).to_be_visible()
    letter = day.get_by_role("button", name="We have your application for New York City")
    await letter.click()
    await expect(letter).to_have_attribute("aria-expanded", "true")
    await expect(day.get_by_text("There is one more thing to do now")).to_be_visible()
    await is_clean(day)


async def applied(shop: Shop, page: Page, address: str) -> str:
    """The personal link of somebody who has just applied to New York."""
    right = {"answers.adult": "yes", "answers.borough": "Queens", "answers.vehicle": "Bicycle", "answers.hours": "20"}
    right |= {"answers.has_license": "no", "name": "Somebody", "email": address, "answers.start_date": "2027-01-10"}
    answer = await page.request.post(shop.url + NEW_YORK, form=right, max_redirects=0)
    assert answer.status == 303, await answer.text()
    return (await shop.link(address))[1]


async def test_a_file_sent_on_one_device_stands_on_the_other(person: Person, site: str) -> None:
    ann = await person("Ann")
    _, path = await opening(ann.context, site)
    day, night = await person(viewport=PHONE["viewport"]), await person(viewport=PHONE["viewport"])
    await day.goto(path)
    await day.get_by_label("Full name").fill("Vi")
    await day.get_by_label("Email").fill("vi@example.com")
    await day.get_by_role("button", name="Email me a link to finish later").click()
    await expect(day.get_by_text("A link is on its way to")).to_be_visible()
    await choose(day, "Your licence", LICENCE)
    await expect(field(day, "Your licence").locator("[data-file=here]")).to_contain_text("licence.jpg")
    await says(day, "Saved")
    letter = ann.get_by_role("link").filter(has_text="vi@example.com").first
    await ann.goto("/dev/mail")
    await letter.click()
    link = re.search(r"http\S+/my/later/\S+", await ann.locator("pre").text_content() or "")
    assert link
    await night.goto(link[0])
    await expect(field(night, "Your licence").locator("[data-file=here]")).to_contain_text("licence.jpg")
    await night.get_by_role("button", name="Send application").click()
    await expect(night.get_by_text("Thank you!")).to_be_visible()
