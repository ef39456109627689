"""Service areas: held against whoever applies or corrects, and against everybody when they change."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event as on

from plutomi import clock
from plutomi.db import transaction
from plutomi.domain import areas, assessing, nearest, questions
from plutomi.domain.actors import Actor, anyone
from plutomi.domain.applicants import answering, moving
from plutomi.domain.owing import orgs_owing
from plutomi.domain.rules import facts
from plutomi.errors import Forbidden, Invalid, NotFound
from plutomi.jobs.assess import assess_all
from plutomi.models import Org
from plutomi.rules.engine.hours import hours_of
from tests import make
from tests.domain.verbs import applicants, apply, do, events, stages_of, types

CITY = [{"kind": "postcodes", "country": "US", "postcodes": ["10001", "112*"]}]
AROUND = [{"kind": "radius", "center": {"postcode": "10001"}, "distance": 5, "unit": "mi"}]
HOME = {"country": "US", "street": "1 Main St", "city": "New York", "region": "NY", "postcode": "10001"}
BROOKLYN = HOME | {"city": "Brooklyn", "postcode": "11201"}
CHICAGO = HOME | {"city": "Chicago", "region": "IL", "postcode": "60601"}
BERLIN = {"country": "DE", "street": "Hauptstr. 1", "city": "Berlin", "postcode": "10115"}


@pytest.fixture
async def opening(database):
    """A public opening whose first stage asks for an address, which need not be given."""
    org = await make.org()
    owner = await make.actor(org)
    opening = await make.opening(org, state="public", slug="drivers")
    stages = await stages_of(opening)
    home = await do(owner, questions.create, "home", "Where do you live?", type="address")
    await do(owner, questions.attach, stages[0].id, home.id, is_required=False)
    return opening


@pytest.fixture
async def owner(opening):
    return Actor("user", opening.org_id, (await make.user(org=await org_of(opening))).id, "Ann")


async def org_of(opening):
    async with transaction(opening.org_id) as session:
        return await session.get_one(Org, opening.org_id)


async def outcomes(opening):
    return {one.name: (one.area, one.area_reason) for one in await applicants(opening.org_id)}


@contextmanager
def counted(connection):
    """The statements made in here."""
    made: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        made.append(statement)

    on.listen(connection.sync_connection, "before_cursor_execute", note)
    yield made
    on.remove(connection.sync_connection, "before_cursor_execute", note)


async def assessed(opening):
    """The job, as it runs when the clock finds what is owed."""
    with clock.standing_at(clock.now() + timedelta(seconds=10)):
        async with transaction(opening.org_id) as session:
            while await assessing.assess(session, opening.org_id):
                pass


async def test_who_applies_is_held_against_the_area(opening, owner):
    await do(owner, areas.change, opening.id, CITY)
    for name, address in (("Ann", HOME), ("Bea", CHICAGO), ("Cem", BERLIN), ("Dee", None)):
        await apply(opening, email=f"{name}@example.com", name=name, answers={"home": address})
    assert await outcomes(opening) == {
        "Ann": ("inside", "10001 is one of its postcodes."),
        "Bea": ("outside", "60601 is not one of its postcodes."),
        "Cem": ("outside", "The address is not in the United States."),
        "Dee": ("unknown", "No address was given."),
    }


async def test_without_an_area_nothing_is_said_and_no_statement_more_is_made(opening, owner, database):
    with counted(database) as before:
        await apply(opening, email="a@example.com", answers={"home": HOME})
    assert (await outcomes(opening)).popitem()[1] == (None, "")
    await do(owner, areas.change, opening.id, CITY)
    await apply(opening, email="b@example.com", answers={"home": HOME})  # reads the area, once for this process
    with counted(database) as after:
        await apply(opening, email="c@example.com", answers={"home": HOME})
    assert len(after) == len(before)


async def test_a_corrected_address_is_held_against_the_area_anew(opening, owner):
    await do(owner, areas.change, opening.id, AROUND)
    applied = await apply(opening, answers={"home": CHICAGO})
    me, stage = Actor("applicant", opening.org_id, applied.applicant_id), (await stages_of(opening))[0]
    await do(me, answering.submit, stage.id, {"home": BROOKLYN})
    assert (await outcomes(opening))["Grace Hopper"] == ("inside", "11201 is 3.8 mi from 10001, within 5 mi.")
    await do(me, answering.submit, stage.id, {})
    assert (await outcomes(opening))["Grace Hopper"][0] == "unknown"


async def test_a_changed_area_is_held_against_everybody_batch_by_batch(opening, owner, monkeypatch):
    monkeypatch.setattr(assessing, "BATCH", 2)
    for number, address in enumerate((HOME, BROOKLYN, CHICAGO, BERLIN, None)):
        await apply(opening, email=f"{number}@example.com", name=f"P{number}", answers={"home": address})
    await do(owner, areas.change, opening.id, AROUND)
    async with transaction() as session:
        assert opening.org_id not in await orgs_owing(session, "area")  # whoever applies just now still saw the old one
        assert opening.org_id in await orgs_owing(session, "area", clock.now() + timedelta(seconds=10))
    assert (await do(owner, areas.get, opening.id)).is_assessing
    await assessed(opening)
    assert [one[0] for one in (await outcomes(opening)).values()] == [
        "inside",
        "inside",
        "outside",
        "unknown",
        "unknown",
    ]
    line = await do(owner, areas.get, opening.id)
    assert (line.is_assessing, line.counts) == (False, {"inside": 2, "outside": 1, "unknown": 2})
    last = (await events(opening.org_id))[-1]
    assert (last.type, last.data) == ("opening.area_assessed", {"inside": 2, "outside": 1, "unknown": 2})
    await do(owner, areas.change, opening.id, [])
    await assessed(opening)
    assert set((await outcomes(opening)).values()) == {(None, "")}
    assert (await do(owner, areas.get, opening.id)).summary == "no area"


async def test_the_address_given_last_counts(opening, owner):
    stages = await stages_of(opening)
    later = await do(owner, questions.create, "parcel", "Where do we send it?", type="address")
    await do(owner, questions.attach, stages[1].id, later.id)
    applied = await apply(opening, answers={"home": CHICAGO})
    me = Actor("applicant", opening.org_id, applied.applicant_id)
    await do(owner, moving.move, moving.Move(applied.applicant_id, stages[1].id))
    await do(me, answering.submit, stages[1].id, {"parcel": HOME})
    await do(owner, areas.change, opening.id, CITY)
    await assessed(opening)
    assert (await outcomes(opening))["Grace Hopper"][0] == "inside"


async def test_the_job_finds_what_is_owed_by_itself(opening, owner):
    await apply(opening, answers={"home": HOME})
    await do(owner, areas.change, opening.id, CITY)
    with clock.standing_at(clock.now() + timedelta(seconds=10)):
        await assess_all()
    assert (await outcomes(opening))["Grace Hopper"][0] == "inside"


async def test_setting_the_same_area_again_changes_nothing(opening, owner):
    await do(owner, areas.change, opening.id, CITY)
    await do(owner, areas.change, opening.id, CITY)
    assert (await types(opening.org_id)).count("opening.area_changed") == 1
    told = (await events(opening.org_id))[-1].data
    assert told == {"from": "no area", "to": "postcodes 10001, 112* (US)"}


async def test_an_address_can_be_tried_and_people_are_seen_without_names(opening, owner):
    assert (await do(owner, areas.judge, opening.id, HOME)).outcome == "inside"  # no area: everybody is
    await do(owner, areas.change, opening.id, CITY)
    assert (await do(owner, areas.judge, opening.id, CHICAGO)).outcome == "outside"
    await apply(opening, email="a@example.com", answers={"home": HOME})
    await apply(opening, email="b@example.com", answers={"home": BERLIN})
    assert await do(owner, areas.sample, opening.id) == [areas.Seen(40.7484, -73.9967, "inside")]


async def test_rules_get_it_as_facts_and_only_where_there_is_an_area(opening, owner):
    applied = await apply(opening, answers={"home": HOME})
    assert "applicant.area" not in await known(opening, applied.applicant_id)
    await do(owner, areas.change, opening.id, CITY)
    await assessed(opening)
    found = await known(opening, applied.applicant_id)
    assert found == {"applicant.area": "inside", "applicant.area_reason": "10001 is one of its postcodes."}


async def known(opening, id):
    """What rules read of where an applicant lives."""
    names = frozenset({"applicant.area", "applicant.area_reason"})
    hours, subject = hours_of(opening.time_zone, {}, ()), facts.Subject(id, clock.now())
    async with transaction(opening.org_id) as session:
        return (await facts.load(session, opening.org_id, names, hours, [subject]))[id].facts


async def test_what_is_wrong_is_refused_before_anything_is_kept(opening, owner):
    with pytest.raises(Invalid):
        await do(owner, areas.change, opening.id, [{"kind": "postcodes", "postcodes": []}])
    assert (await do(owner, areas.get, opening.id)).shapes == []


async def test_another_org_sees_sets_and_tries_nothing(opening, owner):
    await do(owner, areas.change, opening.id, CITY)
    stranger = await make.actor()
    for verb, given in ((areas.get, ()), (areas.change, (AROUND,)), (areas.judge, (HOME,)), (areas.sample, ())):
        with pytest.raises(NotFound):
            await do(stranger, verb, opening.id, *given)
    for verb, given in ((areas.get, ()), (areas.change, (AROUND,)), (areas.judge, (HOME,)), (areas.sample, ())):
        with pytest.raises(Forbidden):
            await do(anyone(opening.org_id), verb, opening.id, *given)
    async with transaction(stranger.org_id) as session:
        assert await assessing.assess(session, stranger.org_id) == 0
        assert await nearest.nearest(session, stranger.org_id, HOME) == []


async def test_the_nearest_openings_come_in_order_and_the_unknown_is_said(opening, owner):
    org = await org_of(opening)
    places = {"near": ("10001", 50), "far": ("60601", 50), "nearer": ("10001", 5), "everywhere": None}
    for slug, around in places.items():
        one = await make.opening(org, name=slug, slug=slug, state="public")
        if around:
            shape = {"kind": "radius", "center": {"postcode": around[0]}, "distance": around[1], "unit": "km"}
            await do(owner, areas.change, one.id, [shape])
    await make.opening(org, slug="secret", state="private")
    await do(owner, areas.change, opening.id, CITY)
    assert [(one.slug, one.reach) for one in await near(opening, BROOKLYN)] == [
        ("drivers", "inside"),
        ("near", "inside"),
        ("everywhere", "anywhere"),
        ("nearer", "outside"),
        ("far", "outside"),
    ]
    berlin = await near(opening, BERLIN)
    assert {one.slug: (one.reach, one.distance_km) for one in berlin} == {
        "everywhere": ("anywhere", None),
        "drivers": ("outside", None),
        "near": ("unknown", None),
        "nearer": ("unknown", None),
        "far": ("unknown", None),
    }


async def near(opening, address):
    async with transaction(opening.org_id) as session:
        return await nearest.nearest(session, opening.org_id, address)


@pytest.mark.parametrize("is_secure_from", ["before", "after"])
async def test_the_reason_names_no_postcode_of_a_secure_address(opening, owner, is_secure_from):
    first, *_ = await stages_of(opening)
    (home,) = await do(owner, questions.of_stage, first.id)
    await do(owner, areas.change, opening.id, CITY)
    if is_secure_from == "before":
        await do(owner, questions.adjust, first.id, home.question.id, is_secure=True)
    await apply(opening, answers={"home": HOME})
    if is_secure_from == "after":
        assert "10001" in (await outcomes(opening))["Grace Hopper"][1]
        await do(owner, questions.adjust, first.id, home.question.id, is_secure=True)
    assert (await outcomes(opening))["Grace Hopper"] == ("inside", areas.HIDDEN)
    await do(owner, areas.change, opening.id, AROUND)
    await assessed(opening)
    assert (await outcomes(opening))["Grace Hopper"] == ("inside", areas.HIDDEN)
