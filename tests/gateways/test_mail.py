"""Every mail room delivers what it was given; the local one and SES keep one contract."""

import email
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import boto3
import pytest
from botocore.exceptions import ClientError
from moto.backends import get_backend
from moto.core import DEFAULT_ACCOUNT_ID
from moto.server import ThreadedMotoServer

from plutomi.errors import Misconfigured, NotFound
from plutomi.gateways.mail import Letter, LocalRoom, SesRoom, TryLater, Undeliverable, room
from plutomi.gateways.mail.ses import judge
from plutomi.ids import new_id
from plutomi.settings import Settings

REGION = "us-east-1"


def letter(**changes) -> Letter:
    plain = Letter(
        id=new_id(),
        to="ann@example.com",
        subject="Thanks, Ann",
        html="<p>Hello</p>",
        text="Hello",
        sender="Plutomi <no-reply@plutomi.example>",
    )
    return replace(plain, **changes)


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["local", "ses"])
def post(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A room, and `last()`: the message it sent last, as its reader's program would parse it."""
    if request.param == "local":
        local = LocalRoom(tmp_path / "mail")
        return SimpleNamespace(room=local, last=lambda: _parse((local.folder / local.list()[0].name).read_bytes()))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    endpoint = request.getfixturevalue("aws")
    client = boto3.client("sesv2", region_name=REGION, endpoint_url=endpoint)
    client.create_email_identity(EmailIdentity="plutomi.example")
    ses = SesRoom(Settings(aws_region=REGION, aws_endpoint_url=endpoint))
    return SimpleNamespace(room=ses, last=lambda: _parse(_sent()[-1].raw_data.encode()))


def _sent() -> list:
    return get_backend("ses")[DEFAULT_ACCOUNT_ID][REGION].sent_messages


def _parse(raw: bytes) -> EmailMessage:
    assert raw.isascii()
    assert all(len(line) <= 998 for line in raw.splitlines())
    return email.message_from_bytes(raw, EmailMessage, policy=policy.default)


def _name_in(header: str) -> str:
    # Python's newer parser puts a space between two encoded words of a name; RFC 2047, 6.2 says there is none.
    return str(make_header(decode_header(parseaddr(header)[0])))


async def test_a_letter_is_delivered_with_both_its_parts(post) -> None:
    assert await post.room.send(letter(reply_to="Jobs <jobs@acme.example>"))
    message = post.last()
    assert (message["To"], message["Subject"]) == ("ann@example.com", "Thanks, Ann")
    assert message["From"] == "Plutomi <no-reply@plutomi.example>"
    assert message["Reply-To"] == "Jobs <jobs@acme.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_body(("plain",)).get_content().strip() == "Hello"
    assert message.get_body(("html",)).get_content().strip() == "<p>Hello</p>"


async def test_each_delivery_has_an_id_of_its_own(post) -> None:
    assert await post.room.send(letter()) != await post.room.send(letter())


async def test_the_letters_id_stands_in_the_message_id(post) -> None:
    sent = letter()
    await post.room.send(sent)
    assert post.last()["Message-ID"] == f"<{sent.id}@plutomi.example>"


@pytest.mark.parametrize(
    "words",
    [
        "Grüße, Łukasz",
        "日本語の件名" * 20,
        "👩‍🚀",
        "عربى",
        "a" * 300,
        "=?utf-8?q?x?=",
        "semi; colon: <b> @ ,",
        "long " * 40 + "words",
    ],
)
async def test_any_words_arrive_as_they_were(post, words: str) -> None:
    await post.room.send(letter(subject=words, html=f"<p>{words}</p>", text=words, sender_name=words))
    message = post.last()
    assert message["From"].addresses[0].addr_spec == "no-reply@plutomi.example"
    assert message.get_body(("plain",)).get_content().strip() == words
    assert message.get_body(("html",)).get_content().strip() == f"<p>{words}</p>"
    assert message["Subject"] == words
    assert _name_in(dict(message.raw_items())["From"]) == words


@pytest.mark.parametrize("name", ['Acme, "Inc."', "Acme <ceo@acme.example>", "a@b.example,", "(Acme)", "Zürich, Ltd"])
async def test_an_orgs_name_cannot_become_an_address(post, name: str) -> None:
    await post.room.send(letter(sender_name=name))
    [address] = post.last()["From"].addresses
    assert (address.display_name, address.addr_spec) == (name, "no-reply@plutomi.example")


async def test_a_domain_with_umlauts_is_sent_to_in_ascii(post) -> None:
    await post.room.send(letter(to="Ann@MÜNCHEN.de"))
    assert post.last()["To"] == "Ann@xn--mnchen-3ya.de"


async def test_long_links_in_headers_stay_whole(post) -> None:
    link = f"<https://plutomi.example/unsubscribe/{'abcdefghij' * 20}>"
    await post.room.send(
        letter(headers={"List-Unsubscribe": link, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"})
    )
    message = post.last()
    assert message["List-Unsubscribe"] == link
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r", "\u2028", "\x0b"])
@pytest.mark.parametrize("place", ["to", "subject", "sender", "sender_name", "reply_to", "headers"])
async def test_no_header_can_be_smuggled_in(post, place: str, line_end: str) -> None:
    smuggled = f"ann@example.com{line_end}Bcc: eve@evil.example"
    with pytest.raises(Undeliverable):
        await post.room.send(letter(**{place: {"X-Ref": smuggled} if place == "headers" else smuggled}))


@pytest.mark.parametrize("to", ["", "ann", "ann@", "a@b.example, c@d.example", "ann@localhost", "@example.com"])
async def test_a_bad_address_is_undeliverable(post, to: str) -> None:
    with pytest.raises(Undeliverable):
        await post.room.send(letter(to=to))


async def test_locally_a_letter_sent_again_replaces_itself(tmp_path: Path) -> None:
    local, first = LocalRoom(tmp_path), letter()
    name = await local.send(first)
    assert await local.send(replace(first, subject="Again")) == name
    assert [envelope.subject for envelope in local.list()] == ["Again"]
    assert [path.name for path in tmp_path.iterdir()] == [name]


async def test_local_letters_are_listed_newest_first_and_read(tmp_path: Path) -> None:
    local = LocalRoom(tmp_path / "mail")
    assert local.list() == []
    for subject in ("one", "two", "three"):
        name = await local.send(letter(subject=subject, text=f"Grüße {subject}", sender_name="Acme"))
    assert [envelope.subject for envelope in local.list()] == ["three", "two", "one"]
    assert [envelope.subject for envelope in local.list(most=1)] == ["three"]
    opened = local.read(name)
    assert (opened.envelope, opened.text.strip()) == (local.list()[0], "Grüße three")
    assert (opened.envelope.to, opened.envelope.sender) == ("ann@example.com", "Acme <no-reply@plutomi.example>")
    assert opened.html.strip() == "<p>Hello</p>"
    assert local.folder.stat().st_mode & 0o077 == 0


async def test_locally_a_mailbox_that_is_not_ascii_is_written_too(tmp_path: Path) -> None:
    local = LocalRoom(tmp_path)
    await local.send(letter(to="josé@example.com"))
    assert local.list()[0].to == "josé@example.com"


@pytest.mark.parametrize("name", ["../secret", "..", "", "/etc/passwd", f"20260101T000000000-{UUID(int=7)}.eml"])
def test_locally_only_our_letters_can_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("x")
    with pytest.raises(NotFound):
        LocalRoom(tmp_path / "mail").read(name)


async def test_locally_no_room_on_the_disk_is_for_later(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file where the folder should be")
    with pytest.raises(TryLater) as refusal:
        await LocalRoom(tmp_path / "mail").send(letter())
    assert refusal.value.retry_after > 0


async def test_ses_says_at_once_that_it_cannot_reach_a_mailbox_that_is_not_ascii(aws: str) -> None:
    with pytest.raises(Undeliverable, match="ASCII"):
        await SesRoom(Settings(aws_region=REGION, aws_endpoint_url=aws)).send(letter(to="josé@example.com"))


async def test_ses_out_of_reach_is_for_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with pytest.raises(TryLater):
        await SesRoom(Settings(aws_region=REGION, aws_endpoint_url="http://127.0.0.1:9")).send(letter())


@pytest.mark.parametrize(
    ("code", "status", "words", "wait"),
    [
        ("MessageRejected", 400, "Invalid content", None),
        ("BadRequestException", 400, "Missing final '@domain'", None),
        ("MessageRejected", 400, "Email address is not verified.", 900),
        ("TooManyRequestsException", 429, "Rate exceeded", 10),
        ("LimitExceededException", 400, "Daily quota", 900),
        ("SendingPausedException", 400, "", 900),
        ("AccountSuspendedException", 400, "", 3600),
        ("MailFromDomainNotVerifiedException", 400, "", 3600),
        ("AccessDeniedException", 403, "", 900),
        ("NotFoundException", 404, "Configuration set", 900),
        ("InternalFailure", 500, "", 30),
        ("ServiceUnavailable", 503, "", 30),
    ],
)
def test_a_refusal_of_ses_is_for_good_only_when_the_letter_is_at_fault(code, status, words, wait) -> None:
    answer = {"Error": {"Code": code, "Message": words}, "ResponseMetadata": {"HTTPStatusCode": status}}
    verdict = judge(ClientError(answer, "SendEmail"))
    assert isinstance(verdict, Undeliverable) if wait is None else verdict.retry_after == wait


@pytest.mark.parametrize(
    ("settings", "kind"),
    [
        ({}, LocalRoom),
        ({"aws_region": REGION}, SesRoom),
        ({"aws_region": REGION, "mail_gateway": "local"}, LocalRoom),
        ({"aws_region": REGION, "mail_gateway": "ses"}, SesRoom),
    ],
)
def test_the_settings_choose_the_room(settings: dict, kind: type) -> None:
    assert type(room(Settings(**settings))) is kind


def test_a_sender_that_is_no_address_is_named() -> None:
    with pytest.raises(Misconfigured, match="MAIL_FROM is 'nobody'"):
        room(Settings(mail_from="nobody"))
