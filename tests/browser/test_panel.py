"""One applicant's panel, over the board and over the list of all applicants."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from plutomi.domain import labels, templates
from plutomi.domain.applicants import keeping, moving
from plutomi.domain.questions import attach, create
from plutomi.ids import new_id
from tests import make
from tests.browser.board import (
    DESKTOP,
    PHONE,
    SOON,
    Team,
    card,
    expect_count,
    expect_lane,
    expect_no_barriers,
)
from tests.domain import verbs


def panel(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Applicant")


def messages(page: Page) -> Locator:
    return page.get_by_role("status", name="Messages")


async def test_the_panel_has_an_address_of_its_own_that_survives_a_reload(team: Team) -> None:
    ada, _ = await team.stand("Ada Lovelace", "Ben")
    page = await team.board()
    await card(page, "Ada").click()
    await expect(panel(page)).to_contain_text("Ada Lovelace")
    await expect(page).to_have_url(re.compile(f"applicant={ada.id}$"))
    await page.reload()
    await expect(panel(page)).to_contain_text(ada.email)
    await panel(page).get_by_role("button", name="Close").click()
    await expect(panel(page)).to_have_count(0)
    await expect(page).to_have_url(re.compile(f"{team.path}$"))
    direct = await team.board(query=f"?applicant={ada.id}")
    await expect(panel(direct)).to_contain_text("Ada Lovelace")
    await expect(card(direct, "Ada")).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("id", ["nothing", str(new_id())])
async def test_an_applicant_who_is_not_there_is_told_in_friendly_words(team: Team, id: str) -> None:
    page = await team.board(query=f"?applicant={id}")
    await expect(messages(page)).to_contain_text("That applicant is not here")
    await expect(panel(page)).to_have_count(0)
    await expect(page).to_have_url(re.compile(f"{team.path}$"))


async def test_another_orgs_applicant_is_not_there(team: Team) -> None:
    stranger = await make.applicant((await verbs.stages_of(await make.opening(await make.org())))[0], "Secret Person")
    page = await team.board(query=f"?applicant={stranger.id}")
    await expect(messages(page)).to_contain_text("That applicant is not here")
    assert await page.get_by_text("Secret Person").count() == 0


async def test_contact_details_are_corrected_in_place(team: Team) -> None:
    (ada,) = await team.stand("Ada")
    page = await team.board(query=f"?applicant={ada.id}")
    await panel(page).get_by_role("button", name="Edit contact details").click()
    await expect(panel(page).get_by_label("Name")).to_be_focused()
    await panel(page).get_by_label("Name").fill("Ada King")
    await panel(page).get_by_label("Email").fill("not an address")
    await panel(page).get_by_role("button", name="Save").click()
    await expect(panel(page).get_by_role("alert")).to_be_visible()
    await expect(panel(page).get_by_label("Email")).to_have_value("not an address")
    await expect(panel(page).get_by_label("Email")).to_be_focused()
    await expect(panel(page).get_by_label("Name")).to_have_value("Ada King")
    await panel(page).get_by_label("Email").fill("ada@king.example")
    await panel(page).get_by_role("button", name="Save").click()
    await expect(panel(page).get_by_role("link", name="ada@king.example")).to_be_visible()
    await expect(messages(page)).to_contain_text("Contact details saved.")
    await expect(card(page, "Ada King")).to_be_visible()
    await panel(page).get_by_role("tab", name="History").click()
    await expect(panel(page)).to_contain_text("Olivia Owner corrected the contact details")
    await expect(panel(page)).to_contain_text("Name: Ada → Ada King")


async def test_the_panel_tells_what_time_it_is_where_they_are(team: Team) -> None:
    (ada,) = await team.stand("Ada", time_zone="America/New_York")
    page = await team.board(query=f"?applicant={ada.id}")
    await expect(panel(page).get_by_text("America/New York")).to_be_visible()
    await expect(panel(page).get_by_text(re.compile(r"^\d+:\d\d\s[AP]M$"))).to_be_visible()


async def test_a_note_is_unread_to_the_others_until_they_look(team: Team) -> None:
    (ada,) = await team.stand("Ada")
    colleague = await make.user(name="Carl Colleague", org=team.org)
    mine, theirs = await team.board(query=f"?applicant={ada.id}"), await team.board(colleague)
    await expect(card(theirs, "Ada")).to_contain_text("new applicant")
    await panel(mine).get_by_role("tab", name="Notes").click()
    await panel(mine).get_by_label("Add a note").fill("Called, wants nights.")
    await panel(mine).get_by_role("button", name="Add note").click()
    await expect(panel(mine).get_by_role("article")).to_contain_text("Called, wants nights.")
    await expect(panel(mine).get_by_label("Add a note")).to_have_value("")
    await expect(card(theirs, "Ada")).to_contain_text("Unread note")
    await expect(card(mine, "Ada")).not_to_contain_text("Unread note")
    await expect(card(mine, "Ada")).not_to_contain_text("new applicant")
    await card(theirs, "Ada").click()
    await expect(card(theirs, "Ada")).not_to_contain_text("Unread note")
    await expect(card(theirs, "Ada")).not_to_contain_text("new applicant")
    await panel(theirs).get_by_role("tab", name="Notes").click()
    await expect(panel(theirs).get_by_role("article")).to_contain_text("Olivia Owner")
    await expect(panel(theirs).get_by_role("button", name="Delete this note")).to_have_count(0)
    await theirs.reload()
    await expect(card(theirs, "Ada")).to_be_visible()
    await expect(card(theirs, "Ada")).not_to_contain_text("new applicant")


async def test_a_link_into_another_of_ones_orgs_leads_there(team: Team) -> None:
    (ada,) = await team.stand("Ada Lovelace")
    other = await make.org(team.owner, name="Other Company")
    page = await team.browser()
    switched = await page.request.post("/auth/org", form={"org_id": str(other.id)}, headers={"origin": team.site})
    assert switched.ok
    await page.goto(f"{team.path}?applicant={ada.id}")
    await expect(page.get_by_text("This is in another of your organizations")).to_be_visible()
    await expect_no_barriers(page)
    await page.get_by_role("button", name=f"Switch to {team.org.name}").click()
    await expect(panel(page)).to_contain_text("Ada Lovelace")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP])
async def test_back_closes_the_panel_and_then_leads_on(team: Team, viewport: dict[str, int]) -> None:
    ada, _ = await team.stand("Ada Lovelace", "Ben Brown")
    page = await team.browser(viewport=viewport)
    await page.goto("/openings")
    await page.get_by_role("link", name=team.opening.name).first.click()
    await card(page, "Ada").click()
    await expect(page).to_have_url(re.compile(f"applicant={ada.id}$"))
    await panel(page).get_by_role("button", name="Next applicant").click()
    await expect(panel(page)).to_contain_text("Ben Brown")
    await page.go_back()
    await expect(panel(page)).to_have_count(0)
    await expect(page).to_have_url(re.compile(f"{team.path}$"))
    await expect(card(page, "Ada")).to_be_visible()
    await page.go_forward()
    await expect(panel(page)).to_contain_text("Ben Brown")
    await panel(page).get_by_role("button", name="Close").click()
    await expect(panel(page)).to_have_count(0)
    for name in ("Ada", "Ben"):
        await card(page, name).click()
        await expect(panel(page)).to_contain_text(name)
        await panel(page).get_by_role("button", name="Close").click()
        await expect(panel(page)).to_have_count(0)
        await expect(page).to_have_url(re.compile(f"{team.path}$"))
    await page.go_back()
    await page.go_back()
    await expect(page).to_have_url(re.compile("/openings$"))


async def test_what_is_half_written_to_somebody_waits_while_others_are_looked_at(team: Team) -> None:
    ada, _ = await team.stand("Ada Lovelace", "Ben Brown")
    page = await team.board(query=f"?applicant={ada.id}")
    tab, typed = panel(page).get_by_role("tab", name="Notes"), panel(page).get_by_label("Add a note")
    add = panel(page).get_by_role("button", name="Add note")
    await tab.click()
    await typed.fill("Called, wants")
    await panel(page).get_by_role("button", name="Next applicant").click()
    await expect(panel(page)).to_contain_text("Ben Brown")
    await expect(tab).to_have_attribute("aria-selected", "true")
    await add.click()
    await expect(panel(page).get_by_text("Write something first.")).to_be_visible()
    await page.reload()
    await tab.click()
    await expect(typed).to_have_value("")
    await expect(panel(page).get_by_text("Write something first.")).to_have_count(0)
    await typed.fill("Has a bicycle.")
    await add.click()
    await expect(panel(page).get_by_role("article")).to_contain_text("Has a bicycle.")
    await expect(typed).to_have_value("")
    await panel(page).get_by_role("button", name="Previous applicant").click()
    await expect(panel(page)).to_contain_text("Ada Lovelace")
    await tab.click()
    await expect(typed).to_have_value("Called, wants")
    await page.reload()
    await tab.click()
    await expect(typed).to_have_value("Called, wants")
    await typed.press("End")
    await typed.press_sequentially(" nights.")
    await add.click()
    await expect(panel(page).get_by_role("article")).to_contain_text("Called, wants nights.")
    await expect(typed).to_have_value("")
    await page.reload()
    await tab.click()
    await expect(panel(page).get_by_role("article")).to_be_visible()
    await expect(typed).to_have_value("")


async def test_a_message_begun_from_a_template_for_one_is_not_begun_for_the_next(team: Team) -> None:
    ada, _ = await team.stand("Ada Lovelace", "Ben Brown")
    await team.do(templates.create, name="Invite", subject="Hello {{ applicant.name }}", body="Come: {{ link }}")
    page = await team.board(query=f"?applicant={ada.id}")
    tab, subject = panel(page).get_by_role("tab", name="Messages"), panel(page).get_by_label("Subject")
    await tab.click()
    await panel(page).get_by_label("Begin from a template").select_option("Invite")
    await expect(subject).to_have_value("Hello Ada Lovelace")
    await subject.fill("Hello Ada")
    await panel(page).get_by_role("button", name="Next applicant").click()
    await expect(panel(page)).to_contain_text("Ben Brown")
    await tab.click()
    await expect(subject).to_have_value("")
    await expect(panel(page).get_by_label("Begin from a template")).to_have_value("")
    await panel(page).get_by_role("button", name="Previous applicant").click()
    await expect(panel(page)).to_contain_text("Ada Lovelace")
    await tab.click()
    await expect(subject).to_have_value("")
    await panel(page).get_by_label("Begin from a template").select_option("Invite")
    await expect(subject).to_have_value("Hello Ada")


async def test_an_empty_note_is_refused_at_its_field(team: Team) -> None:
    (ada,) = await team.stand("Ada")
    page = await team.board(query=f"?applicant={ada.id}")
    await panel(page).get_by_role("tab", name="Notes").click()
    await panel(page).get_by_role("button", name="Add note").click()
    await expect(panel(page).get_by_role("alert")).to_contain_text("Write something first.")


async def test_a_double_click_writes_one_note_and_sends_one_message(team: Team) -> None:
    (ada,) = await team.stand("Ada")
    page = await team.board(query=f"?applicant={ada.id}")
    await panel(page).get_by_role("tab", name="Messages").click()
    await panel(page).get_by_label("Subject").fill("Hello")
    await panel(page).get_by_label("Message", exact=True).fill("Come in.")
    await panel(page).get_by_role("button", name="Send message").dblclick()
    await expect(panel(page).get_by_role("article")).to_have_count(1)
    await panel(page).get_by_role("tab", name="Notes").click()
    await panel(page).get_by_label("Add a note").fill("Called.")
    await panel(page).get_by_role("button", name="Add note").dblclick()
    await expect(panel(page).get_by_label("Add a note")).to_have_value("")
    await expect(panel(page).get_by_role("article")).to_have_count(1)
    await expect(panel(page).get_by_role("alert")).to_have_count(0)
    kinds = await verbs.types(team.org.id)
    assert (kinds.count("note.written"), kinds.count("applicant.messaged")) == (1, 1)


async def test_the_stage_picker_moves_the_card_behind_and_history_says_who_did(team: Team) -> None:
    (ada,) = await team.stand("Ada")
    page = await team.board(query=f"?applicant={ada.id}")
    await panel(page).get_by_label("Stage").select_option("Stage 2")
    await expect_lane(page, "Stage 2", "Ada")
    await expect_count(page, "Stage 1", 0)
    await expect(messages(page)).to_contain_text("Ada moved to Stage 2.")
    await panel(page).get_by_role("tab", name="History").click()
    await expect(panel(page)).to_contain_text("Olivia Owner moved from Stage 1 to Stage 2")
    await expect(panel(page).locator("time").last).to_have_attribute("title", re.compile(r"\d{4}"))


async def test_a_move_seen_elsewhere_refuses_the_picker_with_a_reason(team: Team) -> None:
    (ada,) = await team.stand("Ada")
    page = await team.board(query=f"?applicant={ada.id}")
    await expect(panel(page).get_by_label("Stage")).to_be_visible()
    await team.do(moving.move, moving.Move(ada.id, team.stages[2].id))
    await panel(page).get_by_label("Stage").select_option("Stage 2")
    await expect(messages(page)).to_contain_text("Somebody has moved this applicant to Stage 3 in the meantime.")
    await expect(panel(page).get_by_label("Stage")).to_have_value(str(team.stages[2].id))


async def test_the_open_panel_follows_what_a_colleague_does_and_loses_nothing_typed(team: Team) -> None:
    (ada,) = await team.stand("Ada")
    page = await team.board(query=f"?applicant={ada.id}")
    await panel(page).get_by_role("tab", name="Notes").click()
    await panel(page).get_by_label("Add a note").fill("Half a thought")
    await team.do(moving.move, moving.Move(ada.id, team.stages[2].id))
    await expect(panel(page).get_by_label("Stage")).to_have_value(str(team.stages[2].id))
    await team.do(keeping.write_note, ada.id, "Called.")
    await expect(panel(page).get_by_role("article")).to_contain_text("Called.")
    await expect(panel(page).get_by_role("tab", name="Notes (1)")).to_be_visible()
    await expect(panel(page).get_by_label("Add a note")).to_have_value("Half a thought")
    await panel(page).get_by_role("button", name="Edit contact details").click()
    await panel(page).get_by_label("Name").fill("Ada K")
    await team.do(keeping.correct, ada.id, phone="+12125550123")
    await expect(panel(page).get_by_label("Phone")).to_have_value(re.compile("555.?0123"))
    await expect(panel(page).get_by_label("Name")).to_have_value("Ada K")
    await panel(page).get_by_role("tab", name="History").click()
    await expect(panel(page)).to_contain_text("moved from Stage 1 to Stage 3")
    await team.do(keeping.delete, ada.id)
    await expect(panel(page)).to_have_count(0)
    await expect(messages(page)).to_contain_text("was deleted by somebody else.")


@pytest.mark.parametrize("where", ["board", "list"])
async def test_a_panel_left_open_shows_what_happened_while_its_page_was_away(team: Team, where: str) -> None:
    (ada,) = await team.stand("Ada")
    page = await team.board()
    await page.goto((team.path if where == "board" else "/applicants") + f"?applicant={ada.id}")
    await expect(panel(page).get_by_label("Stage")).to_have_value(str(team.stages[0].id))
    await page.goto("about:blank")
    await team.do(moving.move, moving.Move(ada.id, team.stages[2].id))
    await team.do(keeping.write_note, ada.id, "Called.")
    await page.go_back()
    await expect(panel(page).get_by_label("Stage")).to_have_value(str(team.stages[2].id))
    await expect(panel(page).get_by_role("tab", name="Notes (1)")).to_be_visible()
    await page.goto("about:blank")
    await team.do(keeping.delete, ada.id)
    await page.go_back()
    await expect(messages(page)).to_contain_text("Ada was deleted by somebody else.")
    await expect(panel(page)).to_have_count(0)


async def test_a_deletion_is_asked_for_and_takes_the_card_away(team: Team) -> None:
    ada, _ = await team.stand("Ada", "Ben")
    page, theirs = await team.board(query=f"?applicant={ada.id}"), await team.board()
    await panel(page).get_by_role("button", name="More about this applicant").click()
    await page.get_by_role("button", name="Delete applicant").click()
    asked = page.get_by_role("alertdialog")
    await expect(asked).to_contain_text("Ada will be deleted")
    await expect(asked).to_contain_text("This cannot be undone.")
    await page.keyboard.press("Escape")
    await expect(asked).to_have_count(0)
    await expect(panel(page)).to_be_visible()
    await panel(page).get_by_role("button", name="More about this applicant").click()
    await page.get_by_role("button", name="Delete applicant").click()
    await asked.get_by_role("button", name=re.compile("Delete|Confirm|Yes")).dblclick()
    for one in (page, theirs):
        await expect_lane(one, "Stage 1", "Ben")
    await expect(panel(page)).to_have_count(0)
    await expect(messages(page)).to_have_text("Ada was deleted.")


async def test_on_a_phone_the_panel_covers_the_page_and_keeps_the_focus(team: Team) -> None:
    (ada,) = await team.stand("Ada")
    page = await team.board(viewport=PHONE, has_touch=True)
    await card(page, "Ada").tap()
    await expect(panel(page)).to_contain_text(ada.email)
    await expect(panel(page)).to_be_focused()
    box = await panel(page).bounding_box()
    assert box
    assert (round(box["width"]), round(box["height"])) == (PHONE["width"], PHONE["height"])
    for _ in range(25):
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.matches('body, [role=dialog] *')")
    await panel(page).get_by_role("button", name="Close").tap()
    await expect(card(page, "Ada")).to_be_focused()


async def test_all_applicants_are_found_as_one_types(team: Team) -> None:
    await team.stand("Ada Lovelace", email="countess@example.com", phone="+12125550123")
    await team.stand("Ben Bitdiddle", stage=1)
    other = (await verbs.stages_of(await make.opening(team.org, "Day Drivers")))[0]
    await make.applicant(other, "Cleo Clock")
    page = await team.browser()
    await page.goto("/applicants")
    rows, box = page.get_by_role("row"), page.get_by_role("searchbox")
    await expect(rows).to_have_count(4)  # with the heads
    for typed in ("lovel", "COUNTESS@", "555-0123", "0123"):
        await box.fill(typed)
        await expect(rows).to_have_count(2)
        await expect(rows.last).to_contain_text("Ada Lovelace")
    await box.fill("nobody at all")
    await expect(page.get_by_text("Nobody found")).to_be_visible()
    await box.press("Escape")
    await expect(rows).to_have_count(4)
    await page.get_by_label("Opening", exact=True).select_option("Day Drivers")
    await expect(rows).to_have_count(2)
    await rows.last.get_by_role("button", name="Cleo Clock").click()
    await expect(panel(page)).to_contain_text("Day Drivers")
    await expect(page).to_have_url(re.compile("applicant="))
    await page.reload()
    await expect(panel(page)).to_contain_text("Day Drivers")


async def test_several_are_labelled_at_once_and_the_panel_over_the_list_follows(team: Team) -> None:
    for number, name in enumerate(("Ada Lovelace", "Ben Bitdiddle", "Cleo Clock")):
        await team.stand(name, stage=number)
    await team.do(labels.create, "Call back", "#c2570c")
    page = await team.browser()
    await page.goto("/applicants")
    rows = page.get_by_role("row")
    for name in ("Ada Lovelace", "Ben Bitdiddle"):
        await page.get_by_role("checkbox", name=f"Select {name}").click()
        await expect(page.get_by_role("checkbox", name=f"Select {name}")).to_be_checked()
    await page.get_by_role("button", name="Add label").click()
    await page.get_by_role("button", name="Call back").click()
    await expect(rows.filter(has_text="Call back")).to_have_count(2)
    await rows.filter(has_text="Ada").get_by_role("button", name="Ada Lovelace").click()
    await expect(panel(page)).to_contain_text("Ada Lovelace")
    ada = next(one for one in await verbs.applicants(team.org.id) if one.name == "Ada Lovelace")
    await team.do(keeping.correct, ada.id, name="Ada Byron")
    await expect(panel(page)).to_contain_text("Ada Byron", timeout=SOON)
    await expect(rows.filter(has_text="Ada Byron")).to_have_count(1)


async def test_all_applicants_come_page_by_page(team: Team, site_database_url: str) -> None:
    await team.crowd(site_database_url, 120)
    page = await team.browser()
    await page.goto("/applicants")
    rows, more = page.get_by_role("row"), page.get_by_role("button", name="Show more")
    await expect(rows).to_have_count(51)
    await more.click()
    await expect(rows).to_have_count(101)
    await more.click()
    await expect(rows).to_have_count(121)
    await expect(more).to_have_count(0)


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desktop", "phone"])
async def test_the_panel_and_the_list_have_no_barriers(
    team: Team, colours: str, viewport: dict[str, int] | None
) -> None:
    about = await team.do(create, "about", title="What brings you here?", type="long_text")
    await team.do(attach, team.stages[0].id, about.id, is_required=True)
    await verbs.apply(team.opening, name="Ada", answers={"about": "Nights."})
    (ada,) = await verbs.applicants(team.org.id)
    await team.do(keeping.write_note, ada.id, "Called.")
    page = await team.board(
        query=f"?applicant={ada.id}", color_scheme=colours, **({"viewport": viewport} if viewport else {})
    )
    for tab, words in (("Answers", "Nights."), ("Notes", "Called."), ("History", "wrote a note")):
        await panel(page).get_by_role("tab", name=tab).click()
        await expect(panel(page).get_by_role("tabpanel")).to_contain_text(words)
        await expect_no_barriers(page)
    await panel(page).get_by_role("button", name="Edit contact details").click()
    await panel(page).get_by_label("Email").fill("wrong")
    await panel(page).get_by_role("button", name="Save").click()
    await expect(panel(page).get_by_role("alert")).to_be_visible()
    await expect_no_barriers(page)
    await page.goto("/applicants")
    await expect(page.get_by_role("row").filter(has_text="Ada")).to_be_visible(timeout=SOON)
    await expect_no_barriers(page)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_message_fades_by_itself_and_waits_while_pointed_at(team: Team) -> None:
    """Without `bypass_csp`: messages must show under the policy that pages are served with."""
    page = await team.browser(bypass_csp=False)
    await page.goto(f"{team.path}?applicant={new_id()}")
    message = page.get_by_text("That applicant is not here")
    await message.wait_for()
    await message.hover()
    await page.wait_for_timeout(13_000)
    assert await message.is_visible()
    await page.mouse.move(5, 5)
    await message.wait_for(state="hidden", timeout=20_000)
