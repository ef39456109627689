"""Seen by search engines: sitemaps, feed, JobPosting; gone when closed; and what programs get where nothing is."""

import json
import re
from xml.etree import ElementTree

import pytest

from plutomi.api import heads
from plutomi.api.edge import with_head
from plutomi.api.postings import posting
from plutomi.domain import openings, orgs
from plutomi.domain.actors import clock
from plutomi.domain.orgs import PublicOrg
from plutomi.models import Opening
from tests import make
from tests.domain.verbs import do

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
EVIL = "</script><script>alert(1)</script>]]><b>\u2028"


@pytest.fixture
async def opening(database):
    heads.forget()
    org = await make.org(slug="acme-inc", name="Acme & Sons")
    await make.opening(org, slug="secret", name="Secret Plan")
    about = "Deliver **parcels**."
    return await make.opening(org, state="public", slug="drivers", name="Drivers", place="Berlin", description=about)


def facts(html: str) -> dict:
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(script)


async def test_an_openings_page_says_what_it_is_to_machines(opening):
    head = await heads.head_of("/apply/acme-inc/drivers")
    job = facts(head.more)
    assert (head.status, job["@type"], job["title"]) == (200, "JobPosting", "Drivers")
    assert job["description"] == "<p>Deliver <strong>parcels</strong>.</p>"
    assert job["hiringOrganization"]["name"] == "Acme & Sons"
    assert job["jobLocation"]["address"]["addressLocality"] == "Berlin"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", job["datePosted"])
    assert '<link rel="canonical" href="http://localhost:3000/apply/acme-inc/drivers"/>' in head.more
    assert 'property="og:url"' in head.more
    assert 'href="/embed/acme-inc/drivers"' in head.shown
    page = with_head(b"<html><head></head><body class='x'><div></div></body></html>", head).decode()
    assert page.index("<body class='x'><noscript>") > page.index("JobPosting")


async def test_a_closed_opening_is_gone_and_no_posting(opening):
    await do(clock(opening.org_id), openings.set_state, opening.id, "closed")
    head = await heads.head_of("/apply/acme-inc/drivers")
    assert (head.status, "noindex" in head.more, "JobPosting" in head.more) == (410, True, False)
    assert "Drivers" in head.title
    hidden = await heads.head_of("/apply/acme-inc/secret")
    assert (hidden.status, "noindex" in hidden.more) == (404, True)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("", {}),
        ("Remote", {"jobLocationType": "TELECOMMUTE"}),
        (
            "Remote, Germany",
            {
                "jobLocationType": "TELECOMMUTE",
                "applicantLocationRequirements": {"@type": "Country", "name": "Germany"},
            },
        ),
        (
            "Köln",
            {"jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": "Köln"}}},
        ),
    ],
)
def test_where_the_work_is(place, expected):
    told = facts(posting(_org(), _opening(place=place), "https://jobs.example"))
    assert {key: told[key] for key in told if "ocation" in key} == expected


def test_nothing_typed_ends_the_script_that_holds_it():
    html = posting(_org(EVIL), _opening(name=EVIL, place=EVIL, description=EVIL), "https://jobs.example")
    assert html.count("<") == 2
    assert facts(html)["title"] == EVIL


async def test_sitemaps_name_public_pages_alone(client, opening):
    index = ElementTree.fromstring((await client.get("/sitemap.xml")).text)  # noqa: S314  ours
    assert [one.text for one in index.findall("s:sitemap/s:loc", SITEMAP)] == [
        "http://localhost:3000/sitemaps/acme-inc.xml"
    ]
    answer = await client.get("/sitemaps/acme-inc.xml")
    pages = ElementTree.fromstring(answer.text).findall("s:url/s:loc", SITEMAP)  # noqa: S314
    base = "http://localhost:3000/apply/acme-inc"
    assert [one.text for one in pages] == [base, f"{base}/drivers"]
    assert (await client.get("/sitemap-2.xml")).status_code == 404
    assert (await client.get("/sitemaps/nobody.xml")).status_code == 404
    robots = (await client.get("/robots.txt")).text
    assert "Sitemap: http://localhost:3000/sitemap.xml\n" in robots


async def test_sitemaps_come_in_pages(client, opening, monkeypatch):
    monkeypatch.setattr("plutomi.api.seen.MOST", 1)
    await make.org(slug="beta-inc")
    assert "/sitemaps/acme-inc.xml" in (await client.get("/sitemap.xml")).text
    assert "/sitemaps/beta-inc.xml" in (await client.get("/sitemap-2.xml")).text
    assert (await client.get("/robots.txt")).text.count("Sitemap:") == 2
    assert await orgs.slugs(0, 10) == ["acme-inc", "beta-inc"]


async def test_the_feed_holds_public_openings_whatever_is_typed_in_them(client, opening):
    await do(clock(opening.org_id), openings.change, opening.id, name=EVIL, description=EVIL)
    answer = await client.get("/feeds/acme-inc.xml")
    assert answer.headers["content-type"].startswith("application/xml")
    (job,) = ElementTree.fromstring(answer.text).findall("job")  # noqa: S314
    assert job.findtext("url") == "http://localhost:3000/apply/acme-inc/drivers?source=feed"
    assert job.findtext("company") == "Acme & Sons"
    assert "<script>" not in job.findtext("description")
    assert "Secret" not in answer.text


@pytest.mark.parametrize("path", ["/feeds/acme-inc.xml", "/sitemaps/acme-inc.xml"])
async def test_what_is_known_is_not_sent_again_until_it_changes(client, opening, path):
    first = await client.get(path)
    by_etag = await client.get(path, headers={"if-none-match": first.headers["etag"]})
    by_time = await client.get(path, headers={"if-modified-since": first.headers["last-modified"]})
    assert (by_etag.status_code, by_time.status_code, by_etag.content) == (304, 304, b"")
    odd = await client.get(path, headers={"if-modified-since": "yesterday"})
    assert odd.status_code == 200
    await do(clock(opening.org_id), openings.set_state, opening.id, "closed")
    later = await client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert later.status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing", 404),
        ("POST", "/api/v2/openings", 404),
        ("GET", "/api/", 404),
        ("PUT", "/api/v1/me", 405),
        ("DELETE", "/api/v1/public/orgs/acme-inc", 405),
    ],
)
async def test_what_leads_nowhere_under_api_is_a_problem(client, opening, method, path, status):
    answer = await client.request(method, path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    if status == 405:
        assert answer.headers["allow"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/public/orgs/acme-inc", "/embed/acme-inc/drivers", "/feeds/acme-inc.xml", "/widget.js", "/robots.txt",
        "/favicon.ico", "/api/nothing",
    ],
)  # fmt: skip
async def test_head_is_answered_as_get_without_the_body(client, opening, path):
    head, get = await client.head(path), await client.get(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers["content-type"] == get.headers["content-type"]


async def test_the_widgets_script_may_be_loaded_by_any_site_and_is_small(client):
    answer = await client.get("/widget.js", headers={"origin": "https://shop.example"})
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert len(answer.content) < 3000
    again = await client.get("/widget.js", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


async def test_the_demo_stands_for_another_site_and_only_in_development(client, set_environment):
    answer = await client.get("/dev/widget?opening=<script>")
    assert 'src="http://127.0.0.1:3000/widget.js"' in answer.text
    assert "&lt;script&gt;" in answer.text
    set_environment(PLUTOMI_ENV="production", SECRET_KEY="x" * 40, PUBLIC_URL="https://jobs.example")
    assert (await client.get("/dev/widget")).status_code == 404


def _org(name: str = "Acme") -> PublicOrg:
    from plutomi.ids import new_id

    return PublicOrg(new_id(), "acme", name)


def _opening(**changes) -> Opening:
    from plutomi.ids import new_id

    return Opening(**{"org_id": new_id(), "name": "Drivers", "slug": "drivers"} | changes)
