"""The form builder: an order dragged, settings tried out and kept, conditions put where they belong."""

import json
from typing import Any
from uuid import UUID

import pytest
from reflex_base.event import Event

from plutomi.domain import questions, sections
from plutomi.errors import NotFound
from plutomi.ids import new_id
from plutomi.state.stage import StageState
from plutomi.state.stage.bank import AddingState
from plutomi.state.stage.rows import moved
from plutomi.state.stage.settings import SettingsState
from tests.api.worlds import World, world
from tests.components.nodes import run
from tests.domain.verbs import do
from tests.state.desks import Desk, desk

HAS = {"fact": "answers.licence", "op": "is", "value": True}


@pytest.fixture
async def own(database: Any) -> World:
    return await world()


def listed(*names: str) -> list[dict[str, Any]]:
    return [{"id": name} | ({"kind": "section"} if name.isupper() else {}) for name in names]


@pytest.mark.parametrize(
    ("id", "position", "after"),
    [
        ("a", 2, "b A a c B d"),
        ("c", 0, "c a b A B d"),
        ("A", 0, "a b A c B d"),
        ("A", 5, "a b B d A c"),
        ("B", 2, "a b B d A c"),
        ("B", 0, "a b B d A c"),
        ("gone", 1, "a b A c B d"),
    ],
)
def test_a_section_goes_with_what_stands_in_it_here_and_in_the_browser(id: str, position: int, after: str) -> None:
    before = listed("a", "b", "A", "c", "B", "d")
    assert [one["id"] for one in moved(before, id, position)] == after.split()
    said = run("sortable_driver.mjs", "dragging/sortable_model.js", [before, [{"id": id, "position": position}]])
    assert said == after.split()


async def at_form(own: World) -> tuple[Desk, str]:
    """A builder at an empty form that asks for a licence, then for its class."""
    stage = own.stages[2]
    tab = await desk(own.user, opening_id=str(own.opening.id), stage_id=str(stage.id))
    for key, type in (("licence", "yes_no"), ("kind", "short_text")):
        made = await do(own.actor, questions.create, key, key.title(), type=type)
        await do(own.actor, questions.attach, stage.id, made.id)
    await tab.call(StageState, "load")
    return tab, (await tab.state(StageState)).items[-1]["id"]


def settings(**given: str) -> dict[str, Any]:
    return {"is_required": "on", "help": "", "placeholder": "", "prefill": "", "show_if": ""} | given


def undo_of(said: Any) -> dict[str, Any]:
    """What the Undo of a message sends along."""
    (event,) = Event.from_event_type(said)
    return event.payload["undo"]["payload"]


async def test_settings_are_tried_out_before_they_are_kept(own: World) -> None:
    tab, id = await at_form(own)
    await tab.call(SettingsState, "open", id=id)
    page = await tab.state(SettingsState)
    assert (page.panel, page.use.title, [one["key"] for one in page.earlier]) == ("use", "Kind", ["bike", "licence"])
    await tab.call(SettingsState, "try_use", form=settings(help="On the card.", show_if=json.dumps(HAS)))
    assert [(one.hint, bool(one.show_if)) for one in page.asked] == [("", False), ("On the card.", True)]
    await tab.call(SettingsState, "leave")
    assert [one.hint for one in page.asked] == ["", ""]
    await tab.call(SettingsState, "open", id=id)
    await tab.call(SettingsState, "save_use", form=settings(help="On the card.", show_if=json.dumps(HAS)))
    assert (page.panel, page.asked[1].hint, json.loads(page.asked[1].show_if)) == ("", "On the card.", HAS)
    assert "only if they answered Yes to “Licence”" in page.items[1]["detail"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"prefill": "not good"}, "prefill"),
        ({"is_hidden": "on"}, "prefill"),
        ({"show_if": "{"}, "show_if"),
        ({"show_if": json.dumps(HAS | {"value": ""})}, "show_if"),
        ({"show_if": json.dumps(HAS | {"fact": "answers.later"})}, "show_if"),
    ],
)
async def test_what_is_wrong_stands_at_its_field(own: World, given: dict[str, str], field: str) -> None:
    tab, id = await at_form(own)
    await tab.call(SettingsState, "open", id=id)
    await tab.call(SettingsState, "save_use", form=settings(**given))
    page = await tab.state(SettingsState)
    assert page.panel == "use"
    assert field in page.errors


async def test_a_question_is_dragged_into_a_section_and_out_again(own: World) -> None:
    tab, id = await at_form(own)
    await tab.call(AddingState, "start_section")
    await tab.call(AddingState, "create_section", form={"title": "Papers", "description": ""})
    page = await tab.state(StageState)
    assert [item["label"] for item in page.items] == ["Licence", "Kind", "Papers"]
    await tab.call(StageState, "reorder", move={"seq": 1, "id": id, "position": 2})
    assert [(item["label"], item.get("is_within")) for item in page.items][1:] == [("Papers", None), ("Kind", True)]
    assert page.ack == 1
    await tab.call(StageState, "reorder", move={"seq": 2, "id": id, "position": 0})
    assert [item["label"] for item in page.items] == ["Kind", "Licence", "Papers"]


async def test_what_hangs_on_an_answer_is_not_dragged_above_it(own: World) -> None:
    tab, id = await at_form(own)
    await do(own.actor, questions.adjust, own.stages[2].id, UUID(id), show_if=HAS)
    await tab.call(StageState, "reorder", move={"seq": 1, "id": id, "position": 0})
    page = await tab.state(StageState)
    assert [item["label"] for item in page.items] == ["Licence", "Kind"]
    assert "must be asked before it" in page.refusal


async def test_a_section_is_changed_and_dissolved(own: World) -> None:
    tab, id = await at_form(own)
    section = await do(own.actor, sections.create, own.stages[2].id, "Papers")
    await do(own.actor, questions.move, own.stages[2].id, UUID(id), 0, section.id)
    await tab.call(StageState, "load")
    await tab.call(SettingsState, "open", id=str(section.id))
    page = await tab.state(SettingsState)
    assert page.panel == "section"
    form = {"title": "Your papers", "description": "", "show_if": json.dumps(HAS)}
    await tab.call(SettingsState, "try_section", form=form)
    assert page.asked[1].heading == "Your papers"
    await tab.call(SettingsState, "save_section", form=form)
    assert json.loads(page.asked[1].heading_show_if) == HAS
    await tab.call(StageState, "act", asked={"id": str(section.id), "key": "remove"})
    assert [item["label"] for item in page.items] == ["Licence", "Kind"]


async def test_a_question_that_is_put_back_is_asked_as_it_was(own: World) -> None:
    tab, id = await at_form(own)
    stage_id = own.stages[2].id
    section = await do(own.actor, sections.create, stage_id, "Papers")
    await do(own.actor, questions.move, stage_id, UUID(id), 0, section.id)
    kept = {"help": "On the card.", "placeholder": "B", "prefill": "class", "show_if": HAS}
    flags = {"is_required": False, "is_hidden": True, "is_secure": True}
    await do(own.actor, questions.adjust, stage_id, UUID(id), **kept, **flags)
    before = await do(own.actor, questions.of_stage, stage_id)
    await tab.call(StageState, "load")
    (said,) = await tab.call(StageState, "act", asked={"id": id, "key": "remove"})
    assert len(await do(own.actor, questions.of_stage, stage_id)) == 1
    await tab.call(StageState, "put_back", **undo_of(said))
    after = await do(own.actor, questions.of_stage, stage_id)
    assert [one.asked for one in after] == [one.asked for one in before]
    assert (await tab.state(StageState)).items[-1]["id"] == id


async def test_a_question_is_put_back_where_it_was_from_another_form_too(own: World) -> None:
    tab, id = await at_form(own)
    (said,) = await tab.call(StageState, "act", asked={"id": id, "key": "remove"})
    tab.go(opening_id=str(own.opening.id), stage_id=str(own.stages[1].id))
    await tab.call(StageState, "load")
    await tab.call(StageState, "put_back", **undo_of(said))
    assert (await tab.state(StageState)).items == []
    assert [one.key for one in await do(own.actor, questions.of_stage, own.stages[2].id)] == ["licence", "kind"]


async def test_only_what_was_taken_out_here_is_put_back_and_once(own: World) -> None:
    tab, id = await at_form(own)
    (said,) = await tab.call(StageState, "act", asked={"id": id, "key": "remove"})
    await tab.call(StageState, "put_back", **undo_of(said))
    for given in (undo_of(said), {"stage_id": str(own.stages[2].id), "id": str(own.question.id)}):
        with pytest.raises(NotFound):
            await tab.call(StageState, "put_back", **given)


async def test_a_new_question_brings_its_limits(own: World) -> None:
    tab, _ = await at_form(own)
    await tab.call(AddingState, "start_creating")
    await tab.call(StageState, "choose_type", type="number")
    form = {
        "title": "Years",
        "type": "number",
        "key": "",
        "limits.min": "0",
        "limits.max": "lots",
        "limits.unit": "years",
    }
    await tab.call(AddingState, "create", form=form)
    page = await tab.state(AddingState)
    assert page.errors.keys() == {"limits.max"}
    await tab.call(AddingState, "create", form=form | {"limits.max": "60"})
    assert (page.dialog, page.asked[-1].most, page.asked[-1].unit) == ("", "60", "years")


async def test_only_what_this_form_asks_is_opened(own: World) -> None:
    tab, _ = await at_form(own)
    other = await world()
    for id in (str(new_id()), str(other.question.id), ""):
        with pytest.raises(NotFound):
            await tab.call(SettingsState, "open", id=id)
