"""What strangers find at an opening's address, and how often they may ask for links."""

import pytest

from plutomi.db import transaction
from plutomi.domain import openings, questions, stages, throttles
from plutomi.domain.applicants.entering import Entrance, entrance
from plutomi.errors import NotFound, TooSoon
from plutomi.models import Opening
from tests import make
from tests.domain.verbs import do, stages_of


async def enter(opening: Opening, slug: str = "") -> Entrance:
    async with transaction(opening.org_id) as session:
        return await entrance(session, opening.org_id, slug or opening.slug)


async def ask(actor, stage, key: str, is_required: bool = True) -> None:
    question = await do(actor, questions.create, key, "A question", type="short_text")
    await do(actor, questions.attach, stage.id, question.id, is_required=is_required)


async def test_strangers_find_the_first_stages_questions(database):
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org, state="public")
    first, second, _ = await stages_of(opening)
    await ask(actor, first, "first")
    await ask(actor, second, "second")
    found = await enter(opening)
    assert (found.is_open, [one.key for one in found.asked], found.onward) == (True, ["first"], "")


@pytest.mark.parametrize(("is_required", "onward"), [(True, "Stage 3"), (False, "")])
async def test_they_are_told_of_the_stage_behind_only_if_it_asks_something(database, is_required, onward):
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org, state="public")
    first, _, third = await stages_of(opening)
    await do(actor, stages.change, first.id, next_stage_id=third.id)
    await ask(actor, third, "third", is_required)
    assert (await enter(opening)).onward == onward


async def test_a_closed_opening_is_shown_without_its_form(database):
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org, state="public")
    await ask(actor, (await stages_of(opening))[0], "first")
    await do(actor, openings.set_state, opening.id, "closed")
    found = await enter(opening)
    assert (found.opening.name, found.is_open, found.asked) == (opening.name, False, ())


async def test_private_openings_and_those_of_others_are_not_there(database):
    opening = await make.opening(await make.org())
    elsewhere = await make.opening(await make.org(), state="public")
    for slug in (opening.slug, elsewhere.slug, "nothing", "../x", ""):
        with pytest.raises(NotFound):
            await enter(opening, slug or "-")


async def test_nobodys_inbox_is_filled_with_links(database):
    await throttles.forget()
    org, other = await make.org(), await make.org()
    for _ in range(3):
        await throttles.count_link(org.id, "ann@example.com")
    with pytest.raises(TooSoon) as refused:
        await throttles.count_link(org.id, "ann@example.com")
    assert 0 < refused.value.retry_after <= 15 * 60
    await throttles.count_link(org.id, "bob@example.com")
    await throttles.count_link(other.id, "ann@example.com")
    await throttles.forget()
    await throttles.count_link(org.id, "ann@example.com")
