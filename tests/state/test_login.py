"""The login page after it has asked, and after it was loaded anew."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from plutomi.state.desk import DeskState
from plutomi.state.login import LoginState
from plutomi.state.welcome import WelcomeState
from tests import make
from tests.state.desks import desk
from tests.state.pages import at, run, tab


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


async def test_who_has_no_name_yet_comes_to_the_whole_address_they_were_heading_for(database):
    newcomer = await desk(await make.user(name="", org=await make.org()))
    at(newcomer.root, "/applicants?applicant=a%26b&x=1")
    (sent,) = await newcomer.call(DeskState, "arrive")
    way = path_of(sent)
    assert way == "/welcome?next=%2Fapplicants%3Fapplicant%3Da%2526b%26x%3D1"
    at(newcomer.root, way)
    assert (
        path_of((await newcomer.call(WelcomeState, "save", form={"name": "Ann"}))[0])
        == "/applicants?applicant=a%26b&x=1"
    )


async def test_what_is_in_another_of_ones_orgs_is_found_there_and_nobody_elses(database):
    ann = await make.user(name="Ann")
    here, there, foreign = await make.org(ann, name="Here"), await make.org(ann, name="There"), await make.org()
    places = [(await make.opening(org)).id for org in (here, there, foreign)]
    at_desk = await desk(ann)
    at_desk.who = replace(at_desk.who, org_id=here.id)
    found = []
    for asked in (*places, "nonsense", ""):
        at(at_desk.root, f"/openings/{asked}?applicant=x", opening_id=str(asked))
        await at_desk.call(DeskState, "arrive")
        state = await at_desk.state(DeskState)
        found.append((state.elsewhere.name, state.heading))
    assert [name for name, _ in found] == ["", "There", "", "", ""]
    assert found[1][1] == f"/openings/{places[1]}?applicant=x"


@pytest.mark.parametrize("next", ["https://evil.example", "//evil.example", "/\\evil.example", "/../auth/logout"])
async def test_a_newcomer_is_led_to_no_other_site(database, next):
    newcomer = await desk(await make.user(name="", org=await make.org()))
    at(newcomer.root, f"/welcome?{urlencode({'next': next})}")
    assert path_of((await newcomer.call(WelcomeState, "save", form={"name": "Ann"}))[0]) == "/openings"


def path_of(redirect: Any) -> str:
    """Where this event leads."""
    return next(json.loads(str(value)) for name, value in redirect.args if str(name) == "path")
