"""Openings and stages cloned: equal to what they were copied from, and nothing shared by accident."""

import json
import re

import pytest
from sqlmodel import col, select

from plutomi.db import transaction
from plutomi.domain import areas, openings, questions, sections, stages, styles
from plutomi.domain.cloning import openings as cloning
from plutomi.domain.cloning import stages as stage_cloning
from plutomi.domain.rules import making
from plutomi.errors import NotFound, StillInUse, TooMany
from plutomi.models import Opening, Rule, RuleUse, Section, ServiceArea, Stage, StageQuestion
from plutomi.models.opening import MAX_SIBLINGS
from tests import make
from tests.domain.rules import moves, rule
from tests.domain.verbs import apply, counts, do, events, stages_of

YES = {"fact": "answers.bike", "op": "is", "value": True}
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}")
DAYS = {"kind": "stayed", "amount": 3, "unit": "days", "business": False}


@pytest.fixture
async def nights(database):
    """(actor, opening): a form with a section and a condition, an area, a style, rules that lead everywhere."""
    org = await make.org()
    actor = await make.actor(org)
    opening = await make.opening(org, "Nights", state="public")
    first, second, third = await stages_of(opening)
    section = await do(actor, sections.create, first.id, "Riding")
    for key, type, within in (("bike", "yes_no", None), ("gears", "number", section.id)):
        question = await do(actor, questions.create, key, key.title(), type=type)
        await do(actor, questions.attach, first.id, question.id, section_id=within)
    await do(actor, questions.adjust, first.id, question.id, show_if=YES)
    await do(actor, stages.change, first.id, next_stage_id=second.id)
    await do(actor, openings.change, opening.id, place="Queens", description="**Nights.**", reapply="after")
    await do(actor, areas.change, opening.id, [{"kind": "postcodes", "country": "US", "postcodes": ["11101"]}])
    await do(actor, styles.set_opening, opening.id, {"color": "#005b6e"})
    full = {"fact": f"stages.{third.id.hex}.count", "op": "less", "value": 5}
    await rule(actor, first, third, **{"if": {"all": [YES, full]}})
    await rule(actor, second, first, DAYS)
    await rule(actor, second, second, {"kind": "entered"}, is_on=False, expression="answers.bike == true")
    await do(actor, making.create, opening.id, name="Anywhere", when={"kind": "changed"}, then=moves(third))
    return actor, opening


async def likeness(actor, opening) -> dict[str, object]:
    """All that an opening is, with names in the place of ids."""
    async with transaction(actor.org_id) as session:

        async def rows(table, *where):
            return [one.model_dump() for one in (await session.execute(select(table).where(*where))).scalars()]

        kept = await session.get_one(Opening, (actor.org_id, opening.id))
        here = await rows(Stage, col(Stage.opening_id) == opening.id)
        ids = [one["id"] for one in here]
        rules = await rows(Rule, col(Rule.opening_id) == opening.id)
        within = await rows(Section, col(Section.stage_id).in_(ids))
        asked = await rows(StageQuestion, col(StageQuestion.stage_id).in_(ids))
        used = await rows(RuleUse, col(RuleUse.rule_id).in_([one["id"] for one in rules]))
        area = await rows(ServiceArea, col(ServiceArea.opening_id) == opening.id)
    names = {str(opening.id): "OPENING"} | {str(one["id"]): f"STAGE {one['position']}" for one in here}
    names |= {str(one["id"]): f"SECTION {one['title']}" for one in within}
    names |= {str(one["id"]): f"RULE {one['stage_id']} {one['position']}" for one in rules}
    names |= {id.replace("-", ""): name for id, name in names.items()}
    left_out = {
        "id",
        "created_at",
        "changed_at",
        "rules_version",
        "plan_owed_at",
        "planned_at",
        "planned_to",
        "version",
    }
    left_out |= {"slug", "name", "state"}

    def said(one: dict[str, object], *more: str) -> str:
        text = json.dumps(
            {key: one[key] for key in one if key not in left_out - set(more)}, default=str, sort_keys=True
        )
        for _ in range(2):  # a rule's name has a stage's id in it
            text = ID.sub(lambda found: names.get(found[0], found[0]), text)
        return text

    return {
        "opening": said(kept.model_dump()),
        "stages": sorted(said(one, "name") for one in here),
        "sections": sorted(said(one) for one in within),
        "asked": sorted(said(one) for one in asked),
        "rules": sorted(said(one, "name") for one in rules),
        "used": sorted(said(one) for one in used),
        "area": sorted(said(one | {"owed_at": None, "assessed_to": None}) for one in area),
    }


async def test_a_clone_is_equal_and_shares_nothing_but_the_bank(nights):
    actor, opening = nights
    await apply(opening, answers={"bike": "no"})
    before = await likeness(actor, opening)
    made = await do(actor, cloning.clone, opening.id)
    assert (made.name, made.state, made.slug) == ("Nights (copy)", "private", "nights-copy")
    copied = await likeness(actor, made)
    assert copied == before
    assert all(copied.values()), "nothing was compared with nothing"
    assert await counts(actor, made) == [0, 0, 0]
    assert await likeness(actor, opening) == before
    told = (await events(actor.org_id))[-1]
    assert (told.type, told.subject_id, told.data["cloned_from"]) == ("opening.created", made.id, str(opening.id))


async def test_the_copys_rules_lead_to_its_own_stages(nights):
    actor, opening = nights
    made = await do(actor, cloning.clone, opening.id, "Mornings")
    first, second, third = await stages_of(made)
    async with transaction(actor.org_id) as session:
        here = select(Rule).where(col(Rule.opening_id) == made.id, col(Rule.position) == 0)
        rules = {rule.stage_id: rule for rule in (await session.execute(here)).scalars()}
    assert [rules[id].then for id in (first.id, second.id, None)] == [moves(third), moves(first), moves(third)]
    assert third.id.hex in json.dumps(rules[first.id].condition)
    versions = [one.rules_version for one in (first, second, third)]
    assert all(versions), "processes know that there are rules"
    assert not {one.rules_version for one in await stages_of(opening)} & set(versions)


async def test_a_stage_is_cloned_right_behind_itself_and_leads_where_it_led(nights):
    actor, opening = nights
    first, second, third = await stages_of(opening)
    made = await do(actor, stage_cloning.clone, first.id)
    order = await stages_of(opening)
    assert [one.id for one in order] == [first.id, made.id, second.id, third.id]
    assert (made.name, made.next_stage_id, made.style) == (f"{first.name} (copy)", second.id, first.style)
    assert order[1].rules_version
    assert [one.question.key for one in await do(actor, questions.of_stage, made.id)] == ["bike", "gears"]
    async with transaction(actor.org_id) as session:
        (rule_,) = (await session.execute(select(Rule).where(col(Rule.stage_id) == made.id))).scalars()
    assert (rule_.then, rule_.broken) == (moves(third), "")


async def test_what_leads_to_itself_leads_to_the_copy(nights):
    actor, opening = nights
    second = (await stages_of(opening))[1]
    made = await do(actor, stage_cloning.clone, second.id)
    async with transaction(actor.org_id) as session:
        found = await session.execute(select(Rule).where(col(Rule.stage_id) == made.id).order_by(col(Rule.position)))
        _, itself = found.scalars()
    assert (itself.then, itself.is_on) == (moves(made), False)


async def test_in_another_opening_a_stage_leads_to_those_of_the_same_name_or_nowhere(nights):
    actor, opening = nights
    first, second, third = await stages_of(opening)
    other = await do(actor, openings.create, "Days")
    there = await do(actor, stages.create, other.id, third.name)
    made = await do(actor, stage_cloning.clone, first.id, other.id)
    assert (made.opening_id, made.name, made.position, made.next_stage_id) == (other.id, first.name, 1, None)
    behind = await do(actor, stage_cloning.clone, second.id, other.id)
    async with transaction(actor.org_id) as session:
        rules = {rule.stage_id: rule for rule in (await session.execute(
            select(Rule).where(col(Rule.opening_id) == other.id, col(Rule.position) == 0)
        )).scalars()}  # fmt: skip
    assert rules[made.id].then == moves(there)
    assert there.id.hex in json.dumps(rules[made.id].condition)
    assert rules[made.id].broken == ""
    assert rules[behind.id].then == moves(made), "Stage 1 is there by now"
    async with transaction(actor.org_id) as session:
        await session.delete(await session.get_one(Stage, (actor.org_id, there.id)))
    again = await do(actor, stage_cloning.clone, first.id, other.id, "Lost")
    async with transaction(actor.org_id) as session:
        (lost,) = (await session.execute(select(Rule).where(col(Rule.stage_id) == again.id))).scalars()
    assert "Say where it leads here" in lost.broken


async def test_a_form_whose_conditions_look_at_what_is_not_asked_there_is_refused(nights):
    actor, opening = nights
    _, second, _ = await stages_of(opening)
    vans = await do(actor, questions.create, "vans", "Vans?", type="yes_no")
    await do(actor, questions.attach, second.id, vans.id)
    await do(actor, questions.adjust, second.id, vans.id, show_if=YES)
    other = await do(actor, openings.create, "Days")
    with pytest.raises(StillInUse, match="bike"):
        await do(actor, stage_cloning.clone, second.id, other.id)
    assert await stages_of(other) == []


async def test_a_new_stage_follows_the_rules_of_its_opening(nights):
    actor, opening = nights
    made = await do(actor, stages.create, opening.id, "Interview")
    assert (await stages_of(opening))[-1].id == made.id
    assert (await stages_of(opening))[-1].rules_version
    await do(actor, stages.create, (other := await do(actor, openings.create, "Days")).id, "Interview")
    assert [one.rules_version for one in await stages_of(other)] == [0]


async def test_strangers_clone_nothing(nights):
    _, opening = nights
    first, *_ = await stages_of(opening)
    theirs = await make.actor(await make.org())
    with pytest.raises(NotFound):
        await do(theirs, cloning.clone, opening.id)
    with pytest.raises(NotFound):
        await do(theirs, stage_cloning.clone, first.id)
    mine = await do(theirs, openings.create, "Mine")
    with pytest.raises(NotFound):
        await do(theirs, stage_cloning.clone, first.id, mine.id)


async def test_two_hundred_stages_with_five_thousand_rules_are_cloned_equal(database):
    org = await make.org()
    actor = await make.actor(org)
    opening = await make.opening(org, "Nights", stages=MAX_SIBLINGS)
    order = await stages_of(opening)
    async with transaction(org.id) as session:
        session.add_all(
            Rule(org_id=org.id, opening_id=opening.id, stage_id=here.id, position=at, name=f"{at}",
                 when={"kind": "entered"}, then=moves(order[(here.position + at) % MAX_SIBLINGS]))
            for here in order for at in range(25)
        )  # fmt: skip
    before = await likeness(actor, opening)
    made = await do(actor, cloning.clone, opening.id)
    assert await likeness(actor, made) == before
    assert len(before["rules"]) == 5_000
    with pytest.raises(TooMany):
        await do(actor, stage_cloning.clone, (await stages_of(made))[0].id)
    with pytest.raises(TooMany, match="10,000 rules"):
        await do(actor, cloning.clone, made.id)
    assert len(await do(actor, openings.list_all)) == 2
