"""Who looks after an applicant: given, dealt out fairly, given back."""

import asyncio
from collections import Counter

import pytest
from sqlmodel import select

from plutomi.db import transaction
from plutomi.domain import members
from plutomi.domain.actors import Actor
from plutomi.domain.applicants import assigning
from plutomi.errors import Conflict, Forbidden, NotFound
from plutomi.ids import new_id
from plutomi.models import Applicant
from tests import make
from tests.domain.verbs import card, do, events, stages_of, types


async def world(people=1, staff=3):
    """(member, users, applicants)."""
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org)
    first, *_ = await stages_of(opening)
    users = [await make.user(name=f"User {n}", org=org) for n in range(staff)]
    return actor, users, [await make.applicant(first, name=f"P{n}") for n in range(people)]


async def holders(actor) -> Counter:
    async with transaction(actor.org_id) as session:
        return Counter((await session.execute(select(Applicant.assignee_id))).scalars())


async def test_an_applicant_is_given_to_a_member_and_back(database):
    actor, (user, *_), (grace,) = await world()
    assert await do(actor, assigning.assign, [grace.id], user.id) == 1
    assert await do(actor, assigning.assign, [grace.id], user.id) == 0, "twice is the same as once"
    assert (await card(actor, grace.id))["assignee_id"] == str(user.id)
    assert await do(actor, assigning.assign, [grace.id], None) == 1
    assert await types(actor.org_id) == ["applicant.assigned"] * 2
    last = (await events(actor.org_id))[-1]
    assert last.data == {"from": str(user.id), "from_name": "User 0", "to": None, "to_name": ""}


async def test_only_members_of_the_org_are_given_applicants(database):
    actor, _, (grace,) = await world()
    stranger, (theirs, *_), (eve,) = await world()
    for id in (theirs.id, new_id()):
        with pytest.raises(Conflict):
            await do(actor, assigning.assign, [grace.id], id)
        with pytest.raises(Conflict):
            await do(actor, assigning.assign_in_turn, [grace.id], [id])
    with pytest.raises(NotFound):
        await do(actor, assigning.assign, [eve.id], actor.id)
    with pytest.raises(Forbidden):
        await do(Actor("applicant", actor.org_id, grace.id), assigning.assign, [grace.id], actor.id)
    assert {one.name for one in await do(stranger, members.list_all)} == {"Ann Arbor", "User 0", "User 1", "User 2"}


async def test_who_leaves_the_org_looks_after_nobody(database):
    actor, (user, *_), (grace,) = await world()
    await do(actor, assigning.assign, [grace.id], user.id)
    async with transaction(actor.org_id) as session:
        await session.delete(await session.get_one(make.Membership, (actor.org_id, user.id)))
    assert await holders(actor) == {None: 1}


async def test_they_are_dealt_out_in_turn_and_who_joins_or_left_is_minded(database):
    actor, users, people = await world(people=8)
    ids, staff = [one.id for one in people], [one.id for one in users]
    assert await do(actor, assigning.assign_in_turn, ids[:5], [*staff, new_id()]) == 5
    held = await holders(actor)
    assert sorted(held[id] for id in staff) == [1, 2, 2]
    await do(actor, assigning.assign_in_turn, ids[5:6], staff)
    assert [(await holders(actor))[id] for id in staff] == [2, 2, 2]
    assert await do(actor, assigning.assign_in_turn, ids[:6], staff) == 0, "they stay with whom they are"
    await do(actor, assigning.assign_in_turn, ids[6:], staff[1:])
    assert [(await holders(actor))[id] for id in staff] == [2, 3, 3]


async def test_fifty_dealt_out_at_once_are_shared_evenly(committed):
    actor, users, people = await world(people=50)
    staff = [one.id for one in users]
    await asyncio.gather(*(do(actor, assigning.assign_in_turn, [one.id], staff) for one in people))
    held = await holders(actor)
    assert sorted(held[id] for id in staff) == [16, 17, 17]
    assert (await types(actor.org_id)).count("applicant.assigned") == 50
