"""An email owed goes out: once when all is well, again when nobody knows, never when it cannot."""

import asyncio
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from sqlmodel import col, select

from plutomi import tokens
from plutomi.clock import now, standing_at
from plutomi.db import transaction
from plutomi.domain import logins, messages
from plutomi.domain.applicants import keeping
from plutomi.domain.envelopes import letter_for
from plutomi.gateways import mail
from plutomi.ids import NOBODY
from plutomi.jobs.deliver import deliver_all, deliver_org
from plutomi.jobs.relay import relay_all
from plutomi.models import Message
from plutomi.settings import get_settings
from tests import make
from tests.domain.verbs import apply, do, letters

PAST_LEASE = messages.LEASE + timedelta(seconds=1)


@pytest.fixture
def post(tmp_path: Path, set_environment: Callable[..., None]) -> mail.LocalRoom:
    """The local mail room, empty."""
    set_environment(PLUTOMI_DATA=str(tmp_path))
    found = mail.room(get_settings())
    assert isinstance(found, mail.LocalRoom)
    assert found.folder == tmp_path / "mail"
    return found


class Refusing:
    """A mail room that answers as its list says, one after the other, and then takes everything."""

    def __init__(self, *answers: Exception) -> None:
        self.answers, self.asked, self.letters = list(answers), [], []

    async def send(self, letter: mail.Letter) -> str:
        self.asked.append(letter.id)
        self.letters.append(letter)
        if self.answers:
            raise self.answers.pop(0)
        return "taken"


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Refusing]:
    def put(*answers: Exception) -> Refusing:
        made = Refusing(*answers)
        monkeypatch.setattr(mail, "room", lambda _: made)
        return made

    return put


async def owe(org_id: UUID = NOBODY, recipient: str = "grace@example.com", **rest) -> Message:
    async with transaction(org_id) as session:
        return messages.owe(session, org_id, "welcome", recipient, {}, **rest)


async def stored(message: Message) -> Message:
    async with transaction(message.org_id) as session:
        return (await session.execute(select(Message).where(col(Message.id) == message.id))).scalar_one()


async def test_an_applicants_letter_appears_in_the_folder_and_its_link_is_theirs(database, post):
    opening = await make.opening(await make.org(name="Acme Logistics"), state="public")
    applied = await apply(opening)
    await relay_all()
    await deliver_all()
    (envelope,) = post.list()
    assert (envelope.to, "Acme Logistics" in envelope.sender) == ("grace@example.com", True)
    opened = post.read(envelope.name)
    (link,) = set(re.findall(rf"{get_settings().base_url}/my/([\w-]+)", opened.text))
    assert link in opened.html
    assert tokens.read_applicant(link) == (opening.org_id, applied.applicant_id)
    (letter,) = await letters(opening.org_id)
    assert (letter.state, letter.provider_id, letter.attempts, letter.error) == ("sent", envelope.name, 1, "")
    assert letter.sent_at is not None


async def test_a_login_link_appears_in_the_folder_and_logs_in_once(database, post):
    async with transaction() as session:
        await logins.ask_link(session, "ann@plutomi.example", "192.0.2.1", "/openings")
    await deliver_all()
    (envelope,) = post.list()
    (link,) = set(re.findall(r"https?://\S+/auth/link\?\S+", post.read(envelope.name).text))
    (token,) = parse_qs(urlsplit(link).query)["token"]
    async with transaction() as session:
        login = await logins.use_link(session, token, "192.0.2.1", "Browser")
    assert (login.user.email, login.next_path) == ("ann@plutomi.example", "/openings")


@pytest.mark.parametrize(("later", "state", "minutes"), [(0, "sent", 10), (8, "sent", 2), (10, "failed", 0)])
async def test_a_login_link_goes_out_while_it_is_valid_and_fails_after(database, refusing, later, state, minutes):
    at, room = now(), refusing(mail.TryLater(later * 60, "busy"))
    with standing_at(at):
        async with transaction() as session:
            await logins.ask_link(session, "ann@plutomi.example", "192.0.2.1", "/openings")
        await deliver_all()
    (letter,) = await letters(NOBODY)
    with standing_at(at + timedelta(minutes=max(later, 1))):
        await deliver_all()
    settled = await stored(letter)
    assert (settled.state, len(room.asked)) == (state, 2 if state == "sent" else 1)
    assert ("asks for another" in settled.error) == (state == "failed")
    if state == "sent" and later:
        assert f"{minutes} minutes" in room.letters[-1].text


async def test_nothing_secret_is_stored_with_what_is_owed(database):
    async with transaction() as session:
        await logins.ask_link(session, "ann@plutomi.example", "192.0.2.1", "/")
    (letter,) = await letters(NOBODY)
    assert "token" not in str(letter.context)
    assert not re.search(r"eyJ[\w-]+\.", str(letter.context))


async def test_what_was_sent_is_never_sent_again(database, refusing):
    room = refusing()
    message = await owe()
    await deliver_all()
    with standing_at(now() + timedelta(days=30)):
        await deliver_all()
    assert room.asked == [message.id]


@pytest.mark.parametrize("asked", range(1, len(messages.PAUSES) + 1))
def test_after_each_attempt_but_the_last_there_is_a_longer_pause(asked):
    at = now()
    again = messages.next_attempt(asked, at)
    assert again == at + messages.PAUSES[asked - 1]
    assert asked == 1 or messages.PAUSES[asked - 1] > messages.PAUSES[asked - 2]


@pytest.mark.parametrize(
    ("attempts", "retry_after", "seconds"),
    [(1, 0, 5), (1, 3, 5), (1, 900, 900), (2, 59, 60), (2, 61, 61), (7, 0, 86400), (8, 0, None), (8, 900, None)],
)
def test_the_next_attempt_is_never_sooner_than_the_provider_asks(attempts, retry_after, seconds):
    at = now()
    again = messages.next_attempt(attempts, at, retry_after)
    assert again == (None if seconds is None else at + timedelta(seconds=seconds))


async def test_an_address_that_is_none_fails_for_good(database, post):
    message = await owe(recipient="nobody@@nowhere")
    await deliver_all()
    failed = await stored(message)
    assert (failed.state, failed.attempts, failed.sent_at) == ("failed", 1, None)
    assert failed.error
    with standing_at(now() + timedelta(days=2)):
        assert await deliver_org(NOBODY) == 0
    assert post.list() == []


@pytest.mark.parametrize(("retry_after", "waits"), [(900, 900), (1, 5)])
async def test_a_provider_that_is_busy_is_asked_again_when_it_says(database, refusing, retry_after, waits):
    room = refusing(mail.TryLater(retry_after, "too many"))
    message = await owe()
    at = now()
    with standing_at(at):
        await deliver_all()
    postponed = await stored(message)
    assert (postponed.state, postponed.error) == ("owed", "too many")
    assert postponed.due_at == at + timedelta(seconds=waits)
    with standing_at(at + timedelta(seconds=waits - 1)):
        assert await deliver_org(NOBODY) == 0
    with standing_at(at + timedelta(seconds=waits)):
        assert await deliver_org(NOBODY) == 1
    assert room.asked == [message.id] * 2
    assert ((await stored(message)).state, (await stored(message)).error) == ("sent", "")


async def test_a_bug_in_a_room_postpones_its_letter_and_no_other(committed, refusing, caplog):
    refusing(RuntimeError("a bug"))
    both = [await owe(), await owe(recipient="ada@example.com")]
    await deliver_all()
    assert sorted([(await stored(message)).state for message in both]) == ["owed", "sent"]
    assert "a bug" in caplog.text


async def test_after_the_last_attempt_it_has_failed_and_says_why(database, refusing):
    attempts = len(messages.PAUSES) + 1
    room = refusing(*(mail.TryLater(0, f"busy {number}") for number in range(1, attempts + 1)))
    message, at = await owe(), now()
    for _ in range(attempts + 2):
        at += timedelta(days=2)
        with standing_at(at):
            await deliver_all()
    given_up = await stored(message)
    assert (len(room.asked), given_up.state, given_up.error) == (attempts, "failed", f"busy {attempts}")


async def test_killed_between_sending_and_recording_it_is_sent_again_after_the_lease_with_the_same_id(database, post):
    message = await owe()
    async with transaction() as session:
        (claimed,) = await messages.claim(session, NOBODY)
    await post.send(letter_for(claimed))  # and then the lights go out
    assert await deliver_org(NOBODY) == 0, "the lease still runs"
    with standing_at(now() + PAST_LEASE):
        assert await deliver_org(NOBODY) == 1
    (envelope,) = post.list()
    assert str(message.id) in envelope.name, "a retry is the same letter"
    assert ((await stored(message)).state, (await stored(message)).attempts) == ("sent", 2)


async def test_two_at_once_claim_different_letters_and_no_more_than_a_batch(committed):
    for number in range(9):
        await owe(recipient=f"a{number}@example.com")

    async def claim() -> list[UUID]:
        async with transaction() as session:
            found = [message.id for message in await messages.claim(session, NOBODY, most=3)]
            await asyncio.sleep(0.1)
            return found

    batches = await asyncio.gather(*(claim() for _ in range(3)))
    assert [len(batch) for batch in batches] == [3, 3, 3]
    assert len({id for batch in batches for id in batch}) == 9


async def test_a_letter_that_waits_for_its_next_attempt_holds_up_no_other(database, refusing):
    refusing(mail.TryLater(3600))
    first = await owe()
    await deliver_all()
    second = await owe(recipient="ada@example.com")
    await deliver_all()
    assert ((await stored(first)).state, (await stored(second)).state) == ("owed", "sent")


async def test_a_deleted_applicant_gets_no_letter_that_was_still_owed(database, post):
    org = await make.org()
    opening = await make.opening(org, state="public")
    applied = await apply(opening)
    await relay_all()
    await do(await make.actor(org), keeping.delete, applied.applicant_id)
    await deliver_all()
    assert post.list() == []


async def test_recording_what_is_deleted_meanwhile_does_no_harm(database):
    org = await make.org()
    opening = await make.opening(org, state="public")
    applied = await apply(opening)
    await relay_all()
    async with transaction(opening.org_id) as session:
        (claimed,) = await messages.claim(session, opening.org_id)
    await do(await make.actor(org), keeping.delete, applied.applicant_id)
    async with transaction(opening.org_id) as session:
        await messages.sent(session, claimed, "id")
    assert await letters(opening.org_id) == []
