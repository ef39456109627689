"""The short messages in the corner: what was done, what was refused, and the way back."""

import dataclasses
import logging
import time
from typing import Any, Literal

import reflex as rx
from reflex.event import EventSpec
from reflex.middleware import Middleware
from reflex_base.event import Event

from plutomi.db import Away
from plutomi.errors import Refusal, Unreachable
from plutomi.state.session import LOADS, TELLING, PublicBase

Kind = Literal["done", "refused"]
SECONDS = {"done": 6, "refused": 12}  # how long each kind shows (assets/toasts.css); an Undo shows for the longer
KEPT, MOST = 5, 1000  # messages; letters of one
GENERIC = "Something went wrong on our side. What you typed is still here; please try again."

log = logging.getLogger("plutomi")


@dataclasses.dataclass
class Toast:
    """One message as the page shows it."""

    id: int
    text: str
    kind: str
    has_undo: bool
    until: float


class ToastState(PublicBase):
    """The messages of one browser tab."""

    toasts: list[Toast] = []
    _undos: dict[int, dict[str, Any]] = {}
    _count: int = 0

    @rx.event
    async def show(self, text: str, kind: Kind, undo: dict[str, Any] | None):
        """Add a message; the page lets it fade, the next one sweeps it away."""
        self._count += 1
        now, seconds = time.time(), SECONDS["refused" if undo else kind]
        toast = Toast(self._count, text[:MOST], kind, bool(undo), now + seconds)
        self.toasts = [*(t for t in self.toasts if t.until > now), toast][-KEPT:]
        shown = {t.id for t in self.toasts}
        self._undos = {id: event for id, event in (self._undos | {toast.id: undo}).items() if event and id in shown}

    @rx.event
    async def dismiss(self, id: int):
        """Take a message away."""
        self.toasts = [t for t in self.toasts if t.id != id]

    @rx.event
    async def undo(self, id: int):
        """Take a message away and do what its Undo says."""
        self.toasts = [t for t in self.toasts if t.id != id]
        if event := self._undos.pop(id, None):
            name, payload = event.get("name"), event.get("payload")
            if isinstance(name, str) and isinstance(payload, dict):
                return Event(name=name, payload=payload)


TELLING.add(f"{ToastState.get_full_name()}.show")


class Sweeper(Middleware):
    """Takes away what has faded before a page is loaded anew: the new page would show it once more."""

    async def preprocess(self, app: rx.App, state: rx.State, event: Event) -> None:
        if event.name.rpartition(".")[2] in LOADS:
            shown = await state._get_root_state().get_state(ToastState)
            if any(toast.until <= time.time() for toast in shown.toasts):
                shown.toasts = [toast for toast in shown.toasts if toast.until > time.time()]


def say(text: str, kind: Kind = "done", undo: EventSpec | None = None) -> EventSpec:
    """The event that shows a message; `undo` is the event its Undo button sends."""
    return ToastState.show(text, kind, _packed(undo))


def tell_refusal(exception: Exception) -> EventSpec:
    """What an exception in any handler becomes: a refusal's own words, else an apology and a log entry."""
    if isinstance(exception, Away):
        log.warning("a handler failed: the database is away: %r", exception.__cause__)
        exception = Unreachable()
    if isinstance(exception, Refusal):
        return say(exception.message, "refused")
    log.error("a handler failed", exc_info=exception)
    return say(GENERIC, "refused")


def _packed(undo: EventSpec | None) -> dict[str, Any] | None:
    if undo is None:
        return None
    (event,) = Event.from_event_type(undo)
    return {"name": event.name, "payload": event.payload}
