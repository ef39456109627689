"""Styles set, inherited and shown; pictures kept and swept; nothing of it across orgs."""

import pytest
from sqlmodel import col, select

from plutomi.db import transaction
from plutomi.domain import pictures, styles
from plutomi.domain.actors import anyone
from plutomi.errors import Forbidden, Invalid, NotFound, TooMany
from plutomi.models import Picture
from plutomi.models.style import Style
from plutomi.rules.pictures import Made
from tests import make
from tests.domain.verbs import do, events, stages_of, types


def made(number: int = 0) -> Made:
    return Made(f"{number:064x}", 400, 100, b"RIFF%d" % number)


@pytest.fixture
async def acme(database):
    """(owner, opening, its stages)."""
    org = await make.org()
    opening = await make.opening(org, state="public")
    return await make.actor(org), opening, await stages_of(opening)


async def public(opening) -> Style:
    async with transaction(opening.org_id) as session:
        return await styles.public_of_opening(session, opening.org_id, opening.id)


async def test_each_level_inherits_from_the_one_above(acme):
    owner, opening, [first, second, _] = acme
    await do(owner, styles.set_org, {"color": "#111111", "font": "serif", "buttons": {"send": "Go"}})
    await do(owner, styles.set_opening, opening.id, {"color": "#222222"})
    await do(owner, styles.set_stage, first.id, {"corners": "pill"})
    shown = await public(opening)
    assert (shown.color, shown.font, shown.corners, shown.buttons) == ("#222222", "serif", "pill", {"send": "Go"})
    of_second = await do(owner, styles.of_stage, second.id)
    assert (of_second.own, of_second.shown.color) == (Style(), "#222222")
    assert (await do(owner, styles.of_opening, opening.id)).inherited.color == "#111111"


async def test_setting_a_style_is_one_event_and_setting_it_again_is_none(acme):
    owner, opening, [first, *_] = acme
    for _ in range(2):
        await do(owner, styles.set_org, {"color": "#ABC"})
        await do(owner, styles.set_opening, opening.id, {"font": "mono"})
        await do(owner, styles.set_stage, first.id, {"corners": "square"})
    assert await types(owner.org_id) == ["org.styled", "opening.styled", "stage.styled"]
    assert [event.data["to"] for event in await events(owner.org_id)] == [
        {"color": "#aabbcc"}, {"font": "mono"}, {"corners": "square"},
    ]  # fmt: skip
    assert [event.opening_id for event in await events(owner.org_id)] == [None, opening.id, opening.id]


async def test_a_style_is_set_whole_so_that_what_is_left_out_is_inherited_again(acme):
    owner, opening, _ = acme
    await do(owner, styles.set_opening, opening.id, {"color": "#222222", "font": "mono"})
    await do(owner, styles.set_opening, opening.id, {"font": "mono"})
    assert (await do(owner, styles.of_opening, opening.id)).own == Style(font="mono")


async def test_every_wrong_field_is_named_at_once(acme):
    owner, *_ = acme
    wrong = {"color": "red;}", "background": 5, "font": "Comic Sans", "corners": "wavy", "logo": "../x"}
    wrong |= {"buttons": {"send": "x" * 41}, "cover": "ff" * 32}
    with pytest.raises(Invalid) as refused:
        await do(owner, styles.set_org, wrong)
    assert refused.value.errors.keys() == {"color", "background", "font", "corners", "logo", "buttons.send"}
    assert await types(owner.org_id) == []


async def test_a_picture_can_be_shown_by_its_own_org_alone(acme):
    owner, opening, _ = acme
    eve = await make.actor()
    image = await do(owner, pictures.keep, made())
    await do(owner, styles.set_opening, opening.id, {"logo": image.sha256})
    assert (await public(opening)).logo == image
    with pytest.raises(Invalid) as refused:
        await do(eve, styles.set_org, {"logo": image.sha256})
    assert refused.value.errors.keys() == {"logo"}
    async with transaction(eve.org_id) as session:
        with pytest.raises(NotFound):
            await pictures.content(session, eve.org_id, image.sha256)
    async with transaction(owner.org_id) as session:
        assert await pictures.content(session, owner.org_id, image.sha256) == b"RIFF0"


async def test_another_orgs_opening_and_stage_are_not_there(acme):
    _, opening, [first, *_] = acme
    eve = await make.actor()
    for verb, id in ((styles.of_opening, opening.id), (styles.of_stage, first.id)):
        with pytest.raises(NotFound):
            await do(eve, verb, id)
    for verb, id in ((styles.set_opening, opening.id), (styles.set_stage, first.id)):
        with pytest.raises(NotFound):
            await do(eve, verb, id, {"color": "#000000"})
    assert await public(opening) == Style()


async def test_only_members_set_styles_and_keep_pictures(acme):
    owner, opening, [first, *_] = acme
    stranger = anyone(owner.org_id)
    for verb, given in (
        (styles.of_org, ()),
        (styles.set_org, ({},)),
        (styles.set_opening, (opening.id, {})),
        (styles.set_stage, (first.id, {})),
        (pictures.keep, (made(),)),
    ):
        with pytest.raises(Forbidden):
            await do(stranger, verb, *given)


async def test_an_applicant_sees_the_style_of_the_stage_they_stand_in(acme):
    owner, _, [first, second, _] = acme
    there = await make.applicant(second)
    await do(owner, styles.set_stage, first.id, {"color": "#111111"})
    await do(owner, styles.set_stage, second.id, {"color": "#222222"})
    async with transaction(owner.org_id) as session:
        assert (await styles.public_of_applicant(session, owner.org_id, there.id)).color == "#222222"


async def kept(owner) -> set[str]:
    async with transaction(owner.org_id) as session:
        return set((await session.execute(select(col(Picture.sha256)))).scalars())


async def test_the_same_picture_twice_is_one(acme):
    owner, *_ = acme
    assert await do(owner, pictures.keep, made()) == await do(owner, pictures.keep, made())
    assert len(await kept(owner)) == 1


async def test_what_no_style_shows_is_swept_when_there_is_much_of_it(acme, monkeypatch):
    owner, _, [first, *_] = acme
    monkeypatch.setattr(pictures, "SWEPT_FROM", 6)
    monkeypatch.setattr(pictures, "NEWEST", 2)
    for number in range(6):
        await do(owner, pictures.keep, made(number))
    await do(owner, styles.set_org, {"logo": made(0).sha256})
    await do(owner, styles.set_stage, first.id, {"cover": made(1).sha256})
    await do(owner, pictures.keep, made(9))
    assert await kept(owner) == {made(number).sha256 for number in (0, 1, 4, 5, 9)}
    monkeypatch.setattr(pictures, "MOST", 2)
    monkeypatch.setattr(pictures, "SWEPT_FROM", 2)
    with pytest.raises(TooMany):
        await do(owner, pictures.keep, made(10))
