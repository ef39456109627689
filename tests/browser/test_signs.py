"""Labels, assignment, deadlines, letters and ways to go, by hand."""

import re
from datetime import timedelta
from html import unescape

from playwright.async_api import Page, expect

from plutomi.clock import now
from plutomi.domain import labels, questions
from plutomi.domain.applicants import deadlines, labelling, leaving, messaging
from tests import make
from tests.browser.board import PHONE, Team, card, cards, expect_count, expect_no_barriers
from tests.browser.test_panel import messages, panel
from tests.domain import verbs

DARK = {"color_scheme": "dark"}


async def test_a_label_made_and_put_on_somebody_shows_on_everybodys_board(team: Team) -> None:
    ada, _ = await team.stand("Ada", "Ben")
    other = await team.board()
    page = await team.browser()
    await page.goto("/labels")
    await page.get_by_role("button", name="New label").click()
    await page.get_by_label("Name").fill("Call back")
    await page.get_by_title("Pink").click()
    await page.get_by_role("button", name="Save label").click()
    await expect(messages(page)).to_contain_text("“Call back” is saved.")
    await expect_no_barriers(page)
    await page.goto(f"{team.path}?applicant={ada.id}")
    await panel(page).get_by_role("button", name="Add a label").click()
    await page.get_by_role("button", name="Call back", exact=True).click()
    await expect(panel(page).get_by_role("button", name="Take off Call back")).to_be_visible()
    await expect(card(other, "Ada")).to_contain_text("labelled Call back")
    await panel(page).get_by_label("Assigned").select_option("Olivia Owner")
    await expect(card(other, "Ada")).to_contain_text("looked after by Olivia Owner")
    day = (now() + timedelta(days=3)).date().isoformat()
    await panel(page).get_by_label("Answer by the end of").fill(day)
    await panel(page).get_by_label("Answer by the end of").blur()
    await expect(card(other, "Ada")).to_contain_text("due in 3 days")
    await expect_no_barriers(page)
    await expect_no_barriers(other)
    await panel(page).get_by_role("button", name="Take off Call back").click()
    await expect(card(other, "Ada")).not_to_contain_text("Call back")


async def test_a_board_is_narrowed_and_follows_what_happens(team: Team) -> None:
    ada, ben, _ = await team.stand("Ada", "Ben", "Cy")
    label = await team.do(labels.create, "Call back")
    await team.do(labelling.label, [ada.id], label.id)
    page = await team.board()
    await page.get_by_label("Label").select_option("Call back")
    await expect(cards(page, "Stage 1")).to_have_count(1)
    await expect_count(page, "Stage 1", 1)
    await team.do(labelling.label, [ben.id], label.id)
    await expect(cards(page, "Stage 1")).to_have_count(2)
    await page.get_by_label("Label").select_option("All labels")
    await expect_count(page, "Stage 1", 3)


async def test_somebody_is_rejected_and_put_back(team: Team) -> None:
    (ada,) = await team.stand("Ada")
    page = await team.board(query=f"?applicant={ada.id}", viewport=PHONE)
    await panel(page).get_by_role("button", name="More about this applicant").click()
    await page.get_by_role("button", name="Reject…").click()
    asked = page.get_by_role("dialog", name="Reject them?")
    await asked.get_by_label("Reason").fill("No licence")
    await expect_no_barriers(page)
    await asked.get_by_role("button", name="Reject", exact=True).click()
    await expect(messages(page)).to_contain_text("Ada was rejected.")
    await expect(panel(page)).to_contain_text("No licence")
    await panel(page).get_by_role("button", name="Put back").click()
    await expect(panel(page).get_by_label("Stage")).to_have_value(str(team.stages[0].id))


async def test_somebody_goes_to_another_opening_and_both_boards_follow(team: Team) -> None:
    (ada,) = await team.stand("Ada")
    boston = await make.opening(team.org, "Boston")
    first, *_ = await verbs.stages_of(boston)
    here, there = await team.board(), await team.browser()
    await there.goto(f"/openings/{boston.id}")
    page = await team.board(query=f"?applicant={ada.id}")
    await panel(page).get_by_label("Stage").select_option("Another opening…")
    asked = page.get_by_role("dialog", name="Move to another opening")
    await asked.get_by_label("Opening and stage").select_option(str(first.id))
    await asked.get_by_role("button", name="Move", exact=True).click()
    await expect(panel(page)).to_contain_text("Boston")
    await expect(card(here, "Ada")).to_have_count(0)
    await expect(card(there, "Ada")).to_be_visible()


async def test_a_template_is_written_beside_how_it_reads_and_begins_a_message(team: Team) -> None:
    (ada,) = await team.stand("Ada Lovelace")
    page = await team.browser(**DARK)
    await page.goto("/email-templates/new")
    await page.get_by_label("Name").fill("Invite")
    await page.get_by_label("Subject").fill("Hello {{ applicant.name }}")
    await page.get_by_role("textbox", name="Message").fill("{{ nobody }}")
    await expect(page.get_by_role("alert").first).to_contain_text("There is no {{ nobody }}")
    await page.get_by_role("textbox", name="Message").fill("Come to {{ opening.name }}: {{ link }}")
    reading = page.get_by_role("region", name="As it reads")
    await expect(reading).to_contain_text("Hello Grace Hopper")
    await page.get_by_label("Preview for").select_option("For Ada Lovelace")
    await expect(reading).to_contain_text("Come to Night Drivers")
    await expect_no_barriers(page)
    await page.get_by_role("button", name="Save template").click()
    await page.wait_for_url("**/email-templates")
    await expect_no_barriers(page)
    await page.goto(f"{team.path}?applicant={ada.id}")
    await panel(page).get_by_role("tab", name="Messages").click()
    await panel(page).get_by_label("Begin from a template").select_option("Invite")
    await expect(panel(page).get_by_label("Subject")).to_have_value("Hello Ada Lovelace")
    await panel(page).get_by_role("button", name="Send message").click()
    await expect(messages(page)).to_contain_text("Sent to Ada Lovelace.")


async def test_an_applicant_sees_by_when_and_is_told_kindly_that_it_ends(team: Team) -> None:
    (ada,) = await team.stand("Ada")
    question = await team.do(questions.create, "bike", "Do you own a bike?", type="yes_no")
    await team.do(questions.attach, team.stages[0].id, question.id)
    await team.do(deadlines.set_deadline, ada.id, now() + timedelta(days=3))
    await team.do(messaging.write, ada.id, "Hello", "Do not forget.")
    page = await (await team.chromium.new_context(base_url=team.site, bypass_csp=True)).new_page()
    await page.goto(await link_to(page, ada.email))
    await expect(page.get_by_text("Please complete this by")).to_be_visible()
    await expect_no_barriers(page)
    await team.do(leaving.reject, ada.id, "Too slow")
    await page.reload()
    await expect(page.get_by_role("heading", name="Your application was not taken further")).to_be_visible()
    assert "Too slow" not in await page.content()
    await expect_no_barriers(page)
    await page.context.close()


async def link_to(page: Page, email: str) -> str:
    """The personal link in the newest letter to this address, once development's mail shows it."""
    letter = page.get_by_role("link").filter(has_text=email).first
    for _ in range(100):
        await page.goto("/dev/mail")
        if await letter.count():
            break
        await page.wait_for_timeout(100)
    await letter.click()
    found = re.search(r"https?://\S+(/my/\S+)", unescape(await page.locator("pre").text_content() or ""))
    assert found
    return found[1]
