"""Areas over HTTP: set, tried, and the public's way to the nearest opening."""

import pytest

from tests import make
from tests.api.worlds import log_in, world

NEAREST = "/api/v1/public/orgs/{}/nearest"


@pytest.fixture
async def own(client):
    own = await world()
    await log_in(client, own.user)
    return own


async def test_an_area_is_set_tried_and_taken_away(client, own):
    path = f"/api/v1/openings/{own.opening.id}/area"
    shapes = [{"kind": "postcodes", "postcodes": ["10001"]}]
    told = (await client.put(path, json={"shapes": shapes})).json()
    assert told["shapes"] == [{"kind": "postcodes", "country": "US", "postcodes": ["10001"]}]
    assert (told["summary"], told["is_assessing"]) == ("postcodes 10001 (US)", True)
    tried = (await client.get(f"{path}/verdict?postcode=90210")).json()
    assert tried == {"outcome": "outside", "reason": "90210 is not one of its postcodes."}
    assert (await client.put(path, json={"shapes": []})).json()["summary"] == "no area"


@pytest.mark.parametrize("shapes", [None, 7, "x", [7], [{"kind": "circle"}], [{"kind": "polygon", "geometry": "{"}]])
async def test_what_is_wrong_is_named_at_its_field(client, own, shapes):
    answer = await client.put(f"/api/v1/openings/{own.opening.id}/area", json={"shapes": shapes})
    assert answer.status_code == 422
    assert all(one["field"].startswith("shapes") for one in answer.json()["errors"])


async def test_anybody_asks_for_the_nearest_openings_of_one_org_alone(client, own):
    await make.opening(await make.org(slug="others"), state="public", slug="theirs")
    path = f"/api/v1/openings/{own.opening.id}/area"
    shape = {"kind": "radius", "center": {"postcode": "10001"}, "distance": 5, "unit": "km"}
    await client.put(path, json={"shapes": [shape]})
    client.cookies.clear()
    (found,) = (await client.get(NEAREST.format(own.org.slug) + "?postcode=11201")).json()["data"]
    assert (found["slug"], found["reach"], found["distance_km"]) == (own.opening.slug, "outside", 6.1)
    (found,) = (await client.get(NEAREST.format(own.org.slug) + "?country=DE&postcode=10115")).json()["data"]
    assert (found["reach"], found["distance_km"]) == ("unknown", None)
    (found,) = (await client.get(NEAREST.format(own.org.slug) + "?lat=40.75&long=-73.99")).json()["data"]
    assert found["reach"] == "inside"
    for query in ("?lat=91", "?lat=x", "?country=USA", f"?postcode={'1' * 21}"):
        assert (await client.get(NEAREST.format(own.org.slug) + query)).status_code == 422
    for odd in ("?country=%00&postcode=%F0%9F%98%80", "?postcode=%00", "?lat=nan&long=1", "?lat=1"):
        assert (await client.get(NEAREST.format(own.org.slug) + odd)).status_code in (200, 422)
    assert (await client.get(NEAREST.format("never-was"))).status_code == 404


async def test_anybody_may_ask_what_an_address_consists_of(client):
    japan = await client.get("/api/v1/public/countries/JP")
    assert [part["name"] for part in japan.json()["parts"]] == ["postcode", "region", "street", "extra"]
    assert japan.headers["cache-control"] == "public, max-age=86400"
    for code in ("jp", "XX", "ZZ"):
        assert (await client.get(f"/api/v1/public/countries/{code}")).status_code == 404
