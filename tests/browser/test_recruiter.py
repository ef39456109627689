"""A recruiter's way from the first login to a public opening, as people go it: by mouse, by keyboard, on a phone."""

import re

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import PHONE, Person, link_for


async def make_opening(page: Page, name: str, *stages: str) -> None:
    """Make an opening with these stages, and stay in its settings."""
    await page.goto("/openings")
    await page.get_by_role("button", name="New opening").click()
    await page.get_by_label("Name").fill(name)
    await page.get_by_role("button", name="Create opening").click()
    await expect(page.get_by_role("heading", name=name)).to_be_visible()
    for stage in stages:
        await add_stage(page, stage)


async def add_stage(page: Page, name: str) -> None:
    await page.get_by_role("button", name="Add stage", exact=True).click()
    dialog = page.get_by_role("dialog", name="Add a stage")
    await dialog.get_by_label("Name").fill(name)
    await dialog.get_by_role("button", name="Add stage").click()
    await expect(stage_names(page).filter(has_text=name)).to_be_visible()


def stage_names(page: Page) -> Locator:
    return page.get_by_role("list", name="Stages").get_by_role("listitem")


async def expect_order(rows: Locator, *names: str) -> None:
    await expect(rows).to_have_text([re.compile(name) for name in names])


async def by_keyboard(handle: Locator, *arrows: str) -> None:
    """Lift, carry, drop."""
    await handle.focus()
    for key in ("Space", *arrows, "Space"):
        await handle.page.keyboard.press(key)
        await handle.page.wait_for_timeout(400)  # the library moves a lifted thing before it takes the next key


async def by_mouse(handle: Locator, target: Locator) -> None:
    source, goal = await handle.bounding_box(), await target.bounding_box()
    assert source
    assert goal
    mouse, x = handle.page.mouse, source["x"] + source["width"] / 2
    await mouse.move(x, source["y"] + source["height"] / 2)
    await mouse.down()
    await mouse.move(x, source["y"] + source["height"] / 2 + 10, steps=3)
    await mouse.move(x, goal["y"] + goal["height"] / 2 + 12, steps=15)
    await handle.page.wait_for_timeout(250)
    await mouse.up()


async def test_a_stranger_becomes_an_owner_with_the_page_they_were_heading_to_kept(person: Person) -> None:
    page = await person()
    await page.goto("/questions")
    await expect(page.get_by_text("takes you on to your questions")).to_be_visible()
    await page.get_by_label("Work email").fill("grace@navy.example")
    await page.get_by_role("button", name="Email me a link").click()
    await expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()
    await page.get_by_role("button", name="Send it again").click()
    await expect(page.get_by_role("alert")).to_contain_text("Please wait")
    await page.goto(await link_for(page.context, "grace@navy.example"))
    await page.get_by_role("button", name="Log in").click()
    await page.wait_for_load_state("networkidle")
    await page.get_by_label("Your name").fill("Grace Hopper")
    await page.keyboard.press("Enter")
    await page.get_by_label("Name", exact=True).fill("Navy & Sons")
    await expect(page.get_by_label("Address")).to_have_value("navy-and-sons")
    await expect(page.get_by_text("/apply/navy-and-sons")).to_be_visible()
    await page.get_by_role("button", name="Create organization").click()
    await page.wait_for_url("**/questions")
    await expect(page.get_by_role("heading", name="Questions", exact=True)).to_be_visible()
    await expect(page.get_by_role("button", name="Navy & Sons").first).to_be_visible()


async def test_an_opening_is_set_up_by_mouse_and_keyboard_and_published(person: Person) -> None:
    page = await person("Ann")
    await make_opening(page, "Night drivers")
    await page.get_by_role("button", name=re.compile("^Public")).click()
    await expect(page.get_by_role("alert")).to_contain_text("Add a stage first")
    for stage in ("Review", "Papers", "Questionnaire"):
        await add_stage(page, stage)
    rows = stage_names(page)
    await by_keyboard(page.get_by_role("button", name="Move Questionnaire"), "ArrowUp", "ArrowUp")
    await expect_order(rows, "Questionnaire", "Review", "Papers")
    await by_mouse(page.get_by_role("button", name="Move Review"), rows.nth(2))
    await expect_order(rows, "Questionnaire", "Papers", "Review")
    await page.reload()
    await expect_order(rows, "Questionnaire", "Papers", "Review")
    await page.get_by_role("button", name="Rename or lead on from Questionnaire").click()
    await page.get_by_label("When its form is completed").select_option(label="Review")
    await page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    await expect(rows.first).to_contain_text("then on to Review")
    await page.get_by_role("button", name=re.compile("^Public")).click()
    await expect(page.get_by_role("status").filter(has_text="people can apply now")).to_be_visible()
    await page.goto("/openings")
    row = page.get_by_role("row").filter(has_text="Night drivers")
    await expect(row).to_contain_text("Public")
    await expect(row).to_contain_text("3")


async def test_business_hours_are_typed_as_people_write_them_and_refused_at_their_day(person: Person) -> None:
    page = await person("Ann")
    await make_opening(page, "Boston")
    hours = page.get_by_role("region", name="Business hours")
    await hours.get_by_label("Time zone").fill("Boston")
    await hours.get_by_label("Monday").fill("9am-12:30pm, 13 to 17")
    await hours.get_by_label("Sunday").fill("whenever")
    await hours.get_by_role("button", name="Save hours").click()
    await expect(hours.get_by_label("Sunday")).to_have_accessible_description(re.compile("like 09:00 and 17:00"))
    await expect(hours.get_by_label("Time zone")).to_be_focused()
    await hours.get_by_label("Time zone").fill("America/New_York")
    await hours.get_by_label("Sunday").fill("")
    await hours.get_by_label("Holidays").fill("2028-01-01, 2027-12-25")
    await hours.get_by_role("button", name="Save hours").click()
    await expect(page.get_by_text("The hours are saved.")).to_be_visible()
    await page.reload()
    await expect(hours.get_by_label("Monday")).to_have_value("09:00-12:30, 13:00-17:00")
    await expect(hours.get_by_label("Sunday")).to_have_value("")
    await expect(hours.get_by_label("Time zone")).to_have_value("America/New_York")
    await expect(hours.get_by_label("Holidays")).to_have_value("2027-12-25\n2028-01-01")


async def test_a_stage_is_added_in_between_and_deleted(person: Person) -> None:
    page = await person("Ann")
    await make_opening(page, "Drivers", "First", "Last")
    await page.get_by_role("button", name="Add a stage after First").click()
    await page.get_by_role("dialog").get_by_label("Name").fill("Middle")
    await page.keyboard.press("Enter")
    await expect_order(stage_names(page), "First", "Middle", "Last")
    await page.get_by_role("button", name="Delete First").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Delete stage").click()
    await expect_order(stage_names(page), "Middle", "Last")


async def test_a_stages_form_is_made_of_new_questions_and_the_banks(person: Person) -> None:
    page = await person("Ann")
    await make_opening(page, "Drivers", "Questionnaire")
    await page.get_by_role("button", name=re.compile("^Questionnaire")).click()
    await page.get_by_role("button", name="New question").first.click()
    dialog = page.get_by_role("dialog", name="New question")
    await dialog.get_by_label("Question", exact=True).fill("Which shift suits you?")
    await dialog.get_by_label("Type").select_option(label="One choice")
    await dialog.get_by_label("Options").fill("Day")
    await dialog.get_by_role("button", name="Create and add").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("at least two")
    await expect(dialog.get_by_label("Question", exact=True)).to_have_value("Which shift suits you?")
    await dialog.get_by_label("Options").fill("Day\nNight")
    await dialog.get_by_role("button", name="Create and add").click()
    preview = page.get_by_role("region", name="As applicants see it")
    await expect(preview).to_contain_text("Night")
    switch = page.get_by_role("switch", name="Required: Which shift suits you?")
    await expect(switch).to_be_checked()
    await switch.click()
    await expect(preview).to_contain_text("Which shift suits you? (optional)")
    await page.get_by_role("button", name="Add from the bank").click()
    await expect(page.get_by_role("dialog", name="Add questions")).to_contain_text("Already added")
    await page.get_by_role("button", name="Done").click()
    await page.get_by_role("button", name="Take out Which shift suits you?").click()
    await expect(page.get_by_text("This stage asks nothing yet")).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(preview).to_contain_text("Which shift suits you? (optional)")


async def test_a_double_click_adds_a_question_once_and_the_next_at_once(person: Person) -> None:
    page = await person("Ann")
    await make_opening(page, "Drivers", "First", "Second")
    for stage in ("First", "Second"):
        await page.get_by_role("button", name=re.compile(f"^{stage}")).click()
        await page.wait_for_url("**/stages/*")
        if stage == "First":
            for title in ("Your age?", "Your shift?"):
                await page.get_by_role("button", name="New question").first.click()
                await page.get_by_label("Question", exact=True).fill(title)
                await page.get_by_role("button", name="Create and add").click()
                await expect(page.get_by_role("switch", name=f"Required: {title}")).to_be_visible()
            await page.get_by_role("link", name="Back to settings").click()
    await page.get_by_role("button", name="Add from the bank").click()
    await page.get_by_role("button", name="Add Your age?").dblclick()
    await page.get_by_role("button", name="Add Your shift?").dblclick()
    await expect(page.get_by_role("dialog").get_by_text("Already added")).to_have_count(2)
    await page.get_by_role("button", name="Done").click()
    await expect(page.get_by_role("switch")).to_have_count(2)
    await expect(page.get_by_role("status", name="Messages")).not_to_contain_text("already")


async def test_a_question_in_use_says_where_and_stays_in_the_bank(person: Person) -> None:
    page = await person("Ann")
    await make_opening(page, "Drivers", "Questionnaire")
    await page.get_by_role("button", name=re.compile("^Questionnaire")).click()
    await page.get_by_role("button", name="New question").first.click()
    await page.get_by_label("Question", exact=True).fill("Do you drive?")
    await page.get_by_role("button", name="Create and add").click()
    await expect(page.get_by_role("switch")).to_be_visible()
    await page.goto("/questions")
    await page.get_by_role("button", name="More about Do you drive?").click()
    await page.get_by_role("button", name="Archive…").click()
    dialog = page.get_by_role("alertdialog")
    await expect(dialog).to_contain_text("This question is in use")
    await dialog.get_by_role("link", name=re.compile("Questionnaire")).click()
    await page.wait_for_url("**/stages/*")


async def test_errors_stand_at_their_fields_and_what_was_typed_stays(person: Person) -> None:
    await person("Ann", org="taken-already")
    page = await person("Ben", org="none")
    await page.goto("/openings")  # without an org there is one thing to do first
    await page.wait_for_url("**/orgs/new**")
    await page.get_by_label("Name").fill("Second")
    await expect(page.get_by_label("Address")).to_have_value("second")
    for slug, words in (("taken-already", "already"), ("admin", "kept for Plutomi"), ("ä", "letters a to z")):
        await page.get_by_label("Address").fill(slug)
        await page.wait_for_timeout(800)  # a click so soon after the last is taken for its echo
        await page.get_by_role("button", name="Create organization").click()
        await expect(page.get_by_role("alert")).to_contain_text(words)
        await expect(page.get_by_label("Address")).to_have_value(slug)
        await expect(page.get_by_label("Address")).to_be_focused()
        await expect(page.get_by_label("Name")).to_have_value("Second")


async def test_a_bad_address_is_refused_at_the_field_and_the_button_works_again(person: Person) -> None:
    page = await person()
    await page.goto("/login", wait_until="networkidle")
    await page.get_by_label("Work email").fill("not an address")
    await page.get_by_role("button", name="Email me a link").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await expect(page.get_by_label("Work email")).to_have_value("not an address")
    await page.get_by_label("Work email").fill("fine@plutomi.example")
    await page.get_by_role("button", name="Email me a link").click()
    await expect(page.get_by_text("fine@plutomi.example")).to_be_visible()


async def test_a_deletion_asks_for_the_name_and_says_what_goes_with_it(person: Person) -> None:
    page = await person("Ann")
    await make_opening(page, "Old opening", "One", "Two")
    await page.get_by_role("button", name="Delete opening…").click()
    dialog = page.get_by_role("alertdialog")
    await expect(dialog).to_contain_text("2 stages and 0 applicants")
    await dialog.get_by_label("Confirmation").fill("Old")
    await dialog.get_by_role("button", name="Delete for ever").click()
    await expect(dialog.get_by_role("alert")).to_be_visible()
    await expect(dialog.get_by_label("Confirmation")).to_be_focused()
    await dialog.get_by_label("Confirmation").fill("Old opening")
    await dialog.get_by_role("button", name="Delete for ever").dblclick()
    await page.wait_for_url("**/openings")
    await expect(page.get_by_text("No openings yet")).to_be_visible()
    messages = page.get_by_role("status", name="Messages")
    await expect(messages).to_contain_text("“Old opening” is deleted.")
    await expect(messages.locator(".alert-error")).to_have_count(0)


LONG = "W" * 100


@pytest.mark.parametrize("width", [1280, 390])
async def test_long_names_are_wrapped_where_they_are_told_and_asked_for(person: Person, width: int) -> None:
    page = await person("Ann", viewport={"width": width, "height": 800})
    await make_opening(page, LONG, "One")
    toast = page.get_by_role("status", name="Messages").locator(".alert").first
    for one in (toast, toast.get_by_role("button", name="Dismiss")):
        box = await one.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    await page.get_by_role("button", name="Delete opening…").click()
    hint = page.get_by_role("alertdialog").get_by_text(f"Type {LONG} to confirm.")
    assert await hint.evaluate("hint => hint.scrollWidth <= hint.clientWidth")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name=re.compile("^One")).click()
    trail = page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name=LONG)
    box = await trail.bounding_box()
    assert box
    assert box["x"] + box["width"] <= width


async def test_a_filter_that_fits_no_opening_says_so_without_asking_for_other_words(person: Person) -> None:
    page = await person("Ann")
    await make_opening(page, "Drivers")
    await page.goto("/openings")
    await page.get_by_role("button", name="Closed").click()
    await expect(page.get_by_text("No closed openings")).to_be_visible()
    await page.get_by_role("searchbox").fill("riders")
    await expect(page.get_by_text("No opening like that")).to_be_visible()


async def test_days_to_wait_are_asked_for_only_where_they_count(person: Person) -> None:
    page = await person("Ann")
    await make_opening(page, "Drivers", "One")
    group = page.get_by_role("group", name="May people who withdrew apply again?")
    days = page.get_by_label("Days to wait")
    for choice, counts in (("No:", False), ("Yes, some days", True), ("Yes, at any time", False)):
        await group.get_by_label(choice).check()
        await expect(days).to_be_visible(visible=counts)


async def test_after_logging_out_the_back_button_shows_nothing(person: Person) -> None:
    page = await person("Ann")
    await make_opening(page, "Secret opening", "One")
    await page.goto("/openings")
    await expect(page.get_by_role("link", name="Secret opening")).to_be_visible()
    await page.get_by_role("button", name="Account").first.click()
    await page.get_by_role("button", name="Log out").click()
    await page.wait_for_url("**/login")
    await page.go_back()
    await page.wait_for_url("**/login**")
    await expect(page.get_by_text("Secret opening")).to_have_count(0)


async def test_orgs_are_switched_with_nothing_left_of_the_other(person: Person) -> None:
    page = await person("Ann")
    await make_opening(page, "Of the first", "One")
    await page.goto("/orgs/new", wait_until="networkidle")
    await page.get_by_label("Name").fill("Another Company")
    await expect(page.get_by_label("Address")).to_have_value("another-company")
    await page.get_by_role("button", name="Create organization").click()
    await expect(page.get_by_text("No openings yet")).to_be_visible()
    await page.get_by_role("button", name="Another Company").first.click()
    await page.get_by_role("button", name="Ann's Org").click()
    await expect(page.get_by_role("link", name="Of the first")).to_be_visible()


async def test_a_session_ended_elsewhere_is_over_at_the_next_click(person: Person) -> None:
    page = await person("Ann")
    await page.goto("/account")
    await expect(page.get_by_text("This browser")).to_be_visible()
    await expect(page.get_by_role("main")).to_contain_text("Chrome on Linux")
    await page.context.request.delete("/api/v1/me/sessions", headers={"origin": page.url.split("/account")[0]})
    await page.get_by_label("Name").fill("Anna")
    await page.get_by_role("button", name="Save").click()
    await page.wait_for_url("**/login**")


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_a_phone_shows_every_page_whole_and_without_a_barrier(person: Person, colours: str) -> None:
    page = await person("Ann", viewport=PHONE, color_scheme=colours)
    await make_opening(page, "Drivers", "Questionnaire")
    settings = page.url
    await page.get_by_role("button", name=re.compile("^Questionnaire")).click()
    await page.wait_for_url("**/stages/*")
    for path in (page.url, settings, "/openings", "/questions", "/account", "/orgs/new"):
        await page.goto(path)
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await expect(page.get_by_text("Loading")).to_have_count(0)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        violations = (await Axe().run(page)).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == [], path


async def test_another_orgs_opening_is_as_one_that_does_not_exist(person: Person) -> None:
    ann, ben = await person("Ann"), await person("Ben")
    await make_opening(ann, "Only Ann's", "One")
    for path in (ann.url, "/openings/nonsense/settings"):
        await ben.goto(path)
        await expect(ben.get_by_text("This page cannot be shown")).to_be_visible()
        await expect(ben.get_by_role("navigation", name="Opening")).to_have_count(0)
