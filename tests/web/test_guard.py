"""The guard before every event, asked by raw clients that know every handler's name."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import socketio
from reflex.state import State

from plutomi.state.session import ApplicantBase, ProtectedBase, PublicBase, SessionGuard, is_public
from plutomi.state.toasts import GENERIC, ToastState

COOKIE = "plutomi_session"
ROOT = State.get_full_name()
BOARD = f"{ProtectedBase.get_full_name()}.tests___web___guarded____board_state"
OPEN = f"{ROOT}.tests___web___guarded____open_state"
APPLY = f"{PublicBase.get_full_name()}.tests___web___guarded____apply_state"
MINE = f"{ApplicantBase.get_full_name()}.tests___web___guarded____mine_state"
TOASTS = ToastState.get_full_name()
HYDRATE = f"{ROOT}.hydrate"

Guarded = tuple[str, Callable[[str], None]]


class Tab:
    """A browser tab that sends what it likes."""

    def __init__(self, client: socketio.AsyncClient) -> None:
        self.client, self.updates = client, []
        client.on("event", self.updates.append, namespace="/_event")

    async def send(self, name: str, **payload: Any) -> str:
        """Everything the server says in the half second after this event, as JSON."""
        self.updates.clear()
        event = {"name": name, "payload": payload, "router_data": {"pathname": "/board", "asPath": "/board?a=1"}}
        await self.client.emit("event", event, namespace="/_event")
        await asyncio.sleep(0.5)
        return json.dumps(self.updates)


@asynccontextmanager
async def tab(url: str, session: str = "", token: str = "") -> AsyncIterator[Tab]:
    headers = {"Origin": url} | ({"Cookie": f"a=b; {COOKIE}={session}"} if session else {})
    client = socketio.AsyncClient(reconnection=False)
    where = f"{url}/?token={token or uuid4()}"
    await client.connect(
        where, headers=headers, socketio_path="/_event", namespaces=["/_event"], transports=["websocket"]
    )
    try:
        yield Tab(client)
    finally:
        await client.disconnect()


async def test_signed_in_people_get_what_is_theirs(guarded: Guarded) -> None:
    async with tab(guarded[0], "ann") as ann:
        assert '"Ann"' in await ann.send(HYDRATE)
        assert "secret of Ann" in await ann.send(f"{BOARD}.load")


@pytest.mark.parametrize("handler", ["load", "refuse", "fail", "delete", "watch", "undecorated"])
@pytest.mark.parametrize("session", ["", "forged"])
async def test_strangers_get_a_way_to_the_login_page_and_nothing_else(
    guarded: Guarded, session: str, handler: str
) -> None:
    async with tab(guarded[0], session) as stranger:
        await stranger.send(HYDRATE)
        said = await stranger.send(f"{BOARD}.{handler}")
        assert "/login?next=%2Fboard" in said
        assert "board_state" not in said


async def test_a_state_whose_author_forgot_its_base_is_shut(guarded: Guarded) -> None:
    async with tab(guarded[0]) as stranger:
        said = await stranger.send(f"{OPEN}.load")
        assert "/login" in said
        assert "secret" not in said


async def test_strangers_may_use_public_states(guarded: Guarded) -> None:
    async with tab(guarded[0]) as stranger:
        assert '"Nurse"' in await stranger.send(f"{APPLY}.type", text="Nurse")


@pytest.mark.parametrize("name", ["no.such.handler", "", f"{BOARD}.nope", f"{BOARD}.board", f"{BOARD}._me"])
async def test_unknown_event_names_get_nothing_and_harm_nobody(guarded: Guarded, name: str) -> None:
    async with tab(guarded[0], "ann") as ann:
        assert await ann.send(name) == "[]"
        assert "secret of Ann" in await ann.send(f"{BOARD}.load")


async def test_the_next_person_in_the_same_tab_sees_nothing_of_the_last(guarded: Guarded) -> None:
    token = str(uuid4())
    async with tab(guarded[0], "ann", token) as ann:
        assert "secret of Ann" in await ann.send(f"{BOARD}.load")
    for session in ("", "eve"):
        async with tab(guarded[0], session, token) as other:
            assert "Ann" not in await other.send(HYDRATE)


async def test_another_org_of_the_same_person_starts_empty(guarded: Guarded) -> None:
    token = str(uuid4())
    async with tab(guarded[0], "ann", token) as ann:
        await ann.send(f"{BOARD}.load")
    async with tab(guarded[0], "ann-elsewhere", token) as ann:
        said = await ann.send(HYDRATE)
        assert '"Other"' in said
        assert "secret" not in said


async def test_a_revoked_session_ends_at_its_next_event_and_in_running_handlers(guarded: Guarded) -> None:
    url, revoke = guarded
    async with tab(url, "eve") as eve:
        assert "live for Eve" in await eve.send(f"{BOARD}.watch")
        revoke("eve")
        try:
            await asyncio.sleep(0.5)
            said = await eve.send(HYDRATE)
            assert "live for" not in said
            assert "Eve" not in said
            assert "/login" in await eve.send(f"{BOARD}.load")
        finally:
            revoke("")


async def test_a_login_that_ends_disturbs_no_applicant_in_the_same_browser(guarded: Guarded) -> None:
    url, revoke = guarded
    async with tab(url, "eve; plutomi_my=grace") as eve:
        assert "what grace sent" in await eve.send(f"{MINE}.load")
        assert "secret of Eve" in await eve.send(f"{BOARD}.load")
        revoke("eve")
        try:
            said = await eve.send(f"{MINE}.load")
            assert "what grace sent" in said
            assert "/login" not in said
            assert "/login" in await eve.send(f"{BOARD}.load")
        finally:
            revoke("")


async def test_the_next_applicant_in_the_same_tab_sees_nothing_of_the_last(guarded: Guarded) -> None:
    token = str(uuid4())
    async with tab(guarded[0], "ann; plutomi_my=grace", token) as ann:
        assert "what grace sent" in await ann.send(f"{MINE}.load")
    for link, sent in (("; plutomi_my=ada", "what ada sent"), ("", "what nobody sent")):
        async with tab(guarded[0], "ann" + link, token) as ann:
            said = await ann.send(HYDRATE)
            assert "grace" not in said
            assert "ada sent" not in said
            assert '"Ann"' in said  # still logged in
            assert sent in await ann.send(f"{MINE}.load")


async def test_when_nobody_can_be_identified_nobody_is_let_in(guarded: Guarded) -> None:
    async with tab(guarded[0], "broken") as somebody:
        assert "secret" not in await somebody.send(f"{BOARD}.load")


async def test_when_nobody_can_be_identified_it_is_said_once_and_not_round_and_round(guarded: Guarded) -> None:
    async with tab(guarded[0], "broken") as somebody:
        said = await somebody.send(f"{BOARD}.load")
        assert GENERIC in said
        told = len(somebody.updates)
        await asyncio.sleep(1)
        assert len(somebody.updates) == told


async def test_a_refusal_becomes_a_message_in_its_own_words(guarded: Guarded) -> None:
    async with tab(guarded[0], "ann") as ann:
        assert "You may not do that." in await ann.send(f"{BOARD}.refuse")


async def test_a_bug_becomes_an_apology_that_tells_nothing(guarded: Guarded) -> None:
    async with tab(guarded[0], "ann") as ann:
        said = await ann.send(f"{BOARD}.fail")
        assert GENERIC in said
        assert "a bug with" not in said


async def test_undo_does_what_the_message_promised_once(guarded: Guarded) -> None:
    async with tab(guarded[0], "ann") as ann:
        assert '"has_undo": true' in await ann.send(f"{BOARD}.delete")
        assert "secret of Ann" in await ann.send(f"{TOASTS}.undo", id=1)
        assert "board_state" not in await ann.send(f"{TOASTS}.undo", id=1)


async def test_undo_opens_no_door_to_strangers(guarded: Guarded) -> None:
    async with tab(guarded[0]) as stranger:
        undo = {"name": f"{BOARD}.load", "payload": {}}
        await stranger.send(f"{TOASTS}.show", text="x", kind="done", undo=undo)
        said = await stranger.send(f"{TOASTS}.undo", id=1)
        assert "secret" not in said
        assert "/login" in said


async def test_other_sites_get_no_websocket(guarded: Guarded) -> None:
    client = socketio.AsyncClient(reconnection=False)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(
            f"{guarded[0]}/?token={uuid4()}",
            headers={"Origin": "https://evil.example"},
            socketio_path="/_event",
            namespaces=["/_event"],
            transports=["websocket"],
        )
    await client.disconnect()


def test_no_name_is_public_that_is_not_a_state() -> None:
    assert not any(map(is_public, ["", ".", "x.y", f"{ROOT}.nope.load", "hydrate"]))


@pytest.mark.parametrize(
    ("header", "token"),
    [("s=x", "x"), ("a[]=1; s=x", "x"), ('a={"b"}; s=x', "x"), ("as=x", None), ("", None), ("s=", None)],
)
async def test_the_session_cookie_is_found_among_whatever_else_there_is(header: str, token: str | None) -> None:
    asked: list[str] = []

    async def identify(token: str) -> None:
        asked.append(token)

    root = State(_reflex_internal_init=True)
    root.router_data = root._update_router_vars({"headers": {"cookie": header}}, {})
    await SessionGuard(identify, "s").who(root)
    assert asked == ([token] if token else [])


def test_reflex_still_has_what_the_guard_leans_on() -> None:
    root = State(_reflex_internal_init=True)
    assert root._get_root_state() is root
    merged = root._update_router_vars({"headers": {"cookie": "s=x"}, "pathname": "/a"}, {})
    root.router_data = merged
    assert root.router.headers.cookie == "s=x"
    assert SimpleNamespace(**merged).pathname == "/a"
