"""Every route, walked: without a cookie nothing, with another org's ids nothing, and no word of what is there."""

from itertools import product
from string import Formatter

import pytest

from plutomi.domain.actors import Actor
from plutomi.domain.applicants import answering
from plutomi.ids import new_id
from tests import make
from tests.api.worlds import World, bodies, log_in, routes, world
from tests.browsers import browser
from tests.domain.verbs import counts, do, stages_of

WALKED = [pytest.param(*route, id=" ".join(route)) for route in routes()]


def named(path: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(path) if name]


WITH_IDS = [pytest.param(*route, id=" ".join(route)) for route in routes() if named(route[1])]
WITHOUT_IDS = [route[1] for route in routes() if not named(route[1]) and route[0] == "GET"]


async def call(client, method: str, path: str, own: World, ids: dict):
    return await client.request(method, path.format(**ids), json=bodies(own)[f"{method} {path}"])


async def test_every_route_is_walked(database):
    assert {" ".join(route) for route in routes()} == bodies(await world()).keys()


@pytest.mark.parametrize(("method", "path"), WALKED)
async def test_without_a_cookie_nothing_is_told(client, method, path):
    there = await world()
    answer = await call(client, method, path, there, there.ids)
    assert (answer.status_code, answer.json()["code"]) == (401, "NotSignedIn")
    absent = await call(client, method, path, there, {name: new_id() for name in there.ids})
    assert absent.content == answer.content


@pytest.mark.parametrize(("method", "path"), WALKED)
async def test_somebody_without_an_org_works_in_none(client, method, path):
    there = await world()
    await log_in(client, await make.user())
    answer = await call(client, method, path, there, there.ids)
    allowed = "/me" in path or path == "/api/v1/orgs"
    assert (answer.status_code == 403 and answer.json()["code"] == "NoOrg") or allowed


@pytest.mark.parametrize(("method", "path"), WITH_IDS)
async def test_with_ones_own_ids_every_route_works(client, method, path):
    own = await world()
    await log_in(client, own.user)
    if method == "DELETE" and path.endswith("/{question_id}") and "stages" not in path:
        await client.delete(f"/api/v1/stages/{own.stages[0].id}/questions/{own.question.id}")
    if (method, path) == ("POST", "/api/v1/stages/{stage_id}/questions"):
        own.stages.reverse()
    if path.endswith("/transfers"):
        own.stages = await stages_of(await make.opening(own.org))
    if path.endswith("/restorations"):
        await do(Actor("applicant", own.org.id, own.applicant.id), answering.withdraw)
    if (method, path) == ("DELETE", "/api/v1/stages/{stage_id}"):
        path += f"?move_to={own.stages[1].id}"
        answer = await client.delete(path.format(**own.ids))
    else:
        answer = await call(client, method, path, own, own.ids)
    assert answer.status_code in (200, 201, 204, 303), answer.text


@pytest.mark.parametrize(("method", "path"), WITH_IDS)
async def test_another_orgs_ids_are_as_absent_as_ids_that_never_were(client, method, path):
    own, foreign = await world(), await world()
    await log_in(client, own.user)
    wanted = named(path)
    for choice in product((False, True), repeat=len(wanted)):
        if not any(choice):
            continue
        strange = [name for name, is_foreign in zip(wanted, choice, strict=True) if is_foreign]
        ids = own.ids | {name: foreign.ids[name] for name in strange}
        never = own.ids | {name: new_id() for name in strange}
        theirs, nobodys = await call(client, method, path, own, ids), await call(client, method, path, own, never)
        assert (theirs.status_code, theirs.json()["code"]) == (404, "NotFound"), (choice, theirs.text)
        assert theirs.content == nobodys.content
        assert [*theirs.headers.items()] == [*nobodys.headers.items()]


@pytest.mark.parametrize("path", WITHOUT_IDS)
async def test_lists_hold_nothing_of_another_org(client, path):
    own, foreign = await world(), await world(name="Foreign Person")
    await log_in(client, own.user)
    for query in ("", "?search=foreign", *(f"?{name}={id}" for name, id in foreign.ids.items())):
        answer = await client.get(path + query)
        assert answer.status_code == 200
        told = answer.text
        assert "Foreign" not in told
        assert not any(str(id) in told for id in (*foreign.ids.values(), foreign.org.id, foreign.user.id))


BODIES = [
    ("POST", "/api/v1/applicants/{applicant_id}/moves", lambda own, id: {"stage_id": id}, "stage_id"),
    ("PATCH", "/api/v1/stages/{stage_id}", lambda own, id: {"next_stage_id": id}, "stage_id"),
    ("POST", "/api/v1/stages/{stage_id}/questions", lambda own, id: {"question_id": id}, "question_id"),
    ("PUT", "/api/v1/openings/{opening_id}/stages/order", lambda own, id: {"stage_ids": [id]}, "stage_id"),
    ("PUT", "/api/v1/stages/{stage_id}/questions/order", lambda own, id: {"question_ids": [id]}, "question_id"),
    ("PUT", "/api/v1/me/org", lambda own, id: {"org_id": id}, "opening_id"),
]


@pytest.mark.parametrize(("method", "path", "body", "names"), BODIES, ids=[f"{b[0]} {b[1]}" for b in BODIES])
async def test_another_orgs_ids_in_a_body_are_as_absent_too(client, method, path, body, names):
    own, foreign = await world(), await world()
    await log_in(client, own.user)
    ids = (str(foreign.org.id) if "org_id" in body(own, "") else str(foreign.ids[names]), str(new_id()))
    theirs, nobodys = [await client.request(method, path.format(**own.ids), json=body(own, id)) for id in ids]
    assert theirs.status_code in (404, 422)
    assert theirs.content == nobodys.content


async def test_another_orgs_cards_are_no_neighbours(client):
    own, foreign = await world(), await world()
    await log_in(client, own.user)
    body = {"stage_id": str(own.stages[1].id), "above_id": str(foreign.applicant.id)}
    answer = await client.post(f"/api/v1/applicants/{own.applicant.id}/moves", json=body)
    assert answer.status_code == 201
    assert await counts(own.actor, own.opening) == [0, 1, 0]
    answer = await client.delete(f"/api/v1/stages/{own.stages[1].id}?move_to={foreign.stages[0].id}")
    assert answer.status_code == 422
    assert await counts(own.actor, own.opening) == [0, 1, 0]


async def test_a_member_who_was_removed_is_refused_at_once(client):
    own = await world()
    await log_in(client, own.user)
    assert (await client.get("/api/v1/openings")).status_code == 200
    await make.leave(own.user, own.org)
    assert (await client.get("/api/v1/openings")).status_code == 403


async def test_somebody_elses_note_cannot_be_taken_back(client):
    own = await world()
    await log_in(client, await make.user(org=own.org))
    assert (await client.delete(f"/api/v1/notes/{own.note.id}")).status_code == 404


@pytest.mark.parametrize(("method", "path"), [route for route in WALKED if route.values[0] != "GET"])
async def test_no_other_site_makes_a_browser_change_anything(database, method, path):
    own = await world()
    async with browser(origin="https://evil.example") as elsewhere:
        await log_in(elsewhere, own.user)
        answer = await call(elsewhere, method, path, own, own.ids)
    assert (answer.status_code, answer.json()["code"]) == (403, "ForeignRequest")
