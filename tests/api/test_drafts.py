"""Typing is saved by small requests of our own pages: by the applicant's cookie, or by what a page holds."""

import pytest

from plutomi.domain import beginnings, questions, throttles
from plutomi.domain.applicants import reading
from plutomi.domain.applicants.knowing import applicant_of, cookie_name
from plutomi.ids import new_id
from plutomi.rules.drafts import values_of
from plutomi.tokens import sign_applicant
from tests import make
from tests.browsers import browser
from tests.domain.verbs import applicants, apply, do, letters, stages_of

BIKE = {"answers.bike": {"said": ["a Brompton"], "ago": 10}}


@pytest.fixture
async def nyc(database):
    await throttles.forget()
    org = await make.org(slug="acme")
    actor, opening = await make.actor(org), await make.opening(org, state="public", slug="nyc")
    first, *_ = await stages_of(opening)
    question = await do(actor, questions.create, "bike", "Your bike?")
    await do(actor, questions.attach, first.id, question.id, is_required=False)
    return opening, first


async def signed(client, opening) -> str:
    id = (await apply(opening)).applicant_id
    token = sign_applicant(opening.org_id, id)
    client.cookies.set(cookie_name(), token)
    return token


def typed(token: str, stage, fields=BIKE) -> dict:
    """What the page of whom this link names says of its form."""
    return {"applicant_id": str(applicant_of(token).id), "stage_id": str(stage.id), "fields": fields}


async def test_an_applicants_field_is_saved_and_all_that_is_kept_comes_back(client, nyc):
    opening, first = nyc
    token = await signed(client, opening)
    answer = await client.put("/my/draft", json=typed(token, first))
    assert answer.status_code == 200
    assert answer.json()["fields"]["answers.bike"]["said"] == ["a Brompton"]
    again = await client.put("/my/draft", json=typed(token, first, {}))
    assert again.json() == answer.json()
    page = await do(applicant_of(token), reading.portal)
    assert values_of(page.typed) == {"answers.bike": ["a Brompton"]}


async def test_without_a_link_of_ours_nothing_is_saved(client, nyc):
    _, first = nyc
    for cookie in ("", "nonsense"):
        client.cookies.set(cookie_name(), cookie)
        whose = {"applicant_id": str(new_id()), "stage_id": str(first.id)}
        answer = await client.put("/my/draft", json=whose | {"fields": BIKE})
        assert (answer.status_code, answer.json()["code"]) == (410, "LinkSpent")


async def test_a_page_saves_nothing_for_another_whose_link_was_opened_since(client, nyc):
    opening, first = nyc
    mine = await signed(client, opening)
    assert (await client.put("/my/draft", json=typed(mine, first))).status_code == 200
    other = (await apply(opening, email="eve@example.com")).applicant_id
    theirs = sign_applicant(opening.org_id, other)
    client.cookies.set(cookie_name(), theirs)
    for fields in (BIKE, {}):
        answer = await client.put("/my/draft", json=typed(mine, first, fields))
        assert (answer.status_code, answer.json()["code"]) == (410, "LinkSpent")
    assert (await do(applicant_of(theirs), reading.portal)).typed == {}


async def test_no_other_site_saves_anything(nyc):
    opening, first = nyc
    async with browser(origin="https://evil.example") as elsewhere:
        await signed(elsewhere, opening)
        for method, path in (("PUT", "/my/draft"), ("POST", "/my/later"), ("PUT", "/my/later")):
            answer = await elsewhere.request(method, path, json={"stage_id": str(first.id), "fields": BIKE})
            assert (answer.status_code, answer.json()["code"]) == (403, "ForeignRequest")


async def test_a_stage_they_do_not_stand_in_is_closed(client, nyc):
    opening, _ = nyc
    token = await signed(client, opening)
    elsewhere = (await stages_of(opening))[1]
    answer = await client.put("/my/draft", json=typed(token, elsewhere))
    assert (answer.status_code, answer.json()["code"]) == (409, "StageClosed")


@pytest.mark.parametrize("fields", [None, [], "x", {"answers.bike": 1}, {"answers.bike": {"said": [1]}}])
async def test_what_no_page_sends_is_refused(client, nyc, fields):
    opening, first = nyc
    answer = await client.put("/my/draft", json=typed(await signed(client, opening), first, fields))
    assert answer.status_code == 422


async def test_saving_has_its_measure(client, nyc, monkeypatch):
    opening, first = nyc
    token = await signed(client, opening)
    monkeypatch.setattr(throttles, "SAVES", 2)
    codes = [(await client.put("/my/draft", json=typed(token, first, {}))).status_code for _ in range(3)]
    assert codes == [200, 200, 429]


async def begin(client, email="ann@example.com", **changes):
    body = {"org": "acme", "opening": "nyc", "email": email, "fields": BIKE | {"name": {"said": ["Ann"]}}}
    return await client.post("/my/later", json=body | changes)


async def test_a_form_begun_is_gone_on_with_by_the_link(client, nyc):
    opening, _ = nyc
    answer = await begin(client)
    assert answer.status_code == 201
    token = answer.json()["token"]
    assert (await letters(opening.org_id))[-1].template == "resume"
    assert await applicants(opening.org_id) == [], "a draft is no applicant"
    saved = await client.put("/my/later", json={"token": token, "fields": {"phone": {"said": ["212"]}}})
    assert {name: one["said"] for name, one in saved.json()["fields"].items()} == {
        "answers.bike": ["a Brompton"],
        "name": ["Ann"],
        "phone": ["212"],
    }
    async with browser() as other:
        there = await other.get(f"/my/later/{token}.")
        assert (there.status_code, there.headers["location"]) == (303, "/apply/acme/nyc")
        header = there.headers["set-cookie"]
        assert f"{beginnings.cookie_name()}={token}" in header
        assert "HttpOnly" in header
        assert "max-age" not in header.lower(), "it ends with the browser"
        left = await other.post("/my/later/leave", headers={"referer": "http://localhost:3000/apply/acme/nyc?x=1"})
        assert left.headers["location"] == "/apply/acme/nyc"


async def test_the_answer_is_the_same_whether_or_not_one_has_applied(client, nyc):
    opening, _ = nyc
    await apply(opening, email="ann@example.com")
    known, unknown = await begin(client), await begin(client, "bob@example.com")
    assert known.status_code == unknown.status_code == 201
    assert known.json().keys() == unknown.json().keys()


@pytest.mark.parametrize(("email", "code"), [("nobody", 422), ("", 422), ("a@b", 422)])
async def test_what_is_no_address_is_refused(client, nyc, email, code):
    assert (await begin(client, email)).status_code == code


async def test_one_inbox_is_not_filled_by_others(client, nyc):
    assert [(await begin(client)).status_code for _ in range(4)] == [201, 201, 201, 429]


async def test_once_it_was_sent_the_link_says_so(client, nyc):
    opening, _ = nyc
    token = (await begin(client)).json()["token"]
    given = {"name": "Ann", "email": "ann@example.com", "draft": token}
    assert (await client.post("/apply/acme/nyc", data=given)).status_code == 303
    answer = await client.get(f"/my/later/{token}")
    assert (answer.status_code, "There is nothing to go on with" in answer.text) == (410, True)
    assert (await client.put("/my/later", json={"token": token, "fields": {}})).status_code == 410
    assert len(await applicants(opening.org_id)) == 1


async def test_a_broken_personal_link_still_knows_where_to_ask_anew(client, nyc):
    opening, _ = nyc
    token = await signed(client, opening)
    assert 'href="/my/link?org=acme"' in (await client.get(f"/my/{token[:-3]}xyz")).text
    assert 'href="/my/link"' in (await client.get(f"/my/{'A' * 64}")).text
