"""The apply pages' state: strangers at the door."""

from datetime import timedelta

import pytest
from reflex_base.utils.form import FormData

from plutomi.clock import now, standing_at
from plutomi.db import transaction
from plutomi.domain import openings, questions, stages, throttles
from plutomi.models import Org
from plutomi.state.applying import ApplyingState, suggested
from tests import make
from tests.domain.verbs import applicants, do, stages_of, types
from tests.state.pages import run, tab, turn

S = ApplyingState


@pytest.fixture
async def acme(database):
    """(owner, opening) of an org with the slug acme and one question, required."""
    await throttles.forget()
    org = await make.org(slug="acme")
    actor = await make.actor(org)
    about = {"state": "public", "slug": "nyc", "place": "New York", "description": "**Hello**"}
    opening = await make.opening(org, **about)
    question = await do(actor, questions.create, "bike", "Bike?", type="yes_no")
    await do(actor, questions.attach, (await stages_of(opening))[0].id, question.id)
    return actor, opening


async def visit(slug: str = "nyc", query: str = "", org: str = "acme") -> S:
    state = await tab(S, f"/apply/{org}/{slug}{query}", org_slug=org, opening_slug=slug)
    await run(state, S.visit_opening)
    return state


async def send(state: S, after: float = 3, **fields: str) -> list:
    """As somebody does who took so many seconds to fill it in."""
    good = {"name": "Ann", "email": "ann@example.com", "phone": "", "answers.bike": "yes"}
    given = {name.replace("__", "."): value for name, value in fields.items()}
    with standing_at(now() + timedelta(seconds=after)):
        return await run(state, S.apply, FormData((good | given).items()))


async def test_the_orgs_page_lists_what_is_public(acme):
    actor, _ = acme
    hidden = await do(actor, openings.create, "Hidden")
    state = await tab(S, "/apply/acme?source=poster%20A", org_slug="acme")
    await run(state, S.visit_org)
    assert (state.phase, state.title, state.org) == ("list", "Openings at Acme", "Acme")
    (line,) = state.lines
    assert hidden.slug not in line.path
    assert (line.path, line.place, line.about) == ("/apply/acme/nyc?source=poster+A", "New York", "Hello")


@pytest.mark.parametrize("slug", ["nobody", "", "../x", "ACME%00"])
async def test_an_unknown_org_is_missing(acme, slug):
    state = await tab(S, f"/apply/{slug}", org_slug=slug)
    await run(state, S.visit_org)
    assert (state.phase, state.org) == ("missing", "")


async def test_what_is_missing_is_not_dressed_as_what_was_seen_before(acme):
    state = await visit()
    state.router_data["query"]["opening_slug"] = "nothing"
    await run(state, S.visit_opening)
    assert (state.phase, state.org, state.home) == ("missing", "Acme", "/apply/acme")
    state.router_data["query"]["org_slug"] = "nobody"
    await run(state, S.visit_opening)
    assert (state.phase, state.org, state.home) == ("missing", "", "/")


async def test_an_opening_shows_what_it_is_and_asks(acme):
    state = await visit()
    assert (state.phase, state.title, state.about) == ("form", "New York City at Acme", "<p><strong>Hello</strong></p>")
    assert [ask.name for ask in state.asked] == ["answers.bike"]
    assert state.draft == "apply/acme/nyc"


async def test_applying_thanks_and_so_does_the_page_loaded_again(acme):
    _, opening = acme
    state = await visit(query="?source=poster")
    assert await send(state) == []
    assert (state.phase, state.sent_to, state.errors) == ("done", "ann@example.com", {})
    (applicant,) = await applicants(opening.org_id)
    assert (applicant.email, applicant.source) == ("ann@example.com", "poster")
    again = await visit(query="?source=poster&sent=1")
    assert (again.phase, again.again) == ("done", "/apply/acme/nyc?source=poster")


async def test_a_connection_made_again_brings_no_form_back_that_was_sent(acme):
    state = await visit()
    await send(state)
    await run(state, S.visit_opening)
    assert (state.phase, state.sent_to) == ("done", "ann@example.com")


async def test_what_reaches_a_server_started_again_before_the_page_is_read_is_done_too(acme):
    shown = await visit()
    state = await tab(S, "/apply/acme/nyc", org_slug="acme", opening_slug="nyc")
    await send(state, token=shown.seal)
    await run(state, S.visit_opening)
    assert (state.phase, state.sent_to) == ("done", "ann@example.com")


async def test_a_refusal_stays_at_its_field_when_the_connection_is_made_again(acme):
    state = await visit()
    await send(state, email="ann@")
    await run(state, S.visit_opening)
    assert (state.phase, state.errors.keys()) == ("form", {"email"})


async def test_the_page_opened_once_more_asks_once_more(acme):
    state = await visit()
    await send(state)
    await turn(state)
    await run(state, S.visit_opening)
    assert (state.phase, state.sent_to, state.errors) == ("form", "", {})


async def test_two_hits_of_the_button_are_one_application(acme):
    _, opening = acme
    state = await visit()
    await send(state)
    assert await send(state) == []
    assert (await types(opening.org_id)).count("applicant.applied") == 1
    assert "applicant.reapplied" not in await types(opening.org_id)


async def test_who_has_applied_before_sees_what_everybody_sees(acme):
    first, again = await visit(), await visit()
    await send(first)
    await send(again, email="ANN@example.com", name="Other")
    shown = [dict(state.dict()[state.get_full_name()]) for state in (first, again)]
    for one in shown:
        one.pop("sent_to_rx_state_")
        one.pop("seal_rx_state_")
        one.pop("answered_rx_state_")
    assert shown[0] == shown[1]


async def test_errors_stand_at_their_fields_and_the_page_stays(acme):
    _, opening = acme
    state = await visit()
    shown = state.answered
    await send(state, name=" ", email="ann@", phone="1", answers__bike="")
    assert state.answered > shown
    assert state.errors.keys() == {"name", "email", "phone", "answers.bike"}
    assert (state.phase, await applicants(opening.org_id)) == ("form", [])
    await send(state)
    assert (state.phase, state.errors) == ("done", {})


async def test_a_question_added_meanwhile_is_shown_with_its_error(acme):
    actor, opening = acme
    state = await visit()
    late = await do(actor, questions.create, "late", "Late?", type="short_text")
    await do(actor, questions.attach, (await stages_of(opening))[0].id, late.id)
    await send(state)
    assert [ask.name for ask in state.asked] == ["answers.bike", "answers.late"]
    assert state.errors.keys() == {"answers.late"}


async def test_an_opening_closed_meanwhile_says_so_with_what_else_is_open(acme):
    actor, opening = acme
    other = await make.opening(await _org_of(opening), name="Chicago", state="public", slug="chicago")
    state = await visit()
    await do(actor, openings.set_state, opening.id, "closed")
    await send(state)
    assert (state.phase, [line.name for line in state.lines]) == ("closed", [other.name])
    assert await applicants(opening.org_id) == []
    await do(actor, openings.set_state, opening.id, "private")
    assert (await visit()).phase == "missing"


async def test_a_state_that_was_lost_still_takes_the_form(acme):
    _, opening = acme
    shown = await visit()
    state = await tab(S, "/apply/acme/nyc", org_slug="acme", opening_slug="nyc")
    await send(state, token=shown.seal)
    assert (state.phase, len(await applicants(opening.org_id))) == ("done", 1)


async def test_what_comes_quicker_than_anybody_types_is_asked_for_again(acme):
    _, opening = acme
    state = await visit()
    await send(state, after=1)
    assert (state.phase, await applicants(opening.org_id)) == ("form", [])
    assert "Nothing is lost" in state.problem
    await send(state)
    assert (state.phase, state.problem) == ("done", "")


@pytest.mark.parametrize(("age", "phase"), [(60, "done"), (25 * 3600, "form")])
async def test_a_form_is_as_old_as_its_seal_for_a_day(acme, age, phase):
    with standing_at(now() - timedelta(seconds=age)):
        before = await visit()
    state = await visit()
    await send(state, after=0.1, token=before.seal)
    assert state.phase == phase


@pytest.mark.parametrize("token", ["", "x", "é"])
async def test_a_seal_that_is_not_ours_makes_no_form_older(acme, token):
    state = await visit()
    await send(state, after=1, token=token)
    assert state.phase == "form"


async def test_a_page_that_stood_open_for_days_is_not_too_late(acme):
    state = await visit()
    await send(state, after=3 * 24 * 3600, token=state.seal)
    assert state.phase == "done"


async def test_too_many_from_one_place_wait(acme, set_environment):
    set_environment(SUBMISSIONS_PER_IP_PER_MINUTE="1")
    state = await visit()
    await send(state, name="")
    await send(state)
    assert state.phase == "form"
    assert "Please wait" in state.problem
    await throttles.forget()
    await send(state)
    assert (state.phase, state.problem) == ("done", "")


async def test_a_stage_behind_the_form_is_told_of(acme):
    actor, opening = acme
    first, second, _ = await stages_of(opening)
    await do(actor, stages.change, first.id, next_stage_id=second.id)
    question = await do(actor, questions.create, "license", "License?", type="short_text")
    await do(actor, questions.attach, second.id, question.id)
    assert (await visit()).onward == "Stage 2"


@pytest.mark.parametrize(
    ("typed", "meant"), [("ann@gmial.com", "ann@gmail.com"), ("ann@gmail.com", ""), ("ann", ""), ("", ""), (7, "")]
)
def test_a_slip_of_the_finger_is_noticed(typed, meant):
    assert suggested(typed) == meant


async def _org_of(opening):
    async with transaction(opening.org_id) as session:
        return await session.get_one(Org, opening.org_id)
