"""States without a browser: one tab's, as the guard leaves them before a handler runs."""

from collections.abc import Iterator
from inspect import isasyncgen, iscoroutine
from typing import Any

import reflex as rx

from plutomi.domain import sessions
from plutomi.domain.sessions import Identity
from plutomi.models import User
from plutomi.plutomi import app
from plutomi.state import arguments
from plutomi.state.session import FRAMEWORK, AuthState
from tests import make

assert app  # every page's states are known once the app is put together


class Desk:
    """One browser tab in which somebody may have logged in."""

    def __init__(self, who: Identity | None = None, **query: str) -> None:
        self.root = rx.State(_reflex_internal_init=True)
        self.who = who
        self.go(**query)

    def go(self, **query: str) -> None:
        """Go to another page."""
        data = {"query": query, "pathname": "/", "asPath": "/", "headers": {"cookie": ""}, "ip": "192.0.2.1"}
        self.root.router_data = self.root._update_router_vars(data, {})

    async def state(self, cls: type[rx.State]) -> Any:
        auth = await self.root.get_state(AuthState)
        auth._become(self.who)
        return await self.root.get_state(cls)

    async def call(self, cls: type[rx.State], name: str, /, **payload: Any) -> list[Any]:
        """Call a handler as an event does, behind the guard; what it returns or yields."""
        state, handler = await self.state(cls), cls.event_handlers[name].fn
        arguments.check(handler, payload)
        done = handler(state, **payload)
        if isasyncgen(done):
            return [event async for event in done]
        return [await done if iscoroutine(done) else done]

    def delta(self) -> dict[str, dict[str, Any]]:
        """What would be sent now, by state, names without their suffix; and nothing of it again."""
        found = self.root.get_delta()
        self.root._clean()
        return {
            state: {name.removesuffix("_rx_state_"): value for name, value in vars.items()}
            for state, vars in found.items()
        }


async def desk(user: User, **query: str) -> Desk:
    return Desk(await sessions.identify(await make.cookie(user)), **query)


def states(cls: type[rx.State] = rx.State) -> Iterator[type[rx.State]]:
    """Every state of ours, however deep."""
    for one in cls.get_substates():
        if one not in FRAMEWORK and one.__module__.startswith("plutomi"):
            yield one
        yield from states(one)


def handlers() -> list[tuple[type[rx.State], str]]:
    """Every event a browser may send to a state of ours, the inherited included."""
    ours = sorted(set(states()), key=lambda cls: cls.get_full_name())  # Reflex keeps them in a set
    return [(cls, name) for cls in ours for name in sorted(cls.event_handlers)]
