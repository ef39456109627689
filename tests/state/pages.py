"""A browser tab without a browser: states with an address and cookies, handlers run to their end."""

from collections.abc import AsyncIterator
from inspect import isasyncgen
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

import reflex as rx

from plutomi.state.session import AuthState

S = TypeVar("S", bound=rx.State)


async def tab(state: type[S], url: str, cookie: str = "", **args: str) -> S:
    """The state as one tab at this address has it; `args` are what the route's brackets hold."""
    root = rx.State(_reflex_internal_init=True)  # type: ignore[call-arg]
    at(root, url, cookie, **args)
    return await root.get_state(state)


def at(state: rx.State, url: str, cookie: str = "", **args: str) -> None:
    """Go to another address."""
    root = state._get_root_state()
    root.router_data = {
        "pathname": urlsplit(url).path,
        "asPath": url,
        "query": args | dict(parse_qsl(urlsplit(url).query)),
        "headers": {"cookie": cookie, "origin": "http://localhost:3000"},
        "ip": "192.0.2.9",
    }
    root._update_router_vars(root.router_data, {})


async def turn(state: rx.State) -> None:
    """Load the page anew, as a browser does, before its handler runs."""
    auth = await state.get_state(AuthState)
    auth._turn("hydrate_and_load", is_fresh=True)
    auth._turn("on_load_internal", is_fresh=False)


async def run(state: rx.State, handler: Any, *arguments: Any) -> list[Any]:
    """What the handler yields and returns, in order."""
    done = handler.fn(state, *arguments)
    if isasyncgen(done):
        return await _all(done)
    said = await done
    return [] if said is None else [said]


async def _all(updates: AsyncIterator[Any]) -> list[Any]:
    return [update async for update in updates if update is not None]
