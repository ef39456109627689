"""Rejecting, withdrawing for somebody, and setting a day: what rules and recruiters do besides moving."""

from datetime import timedelta

import pytest

from plutomi.clock import now
from plutomi.domain import live, relaying
from plutomi.domain.actors import Actor
from plutomi.domain.applicants import answering, deadlines, leaving, moving, reading, reapplying, returning
from plutomi.domain.applicants.moving import Move
from plutomi.errors import Conflict, Forbidden, Invalid, NotFound, NotYet
from tests import make
from tests.domain.verbs import applicants, apply, card, counts, do, events, letters, stages_of, standing


async def world():
    """(member, opening, stages, Grace by her link), who stands in the first stage."""
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org, state="public", reapply="unlimited")
    applied = await apply(opening)
    return actor, opening, await stages_of(opening), Actor("applicant", org.id, applied.applicant_id)


async def relay(org_id):
    async def all_of_it(session, actor):
        return await relaying.relay(session, org_id)

    await do(Actor("clock", org_id), all_of_it)


async def test_who_is_rejected_is_off_the_board_and_kept_with_the_reason(database):
    actor, opening, (first, *_), me = await world()
    await do(actor, leaving.reject, me.id, "  No   licence ")
    (grace,) = await applicants(actor.org_id)
    assert (grace.rejected_for, grace.rejected_at is None, grace.withdrawn_at) == ("No licence", False, None)
    assert await standing(opening) == {}
    assert await counts(actor, opening) == [0, 0, 0]
    told = (await events(actor.org_id))[-1]
    assert told.type == "applicant.rejected"
    assert told.data == {"from": str(first.id), "from_name": first.name, "why": "No licence", "tell": False}
    page = await do(me, reading.portal)
    assert page.applicant.rejected_at
    assert page.placement is None


@pytest.mark.parametrize("tell", [True, False])
async def test_they_are_told_kindly_only_where_that_is_wanted_and_never_why(database, tell):
    actor, _, _, me = await world()
    await relay(actor.org_id)
    before = len(await letters(actor.org_id))
    await do(actor, leaving.reject, me.id, "Smells", tell)
    await relay(actor.org_id)
    new = (await letters(actor.org_id))[before:]
    assert [one.template for one in new] == (["rejected"] if tell else [])
    assert "Smells" not in str([one.context for one in new])


async def test_who_was_rejected_is_let_in_again_by_members_alone(database):
    actor, opening, (_, second, _), me = await world()
    await do(actor, leaving.reject, me.id, "No licence")
    with pytest.raises(NotYet):
        await do(me, reapplying.come_back)
    await apply(opening)
    assert await standing(opening) == {}, "nor by the form sent again"
    await do(actor, returning.restore, me.id, second.id)
    (grace,) = await applicants(actor.org_id)
    assert (grace.rejected_at, grace.rejected_for) == (None, "")
    await relay(actor.org_id)
    assert (await letters(actor.org_id))[-1].template == "taken_up"
    restored = (await events(actor.org_id))[-1]
    assert (restored.type, restored.data["was"], restored.data["why"]) == (
        "applicant.restored",
        "rejected",
        "No licence",
    )
    assert await standing(opening) == {me.id: second.id}


async def test_who_is_gone_already_cannot_be_rejected(database):
    actor, _, _, me = await world()
    with pytest.raises(Invalid) as refused:
        await do(actor, leaving.reject, me.id, "x" * 201)
    assert refused.value.errors.keys() == {"reason"}
    await do(me, answering.withdraw)
    for verb in (leaving.reject, leaving.withdraw_for):
        with pytest.raises(Conflict):
            await do(actor, verb, me.id)


async def test_a_member_withdraws_for_somebody_and_the_letter_says_who_did(database):
    actor, opening, _, me = await world()
    await relay(actor.org_id)
    await do(actor, leaving.withdraw_for, me.id, "Said so by phone")
    await relay(actor.org_id)
    (grace,) = await applicants(actor.org_id)
    assert (grace.withdrawn_for, grace.withdrawn_words) == ("", "Said so by phone")
    assert (await letters(actor.org_id))[-1].template == "withdrawn_for"
    await do(me, reapplying.come_back)
    assert len(await standing(opening)) == 1, "as if they had done it themselves"


async def test_strangers_and_applicants_reject_nobody(database):
    _, _, _, me = await world()
    stranger = await make.actor()
    for verb, more in ((leaving.reject, ()), (leaving.withdraw_for, ()), (deadlines.set_deadline, (now(),))):
        with pytest.raises(NotFound):
            await do(stranger, verb, me.id, *more)
        with pytest.raises(Forbidden):
            await do(me, verb, me.id, *more)


async def test_a_deadline_shows_on_the_card_and_goes_with_the_stage(database):
    actor, _, (_, second, _), me = await world()
    at = now() + timedelta(days=3)
    await do(actor, deadlines.set_deadline, me.id, at)
    await do(actor, deadlines.set_deadline, me.id, at)
    told = (await events(actor.org_id))[-1]
    assert (told.type, told.data["from"], told.data["at"]) == ("applicant.deadline_set", None, at.isoformat())
    assert (await card(actor, me.id))["deadline_at"] == at.isoformat()
    await do(actor, moving.move, Move(me.id, second.id))
    assert (await card(actor, me.id))["deadline_at"] is None


async def test_a_deadline_is_taken_away_and_never_passed_already(database):
    actor, _, _, me = await world()
    with pytest.raises(Invalid):
        await do(actor, deadlines.set_deadline, me.id, now() - timedelta(minutes=1))
    await do(actor, deadlines.set_deadline, me.id, now() + timedelta(days=1))
    assert (await do(actor, deadlines.set_deadline, me.id, None)).deadline_at is None
    await do(actor, leaving.reject, me.id)
    with pytest.raises(Conflict):
        await do(actor, deadlines.set_deadline, me.id, now() + timedelta(days=1))


async def test_boards_are_told_that_somebody_was_rejected(database):
    actor, opening, (first, *_), me = await world()
    await do(actor, leaving.reject, me.id)
    rejected = (await events(actor.org_id))[-1]
    (op,) = (await do(actor, live.operations, [rejected]))[opening.id]
    assert (op["card"], op["from"], op["to"]) == (None, str(first.id), None)
