"""The plain form: nothing typed is lost, each error at its field, and the answer is the same for everybody."""

import re
from urllib.parse import urlencode

import httpx
import pytest

from plutomi.domain import openings, questions, throttles
from plutomi.domain.actors import clock
from tests import make, papers
from tests.browsers import browser
from tests.domain.verbs import applicants, do, stages_of, types


@pytest.fixture(autouse=True)
async def counted_anew():
    await throttles.forget()


@pytest.fixture
async def opening(database):
    """A public opening of Acme that asks for everything."""
    org = await make.org(slug="acme-inc", name="Acme")
    actor = await make.actor(org)
    made = await make.opening(org, state="public", slug="drivers", name="Drivers")
    stage = (await stages_of(made))[0]
    for key, type, options in (
        ("bike", "yes_no", []),
        ("days", "several_choices", ["Mon", "Tue", "Wed"]),
        ("size", "one_choice", ["S", "M"]),
        ("why", "long_text", []),
    ):
        question = await do(actor, questions.create, key, f"{key}?", type=type, options=options)
        await do(actor, questions.attach, stage.id, question.id)
    return made


GOOD = {
    "name": "Grace Hopper",
    "email": "grace@example.com",
    "answers.bike": "yes",
    "answers.days": ["Wed", "Mon"],
    "answers.size": "M",
    "answers.why": "Because.\r\nReally.",
}
PATH = "/apply/acme-inc/drivers"


async def send(client: httpx.AsyncClient, path: str = PATH, **changes) -> httpx.Response:
    given = {name.replace("__", "."): value for name, value in changes.items()}
    return await client.post(path, data={k: v for k, v in (GOOD | given).items() if v is not None})


async def answers_of(opening) -> list:
    from plutomi.domain.applicants import reading

    (applicant,) = await applicants(opening.org_id)
    return [one.value for one in await do(clock(opening.org_id), reading.answers, applicant.id)]


async def test_a_form_is_taken_and_leads_to_a_page_that_thanks(client, opening):
    answer = await send(client, source="flyer")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}/applied")
    (applicant,) = await applicants(opening.org_id)
    assert (applicant.name, applicant.source) == ("Grace Hopper", "flyer")
    values = await answers_of(opening)
    assert sorted(map(str, values)) == sorted(map(str, [True, ["Mon", "Wed"], "M", "Because.\nReally."]))
    thanks = await client.get(answer.headers["location"])
    assert thanks.status_code == 200
    assert "grace@example.com" in thanks.text
    assert "Drivers" in thanks.text


async def test_under_one_key_a_form_counts_once_with_its_files_and_another_is_refused(client, opening):
    actor, first = clock(opening.org_id), (await stages_of(opening))[0]
    photo = await do(actor, questions.create, "photo", "A photo", type="file")
    await do(actor, questions.attach, first.id, photo.id)

    mine, another = papers.picture(), papers.picture(size=(50, 50))

    async def send_with(photo: bytes, key: str = "k1") -> httpx.Response:
        files = {"answers.photo": ("me.jpg", photo)}
        return await client.post(PATH, data=GOOD, files=files, headers={"idempotency-key": key})

    assert [(await send_with(mine)).status_code for _ in range(2)] == [303, 303]
    other = await send_with(another)
    assert (other.status_code, "Something else was sent under this" in other.text) == (422, True)
    assert [one for one in await types(opening.org_id) if "applied" in one] == ["applicant.applied"]
    assert (await send_with(another, "k2")).status_code == 303
    assert (await types(opening.org_id))[-1] == "applicant.reapplied"


async def test_a_form_of_several_parts_is_taken_too_and_its_files_left_aside(client, opening):
    files = {"cv": ("cv.txt", b"hello"), "answers.why": ("why.txt", b"x")}
    data = {k: v for k, v in GOOD.items() if k != "answers.why"}
    answer = await client.post(PATH, data=data, files=files)
    assert answer.status_code == 422
    assert await applicants(opening.org_id) == []
    assert (await client.post(PATH, data=GOOD, files={"cv": ("cv.txt", b"hello")})).status_code == 303


async def test_a_known_address_is_answered_exactly_as_a_new_one(client, opening):
    first, second = await send(client), await send(client, name="Somebody Else")
    assert (first.status_code, first.headers, first.content) == (second.status_code, second.headers, second.content)
    assert [one.name for one in await applicants(opening.org_id)] == ["Grace Hopper"]


async def test_what_was_typed_stays_and_each_error_stands_at_its_field(client, opening):
    answer = await send(
        client, name="", email="grace@", phone="12", answers__bike=None, answers__why="<b>mine</b>", source="ad"
    )
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("text/html")
    text = answer.text
    assert 'value="grace@"' in text
    assert 'value="12"' in text
    assert "&lt;b&gt;mine&lt;/b&gt;" in text
    assert re.search(r'value="Wed" checked', text)
    assert not re.search(r'value="Tue" checked', text)
    assert re.search(r'value="M" checked', text)
    assert '<input type="hidden" name="source" value="ad">' in text
    assert f'action="{PATH}"' in text
    assert re.findall(r'id="field-(\d)-error"', text) == ["0", "1", "2", "3"]
    assert await applicants(opening.org_id) == []


async def test_a_yes_said_in_another_word_stays_a_yes(client, opening):
    answer = await send(client, name="", answers__bike="TRUE")
    assert re.search(r'value="yes" checked', answer.text)


@pytest.mark.parametrize("value", ["{{ 7777*7777 }}", "{% raw %}", "<script>alert(1)</script>", '" onfocus="alert(1)'])
async def test_what_was_typed_is_inert(client, opening, value):
    text = (await send(client, name=value, email=value)).text
    assert "60481729" not in text
    assert "<script>alert" not in text
    assert 'onfocus="alert' not in text


async def test_a_source_too_long_is_cut_rather_than_held_against_anybody(client, opening):
    assert (await send(client, source="s" * 5000)).status_code == 303
    assert len((await applicants(opening.org_id))[0].source) == 100


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"%",
        b"name=%00&email=%ff%fe&phone=%ed%a0%80",
        b"answers=1&answers.=2&answers..=3&=4",
        urlencode([("answers.bike", "yes")] * 900).encode(),
        urlencode({f"answers.k{n}": "x" for n in range(900)}).encode(),
        b"name=" + b"\xf0\x9f\x91\xa9" * 1000,
    ],
)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", ""])
async def test_a_strange_body_is_refused_with_the_form(client, opening, body, kind):
    answer = await client.post(PATH, content=body, headers={"content-type": kind} if kind else {})
    assert answer.status_code == 422
    assert "<form" in answer.text


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "no-such", "latin-1"])
async def test_a_part_in_any_charset_is_read_or_refused(client, opening, charset):
    body = (
        b'--x\r\ncontent-disposition: form-data; name="name"\r\n\r\n+2AA-\xff\x00\r\n'
        b'--x\r\ncontent-disposition: form-data; name="_charset_"\r\n\r\n' + charset.encode() + b"\r\n--x--\r\n"
    )
    header = f"multipart/form-data; boundary=x; charset={charset}"
    assert (await client.post(PATH, content=body, headers={"content-type": header})).status_code == 422


async def test_a_broken_or_overlong_form_is_no_fault_of_ours(client, opening):
    broken = await client.post(PATH, content=b"--x", headers={"content-type": "multipart/form-data"})
    overlong = await client.post(PATH, data={f"k{n}": "x" for n in range(1001)})
    assert {broken.status_code, overlong.status_code} == {400}


@pytest.mark.parametrize("path", [f"/apply/{path}" for path in ("acme-inc/none", "nobody/drivers", "a/%ff", "a/%00")])
async def test_an_opening_that_is_not_there_is_not_found_as_a_page(client, opening, path):
    for answer in (await send(client, path), await client.get(f"{path}/applied")):
        assert answer.status_code == 404
        assert "text/html" in answer.headers["content-type"]


@pytest.mark.parametrize("path", ["/apply/acme-inc/%00", "/embed/acme-inc/%00", "/api/v1/me/sessions/%00"])
async def test_an_address_nothing_can_have_is_not_found_as_a_problem_by_programs(client, opening, path):
    answer = await client.get(path, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (404, "NotFound")
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_private_opening_is_not_there_and_a_closed_one_says_so(client, opening):
    org = await make.org(slug="other-inc")
    await make.opening(org, slug="secret", name="Secret Plan")
    await make.opening(org, slug="over", state="closed")
    hidden, absent = [await send(client, f"/apply/other-inc/{slug}") for slug in ("secret", "never-was")]
    assert hidden.status_code == 404
    assert (hidden.content, "Secret" in hidden.text) == (absent.content, False)
    assert (await send(client, "/apply/other-inc/over")).status_code == 409


async def test_somebody_who_sends_too_much_is_asked_to_wait(opening, set_environment):
    set_environment(SUBMISSIONS_PER_IP_PER_MINUTE="3")
    async with browser() as client:
        assert [(await send(client)).status_code for _ in range(5)] == [303, 303, 303, 429, 429]
        api = await client.post("/api/v1/public/orgs/acme-inc/openings/drivers/applicants", json={})
        assert api.status_code == 429
        assert 1 <= int(api.headers["retry-after"]) <= 60


async def test_what_was_typed_stays_when_it_was_sent_too_often(opening, set_environment):
    set_environment(SUBMISSIONS_PER_IP_PER_MINUTE="1")
    async with browser() as client:
        await send(client)
        answer = await send(client, email="ada@example.com", answers__why="All of it.", source="ad")
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert f"please wait {answer.headers['retry-after']} second" in answer.text
    assert_kept(answer.text)
    assert '<input type="hidden" name="source" value="ad">' in answer.text
    assert "Send application" in answer.text
    assert "-error" not in answer.text.partition("<form")[2]


async def test_what_was_typed_stays_when_the_opening_closed_meanwhile(client, opening):
    await do(clock(opening.org_id), openings.set_state, opening.id, "closed")
    answer = await send(client, email="ada@example.com", answers__why="All of it.")
    assert answer.status_code == 409
    assert "takes no applications now" in answer.text
    assert_kept(answer.text)
    assert "Send application" not in answer.text


def assert_kept(text: str) -> None:
    assert 'value="Grace Hopper"' in text
    assert 'value="ada@example.com"' in text
    assert "All of it.</textarea>" in text
    assert re.search(r'value="Wed" checked', text)


async def test_a_page_of_another_site_may_hold_the_form(opening):
    async with browser(origin="https://acme.example", **{"sec-fetch-site": "cross-site"}) as elsewhere:
        assert (await send(elsewhere)).status_code == 303
