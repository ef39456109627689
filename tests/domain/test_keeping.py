"""Recruiters keep an applicant's record: corrected, noted, looked at, deleted with nothing left behind."""

import asyncio
from datetime import datetime

import pytest

from plutomi.db import transaction
from plutomi.domain import boards, live
from plutomi.domain.actors import Actor, clock
from plutomi.domain.applicants import finding, keeping, moving, reading
from plutomi.domain.applicants.standing import placement_of
from plutomi.errors import Conflict, Forbidden, Invalid, NotFound, Taken
from plutomi.ids import new_id
from tests import make
from tests.domain.verbs import applicants, apply, card, counts, do, events, stages_of, standing, types


async def record():
    """A member, an opening, and Grace in its first stage."""
    org = await make.org()
    opening = await make.opening(org, state="public")
    first = (await stages_of(opening))[0]
    return await make.actor(org), opening, await make.applicant(first, email="grace@example.com")


async def active_at(actor, applicant) -> datetime | None:
    async with transaction(actor.org_id) as session:
        return (await placement_of(session, applicant)).active_at


async def test_a_corrected_contact_is_found_under_its_new_words(database):
    actor, _, grace = await record()
    changed = await do(actor, keeping.correct, grace.id, name="Ada Lovelace", phone="(212) 555-0123")
    assert (changed.name, changed.email, changed.phone) == ("Ada Lovelace", "grace@example.com", "+12125550123")
    assert [one.id for one in await do(actor, finding.find, "lovel")] == [grace.id]
    assert await do(actor, finding.find, "hopper") == []
    told = (await events(actor.org_id))[-1].data["changed"]
    assert told["name"] == {"from": "Grace Hopper", "to": "Ada Lovelace"}
    assert told.keys() == {"name", "phone"}


async def test_a_correction_that_changes_nothing_is_no_event(database):
    actor, _, grace = await record()
    await do(actor, keeping.correct, grace.id, name="Grace Hopper")
    assert await types(actor.org_id) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "\u200b"), ("name", None), ("email", "x"), ("email", ""), ("phone", "12"), ("phone", 7)],
)
async def test_a_wrong_correction_is_refused_at_its_field(database, field, value):
    actor, _, grace = await record()
    with pytest.raises(Invalid) as refused:
        await do(actor, keeping.correct, grace.id, **{field: value})
    assert refused.value.errors.keys() == {field}
    assert (await applicants(actor.org_id))[0].name == "Grace Hopper"


async def test_applicants_correct_their_own_name_and_phone_and_nothing_else(database):
    actor, opening, grace = await record()
    me = Actor("applicant", actor.org_id, grace.id)
    assert await active_at(actor, grace) is None
    await do(me, keeping.correct_own, "Grace H.", "(212) 555-0123")
    (found,) = await applicants(actor.org_id)
    assert (found.name, found.email, found.phone) == ("Grace H.", "grace@example.com", "+12125550123")
    assert [one.id for one in await do(actor, finding.find, "grace h.")] == [grace.id]
    told = (await events(actor.org_id))[-1]
    assert (told.type, told.actor_kind, told.opening_id) == ("applicant.corrected", "applicant", opening.id)
    assert told.data["changed"].keys() == {"name", "phone"}
    assert await active_at(actor, grace)
    await do(me, keeping.correct_own, "Grace H.", "+1 212 555 0123")
    assert await types(actor.org_id) == ["applicant.corrected"]
    with pytest.raises(Invalid) as refused:
        await do(me, keeping.correct_own, " ", "12")
    assert refused.value.errors.keys() == {"name", "phone"}
    for stranger in (actor, Actor("anyone", actor.org_id)):
        with pytest.raises(Forbidden):
            await do(stranger, keeping.correct_own, "Mallory", "")
    with pytest.raises(NotFound):
        await do(Actor("applicant", (await make.org()).id, grace.id), keeping.correct_own, "Mallory", "")


async def test_a_phone_can_be_taken_away(database):
    actor, _, grace = await record()
    await do(actor, keeping.correct, grace.id, phone="+12125550123")
    assert (await do(actor, keeping.correct, grace.id, phone="")).phone == ""


async def test_an_email_that_applied_already_is_taken(database):
    actor, opening, grace = await record()
    other = await apply(opening, email="ada@example.com")
    with pytest.raises(Taken):
        await do(actor, keeping.correct, other.applicant_id, email="GRACE@example.com")
    assert [one.email for one in await applicants(actor.org_id)] == [grace.email, "ada@example.com"]


async def test_a_deleted_applicant_leaves_emptied_events_and_exact_counts(database):
    actor, opening, grace = await record()
    await do(actor, keeping.write_note, grace.id, "Call her")
    await do(actor, keeping.correct, grace.id, name="Ada")
    await do(actor, keeping.delete, grace.id)
    assert await counts(actor, opening) == [0, 0, 0]
    assert await applicants(actor.org_id) == []
    log = await events(actor.org_id)
    assert [event.data for event in log[:-1]] == [{}, {}]
    assert log[-1].type == "applicant.deleted"
    assert log[-1].data["from"] == str((await stages_of(opening))[0].id)
    with pytest.raises(NotFound):
        await do(actor, reading.dossier, grace.id)


async def test_moving_and_deleting_one_applicant_at_once_is_counted_exactly(committed):
    actor, opening, _ = await record()
    first, second, _ = await stages_of(opening)
    people = [await make.applicant(first) for _ in range(10)]
    moves = (do(actor, moving.move, moving.Move(one.id, second.id)) for one in people)
    deletions = (do(actor, keeping.delete, one.id) for one in people)
    answers = await asyncio.gather(*moves, *deletions, return_exceptions=True)
    assert all(isinstance(answer, moving.Moved | Conflict | NotFound) for answer in answers[:10]), answers
    assert answers[10:] == [None] * 10
    assert await counts(actor, opening) == [1, 0, 0]
    assert len(await standing(opening)) == 1


async def test_a_card_is_new_until_it_is_looked_at_for_each_member_alone(database):
    actor, opening, grace = await record()
    other = await make.actor(type("O", (), {"id": actor.org_id})())
    assert (await card(actor, grace.id))["is_new"]
    await do(actor, keeping.look, grace.id)
    await do(actor, keeping.look, grace.id)
    assert not (await card(actor, grace.id))["is_new"]
    assert (await card(other, grace.id))["is_new"]
    assert opening


async def test_a_note_is_unread_for_the_others_until_they_look(database):
    actor, _, grace = await record()
    other = await make.actor(type("O", (), {"id": actor.org_id})())
    note = await do(actor, keeping.write_note, grace.id, " Call her\r\nsoon ")
    assert (note.body, note.author) == ("Call her\nsoon", actor.name)
    assert not (await card(actor, grace.id))["has_unread_note"]
    assert (await card(other, grace.id))["has_unread_note"]
    await do(other, keeping.look, grace.id)
    assert not (await card(other, grace.id))["has_unread_note"]
    assert [one.body for one in await do(other, reading.notes, grace.id)] == ["Call her\nsoon"]


@pytest.mark.parametrize("body", ["", " \n ", "\u200b", "a" * 10_001, None, 7, "\ud800"])
async def test_what_is_no_note_is_refused_at_its_field(database, body):
    actor, _, grace = await record()
    with pytest.raises(Invalid) as refused:
        await do(actor, keeping.write_note, grace.id, body)
    assert refused.value.errors.keys() == {"body"}


async def test_a_note_is_taken_back_by_its_author_alone(database):
    actor, _, grace = await record()
    other = await make.actor(type("O", (), {"id": actor.org_id})())
    note = await do(actor, keeping.write_note, grace.id, "Call her")
    with pytest.raises(NotFound):
        await do(other, keeping.delete_note, note.id)
    await do(actor, keeping.delete_note, note.id)
    assert await do(actor, reading.notes, grace.id) == []
    assert await types(actor.org_id) == ["note.written", "note.deleted"]


async def test_a_note_taken_back_is_unread_no_more_but_those_before_it_are(database):
    actor, _, grace = await record()
    other = await make.actor(type("O", (), {"id": actor.org_id})())
    first = await do(actor, keeping.write_note, grace.id, "Call her")
    second = await do(actor, keeping.write_note, grace.id, "Call her soon")
    await do(actor, keeping.delete_note, second.id)
    assert (await card(other, grace.id))["has_unread_note"]
    await do(actor, keeping.delete_note, first.id)
    assert not (await card(other, grace.id))["has_unread_note"]


async def test_boards_hear_that_no_note_is_left_to_read(database):
    actor, _, grace = await record()
    notes = [await do(actor, keeping.write_note, grace.id, "Call her") for _ in range(2)]
    signs = []
    for note in notes:
        await do(actor, keeping.delete_note, note.id)
        gone = (await events(actor.org_id))[-1]
        async with transaction(actor.org_id) as session:
            ops = await live.operations(session, clock(actor.org_id), [gone])
        signs.append(ops[grace.opening_id][0]["card"].get("has_unread_note"))
    assert signs == [None, False], "with one left it depends on who has looked"


async def test_another_orgs_record_is_absent_for_every_verb(database):
    actor, _, grace = await record()
    eve = await make.actor()
    note = await do(actor, keeping.write_note, grace.id, "Call her")
    for verb, given in (
        (keeping.correct, [grace.id]),
        (keeping.delete, [grace.id]),
        (keeping.look, [grace.id]),
        (keeping.write_note, [grace.id, "x"]),
        (keeping.delete_note, [note.id]),
        (reading.dossier, [grace.id]),
        (reading.get, [grace.id]),
        (reading.answers, [grace.id]),
        (reading.notes, [grace.id]),
    ):
        with pytest.raises(NotFound):
            await do(eve, verb, *given)
        with pytest.raises(NotFound):
            await do(eve, verb, new_id(), *given[1:])
    assert not await do(eve, boards.cards_of, [grace.id])
    assert not await do(eve, reading.timeline, grace.id)
