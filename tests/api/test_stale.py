"""A change that says what it was read at is refused when somebody was quicker; one that does not is taken."""

import pytest

from tests.api.worlds import World, log_in, world


@pytest.fixture
async def own(database, client) -> World:
    made = await world()
    await log_in(client, made.user)
    return made


@pytest.mark.parametrize(
    ("place", "stamp", "first", "second"),
    [
        ("openings/{opening_id}", "changed_at", {"description": "New"}, {"place": "Chicago"}),
        ("questions/{question_id}", "version", {"title": "New?"}, {"description": "More"}),
        ("applicants/{applicant_id}", "updated_at", {"phone": "+12125550123"}, {"name": "Grace"}),
    ],
)
async def test_what_was_read_before_somebody_changed_it_is_refused(client, own, place, stamp, first, second):
    path = "/api/v1/" + place.format(**own.ids)
    found = (await client.get(path)).json()
    read = {stamp: found.get("applicant", found)[stamp]}
    assert (await client.patch(path, json=first | read)).status_code == 200
    stale = await client.patch(path, json=second | read)
    assert (stale.status_code, stale.json()["code"]) == (409, "Conflict")
    again = await client.patch(path, json=second)
    assert (again.status_code, again.json()[stamp] != read[stamp]) == (200, True)
    fresh = await client.patch(path, json=first | {stamp: again.json()[stamp]})
    assert fresh.status_code == 200
    assert (await client.patch(path, json={stamp: "yesterday"})).status_code == 422
