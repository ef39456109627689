"""The page of the lists that questions share."""

from uuid import UUID

import pytest

from plutomi.domain import questions
from plutomi.state.option_lists import OptionListsState as S
from tests import make
from tests.domain.verbs import do
from tests.state.desks import desk


@pytest.fixture
async def page(database):
    """(somebody of the org, another's tab with the page loaded)"""
    org = await make.org()
    user = await make.user(org=org)
    tab = await desk(user)
    await tab.call(S, "load")
    return await make.actor(org), tab


async def save(tab, name: str, options: str) -> S:
    await tab.call(S, "save", form={"name": name, "options": options})
    return await tab.state(S)


async def test_a_list_is_made_changed_and_deleted(page):
    _, tab = page
    assert (await tab.state(S)).rows == []
    await tab.call(S, "start_adding")
    state = await save(tab, "Boroughs", "Queens\nBronx")
    (row,) = state.rows
    assert (row.name, row.options, row.some, row.count, row.uses, state.dialog) == (
        "Boroughs", "Queens\nBronx", "Queens, Bronx", 2, 0, "",
    )  # fmt: skip
    await tab.call(S, "edit", id=row.id)
    state = await save(tab, "Places", "Queens\nBronx\nBrooklyn")
    assert [(one.name, one.count) for one in state.rows] == [("Places", 3)]
    await tab.call(S, "ask_delete", id=row.id)
    await tab.call(S, "delete")
    assert (await tab.state(S)).rows == []


async def test_what_is_wrong_stands_at_its_field_and_the_dialog_stays(page):
    _, tab = page
    await tab.call(S, "start_adding")
    assert (await save(tab, "", "One\nTwo")).errors.keys() == {"name"}
    assert (await save(tab, "Days", "One")).errors.keys() == {"options"}
    await save(tab, "Days", "One\nTwo")
    await tab.call(S, "start_adding")
    state = await save(tab, "Days", "Three\nFour")
    assert (state.errors.keys(), state.dialog) == ({"name"}, "edit")


async def test_a_list_in_use_is_not_deleted(page):
    actor, tab = page
    await tab.call(S, "start_adding")
    (row,) = (await save(tab, "Days", "One\nTwo")).rows
    await tab.call(S, "ask_delete", id=row.id)
    await do(actor, questions.create, "day", "Which day?", type="one_choice", option_list_id=UUID(row.id))
    await tab.call(S, "delete")
    state = await tab.state(S)
    assert (state.dialog, state.chosen.uses, len(state.rows)) == ("delete", 1, 1)


async def test_another_orgs_list_is_not_here(page):
    _, tab = page
    others = await desk(await make.user(org=await make.org()))
    await tab.call(S, "start_adding")
    (row,) = (await save(tab, "Days", "One\nTwo")).rows
    await others.call(S, "load")
    await others.call(S, "edit", id=row.id)
    state = await others.state(S)
    assert (state.rows, state.dialog, state.chosen.id) == ([], "", "")
