"""Why: the history names the rule, its version, what it looked at, and which others were not followed."""

from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import col, update

from plutomi.db import transaction
from plutomi.domain.rules import making
from plutomi.domain.rules.telling import Told
from plutomi.models import Placement
from plutomi.rules.engine.sentences import Names
from plutomi.state.dossier import DossierState
from plutomi.state.reasons import looked_at, why_not
from plutomi.state.timeline import Moment
from tests.api.worlds import World, world
from tests.domain.verbs import apply, do
from tests.state.desks import Desk, desk

LABEL = uuid4()
NAMES = Names(questions={"age": "Your age"}, labels={LABEL: "Star"})


@pytest.fixture
async def own(database: Any) -> World:
    return await world()


def written(own: World, source: str) -> dict[str, Any]:
    tree = {"fact": "applicant.source", "op": "is", "value": source}
    return {"when": {"kind": "completed"}, "if": tree, "then": [{"kind": "move", "stage_id": str(own.stages[2].id)}]}


async def history_of(own: World, source: str) -> tuple[Desk, list[Moment]]:
    for name in ("radio", "fb"):
        await do(own.actor, making.create, own.opening.id, own.stages[0].id, name=f"From {name}", **written(own, name))
    answers = {"bike": "Yes"}
    applied = await apply(own.opening, f"{source}@example.com", source=source, answers=answers)
    tab = await desk(own.user)
    await tab.call(DossierState, "open", applicant_id=str(applied.applicant_id))
    return tab, (await tab.state(DossierState)).events


async def test_the_history_names_the_rule_its_version_and_what_it_looked_at(own: World) -> None:
    _, events = await history_of(own, "fb")
    moved = next(one for one in events if one.who == "Rule “From fb”")
    assert moved.path.startswith(f"/openings/{own.opening.id}/rules?rule=")
    assert moved.more == ["Version 1, because the source is “fb”."]
    applied = next(one for one in events if one.icon == "send")
    assert "Rule “From radio” was not followed: the source is not “radio”." in applied.more
    assert applied.path == ""


async def test_who_looped_is_shown_so_until_somebody_moves_them(own: World) -> None:
    tab, _ = await history_of(own, "fb")
    page = await tab.state(DossierState)
    assert not page.details.is_looping
    async with transaction(own.org.id) as session:
        await session.execute(update(Placement).where(col(Placement.org_id) == own.org.id).values(is_looping=True))
    await tab.call(DossierState, "open", applicant_id=page.selected)
    assert page.details.is_looping


def test_facts_are_called_as_people_call_them() -> None:
    assert looked_at({"answers.age": 17, "labels": [LABEL.hex], "applicant.source": "fb"}, NAMES) == (
        "Your age is 17; the applicant has the label “Star”; the source is “fb”"
    )
    assert looked_at({"labels": [], "answers.age": None}, NAMES) == "the applicant has no label; Your age is empty"
    assert why_not("answers.age is missing", NAMES) == "Your age is missing"
    assert why_not("the expression is not met", NAMES) == "the expression is not met"
    assert Told().rules == {}
