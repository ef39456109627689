"""The list of openings is found again as it was searched; their settings are changed by several at once."""

import pytest

from plutomi.domain import openings, sessions
from plutomi.state.opening import OpeningState
from plutomi.state.openings import OpeningsState
from plutomi.state.session import AuthState
from tests import make
from tests.api.worlds import world
from tests.domain.verbs import do
from tests.state.desks import desk
from tests.state.pages import at, run, tab

LOAD = OpeningsState.event_handlers["load"]


@pytest.mark.parametrize(
    ("query", "names"),
    [("", ["Night", "Day"]), ("?q=nigh", ["Night"]), ("?state=public", ["Day"]), ("?state=nonsense", ["Night", "Day"]),
     ("?q=nigh&state=public", []), ("?q=" + "x" * 5000, [])],
)  # fmt: skip
async def test_a_page_loaded_anew_shows_what_its_address_says(database, query, names):
    org = await make.org()
    await make.opening(org, "Day", state="public")
    await make.opening(org, "Night")
    await make.opening(await make.org(), "Night of others", state="public")
    state = await tab(OpeningsState, f"/openings{query}")
    who = await sessions.identify(await make.cookie(await make.user(org=org)))
    (await state.get_state(AuthState))._become(who)
    await run(state, LOAD)
    assert [row.name for row in state.rows] == names
    at(state, "/openings")
    await run(state, LOAD)
    assert [row.name for row in state.rows] == names, "coming back inside the app keeps what was sought"
    at(state, "/openings?state=public")
    await run(state, OpeningsState.load)
    assert ([row.name for row in state.rows], state.sought) == (["Day"], ""), "an address that asks is answered"


DETAILS = {"name": "Drivers", "place": "Chicago", "description": "Old words"}


async def settings_of(own):
    """Two members' pages of one opening's settings, opened at the same time."""
    await do(own.actor, openings.change, own.opening.id, **DETAILS)
    tabs = [await desk(own.user, opening_id=str(own.opening.id)) for _ in range(2)]
    for one in tabs:
        await one.call(OpeningState, "load")
    return tabs


async def test_a_page_that_stood_open_does_not_take_back_what_a_colleague_wrote(database):
    own = await world()
    mine, theirs = await settings_of(own)
    await theirs.call(OpeningState, "save", form=DETAILS | {"description": "New words"})
    await mine.call(OpeningState, "save", form=DETAILS | {"name": "Riders"})
    now = await do(own.actor, openings.get, own.opening.id)
    assert (now.name, now.place, now.description) == ("Riders", "Chicago", "New words")
    page = await mine.state(OpeningState)
    assert (page.opening.description, page.drawn["details"]) == ("New words", 1), "the form is drawn with it"
    await mine.call(OpeningState, "save", form=DETAILS | {"name": "Riders", "description": ""})
    now = await do(own.actor, openings.get, own.opening.id)
    assert (now.description, (await mine.state(OpeningState)).drawn["details"]) == ("", 1), "where one changes it"


async def test_publishing_beside_a_form_leaves_what_it_says_its_own(database):
    own = await world()
    mine, theirs = await settings_of(own)
    await theirs.call(OpeningState, "save", form=DETAILS | {"description": "New words"})
    await mine.call(OpeningState, "set_state", state="closed")
    await mine.call(OpeningState, "save", form=DETAILS)
    now = await do(own.actor, openings.get, own.opening.id)
    assert (now.state, now.description) == ("closed", "New words")


async def test_hours_and_days_to_wait_are_kept_one_by_one(database):
    own = await world()
    mine, theirs = await settings_of(own)
    hours = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "9-17") | {"time_zone": "UTC"}
    await theirs.call(OpeningState, "save_times", form=hours | {"mon": "10-12", "holidays": "2027-12-25"})
    await mine.call(OpeningState, "save_times", form=hours | {"sat": "9-10"})
    await theirs.call(OpeningState, "save_reapply", form={"reapply": "once", "reapply_days": "7"})
    await mine.call(OpeningState, "save_reapply", form={"reapply": "after", "reapply_days": "30"})
    now = await do(own.actor, openings.get, own.opening.id)
    assert (now.hours["mon"], now.hours["sat"]) == ([["10:00", "12:00"]], [["09:00", "10:00"]])
    assert now.holidays == ["2027-12-25"]
    assert (now.reapply, now.reapply_days) == ("after", 7)
