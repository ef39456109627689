"""The list of openings is found again as it was searched."""

import pytest

from plutomi.domain import sessions
from plutomi.state.openings import OpeningsState
from plutomi.state.session import AuthState
from tests import make
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
