"""Public addresses speak the visitor's language: the plain form whole, refusals, the API when it is asked to."""

import re

import httpx
import pytest

from plutomi.domain import orgs, questions, throttles, tongues
from plutomi.errors import Invalid
from tests import make
from tests.api.test_embed import token
from tests.domain.verbs import applicants, do, events, stages_of

PATH = "/embed/acme-inc/drivers"
SPANISH = {"accept-language": "es-MX,es;q=0.9,en;q=0.5"}
GOOD = {"name": "Grace Hopper", "email": "grace@example.com", "answers.bike": "yes", "answers.years": "3"}


@pytest.fixture(autouse=True)
async def counted_anew():
    await throttles.forget()


@pytest.fixture
async def opening(database):
    org = await make.org(slug="acme-inc", name="Acme")
    actor = await make.actor(org)
    made = await make.opening(org, state="public", slug="drivers", name="Drivers", description="Drive.")
    stage = (await stages_of(made))[0]
    bike = await do(actor, questions.create, "bike", "Do you own a bike?", type="yes_no")
    limits = {"min": 2, "max": 15000}
    years = await do(actor, questions.create, "years", "How many years?", type="number", limits=limits)
    for one in (bike, years):
        await do(actor, questions.attach, stage.id, one.id)
    return made


def language_of(page: httpx.Response) -> str:
    return re.search('<html lang="([^"]+)"', page.text)[1]  # type: ignore[index]


async def test_the_plain_form_speaks_the_browsers_language(client, opening):
    page = await client.get(PATH, headers=SPANISH)
    assert language_of(page) == "es-MX"
    for words in (
        'Postúlate para <bdi lang="en">Drivers</bdi>',
        ">Correo electrónico<",
        "(opcional)",
        "Sí",
        "De 2 a 15,000.",
        "Enviar postulación",
    ):
        assert words in page.text
    assert '<bdi lang="en">Do you own a bike?</bdi>' in page.text
    assert "Accept-Language" in page.headers["vary"]
    assert language_of(await client.get(PATH)) == "en"
    assert ' lang="en">' not in (await client.get(PATH)).text.replace('<html lang="en"', "")


async def test_an_address_that_asks_for_a_language_gets_it_and_passes_it_on(client, opening):
    page = await client.get(f"{PATH}?lang=es&framed=1")
    assert language_of(page) == "es"
    assert f'action="{PATH}?framed=1&amp;lang=es"' in page.text
    assert not client.cookies
    nonsense = await client.get(f"{PATH}?lang=klingon", headers=SPANISH)
    assert language_of(nonsense) == "es-MX"
    assert "klingon" not in nonsense.text


async def test_what_is_refused_is_refused_in_the_visitors_language_and_nothing_is_lost(client, opening):
    data = GOOD | {"token": token(), "email": "grace@", "answers.years": "1"}
    page = await client.post(f"{PATH}?lang=es", data=data)
    assert page.status_code == 422
    for words in (
        "Hay 2 respuestas que revisar",
        "Escribe un correo electrónico como",
        "Esto debe ser al menos 2.",
        'value="grace@"',
    ):
        assert words in page.text
    quick = await client.post(f"{PATH}?lang=es", data=GOOD | {"token": token(seconds=0)})
    assert "Eso fue demasiado rápido" in quick.text


async def test_the_language_is_changed_with_all_that_was_typed(client, opening):
    page = await client.get(PATH)
    assert (
        '<button type="submit" form="apply" name="speak" value="es" lang="es" formnovalidate>Español</button>'
        in page.text
    )
    assert '<span lang="en" aria-current="true" tabindex="-1">English</span>' in page.text
    told = await client.post(PATH, data=GOOD | {"token": token(), "speak": "es", "name": "Grace <b>"})
    assert (told.status_code, language_of(told)) == (200, "es")
    assert 'value="Grace &lt;b&gt;"' in told.text
    assert f'action="{PATH}?lang=es"' in told.text
    assert await applicants(opening.org_id) == []


async def test_an_applicant_remembers_the_language_they_applied_in(client, opening):
    sent = await client.post(PATH, data=GOOD | {"token": token()}, headers=SPANISH)
    assert sent.status_code == 303
    thanks = await client.get(sent.headers["location"], headers=SPANISH)
    assert "Gracias por postularte" in thanks.text
    (applicant,) = await applicants(opening.org_id)
    assert applicant.locale == "es-MX"


async def test_lists_closed_and_missing_pages_speak_it_too(client, opening):
    for path, words in (("", "Vacantes en"), ("/nowhere", "Esta vacante no existe")):
        page = await client.get(f"/embed/acme-inc{path}", headers=SPANISH)
        assert words in page.text
    assert 'href="/embed/acme-inc?lang=es"' in (await client.get("/embed/acme-inc")).text
    wrong = await client.get("/my/nothing", headers=SPANISH)
    assert "Este enlace no es correcto" in wrong.text


async def test_the_api_answers_english_unless_it_is_asked_otherwise(client, opening):
    path = "/api/v1/public/orgs/acme-inc/openings/drivers/applicants"
    english = (await client.post(path, json={})).json()
    assert {"field": "name", "message": "Please answer this."} in english["errors"]
    spanish = (await client.post(path, json={}, headers=SPANISH)).json()
    assert {"field": "name", "message": "Responde esta pregunta."} in spanish["errors"]
    assert (spanish["code"], spanish["title"]) == (english["code"], english["title"])
    missing = await client.get("/api/v1/public/orgs/nowhere", headers=SPANISH)
    assert missing.json()["detail"].startswith("Aquí no hay nada")


async def test_recruiters_are_spoken_to_in_english(client, opening):
    assert (await client.get("/api/v1/me", headers=SPANISH)).json()["detail"] == "Please log in again."


async def test_a_countrys_parts_have_their_names_in_the_visitors_language(client):
    told = await client.get("/api/v1/public/countries/US?lang=es")
    labels = {part["name"]: part["label"] for part in told.json()["parts"]}
    assert (told.json()["name"], labels["postcode"], labels["city"]) == ("Estados Unidos", "Código ZIP", "Ciudad")
    assert told.headers["vary"] == "Accept-Language"
    assert (await client.get("/api/v1/public/countries/US")).json()["parts"][0]["label"] == "Street address"


async def test_who_speaks_nothing_of_ours_reads_the_orgs_language(client, opening):
    actor = await make.actor(await make_org(opening))
    await do(actor, tongues.set_language, "es")
    assert (await events(opening.org_id))[-1].data == {"language": "es"}
    orgs.forget()
    page = await client.get(PATH, headers={"accept-language": "fr,de"})
    assert language_of(page) == "es"
    assert '<bdi lang="es">' not in page.text
    english = await client.get(PATH, headers={"accept-language": "en"})
    assert '<bdi lang="es">Do you own a bike?</bdi>' in english.text
    with pytest.raises(Invalid):
        await do(actor, tongues.set_language, "xx")


async def test_our_own_pages_keep_what_was_chosen(client, opening):
    answer = await client.get("/my/nothing?lang=es")
    assert client.cookies["plutomi_lang"] == "es"
    assert "Este enlace no es correcto" in answer.text
    assert "Este enlace no es correcto" in (await client.get("/my/nothing", headers={"accept-language": "en"})).text
    again = await client.get("/my/nothing?lang=es")
    assert "set-cookie" not in again.headers
    await client.get("/my/nothing?lang=<script>")
    assert client.cookies["plutomi_lang"] == "es"


async def make_org(opening):
    return await orgs.by_id(opening.org_id)


async def test_the_widget_names_its_frame_in_every_language(client):
    script = (await client.get("/widget.js")).text
    assert '"es":["Formulario de postulaci\\u00f3n","Vacantes abiertas"]' in script
