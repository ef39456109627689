"""Which page is open: a load and a way on inside are another one, a connection made again is not."""

import reflex as rx
from reflex.state import OnLoadInternalState
from reflex_base.event import Event

from plutomi.state.applying import ApplyingState
from plutomi.state.login import LoginState
from plutomi.state.session import AuthState, SessionGuard
from tests.state.pages import at, tab

ROOT, LOAD = rx.State.get_full_name(), f"{OnLoadInternalState.get_full_name()}.on_load_internal"


async def nobody(token: str) -> None:
    return None


async def told(state: rx.State, name: str, **payload: object) -> list[str]:
    """The events that the guard sends instead of this one; none when it lets it through."""
    guard = object.__new__(SessionGuard)
    guard.identify, guard.cookie = nobody, "session"
    update = await guard.preprocess(None, state, Event(name=name, payload=payload))
    return [event.name for event in update.events] if update else []


async def opened(state: rx.State, *, is_fresh: bool) -> list[str]:
    """What is sent instead of the connection's first event, and of the page's load that follows."""
    first = {"hashes": ["a"]} if is_fresh else {}
    return await told(state, f"{ROOT}.hydrate_and_load", **first) or await told(state, LOAD)


async def test_a_page_stands_until_another_is_opened():
    state = await tab(ApplyingState, "/apply/acme/nyc")
    stood = []
    for is_fresh in (True, False, False, True):
        assert await opened(state, is_fresh=is_fresh) == []
        stood.append(await state._stood())
    assert stood == [False, True, True, False]
    at(state, "/apply/acme")
    assert await told(state, LOAD) == []
    assert not await state._stood(), "a way on inside"
    assert await opened(state, is_fresh=False) == []
    assert await state._stood()


async def test_what_was_done_before_the_page_was_read_counts():
    state = await tab(ApplyingState, "/apply/acme/nyc")
    await told(state, f"{ROOT}.hydrate_and_load")
    assert not await state._stood(), "the form is sent"
    await told(state, LOAD)
    assert await state._stood()


async def test_a_server_started_again_leaves_applicants_pages_as_they_are_until_it_has_read_them():
    assert await opened(await tab(ApplyingState, "/apply/acme/nyc"), is_fresh=False) == [LOAD]
    assert await opened(await tab(ApplyingState, "/my"), is_fresh=False) == [LOAD]
    assert await opened(await tab(LoginState, "/login"), is_fresh=False) == []
    known = await tab(ApplyingState, "/apply/acme/nyc")
    (await known.get_state(AuthState))._is_met = True
    assert await opened(known, is_fresh=False) == []
