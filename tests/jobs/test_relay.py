"""Every event makes what it owes once: whoever relays, however many at once, whoever dies in the middle."""

import asyncio
from contextlib import suppress
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from plutomi.clock import now
from plutomi.db import LOST, transaction
from plutomi.domain import health, openings, questions, relaying, stages, styles
from plutomi.domain.actors import Actor, anyone, clock
from plutomi.domain.applicants import answering, keeping, linking, moving
from plutomi.domain.applicants.moving import Move
from plutomi.domain.envelopes import letter_for
from plutomi.domain.events import record
from plutomi.errors import Conflict
from plutomi.jobs import isolate
from plutomi.jobs.relay import relay_all, relay_org
from plutomi.jobs.retrying import retry_open
from plutomi.models import Event
from tests import make
from tests.domain.verbs import applicants, apply, do, events, letters, stages_of
from tests.ground.test_db import cut
from tests.rooms import elsewhere


async def place(asks: tuple[int, ...] = (), onward: int | None = None):
    """A member, a public opening of three stages, those of `asks` with a question, the first leading to `onward`."""
    org = await make.org(name="Acme Logistics")
    actor, opening = await make.actor(org), await make.opening(org, state="public")
    found = await stages_of(opening)
    for at in asks:
        question = await do(actor, questions.create, f"bike{at}", "Do you own a bike?", type="yes_no")
        await do(actor, questions.attach, found[at].id, question.id)
    if onward is not None:
        await do(actor, stages.change, found[0].id, next_stage_id=found[onward].id)
    return actor, opening, found


async def told(org_id) -> list[tuple[str, dict]]:
    """Template and facts of all letters after a relay of everything."""
    while await relay_org(org_id):
        pass
    return [(letter.template, letter.context) for letter in await letters(org_id)]


FACTS = {"org": "Acme Logistics", "name": "Grace Hopper", "opening": "New York City"}


@pytest.mark.parametrize(("asks", "named"), [((1,), "Stage 2"), ((), ""), ((2,), "")])
async def test_who_applied_is_thanked_once_and_told_the_next_step_only_if_it_asks_something(database, asks, named):
    _, opening, _ = await place(asks, onward=1)
    applied = await apply(opening)
    assert await told(opening.org_id) == [("applied", FACTS | {"next_stage": named})]
    (letter,) = await letters(opening.org_id)
    first = (await events(opening.org_id))[-2]
    assert (letter.recipient, letter.applicant_id, letter.event_id) == (
        "grace@example.com",
        applied.applicant_id,
        first.id,
    )
    assert first.type == "applicant.applied"


async def test_who_applied_and_waits_for_review_is_asked_for_nothing(database):
    _, opening, _ = await place(asks=(1,))
    await apply(opening)
    assert await told(opening.org_id) == [("applied", FACTS | {"next_stage": ""})]


async def test_who_applies_again_is_told_by_email_that_they_had(database):
    _, opening, _ = await place()
    await apply(opening, name="Grace Hopper")
    await apply(opening, email="GRACE@example.com", name="Somebody Else")
    assert [template for template, _ in await told(opening.org_id)] == ["applied", "applied_already"]
    assert (await told(opening.org_id))[1][1]["name"] == "Grace Hopper"


async def test_who_asks_for_their_link_gets_one_for_each_opening_and_strangers_none(database):
    actor, opening, (first, *_) = await place()
    other = await make.opening(await make.org(name="Other"), state="public")
    await make.applicant(first, email="grace@example.com")
    await apply(other)
    await do(anyone(actor.org_id), linking.ask_links, "Grace@Example.com")
    await do(anyone(actor.org_id), linking.ask_links, "stranger@example.com")
    assert [(t, c["opening"]) for t, c in await told(actor.org_id)] == [("personal_link", opening.name)]


async def test_links_are_sent_first_for_where_somebody_still_stands(database, monkeypatch):
    monkeypatch.setattr(linking, "MOST", 7)
    org = await make.org()
    made = [await make.opening(org, state="public", name=f"Opening {number}") for number in range(8)]
    applied = [await apply(opening) for opening in made]
    for gone in applied[5:]:
        await do(Actor("applicant", org.id, gone.applicant_id), answering.withdraw)
    await do(anyone(org.id), linking.ask_links, "grace@example.com")
    links = [context["opening"] for template, context in await told(org.id) if template == "personal_link"]
    assert links == [made[number].name for number in (4, 3, 2, 1, 0, 7, 6)]


async def test_a_recruiters_move_writes_only_into_stages_that_ask(database):
    actor, _, (first, second, third) = await place(asks=(1,))
    grace = await make.applicant(first)
    await do(actor, moving.move, Move(grace.id, third.id))
    assert await told(actor.org_id) == []
    await do(actor, moving.move, Move(grace.id, second.id))
    assert await told(actor.org_id) == [("stage_action", FACTS | {"stage": "Stage 2"})]
    await do(actor, moving.move, Move(grace.id, second.id))  # within the stage
    assert len(await told(actor.org_id)) == 1


async def test_a_move_by_the_clock_writes_as_a_recruiters_does(database):
    actor, _, (first, second, _) = await place(asks=(1,))
    await do(clock(actor.org_id), moving.move, Move((await make.applicant(first)).id, second.id))
    assert [template for template, _ in await told(actor.org_id)] == ["stage_action"]


async def test_who_moves_on_by_their_own_answers_saw_it_on_the_page(database):
    actor, _, (first, *_) = await place(asks=(0, 1), onward=1)
    grace = await make.applicant(first)
    await do(Actor("applicant", actor.org_id, grace.id), answering.submit, first.id, {"bike0": True})
    assert (await events(actor.org_id))[-1].type == "applicant.moved"
    assert await told(actor.org_id) == []


async def test_who_withdraws_gets_it_confirmed_once(database):
    actor, _, (first, *_) = await place()
    grace = await make.applicant(first)
    for _ in range(2):
        await do(Actor("applicant", actor.org_id, grace.id), answering.withdraw)
    once = {"again": "This opening takes each person once, so you cannot apply to it again."}
    assert await told(actor.org_id) == [("withdrawn", FACTS | once)]


async def test_what_recruiters_do_among_themselves_writes_to_nobody(database):
    actor, opening, (first, *_) = await place(asks=(0,))
    grace = await make.applicant(first)
    await do(actor, keeping.write_note, grace.id, "Call her")
    await do(actor, keeping.correct, grace.id, name="Grace M. Hopper")
    await do(actor, stages.create, opening.id, "Later")
    await do(actor, openings.set_state, opening.id, "closed")
    assert await told(actor.org_id) == []
    assert all(event.relayed_at for event in await events(actor.org_id))


async def test_nobody_writes_to_an_applicant_deleted_before_the_relay(database):
    actor, opening, _ = await place()
    applied = await apply(opening)
    await do(actor, keeping.delete, applied.applicant_id)
    assert await told(actor.org_id) == []


async def test_with_an_applicant_goes_what_was_sent_or_is_still_owed_to_them(database):
    actor, opening, _ = await place()
    applied = await apply(opening)
    await apply(opening, email="ada@example.com")
    assert len(await told(actor.org_id)) == 2
    await do(actor, keeping.delete, applied.applicant_id)
    assert [letter.recipient for letter in await letters(actor.org_id)] == ["ada@example.com"]


async def test_with_an_opening_goes_what_was_owed_to_its_applicants(database):
    actor, opening, _ = await place()
    kept = await make.opening(await make.org(), state="public")
    await apply(opening)
    await apply(kept)
    assert len(await told(actor.org_id)) == len(await told(kept.org_id)) == 1
    await do(actor, openings.delete, opening.id)
    assert await letters(actor.org_id) == []
    assert len(await letters(kept.org_id)) == 1


async def test_an_applicant_deleted_while_the_relay_works_is_left_no_letter(committed):
    actor, opening, _ = await place()
    applied = await apply(opening)
    async with transaction(actor.org_id) as session:
        assert await relaying.relay(session, actor.org_id)
        deleting = asyncio.create_task(elsewhere(do(actor, keeping.delete, applied.applicant_id)))
        await asyncio.sleep(0.2)
        assert not deleting.done()
    await deleting
    assert await letters(actor.org_id) == []


async def test_relaying_again_makes_nothing_more(database):
    _, opening, _ = await place()
    await apply(opening)
    once = await told(opening.org_id)
    assert await relay_org(opening.org_id) == 0
    assert await told(opening.org_id) == once


async def test_two_relays_at_once_share_the_events_and_make_each_letter_once(committed, monkeypatch):
    monkeypatch.setattr(relaying, "BATCH", 7)
    _, opening, _ = await place()
    for number in range(20):
        await apply(opening, email=f"a{number}@example.com")
    async with transaction(opening.org_id) as session:
        assert await relaying.relay(session, opening.org_id) == 7
        assert await elsewhere(relay_org(opening.org_id)) == 7, "what is claimed is passed over, not waited for"
    done = await asyncio.gather(*(relay_org(opening.org_id) for _ in range(4)))
    assert sum(done) == 20 - 14
    recipients = [letter.recipient for letter in await letters(opening.org_id)]
    assert sorted(recipients) == sorted(f"a{number}@example.com" for number in range(20))


@pytest.mark.parametrize("how", ["error", "lost connection"])
async def test_what_a_relay_that_died_had_claimed_is_found_again(committed, database_url, how):
    _, opening, _ = await place()
    await apply(opening)
    with suppress(KeyError, DBAPIError, *LOST):
        async with transaction(opening.org_id) as session:
            assert await relaying.relay(session, opening.org_id)
            if how == "error":
                raise KeyError
            await cut(database_url)
    assert await letters(opening.org_id) == []
    await relay_all()
    assert len(await letters(opening.org_id)) == 1


async def test_an_org_whose_events_cannot_be_relayed_stops_no_other(database, caplog):
    places = [await place() for _ in range(3)]
    for actor, opening, (first, *_) in places:
        applied = await apply(opening)
        if opening is places[1][1]:
            broken = {"opening_id": opening.id, "applicant_id": applied.applicant_id, "data": {"to": "nowhere"}}
            async with transaction(actor.org_id) as session:
                record(session, actor, "applicant.moved", first.id, **broken)
    await relay_all()
    assert [len(await letters(actor.org_id)) for actor, *_ in places] == [1, 0, 1]
    assert str(places[1][0].org_id) in caplog.text


async def poison(actor: Actor, opening, applied) -> UUID:
    """An event that no relay can read."""
    about = {"opening_id": opening.id, "applicant_id": applied.applicant_id, "data": {"to": "nowhere"}}
    async with transaction(actor.org_id) as session:
        return record(session, actor, "applicant.moved", applied.applicant_id, **about).id


async def test_an_event_that_cannot_be_relayed_is_parked_and_the_rest_of_its_org_goes_on(database, caplog):
    actor, opening, _ = await place()
    _, elsewhere_, _ = await place()
    await apply(elsewhere_)
    bad = await poison(actor, opening, await apply(opening))
    await apply(opening, email="ada@example.com")
    for _ in range(isolate.PATIENCE):
        assert await letters(opening.org_id) == []
        await relay_all()
    await relay_all()
    assert [one.recipient for one in await letters(opening.org_id)] == ["grace@example.com", "ada@example.com"]
    (parked,) = [event for event in await events(opening.org_id) if event.parked_at]
    assert (parked.id, "ValueError" in (parked.relay_error or "")) == (bad, True)
    assert f"event {bad} of org {opening.org_id} cannot be relayed and is parked" in caplog.text
    assert ((await health.check()).parked, isolate.failures[opening.org_id]) == (1, 0)
    assert len(await letters(elsewhere_.org_id)) == 1
    assert [event for event in await events(elsewhere_.org_id) if event.parked_at] == []


async def test_what_was_parked_is_relayed_again_when_somebody_asks(database):
    actor, opening, found = await place(asks=(1,))
    bad = await poison(actor, opening, await apply(opening))
    for _ in range(isolate.PATIENCE + 1):
        await relay_all()
    async with transaction(opening.org_id) as session:
        await session.execute(update(Event).where(col(Event.id) == bad).values(data={"to": str(found[1].id)}))
    assert await retry_open() == 1
    await relay_all()
    assert [one.template for one in await letters(opening.org_id)] == ["applied", "stage_action"]
    assert ((await health.check()).parked, await retry_open()) == (0, 0)


@pytest.mark.parametrize("error", [OSError("away"), Conflict(), asyncpg.AdminShutdownError("restart")])
async def test_an_outage_parks_nothing_however_long_it_lasts(database, monkeypatch, error):
    _, opening, _ = await place()
    await apply(opening)
    whole = relaying.relay

    async def fail(*_: object, **__: object) -> int:
        raise error

    monkeypatch.setattr(relaying, "relay", fail)
    for _ in range(isolate.PATIENCE * 2):
        await relay_all()
    monkeypatch.setattr(relaying, "relay", whole)
    await relay_all()
    assert len(await letters(opening.org_id)) == 1
    assert (await health.check()).parked == 0


async def test_events_are_marked_with_when_they_were_relayed(database):
    _, opening, _ = await place()
    await apply(opening)
    before = now()
    await relay_all()
    async with transaction(opening.org_id) as session:
        assert (await session.execute(select(Event).where(col(Event.relayed_at) < before))).all() == []
        assert (await session.execute(select(Event).where(col(Event.relayed_at) <= now()))).all()


async def test_letters_go_to_the_address_as_corrected_meanwhile(database):
    actor, opening, _ = await place()
    await apply(opening)
    (grace,) = await applicants(actor.org_id)
    await do(actor, keeping.correct, grace.id, email="grace@navy.example")
    await told(actor.org_id)
    assert [letter.recipient for letter in await letters(actor.org_id)] == ["grace@navy.example"]


async def test_a_letter_looks_like_the_stage_it_is_about(database):
    org = await make.org(name="Acme Logistics")
    actor, opening = await make.actor(org), await make.opening(org, state="public")
    await do(actor, styles.set_org, {"color": "#111111", "font": "serif"})
    await do(actor, styles.set_opening, opening.id, {"color": "#222222"})
    await apply(opening)
    await relay_org(org.id)
    (letter,) = await letters(org.id)
    assert letter.context["style"] == {"color": "#222222", "font": "serif"}
    assert "#222222" in letter_for(letter).html
