"""The service area in an opening's settings, and the way to the nearest opening, by their handlers."""

import pytest

from plutomi.state.area import AreaState
from plutomi.state.near import NearState
from tests import make
from tests.api.worlds import world
from tests.state.desks import desk
from tests.state.pages import tab

POSTCODES = {"country": "US", "postcodes": "10001, 112*"}


@pytest.fixture
async def own(database):
    return await world()


@pytest.fixture
async def settings(own):
    here = await desk(own.user, opening_id=str(own.opening.id))
    await here.call(AreaState, "load")
    return here


async def test_shapes_are_put_in_and_taken_out(settings):
    state = await settings.state(AreaState)
    await settings.call(AreaState, "add", form=POSTCODES)
    await settings.call(AreaState, "choose", kind="radius")
    await settings.call(AreaState, "add", form={"postcode": "10001", "distance": "5", "unit": "mi"})
    assert [one.words for one in state.lines] == ["postcodes 10001, 112* (US)", "within 5 mi of 10001"]
    assert (state.is_assessing, len(state.map.circles)) == (True, 1)
    await settings.call(AreaState, "remove", number=0)
    assert [one.words for one in state.lines] == ["within 5 mi of 10001"]


async def test_what_is_wrong_stands_at_its_field_and_nothing_is_kept(settings):
    state = await settings.state(AreaState)
    await settings.call(AreaState, "add", form=POSTCODES)
    await settings.call(AreaState, "choose", kind="polygon")
    await settings.call(AreaState, "add", form={"geometry": "{"})
    assert set(state.errors) == {"geometry"}
    assert len(state.lines) == 1


async def test_an_address_is_tried_right_there(settings):
    state = await settings.state(AreaState)
    await settings.call(AreaState, "add", form=POSTCODES)
    await settings.call(AreaState, "try_address", form={"try_country": "US", "try_postcode": "10001"})
    assert (state.tried, state.reason) == ("inside", "10001 is one of its postcodes.")
    await settings.call(AreaState, "try_address", form={"try_country": "US"})
    assert state.tried == "unknown"


async def test_another_orgs_area_is_not_there(own):
    here = await desk((await world()).user, opening_id=str(own.opening.id))
    await here.call(AreaState, "load")
    state = await here.state(AreaState)
    assert state.problem
    assert state.lines == []


async def test_strangers_find_the_nearest_opening_of_one_org(own, settings):
    await make.opening(await make.org(slug="others"), state="public")
    await settings.call(AreaState, "add", form=POSTCODES)
    near = await tab(NearState, f"/apply/{own.org.slug}/near", org_slug=own.org.slug)
    await NearState.visit.fn(near)
    assert near.phase == "ask"
    await NearState.find.fn(near, {"country": "US", "postcode": "60601"})
    (line,) = near.lines
    assert (line.reach, line.away) == ("outside", "about 714 miles away")
    await NearState.find.fn(near, {"country": "GB", "postcode": "sw1a2aa"})
    assert (near.asked_for, near.lines[0].away) == ("SW1A 2AA", "")
    await NearState.find.fn(near, {"country": "US", "postcode": "1"})
    assert near.error == "Please give a postcode of the United States, like 95014."
    missing = await tab(NearState, "/apply/never-was/near", org_slug="never-was")
    await NearState.visit.fn(missing)
    assert missing.phase == "missing"
