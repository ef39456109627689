"""What the org writes to an applicant goes by email and stands on their page."""

import pytest

from plutomi.domain.actors import Actor
from plutomi.domain.applicants import keeping, messaging
from plutomi.domain.envelopes import letter_for
from plutomi.errors import Forbidden, Invalid, NotFound
from plutomi.ids import new_id
from tests import make
from tests.domain.verbs import do, events, letters, stages_of

SAID = ("Are you free on Friday?", "Hello Grace,\n\nplease see https://acme.example/map")


async def grace():
    """(member, applicant, the same by her link)."""
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org)
    person = await make.applicant((await stages_of(opening))[0], email="grace@example.com")
    return actor, person, Actor("applicant", org.id, person.id)


async def test_a_message_is_owed_by_email_in_its_own_words(database):
    actor, person, _ = await grace()
    await do(actor, messaging.write, person.id, *SAID)
    (owed,) = await letters(actor.org_id)
    letter = letter_for(owed)
    assert (letter.to, letter.subject, letter.sender_name) == ("grace@example.com", SAID[0], "Acme")
    assert SAID[1] in letter.text
    assert "https://acme.example/map" in letter.html
    told = (await events(actor.org_id))[-1]
    assert (told.type, told.data) == ("applicant.messaged", {"subject": SAID[0], "message_id": str(owed.id)})


async def test_it_stands_on_their_page_new_until_it_is_opened(database):
    actor, person, me = await grace()
    await do(actor, messaging.write, person.id, *SAID)
    await do(actor, messaging.write, person.id, "Second", "More")
    found = await do(me, messaging.mine)
    assert [(one.subject, one.body, one.seen_at) for one in found] == [("Second", "More", None), (*SAID, None)]
    await do(me, messaging.see, found[1].id)
    await do(me, messaging.see, found[1].id)
    assert [one.seen_at is None for one in await do(actor, messaging.written_to, person.id)] == [True, False]


@pytest.mark.parametrize(
    ("subject", "body", "wrong"),
    [
        ("", "x", "subject"),
        ("x", " \n", "body"),
        ("x" * 151, "x", "subject"),
        ("x", "x" * 10_001, "body"),
        (None, 7, "subject"),
    ],
)
async def test_what_is_no_message_is_refused_at_its_field(database, subject, body, wrong):
    actor, person, _ = await grace()
    with pytest.raises(Invalid) as refused:
        await do(actor, messaging.write, person.id, subject, body)
    assert wrong in refused.value.errors


async def test_nobody_elses_letters_are_read_opened_or_written(database):
    actor, person, me = await grace()
    eve, other, she = await grace()
    mine = await do(actor, messaging.write, person.id, *SAID)
    for who, verb, given, refusal in (
        (eve, messaging.write, [person.id, *SAID], NotFound),
        (eve, messaging.written_to, [person.id], NotFound),
        (she, messaging.see, [mine.id], NotFound),
        (me, messaging.see, [new_id()], NotFound),
        (me, messaging.write, [person.id, *SAID], Forbidden),
        (actor, messaging.see, [mine.id], Forbidden),
        (actor, messaging.mine, [], NotFound),
    ):
        with pytest.raises(refusal):
            await do(who, verb, *given)
    assert await do(she, messaging.mine) == []
    assert other


async def test_with_the_applicant_goes_what_was_written_to_them(database):
    actor, person, _ = await grace()
    await do(actor, messaging.write, person.id, *SAID)
    await do(actor, keeping.delete, person.id)
    assert await letters(actor.org_id) == []
    assert [event.data for event in (await events(actor.org_id))[:-1]] == [{}]
