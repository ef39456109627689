"""The page of rules: read aloud, ordered, switched, built, drawn; and nobody else's."""

from typing import Any
from uuid import UUID

import pytest

from plutomi.domain import questions, stages
from plutomi.domain.rules import listing, making
from plutomi.errors import NotFound
from plutomi.models import Rule
from plutomi.state.rules import RulesState, RuleState, TrialState
from plutomi.state.rules.drawing import HEAD, LINE
from tests.api.worlds import World, world
from tests.domain.verbs import apply, do
from tests.state.desks import Desk, desk

MONTH = {"kind": "not_completed", "amount": 30, "unit": "days"}
BIKE = {"all": [{"fact": "answers.bike", "op": "is", "value": True}]}


@pytest.fixture
async def own(database: Any) -> World:
    return await world()


def written(to: UUID | str, **rest: Any) -> dict[str, Any]:
    told = {"when": MONTH, "if": None, "expression": "", "then": [{"kind": "move", "stage_id": str(to)}]}
    return told | rest


def draft(own: World, **rest: Any) -> dict[str, Any]:
    """What the builder sends."""
    where = {"id": "", "name": "", "stage_id": str(own.stages[1].id), "is_on": True}
    return where | written(own.stages[2].id) | rest


async def at_rules(own: World, path: str = "") -> Desk:
    tab = await desk(own.user, opening_id=str(own.opening.id))
    await tab.call(RulesState, "load")
    return tab


async def rules_of(own: World, at: int = 1) -> list[Rule]:
    return list(await do(own.actor, listing.of_stage, own.stages[at].id))


def spoken(item: dict[str, Any]) -> str:
    return "".join(words for words, _ in item["parts"])


async def built(own: World, tab: Desk, **rest: Any) -> None:
    await tab.call(RuleState, "begin", stage_id=str(own.stages[1].id), kind="late")
    await tab.call(RuleState, "save", draft=draft(own, **rest))


async def test_a_rule_is_built_and_read_aloud_in_its_stage(own: World) -> None:
    tab = await at_rules(own)
    await tab.call(RuleState, "begin", stage_id=str(own.stages[1].id), kind="late")
    page = await tab.state(RuleState)
    here, to = own.stages[1].name, own.stages[2].name
    assert page.said == [
        ["When ", False], [here, True], [" is not completed in ", False], ["30 days", True], [", move to …", False]
    ]  # fmt: skip
    await tab.call(RuleState, "save", draft=draft(own))
    assert not page.is_at_hand
    listed = await tab.state(RulesState)
    group = listed.groups[1]
    assert (group.name, [spoken(one) for one in group.rows]) == (
        here,
        [f"When {here} is not completed in 30 days, move to {to}."],
    )
    (rule,) = await rules_of(own)
    assert (rule.name, rule.is_on) == (f"When {here} is not completed in 30 days, move to {to}", True)


async def test_a_rule_may_be_saved_switched_off_with_a_name(own: World) -> None:
    tab = await at_rules(own)
    await built(own, tab, name="Late ones", is_on=False)
    page = await tab.state(RulesState)
    (item,) = page.groups[1].rows
    assert (item["title"], item["label"], item["is_on"]) == ("Late ones", "Late ones", False)
    await tab.call(RulesState, "act", asked={"id": item["id"], "key": "switch"})
    assert page.groups[1].rows[0]["is_on"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"then": [{"kind": "move", "stage_id": ""}]}, "then.0.stage_id"),
        ({"then": []}, "then"),
        ({"when": MONTH | {"amount": "soon"}}, "when.amount"),
        ({"if": {"all": [{"fact": "answers.bike", "op": "is", "value": ""}]}}, "if.all.0.value"),
        ({"if": {"all": [{"fact": "answers.unheard_of", "op": "is", "value": "Yes"}]}}, "if.all.0.fact"),
        ({"expression": "answers.bike =="}, "expression"),
        ({"name": "x" * 101}, "name"),
        ({"when": "soon"}, "when.kind"),
    ],
)
async def test_what_is_wrong_stands_at_its_place_and_the_rule_stays_at_hand(
    own: World, given: dict[str, Any], field: str
) -> None:
    tab = await at_rules(own)
    await built(own, tab, **given)
    page = await tab.state(RuleState)
    assert page.is_at_hand
    assert field in page.errors
    await tab.call(RuleState, "try_out", draft=draft(own))
    assert page.errors == {}
    assert await rules_of(own) == []


async def test_the_sentence_and_the_code_follow_what_is_typed(own: World) -> None:
    tab = await at_rules(own)
    await tab.call(RuleState, "begin", stage_id="")
    page = await tab.state(RuleState)
    await tab.call(RuleState, "try_out", draft=draft(own, stage_id="", **{"if": BIKE}))
    assert page.said[1] == ["any stage", True]
    assert page.cel == "answers.bike == true"
    await tab.call(RuleState, "try_out", draft=draft(own, expression="answers.bike > 3"))
    assert "answers.bike" in page.wrong


async def test_a_rule_is_changed_from_its_address_and_its_name_follows(own: World) -> None:
    tab = await at_rules(own)
    await built(own, tab)
    (rule,) = await rules_of(own)
    tab = Desk(tab.who, opening_id=str(own.opening.id))
    await tab.call(RulesState, "load")
    await tab.call(RuleState, "open", id=str(rule.id))
    page = await tab.state(RuleState)
    assert (page.rule["id"], page.rule["name"], page.rule["when"]["amount"]) == (str(rule.id), "", 30)
    await tab.call(RuleState, "save", draft=draft(own, when=MONTH | {"amount": 2}))
    (changed,) = await rules_of(own)
    assert (changed.when["amount"], changed.version) == (2, 2)
    assert "in 2 days" in changed.name


async def test_rules_are_dragged_into_order_and_deleted(own: World) -> None:
    tab = await at_rules(own)
    await built(own, tab, name="First")
    await built(own, tab, name="Second")
    page = await tab.state(RulesState)
    second = page.groups[1].rows[1]["id"]
    await tab.call(RulesState, "reorder", move={"id": second, "position": 0, "seq": 7})
    assert ([one["label"] for one in page.groups[1].rows], page.ack) == (["Second", "First"], 7)
    await tab.call(RulesState, "act", asked={"id": second, "key": "delete"})
    assert page.chosen["label"] == "Second"
    await tab.call(RulesState, "delete", form={})
    assert [rule.name for rule in await rules_of(own)] == ["First"]
    assert await tab.call(RulesState, "delete", form={}) == [None]


async def test_the_choices_are_those_that_fit(own: World) -> None:
    tab = await at_rules(own)
    await tab.call(RuleState, "begin", stage_id=str(own.stages[0].id))
    choices = (await tab.state(RuleState)).choices
    assert [words for _, words, group in choices["stages"] if group == "This opening"] == [
        one.name for one in own.stages
    ]
    assert "date" not in [kind for kind, *_ in choices["whens"]]  # no form asks for one
    asked = next(one for one in choices["facts"] if one["fact"] == "answers.bike")
    assert (asked["group"], asked["from"]) == ("Answers", 0)
    date = await do(own.actor, questions.create, "start", "First day", type="date")
    await do(own.actor, questions.attach, own.stages[2].id, date.id)
    await tab.call(RuleState, "begin", stage_id="")
    choices = (await tab.state(RuleState)).choices
    assert choices["dates"] == [["start", "First day"]]


async def test_the_map_shows_ways_and_circles(own: World) -> None:
    first, second, _ = own.stages
    await do(own.actor, stages.change, first.id, next_stage_id=second.id)
    said = written(first.id, when=MONTH | {"kind": "stayed"})
    await do(own.actor, making.create, own.opening.id, second.id, name="Back", **said)
    tab = await at_rules(own)
    await tab.call(RulesState, "show", view="map")
    page = await tab.state(RulesState)
    drawn = page.map
    assert [stop.name for stop in drawn.stops] == [one.name for one in own.stages]
    back = drawn.stops[1].ways[0]
    assert (back.kind, back.target) == ("circle", first.name)
    assert "each time after a while" in drawn.circles[0]
    assert drawn.stops[1].top - drawn.stops[0].top > HEAD + LINE * len(drawn.stops[0].ways)
    assert {arc.kind for arc in drawn.arcs} >= {"circle"}
    assert page.groups == []


async def test_nobody_sees_or_touches_the_rules_of_another_org(own: World) -> None:
    other = await world("Ada Lovelace")
    tab = await desk(own.user, opening_id=str(other.opening.id))
    await tab.call(RulesState, "load")
    page = await tab.state(RulesState)
    assert (page.groups, page.problem != "") == ([], True)
    mine = await at_rules(own)
    for asked in (
        ("open", {"id": str(other.rule.id)}),
        ("begin", {"stage_id": "", "kind": "late"}),
    ):
        where = mine if asked[0] == "open" else tab
        with pytest.raises(NotFound):
            await where.call(RuleState, asked[0], **asked[1])
    with pytest.raises(NotFound):
        await mine.call(RulesState, "act", asked={"id": str(other.rule.id), "key": "switch"})
    await mine.call(RulesState, "reorder", move={"id": str(other.rule.id), "position": 0, "seq": 1})
    assert (await mine.state(RulesState)).refusal
    await mine.call(RuleState, "begin", stage_id=str(own.stages[0].id))
    await mine.call(RuleState, "save", draft=draft(own) | written(other.stages[0].id))
    assert "then.0.stage_id" in (await mine.state(RuleState)).errors
    with pytest.raises(NotFound):
        await mine.call(RuleState, "save", draft=draft(own, stage_id=str(other.stages[0].id)))


async def test_a_rule_is_tried_and_nothing_is_changed(own: World) -> None:
    said = draft(own, stage_id=str(own.stages[0].id), when={"kind": "completed"}, **{"if": BIKE})
    await apply(own.opening, "with@example.com", answers={"bike": "Yes"})
    await apply(own.opening, "without@example.com", answers={"bike": "No"})
    tab = await at_rules(own)
    await tab.call(RuleState, "begin", stage_id=str(own.stages[0].id))
    await tab.call(RuleState, "try_out", draft=said)
    before = await do(own.actor, stages.lines_of, own.opening.id)
    await tab.call(TrialState, "run")
    page = await tab.state(RuleState)
    trial = page.trial
    assert (page.errors, trial.is_over) == ({}, True)
    lots = {lot.state: lot for lot in trial.lots}
    assert (lots["matched"].many, lots["unmatched"].many) == (2, 1)
    assert lots["matched"].people[0].path.startswith(f"/openings/{own.opening.id}?applicant=")
    assert "is not yes: 1" in lots["unmatched"].reasons[0]
    after = await do(own.actor, stages.lines_of, own.opening.id)
    assert [one.applicants for one in after] == [one.applicants for one in before]
    assert [rule.id for rule in await rules_of(own, 0)] == [own.rule.id]


async def test_a_rule_of_any_stage_is_tried_on_the_people_of_one(own: World) -> None:
    other = await world("Ada Lovelace")
    tab = await at_rules(own)
    await tab.call(RuleState, "begin", stage_id="")
    await tab.call(RuleState, "try_out", draft=draft(own, stage_id=""))
    await tab.call(TrialState, "run")
    page = await tab.state(RuleState)
    assert (page.is_anywhere, page.trial.lots) == (True, [])
    await tab.call(TrialState, "choose_stage", id=str(own.stages[0].id))
    await tab.call(TrialState, "choose_whom", whom="last")
    await tab.call(TrialState, "run")
    assert page.trial.is_over
    await tab.call(TrialState, "choose_stage", id=str(other.stages[0].id))
    with pytest.raises(NotFound):
        await tab.call(TrialState, "run")


async def test_what_a_rule_did_stands_on_it(own: World) -> None:
    said = {"when": {"kind": "completed"}, "then": [{"kind": "move", "stage_id": str(own.stages[2].id)}]}
    rule = await do(own.actor, making.create, own.opening.id, own.stages[0].id, name="Onward", position=0, **said)
    tab = await at_rules(own)
    page = await tab.state(RulesState)
    assert page.groups[0].rows[0]["detail"] == "Not followed yet"
    await apply(own.opening, "with@example.com", answers={"bike": "Yes"})
    await tab.call(RulesState, "load")
    assert page.groups[0].rows[0]["detail"].startswith("Followed 1 time, last on ")
    await tab.call(RuleState, "open", id=str(rule.id))
    (run,) = (await tab.state(RuleState)).runs
    assert (run.who, run.what) == ("Grace Hopper", f"moved from {own.stages[0].name} to {own.stages[2].name}")


async def test_of_very_many_rules_a_stages_are_read_when_they_are_asked_for(own: World, monkeypatch: Any) -> None:
    monkeypatch.setattr("plutomi.state.rules.page.FEW", 1)
    place = (own.actor, making.create, own.opening.id)
    for stage in (own.stages[0].id, own.stages[1].id, None):
        await do(*place, stage, name="On", **{key: written(own.stages[2].id)[key] for key in ("when", "then")})
    tab = await at_rules(own)
    page = await tab.state(RulesState)
    few = [2, 1, 0, 1]  # an example rule is there already
    assert (page.many, [one.many for one in page.groups], [len(one.rows) for one in page.groups]) == (4, few, [0] * 4)
    await tab.call(RulesState, "unfold", id=str(own.stages[1].id))
    assert [len(one.rows) for one in page.groups] == [0, 1, 0, 0]
    await tab.call(RulesState, "unfold", id="any")
    assert [len(one.rows) for one in page.groups] == [0, 0, 0, 1]
    await tab.call(RulesState, "show", view="map")
    assert [(one.name, one.folded, one.is_unfolded, len(one.ways)) for one in page.map.stops][:2] == [
        ("Any stage", 0, True, 1), (own.stages[0].name, 2, False, 0)
    ]  # fmt: skip
    await tab.call(RulesState, "unfold", id=str(own.stages[0].id))
    assert [(one.folded, len(one.ways)) for one in page.map.stops] == [(1, 0), (0, 2), (1, 0), (0, 0)]
    with pytest.raises(NotFound):
        await tab.call(RulesState, "unfold", id="nonsense")
