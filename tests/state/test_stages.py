"""The stages in an opening's settings: what a dialog says is so when it opens, or is said anew."""

from typing import Any

import pytest

from plutomi.domain.applicants import leaving
from plutomi.state.stages import StagesState
from tests import make
from tests.api.worlds import World, world
from tests.domain.verbs import do, stages_of, standing
from tests.state.desks import Desk, desk


@pytest.fixture
async def own(database: Any) -> World:
    return await world()


async def at_settings(own: World) -> tuple[Desk, StagesState]:
    tab = await desk(own.user, opening_id=str(own.opening.id))
    await tab.call(StagesState, "load")
    return tab, await tab.state(StagesState)


def delete(own: World) -> dict[str, str]:
    return {"id": str(own.stages[1].id), "key": "delete"}


async def test_who_came_since_the_page_was_loaded_is_counted_before_a_stage_goes(own: World) -> None:
    tab, page = await at_settings(own)
    await make.applicant(own.stages[1])
    await tab.call(StagesState, "act", asked=delete(own))
    assert (page.dialog, page.chosen.applicants) == ("delete", 1)


async def test_a_stage_that_filled_while_it_was_asked_about_asks_where_they_go(own: World) -> None:
    tab, page = await at_settings(own)
    await tab.call(StagesState, "act", asked=delete(own))
    assert page.chosen.applicants == 0
    applicant = await make.applicant(own.stages[1])
    await tab.call(StagesState, "delete", form={})
    assert (page.dialog, page.chosen.applicants) == ("delete", 1)
    assert page.errors == {"move_to": "This stage holds applicants. Say where they go."}
    assert {one["id"] for one in page.choices} == {str(own.stages[0].id), str(own.stages[2].id)}
    await tab.call(StagesState, "delete", form={"move_to": str(own.stages[2].id)})
    assert (page.dialog, len(await stages_of(own.opening))) == ("", 2)
    assert (await standing(own.org))[applicant.id] == own.stages[2].id


async def test_a_stage_that_went_meanwhile_is_not_asked_about(own: World) -> None:
    (tab, page), (other, _) = await at_settings(own), await at_settings(own)
    await other.call(StagesState, "act", asked=delete(own))
    await other.call(StagesState, "delete", form={})
    await tab.call(StagesState, "act", asked=delete(own))
    assert (page.dialog, len(page.items)) == ("", 2)


async def test_whoever_applied_goes_with_the_opening_wherever_they_stand(own: World) -> None:
    await do(own.actor, leaving.reject, own.applicant.id, "No licence")
    await do(own.actor, leaving.withdraw_for, (await make.applicant(own.stages[1])).id)
    await make.applicant(own.stages[2])
    await world()
    tab, page = await at_settings(own)
    await tab.call(StagesState, "recount")
    assert (len(page.items), page.applicants) == (3, 3)
