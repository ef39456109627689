"""An applicant's form is kept while it is being written, and is no answer until it is sent."""

import asyncio
from datetime import timedelta

import pytest

from plutomi.clock import now, standing_at
from plutomi.db import transaction
from plutomi.domain import beginnings, openings, questions, stages
from plutomi.domain.actors import Actor, anyone
from plutomi.domain.applicants import answering, drafting, keeping, moving, reading
from plutomi.errors import Forbidden, Invalid, LinkSpent, NotFound, OpeningClosed, StageClosed
from plutomi.ids import new_id
from plutomi.jobs.sweep import sweep_drafts
from plutomi.rules.drafts import values_of
from plutomi.tokens import read_draft, sign_applicant, sign_draft
from tests import make
from tests.domain.verbs import apply, do, letters, stages_of, types


async def grace():
    """(member, opening, its stages, Grace by her link): the second stage, where she stands, asks two questions."""
    actor = await make.actor()
    opening = await make.opening(await _org(actor), state="public")
    first, second, third = await stages_of(opening)
    for key in ("license", "state"):
        question = await do(actor, questions.create, key, key.title())
        await do(actor, questions.attach, second.id, question.id)
    await do(actor, stages.change, first.id, next_stage_id=second.id)
    await do(actor, stages.change, second.id, next_stage_id=third.id)
    applied = await apply(opening)
    return actor, opening, (first, second, third), Actor("applicant", actor.org_id, applied.applicant_id)


async def _org(actor):
    return type("O", (), {"id": actor.org_id})()


def typed(ago: float = 0, **fields: str) -> dict:
    return {f"answers.{key}": {"said": [value], "ago": ago} for key, value in fields.items()}


async def kept(me) -> dict:
    return values_of((await do(me, reading.portal)).typed)


async def left(me, stage) -> dict:
    async with transaction(me.org_id) as session:
        return await drafting.typed_of(session, me.org_id, me.id, stage.id)


async def test_a_field_is_kept_and_another_device_finds_it(database):
    _, _, (_, second, _), me = await grace()
    await do(me, drafting.save, second.id, typed(license="A1"))
    answer = await do(me, drafting.save, second.id, typed(state="NY"))
    assert values_of(answer) == await kept(me) == {"answers.license": ["A1"], "answers.state": ["NY"]}


async def test_a_draft_is_no_event_and_no_answer(database):
    actor, _, (_, second, _), me = await grace()
    before = await types(actor.org_id)
    await do(me, drafting.save, second.id, typed(license="A1"))
    dossier = await do(actor, reading.dossier, me.id)
    assert (dossier.answers, dossier.begun, dossier.asked) == ([], 1, 2)
    assert await types(actor.org_id) == before


async def test_two_devices_at_once_wipe_nothing_of_each_other(committed):
    _, _, (_, second, _), me = await grace()
    fields = [typed(license="A1"), typed(state="NY")] * 5
    await asyncio.gather(*(do(me, drafting.save, second.id, one) for one in fields))
    assert await kept(me) == {"answers.license": ["A1"], "answers.state": ["NY"]}


async def test_sending_forgets_the_draft_in_the_same_transaction(database):
    _, _, (_, second, _), me = await grace()
    await do(me, drafting.save, second.id, typed(license="A1"))
    with pytest.raises(Invalid):
        await do(me, answering.submit, second.id, {"license": "A1"})
    assert await kept(me) == {"answers.license": ["A1"]}
    await do(me, answering.submit, second.id, {"license": "A1", "state": "NY"})
    assert await kept(me) == {}
    with pytest.raises(StageClosed):
        await do(me, drafting.save, second.id, typed(license="A2"))


async def test_what_was_typed_before_the_form_was_sent_does_not_come_back(database):
    actor, _, (_, second, _), me = await grace()
    await do(actor, stages.change, second.id, next_stage_id=None)
    await do(me, answering.submit, second.id, {"license": "A1", "state": "NY"})
    assert await do(me, drafting.save, second.id, typed(ago=60_000, license="A")) == {}
    with standing_at(now() + timedelta(minutes=1)):
        assert values_of(await do(me, drafting.save, second.id, typed(license="A2"))) == {"answers.license": ["A2"]}


async def test_only_where_one_stands_is_anything_kept(database):
    actor, _, (first, second, third), me = await grace()
    for elsewhere in (first.id, third.id, new_id()):
        with pytest.raises(StageClosed):
            await do(me, drafting.save, elsewhere, typed(license="A1"))
    for nobody in (actor, anyone(actor.org_id)):
        with pytest.raises(Forbidden):
            await do(nobody, drafting.save, second.id, typed(license="A1"))
    with pytest.raises(NotFound):
        await do(Actor("applicant", actor.org_id, new_id()), drafting.save, second.id, typed(license="A1"))


async def test_another_orgs_applicant_reaches_no_draft_here(database):
    _, _, (_, second, _), me = await grace()
    _, _, _, other = await grace()
    await do(me, drafting.save, second.id, typed(license="A1"))
    with pytest.raises(StageClosed):
        await do(other, drafting.save, second.id, typed(license="A2"))
    with pytest.raises(NotFound):
        await do(Actor("applicant", other.org_id, me.id), drafting.save, second.id, typed(license="A2"))
    assert await kept(other) == {}
    assert await kept(me) == {"answers.license": ["A1"]}


async def test_who_withdraws_or_is_deleted_leaves_no_draft(database):
    actor, opening, (_, second, _), me = await grace()
    await do(me, drafting.save, second.id, typed(license="A1"))
    await do(me, answering.withdraw)
    assert await left(me, second) == {}
    other = await apply(opening, email="ann@example.com")
    ann = Actor("applicant", actor.org_id, other.applicant_id)
    await do(ann, drafting.save, second.id, typed(license="A1"))
    await do(actor, keeping.delete, ann.id)
    assert await left(ann, second) == {}


async def begin(opening, email="grace@example.com", **fields):
    given = {"name": {"said": ["Grace"]}, "answers.gone": {"said": ["x"]}} | fields
    return await do(anyone(opening.org_id), beginnings.begin, opening.slug, email, given)


async def test_a_form_begun_is_kept_and_its_link_is_owed_by_email(database):
    actor, opening, _, _ = await grace()
    begun = await begin(opening, "Ann@Example.com")
    assert values_of(begun.typed) == {"name": ["Grace"]}
    letter = (await letters(actor.org_id))[-1]
    assert (letter.template, letter.recipient, letter.applicant_id) == ("resume", "Ann@example.com", None)
    assert "draft.begun" in await types(actor.org_id)
    saved = await do(anyone(actor.org_id), beginnings.save, begun.id, {"email": {"said": ["ann@example.com"]}})
    assert values_of(saved) == {"name": ["Grace"], "email": ["ann@example.com"]}


async def test_a_form_is_begun_only_where_it_could_be_sent(database):
    actor, opening, _, _ = await grace()
    with pytest.raises(Invalid):
        await begin(opening, "nobody")
    await do(actor, openings.set_state, opening.id, "closed")
    with pytest.raises(OpeningClosed):
        await begin(opening)


async def test_once_it_is_sent_there_is_nothing_to_go_on_with(database):
    _, opening, _, me = await grace()
    begun, (_, theirs, _, _) = await begin(opening), await grace()
    stranger = anyone(opening.org_id)
    for token in ("", None, "x", sign_applicant(me.org_id, begun.id), sign_draft(theirs.org_id, begun.id)):
        await do(stranger, beginnings.finish, token)
    assert (await do(stranger, beginnings.read, begun.id))[0].id == begun.id
    with pytest.raises(LinkSpent):
        await do(anyone(theirs.org_id), beginnings.read, begun.id)
    await do(stranger, beginnings.finish, beginnings.token_of(begun))
    for verb, given in ((beginnings.read, []), (beginnings.save, [{}])):
        with pytest.raises(LinkSpent):
            await do(stranger, verb, begun.id, *given)


def test_a_link_of_one_kind_opens_nothing_of_the_other():
    org_id, id = new_id(), new_id()
    assert read_draft(sign_draft(org_id, id)) == (org_id, id)
    with pytest.raises(LinkSpent):
        read_draft(sign_applicant(org_id, id))


async def test_what_nobody_has_touched_for_a_month_is_swept_in_every_org(database):
    old = now() - timedelta(days=31)
    actor, opening, (_, second, third), me = await grace()
    with standing_at(old):
        swept, (_, elsewhere, _, _) = await begin(opening), await grace()
        foreign = await begin(elsewhere)
        await do(me, drafting.save, second.id, typed(license="A1"))
    young = await begin(opening)
    await sweep_drafts()
    for org_id, id in ((actor.org_id, swept.id), (elsewhere.org_id, foreign.id)):
        with pytest.raises(LinkSpent):
            await do(anyone(org_id), beginnings.read, id)
    assert (await do(anyone(actor.org_id), beginnings.read, young.id))[0].id == young.id
    assert await kept(me) == {"answers.license": ["A1"]}, "the form they stand at waits for them"
    await do(actor, moving.move, moving.Move(me.id, third.id))
    await sweep_drafts()
    assert await left(me, second) == {}
