"""A second click on a button whose first one did its work: no refusal of what is done, and nothing done again."""

from typing import Any

from plutomi.domain import openings, questions, sessions
from plutomi.state.account import AccountState
from plutomi.state.dossier import DossierState
from plutomi.state.dossier.keeping import KeepingState
from plutomi.state.opening import OpeningState
from plutomi.state.stage import StageState
from plutomi.state.stage.bank import AddingState
from tests import make
from tests.api.worlds import world
from tests.domain.verbs import do
from tests.state.desks import Desk, desk


async def twice(tab: Desk, state: Any, name: str, **payload: Any) -> None:
    """The second says nothing."""
    await tab.call(state, name, **payload)
    assert await tab.call(state, name, **payload) == [None]


async def test_an_applicant_is_deleted_once(database: Any) -> None:
    own = await world()
    tab, form = await desk(own.user, opening_id=str(own.opening.id)), {"applicant_id": str(own.applicant.id)}
    await tab.call(DossierState, "open", applicant_id=str(own.applicant.id))
    await tab.call(KeepingState, "ask_delete")
    await twice(tab, KeepingState, "delete", form=form)


async def test_an_opening_is_deleted_once(database: Any) -> None:
    own = await world()
    other = await do(own.actor, openings.create, "Elsewhere")
    tab = await desk(own.user, opening_id=str(other.id))
    await tab.call(OpeningState, "load")
    await tab.call(OpeningState, "ask_delete")
    await twice(tab, OpeningState, "delete", form={"confirmation": "Elsewhere"})


async def test_a_browser_is_logged_out_once(database: Any) -> None:
    own = await world()
    tab, other = await desk(own.user), await sessions.identify(await make.cookie(own.user))
    assert other
    await tab.call(AccountState, "load")
    await twice(tab, AccountState, "end", id=str(other.session_id))


async def test_a_question_of_the_bank_is_asked_once_and_another_right_after_it(database: Any) -> None:
    own = await world()
    stage = own.stages[2]
    tab = await desk(own.user, opening_id=str(own.opening.id), stage_id=str(stage.id))
    await tab.call(StageState, "load")
    made = [await do(own.actor, questions.create, key, key.title(), type="yes_no") for key in ("first", "second")]
    await tab.call(AddingState, "start_adding")
    for one in made:
        await twice(tab, AddingState, "add", id=str(one.id))
    assert [item["id"] for item in (await tab.state(StageState)).items] == [str(one.id) for one in made]
