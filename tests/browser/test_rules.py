"""A rule built by choosing, tried, switched on, seen to act, and asked why; also by keyboard, and on a phone."""

import re

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.conftest import PHONE, Person
from tests.browser.test_forms import send

SENTENCE = "When Questions is completed, if Do you have a licence? is no, move to Waiting List."


async def is_clean(page: Page) -> None:
    results = await Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def opening_of(page: Page) -> tuple[str, str]:
    """A public opening of two stages; its id and slug. The first asks for a licence."""
    await page.goto("/openings")
    opening = await send(page, "/api/v1/openings", name="Drivers")
    first, _ = [
        await send(page, f"/api/v1/openings/{opening['id']}/stages", name=name)
        for name in ("Questions", "Waiting List")
    ]
    made = await send(page, "/api/v1/questions", title="Do you have a licence?", type="yes_no")
    await send(page, f"/api/v1/stages/{first['id']}/questions", question_id=made["id"])
    await send(page, f"/api/v1/openings/{opening['id']}/state", "PUT", state="public")
    return opening["id"], opening["slug"]


async def apply(page: Page, org: str, slug: str, name: str, answer: str) -> None:
    given = {"name": name, "email": f"{name.lower()}@example.com", "answers": {"do_you_have_a_licence": answer}}
    await send(page, f"/api/v1/public/orgs/{org}/openings/{slug}/applicants", **given)


async def build(page: Page) -> None:
    """By keyboard alone, from one of the starts; kept switched off."""
    await page.get_by_role("button", name="By an answer").press("Enter")
    sentence = page.locator("form p[aria-live=polite]").first
    await expect(sentence).to_contain_text("if Do you have a licence? is yes, move to …")
    await is_clean(page)
    await page.get_by_role("button", name="Save, switched off").press("Enter")
    await expect(page.locator("form [role=alert]")).to_have_text("Choose a stage.")
    await expect(page.get_by_label("Stage of action 1")).to_be_focused()
    await page.get_by_label("Value of condition 1").select_option("No")
    await page.get_by_label("Stage of action 1").select_option("Waiting List")
    await expect(sentence).to_have_text(SENTENCE)
    await expect(page.locator("form [role=alert]")).to_have_count(0)
    await page.get_by_role("tab", name="Conditions").press("ArrowRight")
    await expect(page.get_by_label("Condition as code")).to_have_value("answers.do_you_have_a_licence == false")


async def try_it(page: Page) -> None:
    await page.get_by_role("button", name="Try it").press("Enter")
    trial = page.get_by_role("region", name="Try it first")
    await expect(trial.get_by_text("Tried on 2 applicants. Nothing was changed.")).to_be_visible()
    await expect(trial.get_by_role("link", name="Ada")).to_be_visible()
    await expect(trial.get_by_text("Do you have a licence? is not no: 1")).to_be_visible()
    await is_clean(page)


@pytest.mark.parametrize(("scheme", "viewport"), [("light", None), ("dark", PHONE)])
async def test_a_rule_is_built_tried_switched_on_and_asked_why(
    person: Person, scheme: str, viewport: dict[str, int] | None
) -> None:
    org = f"rules-{scheme}"
    options = {"viewport": viewport} if viewport else {}
    page = await person("Ann", org=org, color_scheme=scheme, **options)
    opening, slug = await opening_of(page)
    await apply(page, org, slug, "Ada", "No")
    await apply(page, org, slug, "Grace", "Yes")
    await page.goto(f"/openings/{opening}/rules")
    await expect(page.get_by_text("No rules yet")).to_be_visible()
    await is_clean(page)
    await build(page)
    await try_it(page)
    await page.get_by_role("button", name="Save, switched off").press("Enter")
    group = page.get_by_role("region", name="Questions")
    await expect(group.get_by_text(SENTENCE)).to_be_visible()
    await is_clean(page)
    await apply(page, org, slug, "Before", "No")
    await group.get_by_role("switch").press("Space")
    await expect(group.get_by_role("switch")).to_be_checked()
    await apply(page, org, slug, "After", "No")
    await page.reload()
    await expect(group.get_by_text("Followed 1 time")).to_be_visible()
    await page.get_by_role("button", name="Map", exact=True).click()
    await expect(page.get_by_role("button", name="Waiting List when Questions is completed")).to_be_visible()
    await is_clean(page)
    await read_why(page)


async def read_why(page: Page) -> None:
    """From the rule to whom it moved, and from their history back to the rule."""
    await page.get_by_role("button", name="Waiting List when Questions is completed").click()
    did = page.get_by_role("region", name="What it did last")
    await expect(did.get_by_text("moved from Questions to Waiting List")).to_be_visible()
    await did.get_by_role("link", name="After").click()
    await page.get_by_role("tab", name="History").click()
    history = page.get_by_role("dialog")
    await expect(history.get_by_text("Version 2, because Do you have a licence? is no.")).to_be_visible()
    await is_clean(page)
    await history.get_by_role("link", name="Rule “").click()
    await expect(page.get_by_role("heading", name="The rule")).to_be_visible()


async def test_rules_are_put_in_order_by_keyboard_and_the_forms_conditions_stay_as_they_were(person: Person) -> None:
    page = await person("Ann", org="rules-order")
    opening, _ = await opening_of(page)
    first, last = (await send(page, f"/api/v1/openings/{opening}/stages", "GET"))["data"]
    move = {"when": {"kind": "completed"}, "then": [{"kind": "move", "stage_id": last["id"]}]}
    for name in ("One", "Two"):
        await send(page, f"/api/v1/stages/{first['id']}/rules", name=name, **move)
    await page.goto(f"/openings/{opening}/rules")
    await page.get_by_role("button", name="Move Two").press("Space")
    await page.wait_for_timeout(400)
    await page.keyboard.press("ArrowUp")
    await page.wait_for_timeout(400)
    await page.keyboard.press("Space")
    await expect(page.get_by_role("region", name="Questions").get_by_role("listitem").first).to_contain_text("Two")
    await page.reload()
    await expect(page.get_by_role("region", name="Questions").get_by_role("listitem").first).to_contain_text("Two")


async def test_groups_within_conditions_and_shares_among_stages_are_built_by_choosing(person: Person) -> None:
    page = await person("Ann", org="rules-groups")
    opening, _ = await opening_of(page)
    await page.goto(f"/openings/{opening}/rules")
    await page.get_by_role("button", name="By an answer").click()
    await page.get_by_role("button", name="Add a group").click()
    await page.get_by_label("How many must be so").select_option("none")
    await page.get_by_label("How many of group 2 must be so").select_option("all")
    await page.get_by_label("Action 1", exact=True).select_option("Distribute among stages")
    await page.get_by_label("Stage 1 of action 1", exact=True).select_option("Waiting List")
    await page.get_by_label("Weight of stage 1").fill("3")
    await page.get_by_label("Room in stage 1").fill("40")
    await page.get_by_role("button", name="Remove stage 2 of action 1").click()
    sentence = page.locator("form p[aria-live=polite]").first
    await expect(sentence).to_contain_text("distribute among Waiting List")
    await page.get_by_role("tab", name="Conditions").press("ArrowRight")
    await expect(page.get_by_label("Condition as code")).to_have_value(re.compile("!"))
    await is_clean(page)
    await page.get_by_role("tab", name="As code (CEL)").press("ArrowLeft")
    await page.get_by_role("button", name="Save, switched off").click()
    group = page.get_by_role("region", name="Questions")
    await expect(group).to_contain_text("distribute among")
