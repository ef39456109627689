"""The board as recruiters use it: by mouse, by keyboard, by finger, and with others at it at the same time."""

import asyncio
import re
import sys
from pathlib import Path

import pytest
from playwright.async_api import WebSocketRoute, expect

from plutomi.db import transaction
from plutomi.domain import openings, stages
from plutomi.domain.applicants import moving
from plutomi.models import Placement
from tests import make
from tests.browser.board import (
    DESKTOP,
    PHONE,
    SOON,
    Finger,
    Team,
    box_of,
    card,
    cards,
    carry,
    drag,
    drag_to_top,
    expect_count,
    expect_lane,
    expect_no_barriers,
    heard,
    lane,
    lift,
    middle,
    stays,
    watch,
)
from tests.domain import verbs
from tests.serving import SITE, running

# Goes on to the end of what is loaded until the first stage's card of that number has come.
SCROLLED_TO = """index => {
    const board = document.querySelector("[role=region][aria-label=Board]");
    const cards = [...board.querySelector("[data-column]").querySelectorAll("[data-index]")];
    if (cards.some((card) => Number(card.dataset.index) >= index)) return true;
    board.scrollTo(0, board.scrollHeight);
    return false;
}"""
# The id of a card of the first stage that is wholly in sight.
IN_VIEW = """() => [...document.querySelector("[data-column]").querySelectorAll("[data-card]")].find((card) => {
    const { top, bottom } = card.getBoundingClientRect();
    return top > 200 && bottom < innerHeight - 100;
}).dataset.card"""


async def test_a_dragged_card_stays_where_it_was_dropped_and_others_see_it_at_once(team: Team) -> None:
    await team.stand("Ada", "Ben", "Cleo")
    colleague = await make.user(name="Carl Colleague", org=team.org)
    mine, theirs = await team.board(), await team.board(colleague)
    await expect_lane(mine, "Stage 1", "Ada", "Ben", "Cleo")
    await expect_lane(theirs, "Stage 1", "Ada", "Ben", "Cleo")
    await watch(mine, "Ben")
    await drag_to_top(card(mine, "Ben"), "Stage 2")
    await expect_lane(theirs, "Stage 2", "Ben", within=5_000)
    await expect_lane(theirs, "Stage 1", "Ada", "Cleo")
    await expect_lane(mine, "Stage 2", "Ben")
    await expect_lane(mine, "Stage 1", "Ada", "Cleo")
    await drag_to_top(card(theirs, "Ada"), "Stage 2")
    await expect_lane(mine, "Stage 2", "Ada", "Ben")
    assert await stays(mine) == ["Stage 1", "in the air", "Stage 2"]  # and never back
    assert await verbs.counts(team.actor, team.opening) == [1, 2, 0]


async def test_the_order_within_a_stage_holds(team: Team) -> None:
    await team.stand("Ada", "Ben", "Cleo", "Dora")
    page = await team.board()
    await drag(card(page, "Ada"), card(page, "Cleo"), "position 3 of 4")
    await expect_lane(page, "Stage 1", "Ben", "Cleo", "Ada", "Dora")
    await expect(lane(page, "Stage 1")).not_to_contain_text("Saving")
    await page.reload()
    await expect_lane(page, "Stage 1", "Ben", "Cleo", "Ada", "Dora")


async def test_a_colleague_on_another_server_follows(team: Team, site_database_url: str, tmp_path: Path) -> None:
    await team.stand("Ada")
    with running([sys.executable, "-c", SITE], tmp_path, database_url=site_database_url) as (elsewhere, _):
        mine, theirs = await team.board(), await team.board(site=elsewhere)
        await expect_lane(theirs, "Stage 1", "Ada")
        await drag_to_top(card(mine, "Ada"), "Stage 3")
        await expect_lane(theirs, "Stage 3", "Ada", within=5_000)
        await expect_count(theirs, "Stage 1", 0)


async def test_a_stage_is_dragged_to_another_place(team: Team) -> None:
    await team.stand("Ada")
    page, theirs = await team.board(), await team.board()
    x, y = await middle(page.get_by_role("button", name="Move the stage Stage 3"))
    await lift(page.get_by_role("button", name="Move the stage Stage 1"))
    await carry(page, x, y, "position 3 of 3")
    await page.mouse.up()
    for one in (page, theirs):
        await expect(one.locator("[data-column] h2")).to_have_text(["Stage 2", "Stage 3", "Stage 1"], timeout=SOON)
    await page.reload()
    await expect(page.locator("[data-column] h2")).to_have_text(["Stage 2", "Stage 3", "Stage 1"])
    await expect_lane(page, "Stage 1", "Ada")


async def test_a_stage_folds_and_stays_folded_and_takes_cards(team: Team) -> None:
    await team.stand("Ada", "Ben")
    page = await team.board()
    await page.get_by_role("button", name="Fold Stage 2").click()
    await page.reload()
    unfold = page.get_by_role("button", name="unfold Stage 2")
    await expect(unfold).to_have_attribute("aria-expanded", "false")
    await drag_to_top(card(page, "Ada"), "Stage 2")
    await expect(unfold).to_contain_text("1")
    await unfold.click()
    await expect_lane(page, "Stage 2", "Ada")


async def test_a_card_that_somebody_else_moved_meanwhile_goes_where_it_is_and_says_why(team: Team) -> None:
    (ada,) = await team.stand("Ada")
    page = await team.board()
    await lift(card(page, "Ada"))
    await team.do(moving.move, moving.Move(ada.id, team.stages[2].id))
    box = await box_of(lane(page, "Stage 2"))
    await carry(page, box["x"] + 100, box["y"] + 70, "in Stage 2")
    await page.mouse.up()
    await expect(page.get_by_role("status", name="Messages")).to_contain_text(
        "Somebody has moved this applicant to Stage 3 in the meantime."
    )
    await expect_lane(page, "Stage 3", "Ada")
    await expect_count(page, "Stage 2", 0)
    await page.get_by_role("button", name="Dismiss").click()
    await expect(page.get_by_role("button", name="Dismiss")).to_have_count(0)


async def test_a_card_is_moved_by_keyboard_alone_and_every_step_is_said(team: Team) -> None:
    await team.stand("Ada", "Ben", "Cleo")
    await team.stand("Zoe", stage=1)
    page = await team.board()
    await expect_lane(page, "Stage 1", "Ada", "Ben", "Cleo")
    await page.get_by_role("button", name="Fold Stage 1").focus()
    await page.keyboard.press("Tab")
    await expect(card(page, "Ada")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(card(page, "Ben")).to_be_focused()
    for key, words in (
        ("Space", "Lifted Ben, position 2 of 3 in Stage 1."),
        ("ArrowRight", "in Stage 2."),
        ("Space", "Dropped Ben at position"),
    ):
        await page.keyboard.press(key)
        await expect(heard(page)).to_contain_text(words)
    await expect_lane(page, "Stage 1", "Ada", "Cleo")
    await expect_count(page, "Stage 2", 2)
    await page.reload()
    await expect_count(page, "Stage 2", 2)
    await expect(cards(page, "Stage 2").filter(has_text="Ben")).to_be_visible()


async def test_the_panel_opens_closes_and_goes_on_by_keys(team: Team) -> None:
    await team.stand("Ada", "Ben")
    page = await team.board()
    await card(page, "Ada").focus()
    await page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Applicant")
    await expect(panel).to_contain_text("Ada")
    await expect(page.get_by_role("button", name="Previous applicant")).to_be_disabled()
    await page.keyboard.press("j")
    await expect(panel).to_contain_text("Ben")
    await expect(page.get_by_role("button", name="Next applicant")).to_be_disabled()
    await page.keyboard.press("k")
    await expect(panel).to_contain_text("Ada")
    await page.keyboard.press("Escape")
    await expect(panel).to_have_count(0)
    await expect(card(page, "Ada")).to_be_focused()


async def test_on_a_phone_a_long_press_carries_a_card_to_the_next_stage(team: Team) -> None:
    await team.stand("Ada", "Ben")
    page = await team.board(viewport=PHONE, has_touch=True)
    await expect_lane(page, "Stage 1", "Ada", "Ben")
    finger, (x, y) = await Finger.of(page), await middle(card(page, "Ada"))
    await finger.down(x, y)
    await expect(heard(page)).to_contain_text("Lifted Ada")
    await finger.slide(PHONE["width"] - 8, y)
    await expect(heard(page)).to_contain_text("in Stage 2", timeout=SOON)
    await finger.up()
    await expect_lane(page, "Stage 2", "Ada")
    await expect_lane(page, "Stage 1", "Ben")


async def test_on_a_phone_the_stages_scroll_sideways_and_leave_the_page_alone(team: Team) -> None:
    page = await team.board(viewport=PHONE, has_touch=True)
    finger, (x, y) = await Finger.of(page), await middle(lane(page, "Stage 1"))
    await finger.down(x + 100, y)
    await finger.slide(x - 150, y)
    await finger.up()
    await expect(page.get_by_role("button", name="Fold Stage 2")).to_be_in_viewport(timeout=SOON)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_ten_thousand_cards_show_scroll_and_move(team: Team, site_database_url: str) -> None:
    await team.crowd(site_database_url, 10_000)
    page = await team.board()
    counts = await verbs.counts(team.actor, team.opening)
    assert sum(counts) == 10_000
    await expect_count(page, "Stage 1", counts[0])
    await page.wait_for_function(SCROLLED_TO, arg=140, polling=200)
    assert await page.evaluate("document.querySelectorAll('*').length") < 4_000
    id = await page.evaluate(IN_VIEW)
    deep = page.locator(f"[data-card='{id}']")
    assert int(await deep.get_attribute("data-index") or 0) > 100
    await lift(deep)
    across = await box_of(lane(page, "Stage 2"))
    await carry(page, across["x"] + 140, DESKTOP["height"] / 2, "in Stage 2")
    await page.mouse.up()
    await expect(cards(page, "Stage 2").and_(deep)).to_be_visible()
    await expect_count(page, "Stage 1", counts[0] - 1)
    await expect_count(page, "Stage 2", counts[1] + 1)


async def test_who_applies_while_the_board_is_open_arrives_on_top_with_a_dot(team: Team) -> None:
    await team.stand("Ada")
    page = await team.board()
    await expect_lane(page, "Stage 1", "Ada")
    await verbs.apply(team.opening, name="Newton New", email="new@example.com")
    await expect_lane(page, "Stage 1", "Newton New", "Ada")
    await expect(card(page, "Newton New")).to_contain_text("new applicant")


async def test_what_a_colleague_does_to_the_opening_shows_on_its_board(team: Team) -> None:
    await team.do(openings.set_state, team.opening.id, "private")
    for stage in team.stages:
        await team.do(stages.delete, stage.id)
    page = await team.browser()
    await page.goto(team.path)
    await expect(page.get_by_text("No stages yet")).to_be_visible(timeout=SOON)
    await team.do(stages.create, team.opening.id, "Questionnaire")
    await expect(lane(page, "Questionnaire")).to_be_visible(timeout=SOON)
    await team.do(openings.change, team.opening.id, name="Day Drivers")
    await expect(page.get_by_role("heading", name="Day Drivers")).to_be_visible(timeout=SOON)
    await team.do(openings.delete, team.opening.id)
    await expect(page.get_by_text("There is no such opening")).to_be_visible(timeout=SOON)


async def test_a_revoked_session_hears_nothing_more_and_ends_at_the_login(team: Team) -> None:
    (ada,) = await team.stand("Ada")
    page = await team.board()
    await expect_lane(page, "Stage 1", "Ada")
    await watch(page, "Ada")
    await _log_out_everywhere(team)
    await team.do(moving.move, moving.Move(ada.id, team.stages[1].id))
    await page.wait_for_url("**/login**", timeout=SOON)
    await expect(page.get_by_label("Work email")).to_be_visible()
    assert await stays(page) == ["Stage 1", "nowhere"]


async def test_a_double_click_logs_out_one_browser_and_not_the_next(team: Team) -> None:
    page = await team.browser()
    for _ in range(2):
        await make.cookie(team.owner)
    await page.goto("/account")
    ends = page.get_by_role("button", name="Log out", exact=True)
    await expect(ends).to_have_count(2)
    await ends.first.dblclick(delay=30)
    await expect(page.get_by_role("status", name="Messages")).to_have_text("That browser is logged out.")
    await expect(ends).to_have_count(1)


async def test_a_revoked_sessions_next_click_leads_to_the_login_and_back_to_the_board(team: Team) -> None:
    await team.stand("Ada")
    page = await team.board()
    await expect_lane(page, "Stage 1", "Ada")
    await _log_out_everywhere(team)
    await card(page, "Ada").click()
    await page.wait_for_url(f"**/login?next=*{team.opening.id}*", timeout=SOON)
    assert await page.get_by_role("dialog").count() == 0


async def test_a_move_that_is_slow_to_be_saved_says_so_and_stays(team: Team) -> None:
    await team.stand("Ada")
    page, gate = await team.browser(), asyncio.Event()
    gate.set()

    async def through(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        held: list[str | bytes] = []

        async def pass_on(message: str | bytes) -> None:
            held.append(message)
            await gate.wait()
            while held:
                server.send(held.pop(0))

        socket.on_message(lambda message: asyncio.ensure_future(pass_on(message)))

    await page.route_web_socket(re.compile("_event"), through)
    await page.goto(team.path)
    await expect_lane(page, "Stage 1", "Ada")
    gate.clear()
    await drag_to_top(card(page, "Ada"), "Stage 2")
    await expect(page.get_by_text("Still saving.")).to_be_visible(timeout=SOON)
    await expect_lane(page, "Stage 2", "Ada")
    gate.set()
    await expect(page.get_by_text("Still saving.")).to_have_count(0, timeout=SOON)
    await expect_lane(page, "Stage 2", "Ada")
    assert await verbs.counts(team.actor, team.opening) == [0, 1, 0]


async def test_the_gear_and_the_plus_lead_to_the_settings(team: Team) -> None:
    page = await team.board()
    await page.get_by_role("button", name="Settings of Stage 2").click()
    await page.wait_for_url(f"**{team.path}/stages/{team.stages[1].id}")
    await page.go_back()
    await page.get_by_role("button", name="Add a stage").click()
    await page.wait_for_url(f"**{team.path}/settings")
    await expect(page.get_by_role("list", name="Stages")).to_contain_text("Stage 3")


async def test_an_empty_board_says_what_to_do(team: Team) -> None:
    page = await team.board()
    await expect(lane(page, "Stage 1")).to_contain_text("No applicants yet")
    await expect(lane(page, "Stage 2")).to_contain_text("Drag applicants here")
    await expect(page.get_by_role("button", name="Copy link").first).to_be_visible()


async def test_a_board_without_stages_and_one_that_is_not_there_say_so(team: Team) -> None:
    bare = await make.opening(team.org, "Bare", stages=0)
    page = await team.browser()
    await page.goto(f"/openings/{bare.id}")
    await expect(page.get_by_role("link", name="Add stages")).to_have_attribute("href", f"/openings/{bare.id}/settings")
    for path in ("/openings/nothing", f"/openings/{(await make.opening(await make.org())).id}"):
        await page.goto(path)
        await expect(page.get_by_text("There is no such opening")).to_be_visible()


async def test_a_stage_added_elsewhere_appears(team: Team) -> None:
    page = await team.board()
    await team.do(stages.create, team.opening.id, "Brand new")
    await expect(lane(page, "Brand new")).to_be_visible()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desktop", "phone"])
async def test_the_board_has_no_barriers(team: Team, colours: str, viewport: dict[str, int] | None) -> None:
    await team.stand("Ada", "Ben")
    await team.stand("بن عبد الله", stage=1)
    page = await team.board(color_scheme=colours, **({"viewport": viewport} if viewport else {}))
    await expect(card(page, "Ada")).to_be_visible()
    await expect_no_barriers(page)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def _log_out_everywhere(team: Team) -> None:
    other = await team.browser()
    answer = await other.request.delete("/api/v1/me/sessions", headers={"origin": team.site})
    assert answer.ok


async def test_who_went_round_says_so_on_card_and_panel(team: Team) -> None:
    (ada,) = await team.stand("Ada")
    async with transaction(team.org.id) as session:
        (await session.get_one(Placement, (team.org.id, ada.id))).is_looping = True
    page = await team.board()
    await expect(card(page, "Ada").get_by_text("Looping: rules sent them round and were stopped")).to_have_count(1)
    await card(page, "Ada").click()
    await expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("round")
