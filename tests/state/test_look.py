"""The look public pages take from their state."""

import pytest

from plutomi.domain import styles, throttles
from plutomi.state.applying import ApplyingState
from plutomi.state.links import LinksState
from tests import make
from tests.domain.verbs import do, stages_of
from tests.state.pages import run, tab


@pytest.fixture
async def acme(database):
    await throttles.forget()
    org = await make.org(slug="acme")
    actor = await make.actor(org)
    opening = await make.opening(org, state="public", slug="nyc")
    await do(actor, styles.set_org, {"color": "#123456", "buttons": {"apply": "Join us"}})
    return actor, opening


async def visit(event, **args: str) -> ApplyingState:
    state = await tab(ApplyingState, "/apply/acme", **args)
    await run(state, event)
    return state


async def test_the_list_of_openings_looks_like_the_org(acme):
    state = await visit(ApplyingState.visit_org, org_slug="acme")
    assert "--brand:#123456" in state.look.css
    assert (state.look.apply, state.look.send) == ("Join us", "Send application")


async def test_an_opening_looks_like_its_first_stage(acme):
    actor, opening = acme
    first = (await stages_of(opening))[0]
    await do(actor, styles.set_stage, first.id, {"color": "#654321", "buttons": {"send": "Off it goes"}})
    state = await visit(ApplyingState.visit_opening, org_slug="acme", opening_slug="nyc")
    assert "--brand:#654321" in state.look.css
    assert (state.look.apply, state.look.send) == ("Join us", "Off it goes")


async def test_the_page_of_links_looks_like_the_org_it_is_for(acme):
    state = await tab(LinksState, "/my/link?org=acme")
    await run(state, LinksState.arrive)
    assert "--brand:#123456" in state.look.css
    state = await tab(LinksState, "/my/link?org=nobody")
    await run(state, LinksState.arrive)
    assert state.look.css == ""
