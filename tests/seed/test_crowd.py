"""A crowd made by COPY stands as if it had applied: counted, found, and each org's behind its own wall."""

import pytest
from sqlmodel import func, select

from plutomi.db import transaction
from plutomi.domain import orgs
from plutomi.domain.actors import Actor
from plutomi.domain.applicants import finding, reading
from plutomi.jobs.relay import relay_all, roll_up_all
from plutomi.models import Answer, Applicant, Event, Membership, Opening, Placement, Question, User
from plutomi.seed import crowd, story
from tests.domain.verbs import applicants, apply, counts, do, letters, stages_of, standing
from tests.domain.verbs import events as log


async def gathered(url: str, number: int, of: int) -> list[Actor]:
    """A member of each org made, in the order they were."""
    said: list[str] = []
    await crowd.gather(url, number, of, said.append)
    assert len(said) == of
    async with transaction() as session:
        user = (await session.execute(select(User))).scalar_one()
    async with transaction(user_id=user.id) as session:
        mine = await orgs.mine(session, user.id)
    found = [org for org in mine if org.slug.startswith("crowd-")]
    return [Actor("user", org.id, user.id, user.name) for org in sorted(found, key=lambda org: org.name)]


async def opening_of(actor: Actor) -> Opening:
    async with transaction(actor.org_id) as session:
        return (await session.execute(select(Opening))).scalar_one()


@pytest.mark.parametrize(("number", "of", "shares"), [(25, 2, [13, 12]), (3, 1, [3]), (2, 3, [1, 1, 0])])
async def test_people_are_shared_out_and_counted_exactly(committed, database_url, number, of, shares):
    actors = await gathered(database_url, number, of)
    assert [len(await applicants(actor.org_id)) for actor in actors] == shares
    for _ in range(2):
        for actor, share in zip(actors, shares, strict=True):
            opening = await opening_of(actor)
            where = list((await standing(opening)).values())
            shown = await counts(actor, opening)
            assert shown == [where.count(stage.id) for stage in await stages_of(opening)]
            assert sum(shown) == share
        await roll_up_all()


async def test_search_finds_people_in_their_own_org_and_nowhere_else(committed, database_url):
    here, there = await gathered(database_url, 20, 2)
    for mine, other in ((here, there), (there, here)):
        for person in (await applicants(mine.org_id))[:3]:
            for words in (person.email, person.phone[-7:], person.name):
                assert person.id in [one.id for one in await do(mine, finding.find, words)], words
            assert person.id not in [one.id for one in await do(other, finding.find, person.email)]


async def test_walls_hold_around_each_org(committed, database_url):
    here, there = await gathered(database_url, 10, 2)
    for table in (Applicant, Placement, Answer, Event, Opening, Question, Membership):
        async with transaction(here.org_id) as session:
            seen = {row.org_id for row in (await session.execute(select(table))).scalars()}
        assert seen == {here.org_id}, table
        async with transaction() as session:
            assert (await session.execute(select(func.count()).select_from(table))).scalar_one() == 0, table
    assert not {p.id for p in await applicants(here.org_id)} & {p.id for p in await applicants(there.org_id)}


async def test_each_of_the_crowd_has_a_history_an_answer_and_a_place(committed, database_url):
    (actor,) = await gathered(database_url, 12, 1)
    people = await applicants(actor.org_id)
    assert [person.applied_at for person in people] == sorted(person.applied_at for person in people)
    for person in people[::5]:
        dossier = await do(actor, reading.dossier, person.id)
        assert [event.type for event in dossier.events] == ["applicant.applied"]
        assert len(dossier.answers) == 1
        assert dossier.placement is not None
        assert dossier.placement.entered_at == person.applied_at


async def test_a_crowd_owes_nobody_an_email_and_takes_more_people(committed, database_url):
    (actor,) = await gathered(database_url, 4, 1)
    await relay_all()
    assert await letters(actor.org_id) == []
    await apply(await opening_of(actor), answers={"borough": "Queens"})
    assert len(await applicants(actor.org_id)) == 5
    assert [event.relayed_at for event in await log(actor.org_id)][-1] is None


async def test_a_crowd_may_come_before_the_example_and_after_it(committed, database_url):
    await gathered(database_url, 1, 1)
    assert await story.tell()
    assert len(await gathered(database_url, 1, 1)) == 2
