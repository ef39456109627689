"""The page of a style: what it shows before saving, what it keeps, what it takes from nobody."""

import pytest

from plutomi.domain import pictures, questions, styles
from plutomi.errors import NotFound
from plutomi.rules.pictures import Made
from plutomi.state.style import StyleState
from tests import make
from tests.domain.verbs import do, stages_of
from tests.state.desks import Desk

S = StyleState


@pytest.fixture
async def place(database):
    """(owner, desk of the opening's style, opening)."""
    org = await make.org(slug="acme")
    user = await make.user(org=org)
    who = await make.identity(user)
    opening = await make.opening(org, state="public")
    return await make.actor(org), who, opening


async def shown(who, **query: str) -> S:
    desk = Desk(who, **query)
    state = await desk.state(S)
    await S.load.fn(state)
    return state


async def test_a_change_shows_at_once_and_is_kept_only_when_saved(place):
    actor, who, opening = place
    await do(actor, styles.set_org, {"color": "#111111", "buttons": {"send": "Go"}})
    state = await shown(who, opening_id=str(opening.id))
    assert (state.level, state.name, state.inherited.color, state.inherited.send) == (
        "opening", opening.name, "#111111", "Go",
    )  # fmt: skip
    await S.change.fn(state, "color", "#FFE600")
    assert "--brand:#ffe600" in state.look.css
    assert state.look.css.startswith(".preview{")
    assert (state.is_changed, "black" in state.warnings["color"]) == (True, True)
    assert (await do(actor, styles.of_opening, opening.id)).own.color == ""
    await S.save.fn(state, {"color": "#ffe600", "buttons.apply": "Join us"})
    kept = (await do(actor, styles.of_opening, opening.id)).own
    assert (kept.color, kept.buttons, state.is_changed) == ("#ffe600", {"apply": "Join us"}, False)


async def test_what_cannot_be_taken_is_said_at_its_field_and_nothing_is_kept(place):
    actor, who, _ = place
    state = await shown(who)
    await S.save.fn(state, {"color": "#12345;}</style>", "buttons.send": "x" * 41, "font": "Comic"})
    assert state.errors.keys() == {"color", "buttons.send", "font"}
    assert "</style>" not in state.look.css
    assert (await do(actor, styles.of_org)).own.to_json() == {}
    await S.change.fn(state, "color", "#123456")
    assert "color" not in state.errors
    await S.change.fn(state, "css", "body{}")
    assert state.errors.keys() == {"buttons.send", "font"}


async def test_a_part_is_inherited_again_and_changes_are_discarded(place):
    actor, who, opening = place
    stage = (await stages_of(opening))[0]
    await do(actor, styles.set_opening, opening.id, {"font": "serif"})
    await do(actor, styles.set_stage, stage.id, {"font": "mono", "color": "#222222"})
    state = await shown(who, opening_id=str(opening.id), stage_id=str(stage.id))
    assert (state.level, state.own.font, state.inherited.font) == ("stage", "mono", "serif")
    await S.inherit.fn(state, "font")
    assert (state.own.font, "Georgia" in state.look.css) == ("", True)
    await S.discard.fn(state)
    assert (state.own.font, state.is_changed) == ("mono", False)


async def test_only_the_orgs_own_pictures_are_shown(place):
    actor, who, _ = place
    eve = await make.actor()
    mine = await do(actor, pictures.keep, Made("aa" * 32, 400, 100, b"x"))
    theirs = await do(eve, pictures.keep, Made("bb" * 32, 400, 100, b"x"))
    state = await shown(who)
    for kept in ({"use": "logo", "sha256": theirs.sha256}, {"use": "name", "sha256": mine.sha256}, {"use": "logo"}):
        await S.choose_picture.fn(state, kept)
        assert state.look.logo == ""
    await S.choose_picture.fn(state, {"use": "logo", "sha256": mine.sha256})
    assert state.look.logo == f"/brand/acme/{mine.sha256}.webp"
    await S.save.fn(state, {})
    assert (await do(actor, styles.of_org)).own.logo == mine


async def test_another_orgs_opening_has_no_style_to_see(place):
    _, who, _ = place
    foreign = await make.opening(await make.org())
    state = await shown(who, opening_id=str(foreign.id))
    assert (state.problem, state.name) == (NotFound.message, "")
    state.level = "opening"
    with pytest.raises(NotFound):
        await S.save.fn(state, {"color": "#000000"})


async def test_the_preview_shows_the_form_that_people_meet(place):
    actor, who, opening = place
    first, second, third = await stages_of(opening)
    for key, stage in (("bike", first), ("license", second)):
        question = await do(actor, questions.create, key, f"{key}?", type="short_text")
        await do(actor, questions.attach, stage.id, question.id)
    expected = {"": ("bike", True), first.id: ("bike", True), second.id: ("license", False), third.id: ("bike", True)}
    for stage_id, (key, is_first) in expected.items():
        there = {"stage_id": str(stage_id)} if stage_id else {"opening_id": str(opening.id)}
        sample = (await shown(who, **there)).sample
        assert (sample.name, [one.key for one in sample.asked], sample.is_first) == (opening.name, [key], is_first)
    assert [one.key for one in (await shown(who)).sample.asked] == ["bike"]
