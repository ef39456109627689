"""Under an Idempotency-Key, what members write counts once and is answered in the same way."""

import asyncio

import pytest

from tests.api.worlds import log_in, world
from tests.browsers import browser
from tests.domain.verbs import letters, types

KEYED = {"idempotency-key": "7c9e6679"}


@pytest.fixture
async def own(database, client):
    made = await world()
    await log_in(client, made.user)
    return made


def writes(own) -> list[tuple[str, dict, dict, str]]:
    """Path, body, another body, and the event of each write that takes a key."""
    its = f"/api/v1/applicants/{own.applicant.id}"
    letter = {"subject": "Hello", "body": "Can you come on Monday?"}
    return [
        (f"{its}/notes", {"body": "Called"}, {"body": "Called twice"}, "note.written"),
        (f"{its}/messages", letter, letter | {"body": "Or on Friday?"}, "applicant.messaged"),
    ]


async def test_the_same_counts_once_and_another_body_is_refused(client, own):
    for path, body, other, event in writes(own):
        before = (await types(own.org.id)).count(event)
        first, again = [await client.post(path, json=body, headers=KEYED) for _ in range(2)]
        assert (first.status_code, again.status_code, first.json()) == (201, 201, again.json())
        refused = await client.post(path, json=other, headers=KEYED)
        assert (refused.status_code, refused.json()["code"]) == (422, "KeyReused")
        assert (await types(own.org.id)).count(event) == before + 1
        assert (await client.post(path, json=body)).json()["id"] != first.json()["id"], "without a key each counts"


async def test_a_letter_from_a_template_counts_once(client, own):
    path, body = f"/api/v1/applicants/{own.applicant.id}/letters", {"template_id": str(own.template.id)}
    first, again = [await client.post(path, json=body, headers=KEYED) for _ in range(2)]
    assert (first.status_code, first.json()) == (201, again.json())
    assert len([letter for letter in await letters(own.org.id) if letter.template == "message"]) == 1


async def test_what_was_refused_may_be_corrected_under_its_key_and_what_was_taken_back_is_gone(client, own):
    path = f"/api/v1/applicants/{own.applicant.id}/notes"
    assert (await client.post(path, json={"body": ""}, headers=KEYED)).status_code == 422
    note = (await client.post(path, json={"body": "Called"}, headers=KEYED)).json()
    await client.delete(f"/api/v1/notes/{note['id']}")
    assert (await client.post(path, json={"body": "Called"}, headers=KEYED)).status_code == 404


async def test_another_members_key_is_another_key(client, own):
    there = await world()
    path = "/api/v1/applicants/{}/notes"
    ours = await client.post(path.format(own.applicant.id), json={"body": "Called"}, headers=KEYED)
    await log_in(client, there.user)
    theirs = await client.post(path.format(there.applicant.id), json={"body": "Another"}, headers=KEYED)
    assert (ours.status_code, theirs.status_code) == (201, 201)
    assert (await client.post(path.format(own.applicant.id), json={"body": "Called"}, headers=KEYED)).status_code == 404


async def test_the_same_at_once_counts_once(committed):
    own = await world()
    path = f"/api/v1/applicants/{own.applicant.id}/notes"
    async with browser() as client:
        await log_in(client, own.user)
        sent = (client.post(path, json={"body": "Called"}, headers=KEYED) for _ in range(5))
        answers = await asyncio.gather(*sent)
    assert [answer.status_code for answer in answers] == [201] * 5
    assert len({answer.json()["id"] for answer in answers}) == 1
