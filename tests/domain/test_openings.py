"""Openings are made, changed, shown and taken away."""

import asyncio

import pytest

from plutomi.domain import openings, stages
from plutomi.domain.actors import Actor
from plutomi.errors import Forbidden, Invalid, NotFound, OpeningNeedsStage
from plutomi.models import Answer, Applicant, Placement, Stage, StageDelta
from tests import make
from tests.domain.verbs import applicants, apply, do, events, stages_of, standing, types

SHOWS_NOTHING = ["", "  ", "\u200b\u200d", "\u2800", "\x00", None]


async def test_an_opening_begins_private_under_a_slug_made_of_its_name(database):
    actor = await make.actor()
    opening = await do(actor, openings.create, " New  York City ", place="Queens", description="# Drive")
    assert (opening.name, opening.slug, opening.state) == ("New York City", "new-york-city", "private")
    assert await types(actor.org_id) == ["opening.created"]


async def test_two_openings_of_one_name_get_slugs_of_their_own(database):
    actor = await make.actor()
    first, second = [await do(actor, openings.create, "Drivers") for _ in range(2)]
    assert first.slug == "drivers"
    assert second.slug.startswith("drivers-")


async def test_a_slug_is_taken_within_its_org_only(database):
    ours, theirs = await make.actor(), await make.actor()
    assert (await do(ours, openings.create, "Drivers")).slug == (await do(theirs, openings.create, "Drivers")).slug


async def test_openings_made_at_once_under_one_name_are_all_made(committed):
    actor = await make.actor()
    made = await asyncio.gather(*(do(actor, openings.create, "Drivers") for _ in range(8)))
    assert len({opening.slug for opening in made}) == 8


@pytest.mark.parametrize("name", [*SHOWS_NOTHING, "a" * 101, "\ud800"])
async def test_what_is_no_name_is_refused_at_its_field(database, name):
    with pytest.raises(Invalid) as refused:
        await do(await make.actor(), openings.create, name)
    assert refused.value.errors.keys() == {"name"}


@pytest.mark.parametrize("name", ["X", "李", "👩‍🚀" * 33, "a" * 100, "<script>alert(1)</script>", "\u202etxt.exe"])
async def test_unusual_names_are_kept_as_they_are(database, name):
    opening = await do(await make.actor(), openings.create, name)
    assert opening.name == name
    assert opening.slug


async def test_every_wrong_field_is_named_at_once(database):
    with pytest.raises(Invalid) as refused:
        await do(await make.actor(), openings.create, "", place="p" * 201, description="d" * 20_001)
    assert refused.value.errors.keys() == {"name", "place", "description"}


async def test_all_that_is_wrong_with_hours_is_named_at_once(database):
    actor = await make.actor()
    made = await do(actor, openings.create, "Drivers")
    wrong = {"time_zone": "Boston", "hours": {"sun": [["whenever"]]}, "holidays": ["some day"]}
    with pytest.raises(Invalid) as refusal:
        await do(actor, openings.change, made.id, **wrong)
    assert {name.split(".")[0] for name in refusal.value.errors} == {"time_zone", "hours", "holidays"}


async def test_a_change_leaves_what_is_not_given_and_says_what_it_changed(database):
    actor = await make.actor()
    opening = await do(actor, openings.create, "Drivers", place="Queens")
    changed = await do(actor, openings.change, opening.id, name="Riders")
    assert (changed.name, changed.place, changed.slug) == ("Riders", "Queens", "drivers")
    assert (await events(actor.org_id))[-1].data == {"to": {"name": "Riders"}}


async def test_a_change_that_changes_nothing_is_no_event(database):
    actor = await make.actor()
    opening = await do(actor, openings.create, "Drivers")
    await do(actor, openings.change, opening.id, name="Drivers ")
    assert await types(actor.org_id) == ["opening.created"]


async def test_an_opening_without_a_stage_cannot_be_public(database):
    actor = await make.actor()
    opening = await do(actor, openings.create, "Drivers")
    with pytest.raises(OpeningNeedsStage):
        await do(actor, openings.set_state, opening.id, "public")
    await do(actor, stages.create, opening.id, "First")
    assert (await do(actor, openings.set_state, opening.id, "public")).is_public


async def test_each_state_is_an_event_and_the_same_state_again_is_none(database):
    org = await make.org()
    actor = await make.actor(org)
    opening = await make.opening(org)
    for state in ("public", "public", "closed", "private"):
        await do(actor, openings.set_state, opening.id, state)
    assert await types(org.id) == ["opening.published", "opening.closed", "opening.unpublished"]


@pytest.mark.parametrize("state", ["open", "", None, 1, [], "PUBLIC"])
async def test_what_is_no_state_is_refused_at_its_field(database, state):
    org = await make.org()
    opening = await make.opening(org)
    with pytest.raises(Invalid) as refused:
        await do(await make.actor(org), openings.set_state, opening.id, state)
    assert refused.value.errors.keys() == {"state"}


async def test_publishing_and_deleting_the_last_stage_at_once_never_leaves_a_public_opening_without_one(committed):
    org = await make.org()
    actor = await make.actor(org)
    for _ in range(6):
        opening = await make.opening(org, stages=1)
        (stage,) = await stages_of(opening)
        await asyncio.gather(
            do(actor, openings.set_state, opening.id, "public"),
            do(actor, stages.delete, stage.id),
            return_exceptions=True,
        )
        is_public = (await do(actor, openings.get, opening.id)).is_public
        assert is_public == bool(await stages_of(opening))


async def test_deleting_an_opening_leaves_nothing_of_its_applicants_but_emptied_events(database):
    org = await make.org()
    actor = await make.actor(org)
    opening, kept = await make.opening(org, state="public"), await make.opening(org, state="public")
    await apply(opening)
    await apply(kept, email="kept@example.com")
    await do(actor, openings.delete, opening.id)
    assert [one.email for one in await applicants(org.id)] == ["kept@example.com"]
    assert len(await standing(org)) == 1
    log = await events(org.id)
    assert [event.data for event in log if event.opening_id == opening.id and event.applicant_id] == [{}]
    assert log[-1].data == {"name": opening.name}
    with pytest.raises(NotFound):
        await do(actor, openings.get, opening.id)


async def test_no_row_of_a_deleted_opening_is_left(database):
    org = await make.org()
    actor = await make.actor(org)
    opening = await make.opening(org, state="public")
    await apply(opening)
    await do(actor, openings.delete, opening.id)
    for table in (Stage, Applicant, Placement, Answer, StageDelta):
        count = (await database.exec_driver_sql(f"select count(*) from {table.__tablename__}")).scalar()  # noqa: S608
        assert count == 0, table


async def test_lists_show_stages_and_applicants_and_can_be_searched(database):
    org, other = await make.org(), await make.org()
    actor = await make.actor(org)
    await make.opening(other, name="Not ours")
    nyc = await make.opening(org, name="New York City", place="Queens", stages=2, state="public")
    await make.opening(org, name="Zürich", stages=0)
    for number in range(3):
        await apply(nyc, email=f"a{number}@example.com")
    listed = await do(actor, openings.list_all)
    assert [(line.opening.name, line.stages, line.applicants) for line in listed] == [
        ("Zürich", 0, 0),
        ("New York City", 2, 3),
    ]
    assert [line.opening.name for line in await do(actor, openings.list_all, "ZURICH")] == ["Zürich"]
    assert [line.opening.name for line in await do(actor, openings.list_all, "queens")] == ["New York City"]
    assert [line.opening.name for line in await do(actor, openings.list_all, "", "private")] == ["Zürich"]
    assert await do(actor, openings.list_all, "\x00\ud800") is not None


async def test_strangers_see_public_openings_and_know_nothing_of_private_ones(database):
    org = await make.org()
    public, closed = await make.opening(org, state="public"), await make.opening(org, state="closed")
    private = await make.opening(org)
    nobody = Actor("anyone", org.id)

    async def by_slug(session, actor, slug):
        return await openings.public_by_slug(session, actor.org_id, slug)

    async def shown(session, actor):
        return await openings.public_of(session, actor.org_id)

    assert [one.id for one in await do(nobody, shown)] == [public.id]
    for slug in (closed.slug, closed.slug.upper()):
        assert (await do(nobody, by_slug, slug)).id == closed.id
    for slug in (private.slug, private.slug.upper(), "no-such-opening", "", "\x00", "\ud800", "a" * 10_000):
        with pytest.raises(NotFound):
            await do(nobody, by_slug, slug)


@pytest.mark.parametrize("kind", ["anyone", "applicant", "user"])
async def test_only_members_work_with_openings(database, kind):
    org = await make.org()
    opening = await make.opening(org)
    stranger = await make.user()
    outsider = Actor(kind, org.id, stranger.id)
    for verb, given in (
        (openings.create, ["Drivers"]),
        (openings.change, [opening.id]),
        (openings.set_state, [opening.id, "closed"]),
        (openings.delete, [opening.id]),
        (openings.get, [opening.id]),
        (openings.list_all, []),
    ):
        with pytest.raises(Forbidden):
            await do(outsider, verb, *given)
