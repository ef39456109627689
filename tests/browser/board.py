"""A team of their own per test at one board, and the hands that carry its cards."""

import random
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, CDPSession, Locator, Page, expect
from sqlalchemy.ext.asyncio import AsyncEngine

from plutomi import db
from plutomi.domain import questions, sessions
from plutomi.domain.actors import Actor
from plutomi.models import Applicant, Opening, Org, Stage, User
from plutomi.seed import crowd
from tests import make
from tests.domain import verbs

DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
SOON = 15_000  # ms; what takes a moment alone may take seconds on a busy machine


@dataclass
class Team:
    """An org with one opening; its members each come with a browser of their own."""

    site: str
    chromium: Browser
    org: Org
    owner: User
    opening: Opening
    stages: list[Stage]
    browsers: list[BrowserContext] = field(default_factory=list)

    @property
    def actor(self) -> Actor:
        return Actor("user", self.org.id, self.owner.id, self.owner.name, "192.0.2.1")

    @property
    def path(self) -> str:
        return f"/openings/{self.opening.id}"

    async def stand(self, *names: str, stage: int = 0, **rest: Any) -> list[Applicant]:
        """Applicants of these names, the first on top of the stage."""
        made = [await make.applicant(self.stages[stage], name, **rest) for name in reversed(names)]
        return made[::-1]

    async def browser(self, user: User | None = None, site: str = "", **options: Any) -> Page:
        """A page of somebody who is logged in, on `site` when it is another server of the same database."""
        site = site or self.site
        # Playwright waits by evaluating text, which our content policy forbids to pages.
        options = {"viewport": DESKTOP, "base_url": site, "bypass_csp": True} | options
        context = await self.chromium.new_context(**options)
        self.browsers.append(context)
        context.set_default_timeout(SOON)
        cookie = {"name": sessions.cookie_name(), "value": await make.cookie(user or self.owner), "url": site}
        await context.add_cookies([cookie])  # type: ignore[list-item]
        return await context.new_page()

    async def board(self, user: User | None = None, query: str = "", **options: Any) -> Page:
        """The same, at the board."""
        page = await self.browser(user, **options)
        await page.goto(self.path + query)
        await expect(page.get_by_role("region", name="Board")).to_be_visible(timeout=SOON)
        return page

    async def crowd(self, url: str, number: int) -> None:
        """So many applicants at once."""
        connection = await crowd.connect(url)
        about = {"title": "Where?", "type": "one_choice", "options": ["Manhattan", "Brooklyn"]}
        question = await self.do(questions.create, "borough", **about)
        place = crowd.Place(self.org.id, self.opening.id, tuple(one.id for one in self.stages), question.id)
        await crowd.fill(connection, place, number, random.Random(1))
        await connection.execute("analyze")
        await connection.close()

    async def do(self, verb: Callable[..., Awaitable[Any]], *given: Any, **named: Any) -> Any:
        """What the owner does elsewhere, behind the servers' backs; their clock hears of it."""
        return await verbs.do(self.actor, verb, *given, **named)


@pytest.fixture(scope="session")
async def site_engine(site_database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = db.connect(site_database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def team(site: str, site_engine: AsyncEngine, chromium: Browser) -> AsyncIterator[Team]:
    """A public opening with three stages: Stage 1, Stage 2 and Stage 3."""
    db.bind(site_engine)
    sessions.forget()
    owner = await make.user(name="Olivia Owner")
    org = await make.org(owner)
    opening = await make.opening(org, "Night Drivers", state="public")
    made = Team(site, chromium, org, owner, opening, await verbs.stages_of(opening))
    yield made
    for context in made.browsers:
        await context.close()


def lane(page: Page, stage: str) -> Locator:
    return page.locator("[data-column]").and_(page.get_by_role("region", name=stage, exact=True))


def cards(page: Page, stage: str) -> Locator:
    return lane(page, stage).locator("[data-card]")


def card(page: Page, name: str) -> Locator:
    return page.locator("[data-card]").filter(has_text=name)


async def expect_lane(page: Page, stage: str, *names: str, within: float = SOON) -> None:
    """These cards in this order, and a count that says so."""
    await expect(cards(page, stage)).to_have_text([re.compile(name) for name in names], timeout=within)
    await expect_count(page, stage, len(names), within)


async def expect_count(page: Page, stage: str, count: int, within: float = SOON) -> None:
    await expect(lane(page, stage)).to_contain_text(f"{count:,} applicants", timeout=within)


def heard(page: Page) -> Locator:
    """What a screen reader is told of a drag."""
    return page.locator("[id^=rfd-announcement]")


async def lift(source: Locator) -> None:
    """Take hold of something with the mouse, until the board says so."""
    x, y = await middle(source)
    await source.page.mouse.move(x, y)
    await source.page.mouse.down()
    await source.page.mouse.move(x + 8, y + 8, steps=3)
    await expect(heard(source.page)).to_contain_text("Lifted")


async def carry(page: Page, x: float, y: float, words: str) -> None:
    """Carry what is held to a point of the page, until the board says that it is over `words`."""
    await page.mouse.move(x, y, steps=12)
    await expect(heard(page)).to_contain_text(words)


async def drag(source: Locator, target: Locator, words: str) -> None:
    """Drag to the middle of the target."""
    x, y = await middle(target)
    await lift(source)
    await carry(source.page, x, y, words)
    await source.page.mouse.up()


async def drag_to_top(source: Locator, stage: str) -> None:
    """Drag a card to the top of another stage."""
    box = await box_of(lane(source.page, stage))
    await lift(source)
    await carry(source.page, box["x"] + box["width"] / 2, box["y"] + 70, f"in {stage}")
    await source.page.mouse.up()


async def middle(what: Locator) -> tuple[float, float]:
    box = await box_of(what)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def box_of(what: Locator) -> dict[str, float]:
    box = await what.bounding_box()
    assert box
    return dict(box)


WATCH = """name => {
    const cardOf = () => [...document.querySelectorAll("[data-card]")].find((card) => card.textContent.includes(name));
    window.stays = [];
    const look = () => {
        const card = cardOf();
        const stay = card ? (card.closest("[data-column]")?.ariaLabel ?? "in the air") : "nowhere";
        if (stays.at(-1) !== stay) stays.push(stay);
        requestAnimationFrame(look);
    };
    look();
}"""


async def watch(page: Page, name: str) -> None:
    """Note in every frame from now on where a card is: see `stays`."""
    await page.evaluate(WATCH, name)


async def stays(page: Page) -> list[str]:
    return await page.evaluate("stays")


class Finger:
    """One finger on a touch screen."""

    def __init__(self, page: Page, wire: CDPSession) -> None:
        self.page, self.wire = page, wire
        self.x = self.y = 0.0

    @classmethod
    async def of(cls, page: Page) -> "Finger":
        return cls(page, await page.context.new_cdp_session(page))

    async def down(self, x: float, y: float) -> None:
        await self._touch("touchStart", x, y)

    async def slide(self, x: float, y: float, steps: int = 12) -> None:
        from_x, from_y = self.x, self.y
        for step in range(1, steps + 1):
            await self._touch("touchMove", from_x + (x - from_x) * step / steps, from_y + (y - from_y) * step / steps)
            await self.page.wait_for_timeout(16)  # a finger takes its time

    async def up(self) -> None:
        await self.wire.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    async def _touch(self, kind: str, x: float, y: float) -> None:
        self.x, self.y = x, y
        await self.wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})


async def expect_no_barriers(page: Page) -> None:
    found = (await Axe().run(page)).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
