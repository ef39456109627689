"""Labels: made once, carried by many, gone from all."""

import asyncio

import pytest

from plutomi.domain import labels
from plutomi.domain.applicants import labelling
from plutomi.errors import Invalid, NotFound, Taken, TooMany
from plutomi.ids import new_id
from plutomi.models.label import MAX_WORN
from tests import make
from tests.domain.verbs import card, do, events, stages_of, types


async def world():
    """(member, label, two applicants)."""
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org, state="public")
    first, *_ = await stages_of(opening)
    label = await do(actor, labels.create, "Follow up", "#c2387d")
    return actor, label, [await make.applicant(first, name=name) for name in ("Ada", "Bo")]


async def worn(actor):
    return [(one.name, many) for one, many in await do(actor, labels.worn)]


async def test_a_label_has_a_name_and_a_colour_and_one_of_each_name(database):
    actor, label, _ = await world()
    assert (label.name, label.color, label.number) == ("Follow up", "#c2387d", 1)
    with pytest.raises(Taken):
        await do(actor, labels.create, "  FOLLOW  up")
    other = await do(actor, labels.create, "Café")
    with pytest.raises(Taken):
        await do(actor, labels.change, other.id, name="follow up")
    renamed = await do(actor, labels.change, other.id, name="CAFÉ", color="06c")
    assert (renamed.name, renamed.color, renamed.number) == ("CAFÉ", "#0066cc", 2)
    changed = (await events(actor.org_id))[-1]
    assert (changed.type, changed.data["to"]) == ("label.changed", {"name": "CAFÉ", "color": "#0066cc"})
    assert await do(actor, labels.change, other.id, name="CAFÉ")
    assert len(await types(actor.org_id)) == 3


@pytest.mark.parametrize(
    ("name", "color", "field"), [("", "#000", "name"), ("x" * 41, "#000", "name"), ("a", "red", "color")]
)
async def test_what_is_no_label_is_refused_at_its_field(database, name, color, field):
    actor = await make.actor()
    with pytest.raises(Invalid) as refused:
        await do(actor, labels.create, name, color)
    assert refused.value.errors.keys() == {field}


async def test_it_is_put_on_many_and_taken_off_each_told_once(database):
    actor, label, (ada, bo) = await world()
    assert await do(actor, labelling.label, [ada.id], label.id) == 1
    assert await do(actor, labelling.label, [ada.id, bo.id], label.id) == 1, "Ada carries it already"
    told = [(one.type, one.applicant_id, one.data["label"]) for one in (await events(actor.org_id))[1:]]
    assert told == [("applicant.labelled", ada.id, "Follow up"), ("applicant.labelled", bo.id, "Follow up")]
    assert await worn(actor) == [("Follow up", 2)]
    assert await do(actor, labelling.unlabel, [ada.id], label.id) == 1
    assert await do(actor, labelling.unlabel, [ada.id], label.id) == 0
    assert (await types(actor.org_id))[-1] == "applicant.unlabelled"
    assert await worn(actor) == [("Follow up", 1)]


async def test_a_label_deleted_is_off_everybody_and_says_how_many_that_were(database):
    actor, label, (ada, bo) = await world()
    await do(actor, labelling.label, [ada.id, bo.id], label.id)
    assert await do(actor, labels.delete, label.id) == 2
    assert (await events(actor.org_id))[-1].data == {"name": "Follow up", "applicants": 2}
    assert await worn(actor) == []
    assert (await card(actor, ada.id))["labels"] == []


async def test_an_applicant_carries_only_so_many(database):
    actor, _, (ada, _) = await world()
    made = [await do(actor, labels.create, f"L{n}") for n in range(MAX_WORN + 1)]
    for one in made[:-1]:
        await do(actor, labelling.label, [ada.id], one.id)
    with pytest.raises(TooMany):
        await do(actor, labelling.label, [ada.id], made[-1].id)
    assert len((await card(actor, ada.id))["labels"]) == MAX_WORN


async def test_another_orgs_labels_and_applicants_are_not_there(database):
    actor, label, (ada, _) = await world()
    stranger, theirs, (eve, _) = await world()
    for ids, id in (
        ([ada.id], theirs.id),
        ([eve.id], label.id),
        ([ada.id, eve.id], label.id),
        ([new_id()], label.id),
        ([], label.id),
    ):
        with pytest.raises(NotFound):
            await do(actor, labelling.label, ids, id)
    with pytest.raises(NotFound):
        await do(stranger, labels.delete, label.id)
    assert await worn(actor) == [("Follow up", 0)]


async def test_labels_made_at_once_have_numbers_of_their_own(committed):
    actor = await make.actor()
    made = await asyncio.gather(*(do(actor, labels.create, f"Label {n}") for n in range(6)))
    assert sorted(one.number for one in made) == [1, 2, 3, 4, 5, 6]
