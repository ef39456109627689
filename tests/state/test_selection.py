"""The list of all applicants: several chosen and labelled at once, and its panel that follows what others do."""

import asyncio
from typing import Any

import pytest

from plutomi.domain import labels
from plutomi.domain.applicants import keeping, labelling
from plutomi.domain.live import Hub
from plutomi.state.applicants import ApplicantsState
from plutomi.state.dossier import DossierState
from plutomi.state.dossier.following import FollowingState
from plutomi.state.dossier.keeping import KeepingState
from plutomi.state.selection import SelectionState
from tests import make
from tests.api.worlds import World, world
from tests.domain.verbs import do
from tests.state.desks import Desk, desk


@pytest.fixture
async def own(database: Any) -> World:
    return await world()


async def at_list(own: World) -> tuple[Desk, Any]:
    tab = await desk(own.user)
    await tab.call(ApplicantsState, "load")
    return tab, await tab.state(SelectionState)


def worn(page: Any) -> dict[str, list[str]]:
    return {line.name: [one.name for one in line.labels] for line in page.lines}


async def test_several_are_labelled_at_once_and_their_lines_show_it(own: World) -> None:
    called = await do(own.actor, labels.create, "Call back", "#c2570c")
    second, _ = await make.applicant(own.stages[1], "Ben"), await make.applicant(own.stages[0], "Cleo")
    tab, page = await at_list(own)
    for id in (second.id, own.applicant.id):
        await tab.call(SelectionState, "pick", id=str(id))
    await tab.call(SelectionState, "put_label", label_id=str(called.id))
    carried = {name for name, names in worn(page).items() if "Call back" in names}
    assert carried == {"Ben", own.applicant.name}
    await tab.call(SelectionState, "pick", id=str(second.id))
    await tab.call(SelectionState, "take_label", label_id=str(called.id))
    assert worn(page)["Ben"] == ["Call back"]
    assert "Call back" not in worn(page)[own.applicant.name]


async def test_only_those_shown_are_chosen(own: World) -> None:
    await make.applicant(own.stages[1], "Ben")
    other = await world("Eve")
    tab, page = await at_list(own)
    await tab.call(SelectionState, "pick", id=str(other.applicant.id))
    assert page.chosen == []
    await tab.call(SelectionState, "pick_all")
    assert len(page.chosen) == 2
    await tab.call(ApplicantsState, "search", query="Ben")
    assert len(page.chosen) == 1
    await tab.call(SelectionState, "pick_all")
    assert page.chosen == []
    assert await tab.call(SelectionState, "assign", user_id=str(own.user.id)) == [None]


async def test_who_is_deleted_is_gone_from_the_list_and_chosen_no_more(own: World) -> None:
    ben, cleo = await make.applicant(own.stages[1], "Ben"), await make.applicant(own.stages[0], "Cleo")
    tab, page = await at_list(own)
    await tab.call(SelectionState, "pick_all")
    await tab.call(DossierState, "open", applicant_id=str(ben.id))
    await tab.call(KeepingState, "ask_delete")
    await tab.call(KeepingState, "delete", form={})
    assert (set(worn(page)), len(page.chosen)) == ({own.applicant.name, "Cleo"}, 2)
    await do(own.actor, keeping.delete, cleo.id)
    await tab.call(DossierState, "open", applicant_id=str(cleo.id))
    assert (set(worn(page)), page.chosen) == ({own.applicant.name}, [str(own.applicant.id)])


async def test_those_who_are_there_still_are_labelled_and_given_without_the_others(own: World) -> None:
    ben, cleo = await make.applicant(own.stages[1], "Ben"), await make.applicant(own.stages[0], "Cleo")
    tab, page = await at_list(own)
    await tab.call(SelectionState, "pick_all")
    await do(own.actor, keeping.delete, cleo.id)
    (said,) = await tab.call(SelectionState, "assign", user_id=str(own.user.id))
    assert "2 applicants given to you. 1 is not here any more." in str(said)
    assert set(worn(page)) == {own.applicant.name, "Ben"}
    for id in (ben.id, own.applicant.id):
        await do(own.actor, keeping.delete, id)
    (said,) = await tab.call(SelectionState, "put_label", label_id=str(own.label.id))
    assert "2 are not here any more." in str(said)
    assert (page.lines, page.chosen) == ([], [])


async def test_the_open_panel_and_its_line_follow_what_others_do(own: World) -> None:
    tab, page = await at_list(own)
    await tab.call(DossierState, "open", applicant_id=str(own.applicant.id))
    called = await do(own.actor, labels.create, "Call back", "#c2570c")
    await do(own.actor, labelling.label, [own.applicant.id], called.id)
    panel = await tab.state(FollowingState)
    await panel._reread(is_news=False, is_listed=True)
    assert "Call back" in [one.name for one in panel.labels]
    assert "Call back" in worn(page)[own.applicant.name]


def test_who_roams_hears_of_one_opening_after_the_other() -> None:
    hub = Hub()

    def heard(news: "asyncio.Queue[Any]") -> int:
        for opening in ("a", "b"):
            hub.hear(f'{{"opening": "{opening}", "op": {{"id": "", "tx": 1}}}}')
        many = news.qsize()
        while not news.empty():
            news.get_nowait()
        return many

    with hub.roam("me") as news:
        assert heard(news) == 0
        for opening in ("a", "b", "b"):
            hub.turn("me", opening)
            assert heard(news) == 1
        with hub.roam("me") as again:  # a reconnection is quicker than the end of what it replaces
            hub.turn("me", "a")
            assert heard(again) == 1
            assert news.empty()
    assert not hub._watchers
    assert not hub._roaming
    hub.turn("me", "a")
    assert not hub._watchers
