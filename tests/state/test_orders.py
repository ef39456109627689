"""Lists put in order by dragging: an order that could not be kept is not shown any longer."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from plutomi.domain import questions
from plutomi.domain.rules import making
from plutomi.state.rules import RulesState
from plutomi.state.stage import StageState
from plutomi.state.stages import StagesState
from tests.api.worlds import World, leads_to, world
from tests.domain.verbs import do
from tests.state.desks import desk


@pytest.fixture
async def own(database: Any) -> World:
    return await world()


async def last(own: World, state: Any) -> UUID:
    """What stands last in the list, behind something else."""
    if state is StagesState:
        return own.stages[2].id
    if state is StageState:
        made = await do(own.actor, questions.create, "age", "Your age?")
        await do(own.actor, questions.attach, own.stages[0].id, made.id)
        return made.id
    said = {"when": {"kind": "entered"}, "then": leads_to(own.stages[2])}
    return (await do(own.actor, making.create, own.opening.id, own.stages[0].id, name="Onward", **said)).id


async def break_log(database: Any) -> None:
    """From here on the database refuses the event of any move."""
    await database.execute(text("set local role none"))
    await database.execute(text("alter table event add constraint broken check (type not like '%.moved') not valid"))
    await database.execute(text("set local role plutomi_app"))


@pytest.mark.parametrize("state", [StagesState, StageState, RulesState])
async def test_an_order_that_cannot_be_kept_is_told_and_taken_back(database: Any, own: World, state: Any) -> None:
    id = str(await last(own, state))
    tab = await desk(own.user, opening_id=str(own.opening.id), stage_id=str(own.stages[0].id))
    await tab.call(state, "load")
    tab.delta()
    await break_log(database)
    with pytest.raises(IntegrityError):
        await tab.call(state, "reorder", move={"seq": 7, "id": id, "position": 0})
    assert tab.delta()[state.get_full_name()]["ack"] == 7
