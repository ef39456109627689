"""The login page after it has asked, and after it was loaded anew."""

import pytest

from plutomi.state.login import LoginState
from tests.state.pages import run, tab


@pytest.mark.parametrize(("url", "is_sent"), [("/login", False), ("/login?sent=1", True), ("/login?sent=x", False)])
async def test_an_address_that_says_sent_shows_that_it_was(url, is_sent):
    state = await tab(LoginState, url)
    await run(state, LoginState.event_handlers["arrive"])
    assert (state.is_sent, state.sent_to) == (is_sent, "")
    await run(state, LoginState.event_handlers["use_another"])
    assert not state.is_sent


async def test_who_asks_here_reads_where_it_went(database):
    state = await tab(LoginState, "/login")
    await run(state, LoginState.event_handlers["ask"], {"email": "ann@plutomi.example"})
    assert (state.is_sent, state.sent_to, state.error) == (True, "ann@plutomi.example", "")
