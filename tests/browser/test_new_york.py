"""New York City from its first question to Final Review, on a phone: nothing is asked in vain, lost or kept twice."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import httpx
import pytest
from playwright.async_api import Browser, FrameLocator, Page, expect

from tests import papers
from tests.browser.test_applicant import NEW_YORK, SCOPE
from tests.browser.test_portal import PHONE, Shop, is_clean, leave, says, shop  # noqa: F401  one that can be killed
from tests.browser.test_widget import foreign

HOME = {"street": "1 Main St", "city": "New York", "region": "NY", "postcode": "10001"}
ANSWERS = {
    "adult": True,
    "borough": "Queens",
    "home": HOME | {"country": "US", "extra": ""},
    "hours": 20,
    "times": ["Weekday evenings", "Weekends"],
    "start_date": "2027-01-10",
    "about": "I know the Bronx. 🚲",
    "has_license": True,
    "years_driving": 7,
    "vehicle": "Bicycle",
    "streets": 4,
}
LICENSE = {"name": "license.jpg", "mimeType": "image/jpeg", "buffer": papers.picture(size=(1600, 1000))}
PAPERS = {"license_number": "A1234567", "license_state": "New York", "license_expires": "2029-05-31"}


@pytest.fixture
async def devices(chromium: Browser) -> AsyncIterator[tuple[Page, Page]]:
    """Two phones of one person, with nothing in common."""
    contexts = [await chromium.new_context(**PHONE) for _ in range(2)]
    yield tuple([await context.new_page() for context in contexts])
    for context in contexts:
        await context.close()


def control(form: Page | FrameLocator, key: str, at: int = 0) -> Any:
    return form.locator(f"[name='answers.{key}']").nth(at)


async def fill(form: Page | FrameLocator, home: dict[str, str] = HOME) -> None:
    """The questionnaire: a license brings two questions, a car one that goes again with it."""
    await control(form, "adult").check()
    await form.get_by_label("Queens").check()
    for part in ("street", "city", "postcode"):
        await control(form, f"home.{part}").fill(home[part])
    await control(form, "home.region").select_option(home["region"])
    await control(form, "hours").fill("20")
    for time in ANSWERS["times"]:
        await form.get_by_label(time).check()
    await control(form, "start_date").fill(ANSWERS["start_date"])
    await control(form, "about").fill(ANSWERS["about"])
    for key in ("years_driving", "record_check", "car_year"):
        await expect(control(form, key)).to_be_hidden()
    await control(form, "has_license").check()
    await control(form, "years_driving").fill("7")
    await form.get_by_label("Car", exact=True).check()
    await control(form, "car_year").fill("2015")
    await form.get_by_label("Bicycle").check()
    await expect(control(form, "car_year")).to_be_hidden()
    await control(form, "streets", 3).press("Space")
    await control(form, "record_check").check()


async def test_the_whole_way_from_two_phones_with_the_server_killed_and_the_network_gone(
    shop: Shop,  # noqa: F811
    devices: tuple[Page, Page],
    shop_database_url: str,
) -> None:
    first, second = devices
    await first.goto(shop.url + NEW_YORK)
    await first.get_by_label("Full name").fill("Noor")
    await first.get_by_label("Email").fill("noor@example.com")
    await fill(first)
    await is_clean(first)
    shop.kill()
    await control(first, "about").fill("Still here.")
    await asyncio.to_thread(shop.start)
    await control(first, "about").fill(ANSWERS["about"])
    await leave(first)
    await first.context.set_offline(True)
    await first.get_by_role("button", name="Send application").dblclick()
    await expect(first.get_by_text("The connection is lost.")).to_be_visible(timeout=60_000)
    await expect(control(first, "about")).to_have_value(ANSWERS["about"])
    await is_clean(first)
    await first.context.set_offline(False)
    await expect(first.get_by_role("heading", name="Thank you!")).to_be_visible(timeout=60_000)
    await has(shop_database_url, "noor@example.com", "Document Upload", ANSWERS)

    await second.goto((await shop.link("noor@example.com"))[1])
    await expect(second.get_by_role("heading", name="Document Upload")).to_be_visible()
    await control(second, "license_number").fill(PAPERS["license_number"])
    await leave(second)
    await says(second, "Saved")
    shop.kill()
    await asyncio.to_thread(shop.start)
    await second.reload()
    await expect(control(second, "license_number")).to_have_value(PAPERS["license_number"])

    await hand_in(second, PAPERS)
    kept = await has(shop_database_url, "noor@example.com", "Final Review", ANSWERS | PAPERS)
    assert [file["name"] for file in kept["license_photo"]] == ["license.jpg"]


async def hand_in(phone: Page, papers: dict[str, str]) -> None:
    """The licence, with a photo of it, by the form of Document Upload."""
    photo = phone.get_by_role("group", name="A photo of it")
    await photo.locator("input[type=file]").first.set_input_files([LICENSE])
    await expect(photo.locator("[data-file=here]")).to_contain_text("license.jpg")
    for key, words in papers.items():
        await control(phone, key).fill(words)
    await is_clean(phone)
    await phone.get_by_role("button", name="Send", exact=True).dblclick()
    await expect(phone.get_by_text("Document Upload is done.")).to_be_visible()
    await expect(phone.get_by_role("heading", name="Final Review")).to_be_visible()


async def test_who_lives_too_far_away_waits_until_a_recruiter_calls_them_in(
    shop: Shop,  # noqa: F811
    devices: tuple[Page, Page],
    shop_database_url: str,
) -> None:
    first, second = devices
    far = HOME | {"city": "Hoboken", "region": "NJ", "postcode": "07030"}
    await first.goto(shop.url + NEW_YORK)
    await first.get_by_label("Full name").fill("Wes")
    await first.get_by_label("Email").fill("wes@example.com")
    await fill(first, far)
    await first.get_by_role("button", name="Send application").click()
    await expect(first.get_by_role("heading", name="Thank you!")).to_be_visible()
    answers = ANSWERS | {"home": far | {"country": "US", "extra": ""}}
    await has(shop_database_url, "wes@example.com", "Waiting List", answers)

    await second.goto((await shop.link("wes@example.com"))[1])
    await expect(second.get_by_role("heading", name="Waiting List")).to_be_visible()
    await expect(second.get_by_text("There is nothing for you to do now.")).to_be_visible()
    await is_clean(second)
    shop.kill()
    await asyncio.to_thread(shop.start)
    await call_in(shop, "wes@example.com", "Document Upload")
    subject, link = await shop.link("wes@example.com", 2)
    assert "New York City" in subject
    await second.goto(link)
    await hand_in(second, PAPERS)
    await has(shop_database_url, "wes@example.com", "Final Review", answers | PAPERS)


async def call_in(shop: Shop, address: str, stage: str) -> None:  # noqa: F811
    """What the owner does on the board: somebody goes to another stage."""
    async with httpx.AsyncClient(base_url=shop.url, headers={"origin": shop.url}) as owner:
        await owner.post("/auth/request", json={"email": "owner@acme.example"})
        _, link = await shop.link("owner@acme.example", path="/auth/link")
        assert (await owner.post("/auth/link", data={"token": link.partition("token=")[2]})).status_code == 303
        (one,) = (await owner.get("/api/v1/applicants", params={"search": address})).json()["data"]
        stages = (await owner.get(f"/api/v1/openings/{one['opening_id']}/stages")).json()["data"]
        to = {"stage_id": next(found["id"] for found in stages if found["name"] == stage)}
        answer = await owner.post(f"/api/v1/applicants/{one['id']}/moves", json=to)
        assert answer.is_success, answer.text


async def test_the_whole_way_from_a_page_of_another_site_with_the_server_killed_and_the_network_gone(
    shop: Shop,  # noqa: F811
    devices: tuple[Page, Page],
    shop_database_url: str,
) -> None:
    phone, second = devices
    with foreign(shop.url) as elsewhere:
        await phone.goto(elsewhere)
        form = phone.frame_locator("iframe")
        await form.get_by_label("Name", exact=True).fill("Nika")
        await form.get_by_label("Email").fill("nika@example.com")
        await fill(form)
        await is_clean(phone)
        await phone.context.set_offline(True)
        await form.get_by_role("button", name="Send application").dblclick()
        await expect(form.get_by_text("We cannot reach the server.")).to_be_visible()
        shop.kill()
        await phone.context.set_offline(False)
        await expect(form.get_by_text("We cannot reach the server.")).to_be_visible()
        await expect(control(form, "about")).to_have_value(ANSWERS["about"])
        await asyncio.to_thread(shop.start)
        await expect(form.get_by_role("heading", name="Thank you for applying")).to_be_visible(timeout=60_000)
    await has(shop_database_url, "nika@example.com", "Document Upload", ANSWERS)

    await second.goto((await shop.link("nika@example.com"))[1])
    await hand_in(second, PAPERS)
    await has(shop_database_url, "nika@example.com", "Final Review", ANSWERS | PAPERS)


async def has(url: str, address: str, stage: str, answers: dict[str, Any]) -> dict[str, Any]:
    """What is kept of somebody: they stand in this stage, have applied once, and each answer is there once."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(SCOPE)
        (person,) = await connection.fetch(WHERE, address)
        rows = await connection.fetch(KEPT, person["id"])
        applied = "select count(*) from event where applicant_id = $1 and type = 'applicant.applied'"
        assert await connection.fetchval(applied, person["id"]) == 1
    finally:
        await connection.close()
    kept = {row["key"]: json.loads(row["value"]) for row in rows}
    assert person["name"] == stage
    assert len(rows) == len(kept), "an answer is there twice"
    assert kept["record_check"]["agreed"] is True
    assert {key: kept[key] for key in kept if key not in ("record_check", "license_photo")} == answers
    return kept


WHERE = """select a.id, s.name from applicant a join placement p on p.org_id = a.org_id and p.applicant_id = a.id
    join stage s on s.org_id = p.org_id and s.id = p.stage_id where a.email_key = $1"""
KEPT = """select q.key, a.value from answer a join question q on q.org_id = a.org_id and q.id = a.question_id
    where a.applicant_id = $1"""
