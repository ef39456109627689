"""A visitor whose phone speaks Spanish: the form, what is refused, the choice; and pages that run the other way."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from tests.browser.test_applicant import CHICAGO, NEW_YORK, SCOPE, Shop
from tests.browser.test_applicant import shop as shop

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "bypass_csp": True}
EARS = """
() => { window.heard = []; addEventListener("error", (e) => heard.push(e.message));
  const error = console.error; console.error = (...a) => { heard.push(String(a[0])); error(...a); }; }
"""


@pytest.fixture
async def phone(chromium: Browser) -> AsyncIterator[Page]:
    context = await chromium.new_context(**PHONE, locale="es-MX", timezone_id="America/Mexico_City")
    await context.add_init_script(f"({EARS})()")
    yield await context.new_page()
    await context.close()


@pytest.fixture
async def english(chromium: Browser) -> AsyncIterator[Page]:
    context = await chromium.new_context(**PHONE, locale="en-US")
    yield await context.new_page()
    await context.close()


async def test_the_whole_way_in_spanish(shop: Shop, phone: Page, shop_database_url: str) -> None:
    await phone.goto(shop.url + CHICAGO)
    assert await phone.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["es-MX", "ltr"]
    await expect(phone.get_by_role("heading", name="Postularme")).to_be_visible()
    await expect(phone.get_by_text("Con la tecnología de Plutomi")).to_be_visible()
    await phone.get_by_label("Nombre completo").fill("Lucía Gómez")
    await phone.get_by_label("Correo electrónico").fill("lucia@")
    await phone.get_by_role("button", name="Enviar postulación").click()
    wrong = phone.get_by_role("alert").filter(has_text="Escribe un correo electrónico como ana@example.com.")
    await expect(wrong).to_be_visible()
    await expect(phone.get_by_role("alert").filter(has_text="Responde esta pregunta.").first).to_be_visible()
    assert await phone.get_by_text("Which shifts suit you?").get_attribute("lang") == "en"
    assert await phone.get_by_text("Evenings").get_attribute("lang") == "en"
    await is_clean(phone)

    await phone.get_by_label("Correo electrónico").fill("lucia@example.com")
    await phone.locator("[name='answers.adult'][value=yes]").check()
    await phone.get_by_label("Evenings").check()
    await phone.locator("[name='answers.forklift'][value=no]").check()
    await phone.locator("[name='answers.start_date']").fill("2027-01-10")
    await phone.get_by_role("button", name="Enviar postulación").click()
    await expect(phone.get_by_role("heading", name="¡Gracias!")).to_be_visible()
    await expect(phone.get_by_text("Revisa tu correo")).to_be_visible()
    assert await phone.locator("main bdi", has_text="Chicago Warehouse").get_attribute("lang") == "en"
    await is_clean(phone)

    subject, link = await shop.letter("lucia@example.com")
    assert subject == "Recibimos tu postulación para Chicago Warehouse"
    await phone.goto(link)
    await expect(phone.get_by_text("Tu postulación, Lucía Gómez")).to_be_visible()
    await expect(phone.get_by_role("heading", name="Application")).to_be_visible()
    assert await phone.locator("h2 bdi", has_text="Application").get_attribute("lang") == "en"
    await expect(phone.get_by_role("list", name="Avance")).to_be_visible()
    await phone.get_by_label("Days").check()
    await phone.get_by_role("button", name="Guardar cambios").click()
    await expect(phone.get_by_text("Tus cambios están guardados.")).to_be_visible()
    await is_clean(phone)
    await phone.get_by_role("button", name="Retirar mi postulación").click()
    dialog = phone.get_by_role("alertdialog")
    await expect(dialog.get_by_label("¿Por qué?")).to_be_visible()
    await dialog.get_by_role("button", name="Retirar").click()
    await expect(phone.get_by_role("heading", name="Retiraste tu postulación")).to_be_visible()
    await is_clean(phone)
    for path in ("/apply/acme", "/apply/acme/near"):
        await phone.goto(shop.url + path)
        if path.endswith("near"):
            await phone.get_by_label("Código postal").fill("60601")
            await phone.get_by_role("button", name="Buscar vacantes").click()
        assert await phone.locator("li bdi", has_text="Chicago Warehouse").get_attribute("lang") == "en"
    assert await where(shop_database_url, "lucia@example.com") == ("es-MX", "America/Mexico_City")
    assert await phone.evaluate("heard") == []


async def is_clean(page: Page) -> None:
    result = await Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


async def where(url: str, address: str) -> tuple[str, str]:
    """What is kept of where somebody is: (locale, time zone)."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(SCOPE)
        return tuple(await connection.fetchrow("select locale, time_zone from applicant where email_key = $1", address))
    finally:
        await connection.close()


async def test_the_plain_form_changes_its_language_with_all_that_was_typed(shop: Shop, phone: Page) -> None:
    await phone.goto(shop.url + CHICAGO.replace("/apply", "/embed"))
    await expect(phone.get_by_role("heading", name="Postúlate para")).to_be_visible()
    async with phone.expect_response(lambda answer: answer.request.method == "POST"):
        await phone.get_by_label("Nombre", exact=True).fill("Lucía Gómez")
        await phone.get_by_role("button", name="English").click()
    await expect(phone.get_by_role("button", name="Send application")).to_be_visible()
    await expect(phone.get_by_label("Name", exact=True)).to_have_value("Lucía Gómez")
    assert await phone.evaluate("document.documentElement.lang") == "en"


async def test_the_language_is_chosen_at_the_foot_and_stays_and_keeps_what_was_typed(shop: Shop, english: Page) -> None:
    await english.goto(shop.url + NEW_YORK)
    await english.get_by_label("Full name").fill("Ann Lee")
    await english.get_by_label("Full name").blur()
    await english.get_by_role("navigation", name="Language").get_by_role("link", name="Español").click()
    await expect(english.get_by_label("Nombre completo")).to_have_value("Ann Lee")
    await english.goto(f"{shop.url}/my/link")
    await expect(english.get_by_role("heading", name="Pide tu enlace")).to_be_visible()
    await expect(english.get_by_role("navigation", name="Idioma")).to_be_visible()
    await english.goto(shop.url + "/apply/acme/near")
    await expect(english.get_by_role("option", name="Estados Unidos", exact=True)).to_have_count(1)
    await english.get_by_label("Código postal").fill("100")
    await english.get_by_role("button", name="Buscar vacantes").click()
    await expect(english.get_by_text("Indica un código postal de Estados Unidos, como 95014.")).to_be_visible()


@pytest.mark.parametrize("path", [NEW_YORK, "/apply/acme", "/my/link?org=acme", "/embed/acme/new-york-city"])
async def test_pages_run_from_right_to_left_where_letters_do(shop: Shop, english: Page, path: str) -> None:
    await english.goto(shop.url + path)
    await expect(english.get_by_role("heading").first).to_be_visible()
    start = english.locator("main h1").first
    left = (await start.evaluate(EDGES))[0]
    await english.evaluate("document.documentElement.dir = 'rtl'")
    assert (await start.evaluate(EDGES))[1] == pytest.approx(left, abs=2)
    assert await english.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await english.evaluate(STRAYS) == []


# How far from its own edges what is in an element stands: (left, right).
EDGES = """(e) => { const all = document.createRange(); all.selectNodeContents(e);
  const [outer, inner] = [e.getBoundingClientRect(), all.getBoundingClientRect()];
  return [inner.left - outer.left, outer.right - inner.right]; }"""
# Controls and words that stand outside of the screen, but for what nobody sees.
STRAYS = """() => [...document.querySelectorAll("main *")].filter((e) => {
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const isAside = e.closest(".sr-only, .aside, [aria-hidden=true], [hidden], .hidden");
  const isUnseen = isAside || style.position === "absolute";
  return !isUnseen && box.width > 1 && (box.left < -1 || box.right > innerWidth + 1);
}).map((e) => e.outerHTML.slice(0, 120))"""
