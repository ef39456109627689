"""What rules lead to or ask about: their page says so before it goes, and stops them once that was said."""

from functools import partial
from typing import Any
from uuid import UUID

import pytest

from plutomi.domain import openings, questions, stages
from plutomi.domain.rules import listing, making
from plutomi.models import Rule
from plutomi.state.opening import OpeningState
from plutomi.state.questions import QuestionsState
from plutomi.state.stages import StagesState
from tests.api.worlds import World, world
from tests.domain.verbs import do
from tests.state.desks import desk


@pytest.fixture
async def own(database: Any) -> World:
    return await world()


async def rule(own: World, to: UUID, **rest: Any) -> Rule:
    then = [{"kind": "move", "stage_id": str(to)}]
    at = (own.opening.id, own.stages[1].id)
    return await do(own.actor, making.create, *at, name="Onward", when={"kind": "completed"}, then=then, **rest)


async def goes_when_said(own: World, rule: Rule, state: Any, begin: Any, end: Any, **query: str) -> None:
    tab = await desk(own.user, **query)
    for _ in range(2):  # who closes the dialog and comes again is asked again
        await tab.call(state, "load")
        await begin(tab)
        assert (await tab.state(state)).in_use == ""
        await end(tab)
        assert "“Onward”" in (await tab.state(state)).in_use
        assert not (await do(own.actor, listing.get, rule.id)).broken
    await end(tab)
    assert (await do(own.actor, listing.get, rule.id)).broken


async def test_a_stage(own: World) -> None:
    made, at = await rule(own, own.stages[2].id), {"id": str(own.stages[2].id), "key": "delete"}
    begin, end = partial(called, StagesState, "act", asked=at), partial(called, StagesState, "delete", form={})
    await goes_when_said(own, made, StagesState, begin, end, opening_id=str(own.opening.id))
    assert len(await do(own.actor, stages.list_of, own.opening.id)) == 2


async def test_an_opening(own: World) -> None:
    other = await do(own.actor, openings.create, "Elsewhere")
    made = await rule(own, (await do(own.actor, stages.create, other.id, "Away")).id)
    end = partial(called, OpeningState, "delete", form={"confirmation": "Elsewhere"})
    await goes_when_said(
        own, made, OpeningState, partial(called, OpeningState, "ask_delete"), end, opening_id=str(other.id)
    )


async def test_a_question(own: World) -> None:
    asked = await do(own.actor, questions.create, "age", "Your age?", type="number")
    made = await rule(own, own.stages[2].id, **{"if": {"fact": "answers.age", "op": "at_least", "value": 18}})
    begin = partial(called, QuestionsState, "ask_archive", id=str(asked.id))
    await goes_when_said(own, made, QuestionsState, begin, partial(called, QuestionsState, "archive"))


async def called(state: Any, name: str, tab: Any, **payload: Any) -> None:
    await tab.call(state, name, **payload)
