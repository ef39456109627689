import pytest

from plutomi.gateways.mail import Letter, LocalRoom
from plutomi.ids import new_id
from plutomi.settings import get_settings

EVIL = "<script>alert(1)</script>"


@pytest.fixture
async def name(client, set_environment, tmp_path):
    """The file of one letter in the local room."""
    set_environment(PLUTOMI_DATA=str(tmp_path))
    room = LocalRoom(get_settings().plutomi_data / "mail")
    letter = Letter(new_id(), "ann@example.com", f"Hello {EVIL}", f"<p>Hi{EVIL}</p>", "Hi", "no-reply@plutomi.example")
    return await room.send(letter)


async def test_letters_are_listed_and_read_and_what_they_hold_is_inert(client, name):
    listed = await client.get("/dev/mail")
    assert f"/dev/mail/{name}" in listed.text
    read = await client.get(f"/dev/mail/{name}")
    assert "<iframe" in read.text
    assert "&lt;p&gt;Hi" in read.text
    assert EVIL not in listed.text + read.text


@pytest.mark.parametrize("path", ["nothing.eml", "..%2f..%2fkeys%2fsecret_key", "%2e%2e", "a%00"])
async def test_only_letters_are_read(client, name, path):
    assert (await client.get(f"/dev/mail/{path}")).status_code in (404, 422)


async def test_production_has_no_such_thing(client, name, set_environment):
    set_environment(PLUTOMI_ENV="production", SECRET_KEY="k" * 32, PUBLIC_URL="https://jobs.example")
    for path in ("/dev/mail", f"/dev/mail/{name}"):
        assert (await client.get(path)).status_code == 404


async def test_nothing_is_shown_where_mail_really_goes_out(client, name, set_environment):
    set_environment(MAIL_GATEWAY="ses", AWS_REGION="us-east-1")
    assert (await client.get("/dev/mail")).status_code == 404
