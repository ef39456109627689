"""The public routes take anything without a fault, and tell nobody who applied before; the document says it truly."""

import json

import pytest

from plutomi.api import openapi
from plutomi.db import transaction
from plutomi.domain import styles, throttles
from plutomi.domain.actors import anyone
from plutomi.domain.applicants import holding, messaging
from plutomi.models import Org
from plutomi.rules.traps import TRAP
from tests import make
from tests.api.worlds import log_in, world
from tests.domain.verbs import applicants, do, types

PATH = "/api/v1/public/orgs/acme-inc/openings/drivers"
JSON = {"content-type": "application/json"}
GOOD = {"name": "Grace Hopper", "email": "grace@example.com", "answers": {}}
HOSTILE = [
    b"", b"null", b"[]", b"7", b'"x"', b"{", b"NaN", b"[" * 100_000, b'{"a":' * 5000, b"9" * 5000, b"\xff\xfe",
    b'{"name": NaN}', b'{"name": 1e999}', b'{"name": "\\ud800"}', b'{"name": "\\u0000"}', b'{"\\ud800": 1}',
    b'{"name": "\\u200b", "email": "x", "phone": {}, "answers": []}', b'{"answers": {"bike": [[[]]]}}',
    b'{"name": ' + b"9" * 4000 + b"}", json.dumps({"name": "a" * 201, "email": "e" * 5000 + "@x.example"}).encode(),
]  # fmt: skip


@pytest.fixture
async def opening(database):
    await throttles.forget()
    org = await make.org(slug="acme-inc", name="Acme")
    await make.opening(org, slug="secret", name="Secret")
    return await make.opening(org, state="public", slug="drivers", name="Drivers")


async def test_anybody_sees_an_org_its_public_openings_and_their_forms(client, opening):
    assert (await client.get("/api/v1/public/orgs/acme-inc")).json() == {"slug": "acme-inc", "name": "Acme"}
    listed = (await client.get("/api/v1/public/orgs/acme-inc/openings")).json()
    assert ([one["slug"] for one in listed["data"]], listed["next"]) == (["drivers"], None)
    assert (await client.get(PATH)).json()["questions"] == []
    hidden, absent = [await client.get(PATH.replace("drivers", slug)) for slug in ("secret", "never-was")]
    assert (hidden.status_code, hidden.content) == (404, absent.content)


async def test_an_address_may_be_written_in_any_case(client, opening):
    loud = PATH.replace("acme-inc", "ACME-Inc").replace("drivers", "Drivers")
    assert (await client.get(loud)).json() == (await client.get(PATH)).json()
    for path in (PATH, loud):  # the door is remembered from the first
        keyed = {"idempotency-key": "k1"}
        assert (await client.post(f"{path}/applicants", json=GOOD, headers=keyed)).status_code == 202
        assert (await client.post(f"{path}/applicants", json=GOOD)).status_code == 202
    assert len(await applicants(opening.org_id)) == 1
    assert (await client.get(PATH.replace("drivers", "Secret"))).status_code == 404


async def test_an_opening_tells_how_it_looks_and_what_its_buttons_say(client, opening):
    async with transaction(opening.org_id) as session:
        org = await session.get_one(Org, opening.org_id)
    member = await make.actor(org)
    ours = {"apply": "Apply", "send": "Send application", "continue": "Continue your application"}
    plain = {"color": None, "background": None, "font": "system", "corners": "rounded", "logo": None, "cover": None}
    assert (await client.get(PATH)).json()["style"] == plain | {"words": ours}
    await do(member, styles.set_org, {"color": "#C2410C", "font": "serif"})
    await do(member, styles.set_opening, opening.id, {"font": "mono", "buttons": {"send": "Off it goes"}})
    told = (await client.get(PATH, headers={"accept-language": "es"})).json()["style"]
    assert (told["color"], told["font"], told["corners"]) == ("#c2410c", "mono", "rounded")
    assert (told["words"]["send"], told["words"]["apply"]) == ("Off it goes", "Postularme")


async def test_under_one_key_an_application_counts_once_and_another_is_refused(client, opening):
    keyed = {"idempotency-key": "k1"}
    first, second = [await client.post(f"{PATH}/applicants", json=GOOD, headers=keyed) for _ in range(2)]
    assert (first.status_code, second.status_code, first.content) == (202, 202, second.content)
    other = await client.post(f"{PATH}/applicants", json=GOOD | {"name": "Ada"}, headers=keyed)
    assert (other.status_code, other.json()["code"]) == (422, "KeyReused")
    assert [one for one in await types(opening.org_id) if "applied" in one] == ["applicant.applied"]


async def test_a_known_address_is_answered_exactly_as_a_new_one(client, opening):
    first, second = [await client.post(f"{PATH}/applicants", json=GOOD) for _ in range(2)]
    assert (first.status_code, first.json()) == (202, {"is_received": True})
    assert (first.content, first.headers) == (second.content, second.headers)
    assert len(await applicants(opening.org_id)) == 1


async def test_every_wrong_field_is_named_at_once(client, opening):
    answer = await client.post(f"{PATH}/applicants", json={"name": 7, "email": None, "phone": "12"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert {one["field"] for one in answer.json()["errors"]} == {"name", "email", "phone"}


@pytest.mark.parametrize("body", HOSTILE, ids=[f"hostile{n}" for n in range(len(HOSTILE))])
async def test_a_hostile_body_is_refused_and_never_a_fault(client, opening, body):
    own = await world()
    assert (await client.post(f"{PATH}/applicants", content=body, headers=JSON)).status_code in (400, 422)
    await log_in(client, own.user)
    for method, path in (
        ("POST", "/api/v1/openings"),
        ("PATCH", f"/api/v1/applicants/{own.applicant.id}"),
        ("PUT", f"/api/v1/openings/{own.opening.id}/stages/order"),
        ("POST", f"/api/v1/applicants/{own.applicant.id}/notes"),
        ("POST", "/api/v1/questions"),
    ):
        answer = await client.request(method, path, content=body, headers=JSON)
        assert answer.status_code in (400, 422), (method, path, answer.text)
    assert await applicants(opening.org_id) == []


@pytest.mark.parametrize("field", ["name", "place", "description"])
async def test_an_unknown_or_empty_field_is_refused_rather_than_dropped(client, field):
    own = await world()
    await log_in(client, own.user)
    path = f"/api/v1/openings/{own.opening.id}"
    for body in ({field: None}, {f"{field}_": "x"}, {field: 7}, {"org_id": str(own.org.id)}, {"slug": "mine"}):
        assert (await client.patch(path, json=body)).status_code == 422, body
    assert (await client.get(path)).json()["slug"] == own.opening.slug


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=x", "cursor=x", "limit=" + "9" * 500, "cursor=%00"])
async def test_a_strange_page_is_refused_at_its_field(client, query):
    own = await world()
    await log_in(client, own.user)
    its = (f"/api/v1/openings/{own.opening.id}/held", f"/api/v1/applicants/{own.applicant.id}/messages")
    for path in ("/api/v1/applicants", "/api/v1/events", "/api/v1/openings", *its):
        assert (await client.get(f"{path}?{query}")).status_code == 422


async def test_lists_are_read_to_their_end_by_their_cursors(client):
    own = await world()
    await log_in(client, own.user)
    trapped = {"name": "Grace Hopper", "email": "grace@example.com", "answers": {"bike": "yes"}, TRAP: "Buy now"}
    for _ in range(4):
        await make.applicant(own.stages[0])
        await make.opening(own.org)
        await do(own.actor, messaging.write, own.applicant.id, "Hello", "Are you free?")
        await do(anyone(own.org.id), holding.hold, own.opening.slug, trapped)
    seen = await read_to_the_end(client, "/api/v1/applicants")
    assert seen == sorted({str(one.id) for one in await applicants(own.org.id)}, reverse=True)
    held, written = f"/api/v1/openings/{own.opening.id}/held", f"/api/v1/applicants/{own.applicant.id}/messages"
    for path, many in ((held, 5), (written, 4), ("/api/v1/openings", 5)):
        seen = await read_to_the_end(client, path)
        assert (len(set(seen)), seen) == (many, sorted(seen, reverse=True))


async def read_to_the_end(client, path):
    """The ids of a list, read two at a time."""
    seen, query = [], "?limit=2"
    while query:
        page = (await client.get(f"{path}{query}")).json()
        seen += [one["id"] for one in page["data"]]
        query = f"?limit=2&cursor={page['next']}" if page["next"] else ""
    return seen


async def test_a_board_is_what_the_pages_count_on(client):
    own = await world()
    await log_in(client, own.user)
    board = (await client.get(f"/api/v1/openings/{own.opening.id}/board")).json()
    assert board.keys() == {"opening", "columns", "seen", "labels", "members"}
    assert [(one["name"], one["number"]) for one in board["labels"]] == [("Follow up", 1)]
    assert board["members"] == [{"id": str(own.user.id), "name": own.user.name}]
    assert board["opening"].keys() >= {"id", "name", "slug", "state", "place"}
    assert all(one.keys() == {"id", "name", "position", "count", "cards", "next"} for one in board["columns"])
    assert board["seen"].keys() == {"xmin", "xmax", "xip"}
    page = (await client.get(f"/api/v1/openings/{own.opening.id}/board/{own.stages[0].id}")).json()
    assert page == {"cards": board["columns"][0]["cards"], "next": None}
    only = {"label_id": str(own.label.id), "assignee_id": str(own.user.id)}
    for narrowed, many in (({"label_id": only["label_id"]}, 1), (only, 0)):
        board = (await client.get(f"/api/v1/openings/{own.opening.id}/board", params=narrowed)).json()
        path = f"/api/v1/openings/{own.opening.id}/board/{own.stages[0].id}"
        page = (await client.get(path, params=narrowed)).json()
        listed = (await client.get("/api/v1/applicants", params=narrowed)).json()
        lengths = [
            len(board["columns"][0]["cards"]),
            board["columns"][0]["count"],
            len(page["cards"]),
            len(listed["data"]),
        ]
        assert lengths == [many] * 4


def test_the_document_points_at_nothing_that_is_not_there():
    document = openapi()
    text = json.dumps(document)
    refs = {part.split('"')[0] for part in text.split('"$ref": "')[1:]}
    assert refs
    for ref in refs:
        place = document
        for key in ref.removeprefix("#/").split("/"):
            place = place[key]
    assert document["openapi"].startswith("3.1")
    ids = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert len(ids) == len(set(ids))
    assert "stages_create" in ids
    assert document["paths"]["/api/v1/openings"]["get"]["security"] == [{"session": []}]
    assert document["paths"]["/api/v1/public/orgs/{org_slug}"]["get"]["security"] == []
