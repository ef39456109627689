"""Messages that have faded do not come back with the next page."""

import time

import reflex as rx
from reflex_base.event import Event

from plutomi.db import Away
from plutomi.errors import Unreachable
from plutomi.plutomi import app
from plutomi.state import toasts
from plutomi.state.toasts import Sweeper, ToastState
from tests.state.pages import run, tab


async def test_a_page_loaded_anew_shows_only_what_has_not_faded(monkeypatch):
    state = await tab(ToastState, "/openings")
    await run(state, ToastState.event_handlers["show"], "Saved.", "done", None)
    await run(state, ToastState.event_handlers["show"], "Refused.", "refused", None)
    at = time.time()
    for later, event, left in ((7, "load", 2), (7, "hydrate", 1), (7, "hydrate", 1), (13, "hydrate", 0)):
        monkeypatch.setattr(toasts.time, "time", lambda later=later: at + later)
        await Sweeper().preprocess(app, state, Event(name=f"{rx.State.get_full_name()}.{event}"))
        assert len(state.toasts) == left


def test_while_the_database_is_away_a_handler_says_so_and_not_that_we_are_at_fault():
    (said,) = Event.from_event_type(toasts.tell_refusal(Away()))
    assert said.payload["text"] == Unreachable.message
