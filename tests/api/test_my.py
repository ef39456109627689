"""The personal link: in at the address, out of it at once; and what public pages say of themselves first."""

from http.cookies import SimpleCookie

import pytest

from plutomi import tokens
from plutomi.api import heads
from plutomi.domain import openings, orgs, styles
from plutomi.domain.applicants.knowing import applicant_of, cookie_name
from plutomi.errors import LinkSpent
from plutomi.ids import new_id
from tests import make
from tests.browsers import browser
from tests.domain.verbs import do, stages_of

TOKEN = tokens.sign_applicant


def cookie(response) -> tuple[str, SimpleCookie]:
    header = response.headers["set-cookie"]
    return header, SimpleCookie(header)


async def test_the_link_becomes_a_cookie_and_leaves_the_address(client):
    token = TOKEN(new_id(), new_id())
    answer = await client.get(f"/my/{token}")
    header, cookies = cookie(answer)
    assert (answer.status_code, answer.headers["location"]) == (303, "/my")
    assert (answer.headers["cache-control"], answer.headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert cookies["plutomi_my"].value == token
    assert "HttpOnly" in header
    assert "SameSite=lax" in header
    assert "Path=/" in header
    assert f"Max-Age={90 * 24 * 3600}" in header
    assert "Secure" not in header


async def test_over_tls_the_cookie_is_this_hosts_alone(database, set_environment):
    set_environment(PUBLIC_URL="https://jobs.example")
    async with browser() as client:
        header, cookies = cookie(await client.get(f"/my/{TOKEN(new_id(), new_id())}"))
    assert "__Host-plutomi_my" in cookies
    assert "Secure" in header
    assert "Domain" not in header


@pytest.mark.parametrize("stray", [".", ")", ">", ".)", "%22", "!"])
async def test_what_mail_programs_take_along_does_no_harm(client, stray):
    token = TOKEN(new_id(), new_id())
    assert cookie(await client.get(f"/my/{token}{stray}"))[1]["plutomi_my"].value == token


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t[:30], lambda t: "B" + t[1:], lambda t: "é", str.lower]
)
async def test_a_link_that_is_not_ours_is_said_kindly_and_sets_nothing(client, change):
    answer = await client.get(f"/my/{change(TOKEN(new_id(), new_id()))}")
    assert answer.status_code == 410
    assert "This link is not right" in answer.text
    assert 'href="/my/link"' in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/my/link", "/my/link.html"])
async def test_the_page_that_sends_links_is_no_link(client, path):
    assert (await client.get(path)).status_code == 404  # here; where pages are served it is one of them


async def test_leaving_forgets_the_link_but_no_login(client):
    client.cookies.set("plutomi_session", "kept")
    answer = await client.post("/my/leave")
    assert (answer.status_code, answer.headers["location"]) == (303, "/my")
    assert 'plutomi_my=""' in answer.headers["set-cookie"]
    assert "plutomi_session" not in answer.headers["set-cookie"]


async def test_no_other_site_makes_somebody_leave(client):
    answer = await client.post("/my/leave", headers={"origin": "https://evil.example"})
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


def test_an_applicant_is_known_by_the_link_alone():
    org_id, id = new_id(), new_id()
    actor = applicant_of(TOKEN(org_id, id), "192.0.2.9")
    assert (actor.kind, actor.org_id, actor.id, actor.ip) == ("applicant", org_id, id, "192.0.2.9")
    with pytest.raises(LinkSpent):
        applicant_of("")


async def test_an_opening_says_what_it_is_before_any_script_runs(database):
    heads.forget()
    org = await make.org(slug="acme", name="Acme & Sons")
    opening = await make.opening(org, state="public", slug="nyc", description="**Ride** with us.\n\n- Bring a bike")
    await make.opening(org, slug="secret", description="Nobody knows.")
    assert await heads.head_of("/apply/acme") == await heads.head_of("/apply/acme/")
    assert (await heads.head_of("/apply/acme")).title == "Openings at Acme & Sons"
    head = await heads.head_of("/apply/acme/nyc")
    assert (head.status, head.title) == (200, f"{opening.name} at Acme & Sons")
    assert head.description == "Ride with us. Bring a bike"
    assert await heads.head_of("/apply/ACME/Nyc") == head
    assert await heads.head_of("/apply/acme/Near") == await heads.head_of("/apply/acme/near")
    assert await heads.head_of("/apply/acme/secret") == heads.MISSING
    for path in ("/apply/nobody", "/apply/acme/nothing", "/apply/Acme%00/x", "/apply/acme/\x00"):
        assert await heads.head_of(path) == heads.MISSING
    assert [await heads.head_of(path) for path in ("/", "/apply", "/apply/a/b/c")] == [None] * 3
    assert (await heads.head_of("/my/link")).title == "Your link"


async def test_a_closed_opening_still_has_its_page_and_heads_are_read_anew(database):
    heads.forget()
    orgs.forget()
    org = await make.org(slug="acme")
    actor, opening = await make.actor(org), await make.opening(org, state="public", slug="nyc")
    assert (await heads.head_of("/apply/acme/nyc")).description == f"Apply for {opening.name} at Acme."
    await do(actor, openings.set_state, opening.id, "closed")
    heads.forget()
    assert (await heads.head_of("/apply/acme/nyc")).status == 410
    await do(actor, openings.set_state, opening.id, "private")
    assert (await heads.head_of("/apply/acme/nyc")).status == 410  # for seconds only
    heads.forget()
    assert (await heads.head_of("/apply/acme/nyc")).status == 404


async def test_the_first_bytes_of_a_page_carry_its_style(database):
    heads.forget()
    orgs.forget()
    org = await make.org(slug="acme")
    actor, opening = await make.actor(org), await make.opening(org, state="public", slug="nyc")
    await do(actor, styles.set_org, {"color": "#123456"})
    await do(actor, styles.set_opening, opening.id, {"color": "#654321"})
    assert "--brand:#123456" in (await heads.head_of("/apply/acme")).css
    assert "--brand:#654321" in (await heads.head_of("/apply/acme/nyc")).css
    assert heads.MISSING.css == ""


async def test_an_applicants_page_looks_like_their_stage_from_the_first(database):
    mine, other = await make.org(), await make.org()
    opening = await make.opening(mine, state="public")
    stage = (await stages_of(opening))[1]
    there = await make.applicant(stage)
    await do(await make.actor(mine), styles.set_stage, stage.id, {"color": "#123456"})
    await do(await make.actor(other), styles.set_org, {"color": "#654321"})
    cookie = f"{cookie_name()}={TOKEN(mine.id, there.id)}"
    assert "--brand:#123456" in (await heads.head_of("/my", cookie)).css
    assert "--brand:#006171" in (await heads.head_of("/my", f"{cookie_name()}={TOKEN(other.id, there.id)}")).css
    for wrong in ("", f"{cookie_name()}=x", f"{cookie_name()}="):
        assert (await heads.head_of("/my", wrong)).css == ""
