"""The plain form in a frame or without JavaScript: whole, small, sealed, and nothing typed is lost."""

import gzip
import re
from datetime import timedelta
from html import unescape

import httpx
import pytest

from plutomi import clock, tokens
from plutomi.domain import openings, questions, throttles
from plutomi.domain.actors import clock as somebody
from tests import make
from tests.domain.verbs import applicants, do, events, stages_of, types

PATH = "/embed/acme-inc/drivers"
GOOD = {"name": "Grace Hopper", "email": "grace@example.com", "answers.bike": "Yes"}


@pytest.fixture(autouse=True)
async def counted_anew():
    await throttles.forget()


@pytest.fixture
async def opening(database):
    org = await make.org(slug="acme-inc", name="Acme")
    actor = await make.actor(org)
    about = "Deliver **parcels**. [More](https://acme.example)"
    made = await make.opening(org, state="public", slug="drivers", name="Drivers", place="Berlin", description=about)
    question = await do(actor, questions.create, "bike", "Do you own a bike?", type="yes_no")
    await do(actor, questions.attach, (await stages_of(made))[0].id, question.id)
    return made


def token(place: str = PATH, seconds: float = 60) -> str:
    """As in a form that was shown so long ago."""
    with clock.standing_at(clock.now() - timedelta(seconds=seconds)):
        return tokens.sign_form(place)


async def send(client: httpx.AsyncClient, path: str = PATH, headers: dict | None = None, **changes) -> httpx.Response:
    given = {"token": token()} | GOOD | {name.replace("__", "."): value for name, value in changes.items()}
    return await client.post(path, data={k: v for k, v in given.items() if v is not None}, headers=headers)


async def test_the_whole_way_without_a_script_and_without_a_cookie(client, opening):
    shown = await client.get(f"{PATH}?source=flyer")
    assert shown.status_code == 200
    for words in ("Drivers", "Berlin", "<strong>parcels</strong>", "Do you own a bike?"):
        assert words in shown.text
    answer = await send(client, f"{PATH}?source=flyer", source="flyer")
    assert answer.status_code == 303
    thanks = await client.get(answer.headers["location"])
    assert "grace@example.com" in thanks.text
    assert "grace" not in answer.headers["location"]
    (applicant,) = await applicants(opening.org_id)
    assert (applicant.name, applicant.source) == ("Grace Hopper", "flyer")
    assert not client.cookies
    for page in (shown, answer, thanks):
        assert "set-cookie" not in page.headers


async def test_an_address_in_any_case_is_the_same_form(client, opening):
    loud = PATH.replace("drivers", "Drivers")
    assert f'action="{PATH}"' in (await client.get(loud)).text
    assert (await client.get((await send(client, loud)).headers["location"])).status_code == 200
    assert len(await applicants(opening.org_id)) == 1


async def test_a_list_leads_to_each_form_and_keeps_look_and_source(client, opening):
    shown = await client.get("/embed/acme-inc?framed=1&color=ff0000&source=blog&evil=1")
    (link,) = re.findall(r'href="(/embed/acme-inc/[^"]+)"', shown.text)
    assert unescape(link) == f"{PATH}?framed=1&color=ff0000&source=blog"
    form = (await client.get(unescape(link))).text
    assert f'action="{PATH}?framed=1&amp;color=ff0000&amp;source=blog"' in form
    assert 'name="source" value="blog"' in form


@pytest.mark.parametrize(("spoken", "marked"), [("es", ' lang="en"'), ("en", "")])
async def test_the_orgs_own_words_are_marked_where_the_page_speaks_another_language(client, opening, spoken, marked):
    for path in ("/embed/acme-inc", f"{PATH}/sent", f"/apply/acme-inc/{opening.slug}/applied"):
        shown = await client.get(path, headers={"accept-language": spoken})
        assert f"<bdi{marked}>Drivers</bdi>" in shown.text, path


async def test_what_was_typed_stays_and_each_error_stands_at_its_field(client, opening):
    answer = await send(client, f"{PATH}?radius=3", name="", email="grace@", phone="12", answers__bike="maybe")
    assert answer.status_code == 422
    assert 'value="grace@"' in answer.text
    assert "--round: 3px" in answer.text
    assert len(re.findall(r'id="field-\d-error"', answer.text)) == 4
    assert 'name="token"' in answer.text
    assert await applicants(opening.org_id) == []


async def test_who_need_not_answer_can_take_their_choice_back(client, opening):
    assert "No answer" not in (await client.get(PATH)).text
    actor, first = somebody(opening.org_id), (await stages_of(opening))[0]
    (use,) = await do(actor, questions.of_stage, first.id)
    await do(actor, questions.adjust, first.id, use.question.id, is_required=False)
    assert re.search(r'name="answers.bike" value="" checked> No answer', (await client.get(PATH)).text)
    assert (await send(client, answers__bike="")).status_code == 303
    (applied,) = [event for event in await events(opening.org_id) if event.type == "applicant.applied"]
    assert "bike" not in str(applied.data)


@pytest.mark.parametrize(
    "made",
    [
        lambda: None,
        lambda: "",
        lambda: "x",
        lambda: token("/embed/acme-inc/riders"),
        lambda: token(seconds=0),
        lambda: token(seconds=25 * 3600),
        lambda: token()[:-2] + "AA",
    ],
    ids=["none", "empty", "odd", "elsewhere's", "quick", "old", "forged"],
)
async def test_a_form_too_quick_too_old_or_not_ours_is_asked_for_again_with_all_that_was_typed(client, opening, made):
    answer = await send(client, token=made())
    assert answer.status_code == 422
    assert "Nothing is lost" in answer.text
    assert 'value="grace@example.com"' in answer.text
    assert await applicants(opening.org_id) == []
    again = re.search(r'name="token" value="([^"]+)"', answer.text)
    assert tokens.read_form(again[1], PATH)


async def test_the_same_sent_again_counts_once_and_another_content_does_not(client, opening):
    sealed = token()
    first, again = [await send(client, token=sealed) for _ in range(2)]
    assert (first.status_code, again.status_code) == (303, 303)
    await send(client, token=sealed, name="Grace B. Hopper")
    assert [one for one in await types(opening.org_id) if "applied" in one] == [
        "applicant.applied",
        "applicant.reapplied",
    ]


async def test_a_key_of_the_senders_own_holds_across_forms(client, opening):
    for _ in range(2):
        await send(client, headers={"idempotency-key": "abc"}, token=token())
    assert [one for one in await types(opening.org_id) if "applied" in one] == ["applicant.applied"]


async def test_a_form_corrected_between_two_attempts_is_taken_under_the_same_key(client, opening):
    for name in ("Grace Hoper", "Grace Hopper", "Grace Hopper"):
        assert (await send(client, headers={"idempotency-key": "abc"}, token=token(), name=name)).status_code == 303
    first, again = [one for one in await events(opening.org_id) if "applied" in one.type]
    assert (first.type, again.data["name"]) == ("applicant.applied", "Grace Hopper")


async def test_what_was_refused_may_come_again_under_its_key(client, opening):
    sealed = token()
    assert (await send(client, token=sealed, name="")).status_code == 422
    assert (await send(client, token=sealed)).status_code == 303
    assert len(await applicants(opening.org_id)) == 1


async def test_a_program_that_fills_in_everything_is_answered_like_everybody_and_held(client, opening):
    answer = await send(client, additional_details="Buy now\0")
    assert answer.status_code == 303
    assert await applicants(opening.org_id) == []
    (held,) = [one for one in await events(opening.org_id) if one.type == "submission.held"]
    assert held.opening_id == opening.id
    assert (await send(client, additional_details="x", name="")).status_code == 422


async def test_who_may_frame_it_is_the_openings_to_say(client, opening):
    async def policy(path: str) -> str:
        return (await client.get(path)).headers["content-security-policy"]

    assert await policy(PATH) == "frame-ancestors *"
    sites = ["https://acme.example", "https://*.acme.jobs"]
    await do(somebody(opening.org_id), openings.change, opening.id, sites=sites)
    for path in (PATH, f"{PATH}/sent", "/embed/acme-inc"):
        assert await policy(path) == "frame-ancestors https://acme.example https://*.acme.jobs"


async def test_a_closed_opening_is_gone_and_a_private_one_was_never_there(client, opening):
    await do(somebody(opening.org_id), openings.set_state, opening.id, "closed")
    answer = await client.get(PATH)
    assert (answer.status_code, "Drivers is closed" in answer.text) == (410, True)
    sent = await send(client)
    assert (sent.status_code, 'value="grace@example.com"' in sent.text) == (409, True)
    await do(somebody(opening.org_id), openings.set_state, opening.id, "private")
    hidden, absent = [await client.get(path) for path in (PATH, "/embed/acme-inc/never-was")]
    assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert (await send(client)).status_code == 404
    assert (await client.get("/embed/nobody")).status_code == 404


async def test_it_is_small(client, opening):
    answer = await client.get(PATH, headers={"accept-encoding": "gzip"})
    packed = int(answer.headers["content-length"])
    assert packed < 10 * 1024
    assert "<form" in answer.text
    assert len(gzip.compress(answer.content)) >= packed - 100


@pytest.mark.parametrize(
    "query",
    [
        "color=red;}body{display:none", "color=%3C/style%3E%3Cscript%3E", "background=url(x)", "font=Comic Sans",
        "radius=1e9", "radius=-1", "radius=٣", "scheme=neon", "framed=yes", "source=<script>", "color=12345",
    ],
)  # fmt: skip
async def test_what_is_no_colour_no_font_and_no_number_reaches_no_style_sheet(client, opening, query):
    plain, odd = (await client.get(PATH)).text, (await client.get(f"{PATH}?{query}")).text
    style = r"<style>(.*?)</style>"
    assert re.search(style, odd, re.DOTALL)[1] == re.search(style, plain, re.DOTALL)[1]
    assert "<script>alert" not in odd
    assert odd.count("<script") == plain.count("<script")


async def test_a_forged_word_of_thanks_names_no_address(client, opening):
    page = await client.get(f"{PATH}/sent?to=evil")
    assert (page.status_code, "the address you gave" in page.text) == (200, True)
